"""What each level of agreement is worth: expected at first, then as seen among the people that were found."""

import duckdb

from resolution.latin.comparisons import COMPARISONS, RARITY, Levels, levels_of, sides
from resolution.linking.model import Weight

# How often mentions of one person agree (m) and strangers do (u), before anything is known of a source.
EXPECTED: dict[str, dict[str, tuple[float, float]]] = {
    "given": {"exact": (0.75, 0.01), "near": (0.08, 0.008), "elsewhere": (0.06, 0.004), "initial": (0.02, 0.003),
              "close": (0.03, 0.005), "other": (0.06, 0.97)},
    "family": {"exact": (0.75, 0.001), "near": (0.1, 0.001), "sound": (0.02, 0.001), "elsewhere": (0.04, 0.001),
               "close": (0.03, 0.006), "other": (0.06, 0.99)},
    "rest": {"two": (0.2, 1e-4), "one": (0.6, 0.01), "other": (0.2, 0.99)},
    "birth": {"exact": (0.715, 5e-5), "near": (0.13, 0.002), "month": (0.03, 0.001), "day": (0.03, 0.002),
              "two slips": (0.02, 0.01), "year": (0.045, 0.015), "ten years": (0.02, 0.2), "other": (0.01, 0.77)},
    "sex": {"exact": (0.95, 0.5), "other": (0.05, 0.5)},
    "postcode": {"exact": (0.6, 2e-4), "near": (0.1, 0.001), "outward": (0.1, 0.001), "area": (0.05, 0.02),
                 "other": (0.15, 0.98)},
    "place": {"exact": (0.65, 0.01), "near": (0.1, 0.005), "other": (0.25, 0.985)},
    "occupation": {"exact": (0.8, 0.04), "other": (0.2, 0.96)},
    "number": {"exact": (0.8, 1e-6), "near": (0.1, 1e-5), "other": (0.1, 1.0)},
    "phone": {"shared": (0.6, 1e-5), "other": (0.4, 1.0)},
    "address": {"three": (0.4, 1e-4), "two": (0.25, 0.002), "one": (0.2, 0.05), "other": (0.15, 0.95)},
}  # fmt: skip
# How rare a value usually is: what a small folder shows of a population is drawn towards it.
_USUAL = {"given": 0.005, "family": 5e-4, "born": 5e-5, "postcode": 1e-4, "place": 0.002, "occupation": 0.02}
# How many pairs, and how many persons, these expectations weigh; how many pairs of strangers are drawn.
_PAIRS, _STRANGE_PAIRS, _LEAST_POPULATION = 200, 2_000, 100
_STRANGERS = 100_000
_LEAST_U = 1e-7

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
    rule, so that no two mentions of one person pass for strangers. Both are drawn towards EXPECTED.
    Makes latin_rarity(field, value, frequency): how rare a value is among persons, not among rows; that of none (NULL)
    is how rare one is that nobody bears.
    """
    columns = [row[0] for row in con.execute("SELECT column_name FROM (DESCRIBE latin_node)").fetchall()]
    said = {"pair": sides(columns), "levels": levels_of()}
    con.execute(_PERSONS)
    persons = con.execute("SELECT count(*) FROM latin_person").fetchall()[0][0]
    turns = max(1, min(persons - 1, _STRANGERS // persons))
    con.execute(_APART.format(persons=persons, turns=turns, **said))
    con.execute(_TOGETHER.format(**said))
    con.execute("CREATE OR REPLACE TABLE latin_rarity (field VARCHAR, value VARCHAR, frequency DOUBLE)")
    for column in RARITY.values():
        con.execute(
            f"""INSERT INTO latin_rarity
                WITH held AS (
                    SELECT {column} AS value, anchor FROM latin_node JOIN latin_group USING (node)
                    WHERE {column} IS NOT NULL),
                counted AS (
                    SELECT value, count(DISTINCT anchor) AS n FROM held GROUP BY value UNION ALL SELECT NULL, 0)
                SELECT '{column}', value, (n + {_LEAST_POPULATION * _USUAL[column]})
                                          / ((SELECT count(DISTINCT anchor) FROM held) + {_LEAST_POPULATION})
                FROM counted ORDER BY value"""
        )
    pairs, nodes = con.execute(
        "SELECT sum(n * (n - 1) / 2), sum(n) FROM (SELECT count(*)::DOUBLE AS n FROM latin_group GROUP BY anchor)"
    ).fetchall()[0]
    prior = max(pairs, nodes / 10) / max(nodes * (nodes - 1) / 2, 1)
    return {name: _weights(con, name) for name in COMPARISONS}, min(prior, 0.5)


def _weights(con: duckdb.DuckDBPyConnection, comparison: str) -> dict[str, Weight]:
    together, apart = _counts(con, "latin_together", comparison), _counts(con, "latin_apart", comparison)
    all_together, all_apart = sum(together.values()), sum(apart.values())
    return {
        level: Weight(
            (together.get(level, 0) + _PAIRS * m) / (all_together + _PAIRS),
            max((apart.get(level, 0) + _STRANGE_PAIRS * u) / (all_apart + _STRANGE_PAIRS), _LEAST_U),
        )
        for level, (m, u) in EXPECTED[comparison].items()
    }


def _counts(con: duckdb.DuckDBPyConnection, table: str, comparison: str) -> dict[str, float]:
    query = f"SELECT {comparison}, count(*) FROM {table} WHERE {comparison} <> 'nothing' GROUP BY 1"
    return {level: float(n) for level, n in con.execute(query).fetchall()}
