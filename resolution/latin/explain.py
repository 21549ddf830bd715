"""How the weight of two provisional persons of the Latin profile adds up, from what the resolve stage has kept."""

from collections.abc import Collection
from dataclasses import dataclass
from math import log2

import duckdb

from resolution.explain.links import kept
from resolution.explain.parts import Part, Waterfall
from resolution.latin.comparisons import COMPARISONS, RARITY, level_of

_LISTED = {"given": "given", "family": "family", "rest": "rest", "birth": "born", "phone": "phones",
           "address": "addresses"}  # fmt: skip
_FREQUENCY = """
SELECT frequency FROM latin_rarity WHERE field = $1 AND (value = $2 OR value IS NULL) ORDER BY value NULLS LAST LIMIT 1
"""
_STATISTICS = """
SELECT version, persons, kept, (SELECT count(*) FROM latin_provisional), prior FROM latin_statistics
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """The weights of this profile in force: a version, from how many provisional persons they were learnt, whether an
    earlier generation's are kept, how many there are now, and (comparison, level, m, u)."""

    version: str
    persons: int
    kept: bool
    persons_now: int
    prior: float
    threshold: float
    levels: tuple[tuple[str, str, float, float], ...]


def measured(con: duckdb.DuckDBPyConnection) -> Measured:
    """Return what the weights in force were learnt from. Raises OutOfReach for an older Clew's."""
    from resolution.latin.persons import THRESHOLD  # Splink is slow to import, and few of these commands need it

    version, persons, frozen, now, prior = kept(con, _STATISTICS, [])[0]
    weights = {(name, level): (m, u) for name, level, m, u in con.execute("FROM latin_level").fetchall()}
    order = [(name, level) for name, (_, levels) in COMPARISONS.items() for level, _ in levels]
    levels = tuple((*key, *weights[key]) for key in order if key in weights)
    return Measured(version, persons, frozen, now, prior, THRESHOLD, levels)


def holds(con: duckdb.DuckDBPyConnection, a: int, b: int) -> int:
    """Return how many of two nodes are of this profile."""
    return len(kept(con, "SELECT node FROM latin_provisional WHERE node IN ($1, $2)", [a, b]))


def waterfall(con: duckdb.DuckDBPyConnection, a: int, b: int, sealed: Collection[int] = ()) -> Waterfall:
    """Return what each comparison weighed in bits, whether or not the two were ever paired.

    Values of those of `sealed` are left out.
    """
    from resolution.latin.persons import THRESHOLD  # Splink is slow to import, and only this profile needs it here

    columns = [row[0] for row in con.execute("SELECT column_name FROM (DESCRIBE latin_provisional)").fetchall()]
    sides = ", ".join(f"l.{column} AS {column}_l, r.{column} AS {column}_r" for column in columns)
    levels = ", ".join(f"{level_of(name)} AS level_{name}" for name in COMPARISONS)
    result = con.execute(
        f"""SELECT *, {levels} FROM (SELECT {sides} FROM latin_provisional l, latin_provisional r
                                     WHERE l.node = $1 AND r.node = $2)""",
        [a, b],
    )
    names = [column[0] for column in result.description]
    row = dict(zip(names, result.fetchall()[0], strict=True))
    weights = {
        (comparison, level): (m, u)
        for comparison, level, m, u in con.execute("SELECT comparison, level, m, u FROM latin_level").fetchall()
    }
    parts = []
    for name in COMPARISONS:
        column, level = _LISTED.get(name, name), row[f"level_{name}"]
        values = (row[f"{column}_l"], row[f"{column}_r"])
        shown = tuple(None if node in sealed else value for node, value in zip((a, b), values, strict=True))
        if level == "nothing":
            parts.append(Part(name, level, 0.0, 0.0, None, None, *shown))
            continue
        m, u = weights[name, level]
        rarity = 0.0
        if level == "exact" and name in RARITY:
            frequency = con.execute(_FREQUENCY, [RARITY[name], values[0]]).fetchall()
            rarity = log2(u) - log2(frequency[0][0])
        parts.append(Part(name, level, log2(m / u), rarity, m, u, *shown))
    prior = con.execute("SELECT prior FROM latin_statistics").fetchall()[0][0]
    bits = log2(prior / (1 - prior))
    weight = bits + sum(part.weight + part.rarity for part in parts)
    return Waterfall(bits, tuple(parts), weight, 1 / (1 + 2**-weight), THRESHOLD)
