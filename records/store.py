"""Making sure of the tables of records.duckdb."""

import duckdb

from records.tables import DERIVED, STORED, raw_columns


def ensure_stored(con: duckdb.DuckDBPyConnection) -> None:
    """Create the stored tables that are not there yet."""
    for name, columns in STORED.items():
        con.execute(f"CREATE TABLE IF NOT EXISTS {name} ({columns})")


def replace_derived(con: duckdb.DuckDBPyConnection) -> None:
    """Empty the derived tables."""
    for name, columns in DERIVED.items():
        con.execute(f"CREATE OR REPLACE TABLE {name} ({columns})")


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
