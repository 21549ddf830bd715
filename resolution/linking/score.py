"""Scores pairs of provisional persons of which one lacks a number of its own."""

import logging

import duckdb
from splink import DuckDBAPI, Linker

from resolution.linking.comparisons import level_value, settings
from resolution.linking.model import LinkingModel
from resolution.linking.statistics import Statistics

# A person without a number who fits two persons about equally well is left to a human: bits between best and second.
LEAST_MARGIN = 3.0

# The least probability at which a pair that is not joined is kept for people to look at.
WORTH_A_LOOK = 0.05

# Twins, siblings and namesakes agree in all but a character: a name that is merely near wants the end of the number,
# and no name at all a number that is one slip away. What a masked number shows has to fit.
_EDGES = """
CREATE OR REPLACE TABLE scored_edge AS
WITH edge AS (
    SELECT p.node_l AS a, p.node_r AS b, p.match_weight AS weight, p.match_probability AS probability,
           x.valid AS valid_a, y.valid AS valid_b,
           gamma_name >= {hidden} OR gamma_wrong > {rounded}
               OR (gamma_pattern > 0 AND coalesce(x.tail = y.tail, false)) AS close
    FROM {predicted} p JOIN node x ON x.node = p.node_l JOIN node y ON y.node = p.node_r
    WHERE gamma_pattern <> 0 AND (gamma_name >= {near} OR (gamma_name = -1 AND gamma_wrong > {rounded}))),
known AS (
    SELECT CASE WHEN valid_a THEN b ELSE a END AS lost, a, b, weight FROM edge WHERE close AND valid_a <> valid_b),
clear AS (
    SELECT lost, max(weight) AS best, coalesce(list_sort(list(weight), 'DESC')[2], -1000) AS second
    FROM known GROUP BY lost)
SELECT edge.a, edge.b, edge.weight, round(edge.probability, 6) AS probability,
       CASE WHEN NOT close OR probability < {threshold} THEN 'unlikely'
            WHEN x.best - x.second < {margin} OR y.best - y.second < {margin} THEN 'unclear'
            WHEN (valid_a OR valid_b) AND edge.weight < coalesce(x.best, y.best) THEN 'unlikely' END AS outcome
FROM edge LEFT JOIN clear x ON x.lost = edge.a LEFT JOIN clear y ON y.lost = edge.b
"""


def linker(con: duckdb.DuckDBPyConnection, table: str, chosen: dict[str, object]) -> Linker:
    """Return a Splink linker over a table; each has its own API, because term frequencies are cached by column name."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI(connection=con)
    return Linker(api.register(table), chosen, log_level=None, validate_settings=False)


def score(con: duckdb.DuckDBPyConnection, model: LinkingModel, statistics: Statistics) -> float:
    """Make scored_edge(a, b, weight, probability, outcome) from `node` and `name_frequency`.

    outcome: NULL for a pair that may be joined, `unlikely` below the model's threshold or far behind another candidate,
    `unclear` where the best candidate of either is too little better than the second: nobody comes to one of them by
    way of who fits both.
    Returns the probability that mentions with an equal name and phone are one person.
    """
    levels, prior = statistics.levels, statistics.prior
    link = linker(con, "node", settings(levels, prior))
    link.table_management.register_term_frequency_lookup(link._db_api.register("name_frequency"), "name")
    predicted = link.inference.predict(threshold_match_probability=WORTH_A_LOOK, warning_mode="never")
    grade(con, predicted.physical_name, model.threshold)
    con.execute(f"DROP TABLE {predicted.physical_name}")
    return equal_mentions(statistics)


def grade(con: duckdb.DuckDBPyConnection, predicted: str, threshold: float) -> None:
    """Make scored_edge from table `predicted`: pairs with their weight, probability and levels (`gamma_…`)."""
    con.execute(
        _EDGES.format(
            predicted=predicted,
            hidden=level_value("name", "hidden"),
            near=level_value("name", "near"),
            rounded=level_value("wrong", "rounded"),
            threshold=threshold,
            margin=LEAST_MARGIN,
        )
    )


def equal_mentions(statistics: Statistics) -> float:
    """Return the probability that mentions with an equal name and phone are one person."""
    name, phone = statistics.levels["name"]["exact"], statistics.levels["phone"]["shared"]
    odds = statistics.prior / (1 - statistics.prior) * name.m / name.u * phone.m / phone.u
    return round(odds / (1 + odds), 6)
