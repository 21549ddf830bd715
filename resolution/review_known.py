"""How many of those for whom nobody was found are known at all: in one column all are, in another hardly anybody.

Two things tell: whether those of the column whose number is known stand in other tables too, and how well those who
were not found fit somebody.
"""

from collections import defaultdict
from math import log2

import duckdb

from resolution.linking.frequencies import LEAST_POPULATION
from resolution.linking.statistics import Statistics
from resolution.review_numbers import mixed

# Rows with a number from which on they tell of a column; else what holds of all columns stands for it.
ENOUGH = 20
# What they tell weighs as much as so many of those who were not found.
ROWS = 5

# Of each that is lost its column, how well it fits those whom it fits, and of the column how many rows have a number,
# how many of these a person who stands in another table too, and how many have none.
_LOST = """
WITH spread AS (
    SELECT node, min(table_name) <> max(table_name) AS elsewhere FROM review_mention WHERE owned GROUP BY node),
col AS (
    SELECT table_name, role, count(*) FILTER (owned) AS numbered, count(*) FILTER (owned AND elsewhere) AS elsewhere,
           count(*) FILTER (NOT owned AND tells) AS others
    FROM review_mention LEFT JOIN spread USING (node) GROUP BY ALL),
fit AS (SELECT seeker, sum(pow(2.0, weight) ORDER BY weight) AS fit FROM review_pair WHERE lost GROUP BY seeker),
lost AS (SELECT seeker, min(mention_id) AS mention_id FROM review_lost JOIN review_node USING (node) GROUP BY seeker)
SELECT seeker, table_name, role, numbered, elsewhere, others, coalesce(fit, 0)
FROM lost JOIN review_mention USING (mention_id) JOIN col USING (table_name, role) LEFT JOIN fit USING (seeker)
ORDER BY seeker
"""


def learn(con: duckdb.DuckDBPyConnection, known: Statistics) -> None:
    """Make review_known(seeker, bits) from review_pair: by how much each of the lost is likelier known than usual."""
    rows = con.execute(_LOST).fetchall()
    found = known.prior * max(known.persons, LEAST_POPULATION)
    columns: dict[tuple[str, str, int, int, int], list[tuple[int, float]]] = defaultdict(list)
    for seeker, *column, fit in rows:
        columns[*column].append((seeker, fit / found))
    usual = mixed([fit / found for *_, fit in rows])
    seekers, bits = [], []
    for (_, _, numbered, elsewhere, others), lost in columns.items():
        likely = expected(numbered, elsewhere, others, len(lost)) if numbered >= ENOUGH else usual
        share = mixed([fit for _, fit in lost], likely, ROWS)
        seekers += [seeker for seeker, _ in lost]
        bits += [log2(share / (1 - share) / found)] * len(lost)
    con.execute(
        """CREATE OR REPLACE TEMP TABLE review_known AS
           SELECT unnest($1::INTEGER[]) AS seeker, unnest($2::DOUBLE[]) AS bits""",
        [seekers, bits],
    )


def expected(numbered: int, elsewhere: int, others: int, lost: int) -> float:
    """Return the share of those lost in a column whose person is known, if rows without a number are like the others.

    Of these as many persons stand nowhere else as of those with a number, and all of them are among the lost.
    """
    strangers = (numbered - elsewhere + 1) / (numbered + 2) * others
    return min(max(1 - strangers / lost, 0.01), 0.99)
