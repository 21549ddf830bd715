"""For whom persons work, and how many others do: to work for a firm of three says more than for one of thousands."""

import duckdb

FEW, MANY = 20, 500
"""Persons with whom an employer is one of few, and beyond whom it is one of many."""

ENOUGH = 1_000
"""Where fewer persons are employed in all, how many work for whom is not known, and every employer counts as large."""

# An employer is written `size firm`: `s` one of few, `m` in between, `l` one of many.
_EMPLOYERS = f"""
CREATE OR REPLACE TABLE node_employer AS
WITH works AS (SELECT DISTINCT node, firm FROM node_mention JOIN employer_form USING (employer) WHERE firm IS NOT NULL),
size AS (SELECT firm, CASE WHEN (SELECT count(*) FROM works) < {{enough}} THEN 'l ' WHEN count(*) <= {FEW} THEN 's '
                           WHEN count(*) <= {MANY} THEN 'm ' ELSE 'l ' END AS size FROM works GROUP BY firm)
SELECT node, list(size || firm ORDER BY firm) AS employers FROM works JOIN size USING (firm) GROUP BY node
"""


def find(con: duckdb.DuckDBPyConnection) -> None:
    """Make node_employer(node, employers) from node_mention."""
    con.execute(_EMPLOYERS.format(enough=ENOUGH))
