"""What the evidence between provisional persons of the Latin profile weighs: compared once, weighed in every round."""

from math import log2

import duckdb

from resolution.latin import blocking
from resolution.latin.comparisons import RARITY, RELATIVES, Levels, levels_of, sides
from resolution.linking.model import Weight
from resolution.linking.score import WORTH_A_LOOK


def compare(con: duckdb.DuckDBPyConnection) -> None:
    """Make latin_pair of all who share a key."""
    blocking.pairs(con)
    levels(con)


def levels(con: duckdb.DuckDBPyConnection) -> None:
    """Make latin_pair(a, b, relatives, …): the level of every comparison for each pair of latin_candidate."""
    columns = [row[0] for row in con.execute("SELECT column_name FROM (DESCRIBE latin_node)").fetchall()]
    con.execute(
        f"""CREATE OR REPLACE TABLE latin_pair AS
            SELECT *, {RELATIVES} AS relatives FROM (
                SELECT a, b, {levels_of()} FROM (
                    SELECT a, b, {sides(columns)} FROM latin_candidate
                    JOIN latin_node l ON l.node = a JOIN latin_node r ON r.node = b))"""
    )


def score(con: duckdb.DuckDBPyConnection, weights: Levels, prior: float) -> None:
    """Make latin_edge(a, b, weight, probability, relatives, inside): the pairs of latin_pair worth a look.

    Reads latin_rarity; a value that it lacks is as rare as one that nobody bears.
    """
    rare = ", ".join(
        f"log2(coalesce({name}.frequency, (SELECT frequency FROM latin_rarity WHERE field = '{column}' "
        f"AND value IS NULL))) AS {name}"
        for name, column in RARITY.items()
    )
    joins = " ".join(
        f"LEFT JOIN (FROM latin_rarity WHERE field = '{column}') {name} ON {name}.value = n.{column}"
        for name, column in RARITY.items()
    )
    con.execute(f"CREATE OR REPLACE TABLE latin_rare AS SELECT node, {rare} FROM latin_node n {joins}")
    parts = " + ".join(_bits(name, weights[name]) for name in weights)
    con.execute(
        f"""CREATE OR REPLACE TABLE latin_edge AS
            SELECT a, b, weight, round(1 / (1 + pow(2, -weight)), 6) AS probability, relatives, false AS inside
            FROM (SELECT a, b, relatives, {log2(prior / (1 - prior))!r} + {parts} AS weight
                  FROM latin_pair p JOIN latin_rare r ON r.node = a)
            WHERE weight >= {log2(WORTH_A_LOOK / (1 - WORTH_A_LOOK))!r}"""
    )


def _bits(name: str, weights: dict[str, Weight]) -> str:
    whens = []
    for level, weight in weights.items():
        bits = repr(log2(weight.m / weight.u))
        if level == "exact" and name in RARITY:
            bits = f"{log2(weight.m / weight.u) + log2(weight.u)!r} - r.{name}"
        whens.append(f"WHEN '{level}' THEN {bits}")
    return f"CASE p.{name} {' '.join(whens)} ELSE 0 END"
