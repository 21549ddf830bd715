"""What the agreement of two provisional persons is worth: the weights that Splink's predict gives, as one query.

Splink takes a second to be imported, and only scores what its blocking rules pair; a question is about any two.
"""

import re
from math import log2

import duckdb

from core.errors import OlderWorkspace
from resolution import owners, shares
from resolution.linking.comparisons import COMPARISONS, level_value
from resolution.linking.model import Weight
from resolution.linking.statistics import Statistics

COLUMNS = tuple(
    dict.fromkeys(
        column
        for nothing, levels in COMPARISONS.values()
        for column in re.findall(r"(\w+)_[lr]\b", " ".join((nothing, *(condition for _, condition in levels))))
    )
)
"""The columns of table provisional that are compared."""

_EXACT = level_value("name", "exact")


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Make the macros that the comparisons use, on a connection that may only read."""
    for macros in (owners.MACROS, shares.MACROS):
        con.execute(macros.replace("REPLACE MACRO", "REPLACE TEMP MACRO"))


def stored(con: duckdb.DuckDBPyConnection, source: str = "main") -> Statistics:
    """Read the statistics that the mentions of `source` were weighed by. Raises OlderWorkspace."""
    try:
        version, model_version, persons, prior, unseen, kept = con.execute(
            f"SELECT version, model_version, persons, prior, unseen, kept FROM {source}.linking_statistics"
        ).fetchall()[0]
    except (duckdb.CatalogException, duckdb.BinderException):
        raise OlderWorkspace from None
    levels: dict[str, dict[str, Weight]] = {name: {} for name in COMPARISONS}
    for comparison, level, m, u in con.execute(
        f"SELECT comparison, level, m, u FROM {source}.linking_level ORDER BY place"
    ).fetchall():
        levels.setdefault(comparison, {})[level] = Weight(m, u)
    columns = {column[0] for column in con.execute(f"FROM {source}.provisional LIMIT 0").description}
    other = any(set(levels[name]) != {level for level, _ in of} for name, (_, of) in COMPARISONS.items())
    if other or not columns.issuperset(COLUMNS):
        raise OlderWorkspace
    return Statistics(version, model_version, persons, levels, prior, unseen, kept)


def bits(weight: Weight) -> float:
    """Return the match weight of a level: log2 of how much likelier it is between mentions of one than of strangers."""
    return log2(weight.m / weight.u)


def prior_bits(statistics: Statistics) -> float:
    """Return the match weight of two persons of whom nothing is known yet."""
    return log2(statistics.prior / (1 - statistics.prior))


def weighed(pairs: str, statistics: Statistics, names: str = "main.name_frequency", *, values: bool = True) -> str:
    """Return the query that weighs pairs of rows shaped like table provisional.

    `pairs` is what stands behind FROM, with aliases l and r: `provisional l JOIN provisional r ON …`; rows need `node`
    and `COLUMNS`. `names` is the table of frozen name frequencies. The connection needs the macros of `prepare`.
    Columns: node_l, node_r; with `values` of each of COLUMNS both sides, `_l` and `_r`; of each comparison
    `gamma_<name>`, the level as `level_value` numbers it, -1 for nothing to compare, and `weight_<name>` in bits;
    `rarity` in bits, by which a name is rarer (above 0) or more common than names are; match_weight and
    match_probability.
    """
    sides = ", ".join(f"{side}.{column} AS {column}_{side}" for column in ("node", *COLUMNS) for side in "lr")
    gammas = ", ".join(_gamma(name) for name in COMPARISONS)
    weights = ", ".join(_weight(name, levels) for name, levels in statistics.levels.items())
    usual = log2(statistics.levels["name"]["exact"].u)
    total = " + ".join((f"{prior_bits(statistics)!r}::DOUBLE", *(f"weight_{name}" for name in COMPARISONS), "rarity"))
    return f"""
WITH side AS (SELECT {sides} FROM {pairs}),
compared AS (SELECT {"*" if values else "node_l, node_r, name_l"}, {gammas} FROM side),
parts AS (
    SELECT compared.*, {weights},
           CASE WHEN gamma_name = {_EXACT} THEN {usual!r}::DOUBLE - log2(coalesce(tf_name, {statistics.unseen!r}))
                ELSE 0.0::DOUBLE END AS rarity
    FROM compared LEFT JOIN {names} f ON f.name = compared.name_l),
summed AS (SELECT *, {total} AS match_weight FROM parts)
SELECT *, 1 / (1 + pow(2.0::DOUBLE, -match_weight)) AS match_probability FROM summed
"""


def _gamma(name: str) -> str:
    nothing, levels = COMPARISONS[name]
    whens = " ".join(f"WHEN {condition} THEN {level_value(name, level)}" for level, condition in levels[:-1])
    return f"CASE WHEN {nothing} THEN -1 {whens} ELSE 0 END AS gamma_{name}"


def _weight(name: str, levels: dict[str, Weight]) -> str:
    whens = " ".join(
        f"WHEN {level_value(name, level)} THEN {bits(weight)!r}::DOUBLE" for level, weight in levels.items()
    )
    return f"CASE gamma_{name} {whens} ELSE 0.0::DOUBLE END AS weight_{name}"
