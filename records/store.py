"""Opening records.duckdb and making sure of its tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from core.errors import OlderWorkspace
from records.tables import DERIVED, STORED, raw_columns


def open_records(
    path: Path, memory_gb: float, *, read_only: bool = False, alone: bool = False
) -> duckdb.DuckDBPyConnection:
    """Open the records of a generation within a memory limit in GB; what does not fit is spilled beside the file.

    With `alone` no query can read or write any other file.
    """
    con = duckdb.connect(str(path), read_only=read_only)
    spill = str(path.parent / "spill").replace("'", "''")
    con.execute(f"SET memory_limit = '{memory_gb}GB'")
    con.execute(f"SET temp_directory = '{spill}'")
    con.execute("SET max_temp_directory_size = '40GB'")
    if alone:
        con.execute("SET enable_external_access = false")
    return con


@contextmanager
def attached(con: duckdb.DuckDBPyConnection, path: Path, name: str) -> Iterator[None]:
    """Show the records of another generation under a name, to be read only."""
    con.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS {name} (READ_ONLY)")
    try:
        yield
    finally:
        con.execute(f"DETACH {name}")


def ensure_stored(con: duckdb.DuckDBPyConnection) -> None:
    """Create the stored tables that are not there yet."""
    for name, columns in STORED.items():
        con.execute(f"CREATE TABLE IF NOT EXISTS {name} ({columns})")
    con.execute("ALTER TABLE batch ADD COLUMN IF NOT EXISTS loaded_at VARCHAR")  # records of before have none


def replace_derived(con: duckdb.DuckDBPyConnection) -> None:
    """Empty the derived tables."""
    for name, columns in DERIVED.items():
        con.execute(f"CREATE OR REPLACE TABLE {name} ({columns})")


def require_loaded(con: duckdb.DuckDBPyConnection) -> None:
    """Make sure that mentions were loaded as they are today. Raises OlderWorkspace."""
    wanted = [(column.split()[0],) for column in DERIVED["mention"].split(", ")]
    found = con.execute("SELECT column_name FROM duckdb_columns() WHERE table_name = 'mention'").fetchall()
    if not set(wanted) <= set(found):
        raise OlderWorkspace("This workspace was loaded by an older Clew. Run `clew run` on it once more.")


def ensure_raw(con: duckdb.DuckDBPyConnection, table: str, fields: list[str]) -> None:
    """Create raw_<table>, or add the columns that its mapping has gained."""
    columns = raw_columns(fields)
    con.execute(f"CREATE TABLE IF NOT EXISTS raw_{table} ({', '.join(f'{n} {t}' for n, t in columns.items())})")
    found = con.execute("SELECT column_name FROM duckdb_columns() WHERE table_name = ?", [f"raw_{table}"]).fetchall()
    for name in fields:
        if (name,) not in found:
            con.execute(f'ALTER TABLE raw_{table} ADD COLUMN "{name}" VARCHAR')


def stored_tables(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the names of the agency tables with raw rows, sorted."""
    found = con.execute(
        "SELECT table_name FROM duckdb_tables() WHERE starts_with(table_name, 'raw_') AND NOT temporary ORDER BY 1"
    ).fetchall()
    return [row[0].removeprefix("raw_") for row in found]
