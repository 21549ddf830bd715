"""Records as they are after the build stage: resolved, sealed, with what look-ups and search read."""

from typing import Any

import duckdb

from api.lookups import question
from graph.schema import load_schema
from loaders import graph_rows, search_index
from loaders.mapping_reader import builtin_mappings
from records import lookup_tables, search, store
from tests.graph.records import Rows, make_records


def index(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Complete sealed records with places and with everything that the build stage writes into them."""
    store.ensure_stored(con)
    con.execute("""
        CREATE TABLE IF NOT EXISTS entity_successor (old_id VARCHAR, new_id VARCHAR);
        INSERT INTO file (file_id, path, sheet) VALUES (1, '公安局/人口.csv', '');
        INSERT INTO sighting SELECT DISTINCT table_name, 1, 2, record_id FROM mention""")
    graph_rows.rows(con, builtin_mappings(), load_schema())
    lookup_tables.write(con)
    search_index.write(con)
    return con


def indexed(tables: Rows) -> duckdb.DuckDBPyConnection:
    """Return searchable records in memory, nothing in them sealed."""
    return index(make_records(tables))


def found(con: duckdb.DuckDBPyConnection, text: str, *labels: str) -> list[dict[str, Any]]:
    """Return the first page of what a text finds."""
    return search.search(con, question(text), labels=labels or ("Person", "Organization", "Undecided")).results
