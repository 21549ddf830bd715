"""Python functions over the distinct texts of a query, as a table that SQL can join."""

from collections.abc import Callable

import duckdb
import pyarrow as pa

Column = tuple[pa.DataType, Callable[[str], object]]


def look_up(con: duckdb.DuckDBPyConnection, query: str, name: str, columns: dict[str, Column]) -> None:
    """Make the temporary table `name`(text, columns …) of every distinct text of a one-column query, NULL left out."""
    texts = [text for (text,) in con.execute(f"SELECT DISTINCT * FROM ({query}) ORDER BY 1").fetchall() if text]
    found = {column: pa.array(map(function, texts), kind) for column, (kind, function) in columns.items()}
    con.register("given", pa.table({"text": pa.array(texts, pa.string()), **found}))
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM given")
    con.unregister("given")
