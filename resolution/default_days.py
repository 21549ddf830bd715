"""Birth dates that stand for none: what a form fills in, like the first day of 1900, tells nothing of anybody."""

from collections.abc import Sequence

import duckdb

# A day under which so many names stand, and so many times as many as under a day on average, is a default.
LEAST_NAMES, TIMES = 50, 30

_FOUND = f"""
CREATE OR REPLACE TABLE default_day AS
WITH shown AS (SELECT birth_date AS day, count(DISTINCT name) AS names FROM {{source}}.mention
               WHERE profile IS NULL AND birth_date IS NOT NULL GROUP BY birth_date)
SELECT day FROM shown WHERE names >= {LEAST_NAMES} AND names > {TIMES} * (SELECT avg(names) FROM shown)
"""


def find(con: duckdb.DuckDBPyConnection, source: str) -> None:
    """Make default_day(day): the birth dates of the mentions of `source` that are taken for none."""
    con.execute(_FOUND.format(source=source))


def put(con: duckdb.DuckDBPyConnection, days: Sequence[str]) -> None:
    """Make default_day(day) of days that are known."""
    con.execute("CREATE OR REPLACE TABLE default_day (day DATE)")
    if days:
        con.execute("INSERT INTO default_day SELECT unnest($1::VARCHAR[])::DATE", [list(days)])


def kept(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the days that the run of a generation found; it is attached as `records`."""
    rows = con.execute("SELECT value FROM records.kept_crowded WHERE kind = 'day' ORDER BY value").fetchall()
    return [day for (day,) in rows]
