"""A place to work beside the records."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb


@contextmanager
def workbench(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Work in a database in memory beside the records, and yield the name of the records; what was made there goes."""
    source = str(con.execute("SELECT current_database()").fetchall()[0][0])
    con.execute("ATTACH ':memory:' AS workbench (READ_WRITE)")
    con.execute("USE workbench")
    try:
        yield f'"{source}".main'
    finally:
        con.execute(f'USE "{source}"')
        con.execute("DETACH workbench")
