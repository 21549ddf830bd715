"""What each level of agreement is worth: expected at first, then as seen among the people that were found."""

import duckdb

from resolution.latin.comparisons import COMPARISONS, RARITY, Levels, level_number
from resolution.linking.model import Weight

# How often mentions of one person agree, before anything is known of how careful a source is.
EXPECTED: dict[str, dict[str, float]] = {
    "given": {"exact": 0.75, "near": 0.08, "elsewhere": 0.06, "initial": 0.02, "close": 0.03, "other": 0.06},
    "family": {"exact": 0.75, "near": 0.1, "sound": 0.02, "elsewhere": 0.04, "close": 0.03, "other": 0.06},
    "rest": {"two": 0.2, "one": 0.6, "other": 0.2},
    "birth": {"exact": 0.7, "near": 0.13, "month": 0.03, "day": 0.03, "two slips": 0.02, "year": 0.03,
              "ten years": 0.03, "other": 0.03},
    "sex": {"exact": 0.95, "other": 0.05},
    "postcode": {"exact": 0.6, "near": 0.1, "outward": 0.1, "area": 0.05, "other": 0.15},
    "place": {"exact": 0.65, "near": 0.1, "other": 0.25},
    "occupation": {"exact": 0.8, "other": 0.2},
    "number": {"exact": 0.8, "near": 0.1, "other": 0.1},
    "phone": {"shared": 0.6, "other": 0.4},
    "address": {"three": 0.4, "two": 0.25, "one": 0.2, "other": 0.15},
}  # fmt: skip
# As many pairs as the expectation weighs, and as many pairs of strangers as are drawn.
_BELIEF = 200
_STRANGERS = 250_000
_LEAST_U = 1e-6

_PERSONS = """
CREATE OR REPLACE TABLE latin_person AS
SELECT * EXCLUDE (anchor), row_number() OVER (ORDER BY md5(node::VARCHAR)) AS place_in_line
FROM (SELECT n.*, g.anchor FROM latin_node n JOIN latin_group g USING (node)
      QUALIFY row_number() OVER (PARTITION BY anchor ORDER BY md5(node::VARCHAR)) = 1)
"""

_APART = """
CREATE OR REPLACE TABLE latin_apart AS
SELECT {levels} FROM (
    SELECT {pair} FROM (
        SELECT p.*, (place_in_line + turn * 7919) % {persons} + 1 AS other
        FROM latin_person p, (SELECT unnest(range(1, {turns} + 1)) AS turn)) l
    JOIN latin_person r ON r.place_in_line = l.other AND l.place_in_line <> r.place_in_line)
"""

_TOGETHER = """
CREATE OR REPLACE TABLE latin_together AS
WITH held AS (SELECT n.*, g.anchor FROM latin_node n JOIN latin_group g USING (node)
              QUALIFY row_number() OVER (PARTITION BY anchor ORDER BY md5(node::VARCHAR)) <= 20)
SELECT {levels} FROM (SELECT {pair} FROM held l JOIN held r ON l.anchor = r.anchor AND l.node < r.node)
"""


def learn(con: duckdb.DuckDBPyConnection) -> tuple[Levels, float]:
    """Return the weights of all levels, and how likely two provisional persons drawn at random are one.

    Reads latin_group(node, anchor): m is seen in pairs under one anchor, u in pairs of one of each, drawn by a fixed
    rule, so that no two mentions of one person pass for strangers. m is drawn towards EXPECTED.
    Makes latin_rarity_<column>: how rare a value is among persons, not among rows.
    """
    columns = [row[0] for row in con.execute("SELECT column_name FROM (DESCRIBE latin_node)").fetchall()]
    said = {
        "pair": ", ".join(f"l.{c} AS {c}_l, r.{c} AS {c}_r" for c in columns if c not in ("keys", "mentions")),
        "levels": ", ".join(f"{level_number(name)} AS {name}" for name in COMPARISONS),
    }
    con.execute(_PERSONS)
    persons = con.execute("SELECT count(*) FROM latin_person").fetchall()[0][0]
    turns = max(1, min(persons - 1, _STRANGERS // persons))
    con.execute(_APART.format(persons=persons, turns=turns, **said))
    con.execute(_TOGETHER.format(**said))
    for column in RARITY.values():
        con.execute(
            f"""CREATE OR REPLACE TABLE latin_rarity_{column} AS
                SELECT {column}, count(*) / sum(count(*)) OVER () AS tf_{column}
                FROM latin_person WHERE {column} IS NOT NULL GROUP BY {column}"""
        )
    pairs, nodes = con.execute(
        "SELECT sum(n * (n - 1) / 2), sum(n) FROM (SELECT count(*)::DOUBLE AS n FROM latin_group GROUP BY anchor)"
    ).fetchall()[0]
    prior = max(pairs, nodes / 10) / max(nodes * (nodes - 1) / 2, 1)
    return {name: _weights(con, name) for name in COMPARISONS}, min(prior, 0.5)


def _weights(con: duckdb.DuckDBPyConnection, comparison: str) -> dict[str, Weight]:
    together, apart = _counts(con, "latin_together", comparison), _counts(con, "latin_apart", comparison)
    expected = EXPECTED[comparison]
    return {
        level: Weight(
            (together.get(i, 0) + _BELIEF * share) / (sum(together.values()) + _BELIEF),
            max(apart.get(i, 0.5) / max(sum(apart.values()), 1), _LEAST_U),
        )
        for i, (level, share) in enumerate(expected.items())
    }


def _counts(con: duckdb.DuckDBPyConnection, table: str, comparison: str) -> dict[int, float]:
    query = f"SELECT {comparison}, count(*) FROM {table} WHERE {comparison} IS NOT NULL GROUP BY 1"
    return {level: float(n) for level, n in con.execute(query).fetchall()}
