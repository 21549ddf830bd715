"""For whom persons work, and how many others do: to work for a firm of three says more than for one of thousands."""

import duckdb
import pyarrow as pa

from resolution.normalise import company_names

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
    said = "SELECT DISTINCT employer FROM node_mention WHERE employer IS NOT NULL ORDER BY employer"
    values = [value for (value,) in con.execute(said).fetchall()]
    firms = [company_names.firm(value) for value in values]
    rows = pa.table({"employer": pa.array(values, pa.string()), "firm": pa.array(firms, pa.string())})
    con.register("employer_rows", rows)
    con.execute("CREATE OR REPLACE TABLE employer_form AS SELECT * FROM employer_rows")
    con.unregister("employer_rows")
    con.execute(_EMPLOYERS.format(enough=ENOUGH))
