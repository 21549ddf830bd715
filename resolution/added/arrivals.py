"""New records as the load stage leaves them, or one person as a form states him."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from records.tables import DERIVED

TABLES = ("mention", "row_node", "mention_tie", "may_be", "mention_list", "mention_stay")
"""The tables of records.duckdb that resolution reads."""

OPEN = "record_id NOT IN (SELECT record_id FROM records.sealed_record)"
"""Of rows of a generation attached as `records`: that they are not sealed."""


@dataclass(frozen=True)
class Arrivals:
    """New mentions and what their rows say, in the columns of the tables of records.duckdb."""

    tables: Mapping[str, pa.Table]


def put(con: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Insert rows into a table, by the names of their columns."""
    con.register("put_rows", rows)
    con.execute(f"INSERT INTO {table} BY NAME FROM put_rows")
    con.unregister("put_rows")


def take(con: duckdb.DuckDBPyConnection, schema: str, names: Iterable[str], tables: Mapping[str, pa.Table]) -> None:
    """Make the tables of these names in a schema, and fill them with what is given of them."""
    for name in names:
        con.execute(f"CREATE OR REPLACE TABLE {schema}.{name} ({DERIVED[name]})")
        if len(tables.get(name, ())):
            put(con, f"{schema}.{name}", tables[name])


def of_records(con: duckdb.DuckDBPyConnection) -> Arrivals:
    """Return what a records database holds after the load stage."""
    return Arrivals({table: con.sql(f"FROM {table}").to_arrow_table() for table in TABLES})


def of_mentions(mentions: Sequence[Mapping[str, Any]]) -> Arrivals:
    """Return mentions given as rows: mention_id, record_id, and slots as in table mention; nothing else is known.

    kind is `person` unless stated.
    """
    lists: dict[str, list[str]] = {name: [] for name in ("old_numbers", "other_names", "phones", "addresses")}
    plain = {"table_name": "asked", "role": "person", "part": 1, "kind": "person", "number": None, "name": None}
    rows = [{**plain, **lists, **one} for one in mentions]
    texts = (
        "mention_id",
        "record_id",
        "table_name",
        "role",
        "kind",
        "number",
        "number_type",
        "name",
        "sex",
        "employer",
    )
    columns = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in texts}
    columns |= {name: pa.array([row[name] for row in rows], pa.list_(pa.string())) for name in lists}
    columns["birth_date"] = pa.array([row.get("birth_date") for row in rows], pa.date32())
    return Arrivals({"mention": pa.table(columns)})
