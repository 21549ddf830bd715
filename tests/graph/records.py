"""Records written directly: agency rows as typed values, and entities by number alone, without files or linkage."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from loaders import mentions
from loaders.expressions import value_column
from loaders.mapping import Mapping as TableMapping
from loaders.mapping_reader import read_mappings
from loaders.parts import companions, read_part
from loaders.values import sql_type
from records import store

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
"""Agency table → its rows, field → value; `_id`, `_observed`, `_batch_date`, `_retired` describe the record."""

_RECORD = ("record_id VARCHAR, agency VARCHAR, division VARCHAR, feed VARCHAR, batch_id VARCHAR, batch_date DATE, "
           "observed DATE, retired BOOLEAN")  # fmt: skip


@cache
def built_in() -> dict[str, TableMapping]:
    """Return the mappings that ship with Clew."""
    return read_mappings([Path("loaders/mappings")])


def make_records(tables: Rows) -> duckdb.DuckDBPyConnection:
    """Return records in memory, resolved and not yet sealed.

    A number makes an entity (P-<number>, organizations O-<number>); a mention without one stands alone.
    """
    con = duckdb.connect()
    store.replace_derived(con)
    for table, rows in sorted(tables.items()):
        _write_values(con, built_in()[table], rows)
        store.ensure_raw(con, table, list(built_in()[table].columns))
        mentions.write(con, built_in()[table])
    con.execute("""
        CREATE TABLE mention_entity AS
        SELECT mention_id, letter || '-' || coalesce(number, mention_id) AS entity_id,
               CASE letter WHEN 'P' THEN 'person' WHEN 'O' THEN 'organization' ELSE 'undecided' END AS entity_type,
               CASE WHEN number IS NULL THEN 'alone' ELSE 'number' END AS match_basis,
               CAST(1 AS DOUBLE) AS match_probability
        FROM (SELECT *, CASE WHEN kind = 'organization' OR starts_with(number, '9') THEN 'O'
                             WHEN kind = 'person' OR number IS NOT NULL THEN 'P' ELSE 'U' END AS letter FROM mention);
        CREATE TABLE entity AS
        SELECT entity_id, entity_type, min(name) AS name,
               list_sort(list_distinct(list(name) FILTER (name IS NOT NULL))) AS names, min(number) AS number,
               list_sort(list_distinct(list(number) FILTER (number IS NOT NULL))) AS numbers, min(sex) AS sex,
               min(birth_date) AS birth_date, min(death_date) AS death_date, CAST([] AS VARCHAR[]) AS flags
        FROM mention JOIN mention_entity USING (mention_id) GROUP BY entity_id, entity_type;
        CREATE TABLE sealed_record (record_id VARCHAR)""")
    return con


def _write_values(con: duckdb.DuckDBPyConnection, mapping: TableMapping, rows: Sequence[Mapping[str, Any]]) -> None:
    parts = companions(mapping)
    columns = [f'"{value_column(name)}" {sql_type(column)}' for name, column in mapping.columns.items()]
    columns += [f'"{name}" VARCHAR' for name in parts]
    con.execute(f"CREATE TABLE val_{mapping.table} ({_RECORD}, {', '.join(columns)})")
    for number, row in enumerate(rows, 1):
        given = {name: value for name, value in row.items() if name[0] != "_"}
        record = {
            "record_id": f"{mapping.table}:{row.get('_id', number)}", "agency": "", "division": "", "feed": "",
            "batch_id": "b", "batch_date": row.get("_batch_date", date(2026, 1, 1)),
            "observed": row.get("_observed", given.get(mapping.observed)), "retired": row.get("_retired", False),
        }  # fmt: skip
        for name, (column, part) in parts.items():
            if text := given.get(column):
                record[name] = read_part(mapping.columns[column].type, part, str(text))
        found = {**record, **{value_column(name): value for name, value in given.items()}}
        names = ", ".join(f'"{name}"' for name in found)
        con.execute(
            f"INSERT INTO val_{mapping.table} ({names}) VALUES ({', '.join('?' * len(found))})", list(found.values())
        )
