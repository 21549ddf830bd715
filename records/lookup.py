"""Looking entities and records up; sealed records are never seen here.

All of it reads the tables that the build stage wrote (`records/lookup_tables.py`, `records/search.py`).
"""

from typing import Any

import duckdb

from core.errors import OlderWorkspace
from records.lookup_tables import sql_key


def asked(con: duckdb.DuckDBPyConnection, query: str, values: list[Any] | dict[str, Any]) -> duckdb.DuckDBPyConnection:
    """Return the result of a query on the tables of the build stage. Raises OlderWorkspace."""
    try:
        return con.execute(query, values)
    except (duckdb.CatalogException, duckdb.BinderException):
        raise OlderWorkspace(
            "This workspace was built by an older Clew and cannot be searched yet. Run `clew build` and then `clew "
            "detect` on it once more."
        ) from None


def _rows(result: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def present_ids(con: duckdb.DuckDBPyConnection, entity_id: str) -> list[str]:
    """Return the id itself if it is in force, else its successors, sorted; empty for one never used."""
    rows = asked(
        con,
        """SELECT entity_id FROM open_entity WHERE entity_id = $1
           UNION SELECT new_id FROM entity_successor JOIN open_entity e ON e.entity_id = new_id WHERE old_id = $1
           ORDER BY 1""",
        [entity_id],
    ).fetchall()
    return [row[0] for row in rows]


def ids_beginning(con: duckdb.DuckDBPyConnection, beginning: str) -> list[str]:
    """Return the ids in force that begin so, in upper or lower case, sorted."""
    query = "SELECT entity_id FROM open_entity WHERE starts_with(lower(entity_id), lower($1)) ORDER BY 1"
    return [row[0] for row in asked(con, query, [beginning]).fetchall()]


def mentions_of(
    con: duckdb.DuckDBPyConnection, entity_id: str, *, offset: int = 0, limit: int | None = None
) -> list[dict[str, Any]]:
    """Return the open mentions of an entity, a row for each file, sheet and row that states one, sorted.

    Each has table_name, agency, file, sheet, row, record_id, mention_id, role, name, number, phones, match_basis and
    match_probability.
    """
    return _rows(
        asked(
            con,
            """
            SELECT m.table_name, b.agency, f.path AS file, f.sheet, m.row, m.record_id, m.mention_id, m.role, m.name,
                   m.number, m.phones, m.match_basis, m.match_probability
            FROM open_mention m JOIN file f USING (file_id) LEFT JOIN batch b USING (batch_id)
            WHERE m.entity_id = $1 ORDER BY m.table_name, file, f.sheet, m.row, m.role LIMIT $2 OFFSET $3
            """,
            [entity_id, limit, offset],
        )
    )


def mentions_total(con: duckdb.DuckDBPyConnection, entity_id: str) -> int:
    """Return how many rows `mentions_of` has in all."""
    (found,) = asked(con, "SELECT count(*) FROM open_mention WHERE entity_id = $1", [entity_id]).fetchall()
    return int(found[0])


def entity(con: duckdb.DuckDBPyConnection, entity_id: str) -> dict[str, Any] | None:
    """Return an entity with its names, numbers and flags, or None where no open mention knows it."""
    found = _rows(asked(con, "SELECT * FROM open_entity WHERE entity_id = $1", [entity_id]))
    return found[0] if found else None


def names_of(con: duckdb.DuckDBPyConnection, ids: list[str]) -> dict[str, tuple[str, str]]:
    """Return name and type by entity id."""
    rows = asked(
        con,
        """SELECT entity_id, name, entity_type FROM open_entity
           JOIN (SELECT DISTINCT unnest($1) AS entity_id) USING (entity_id)""",
        [ids],
    )
    return {row[0]: (row[1] or "", row[2]) for row in rows.fetchall()}


def entities(con: duckdb.DuckDBPyConnection, ids: list[str]) -> list[dict[str, Any]]:
    """Return the open entities among ids, sorted: entity_id, entity_type, name, number, sex, birth_date."""
    return _rows(
        asked(
            con,
            """SELECT entity_id, entity_type, name, number, sex, birth_date FROM open_entity
               JOIN (SELECT DISTINCT unnest($1::VARCHAR[]) AS entity_id) USING (entity_id) ORDER BY entity_id""",
            [ids],
        )
    )


def _places(con: duckdb.DuckDBPyConnection, record_ids: list[str]) -> list[tuple[str, str, int, int, str, str]]:
    """Return (record_id, table, file_id, row, file, sheet) of records that are not sealed, sorted."""
    return asked(
        con,
        f"""SELECT w.record_id, p.table_name, p.file_id, p.row, f.path, f.sheet
            FROM place p JOIN file f USING (file_id)
                 JOIN (SELECT record_id, {sql_key("record_id")} AS key
                       FROM (SELECT DISTINCT unnest($1) AS record_id)) w USING (key)
            ORDER BY w.record_id, f.path, f.sheet, p.row""",
        [record_ids],
    ).fetchall()


def places(con: duckdb.DuckDBPyConnection, record_ids: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Return where records stand, sealed ones left out: {record_id: [{file, sheet, row}]}."""
    found: dict[str, list[dict[str, Any]]] = {}
    for record_id, _, _, row, file, sheet in _places(con, record_ids):
        found.setdefault(record_id, []).append({"file": file, "sheet": sheet, "row": row})
    return found


def raw_rows(con: duckdb.DuckDBPyConnection, record_ids: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Return rows as the agency sent them, sealed ones left out: {record_id: [{table, file, sheet, row, cells}]}."""
    found: dict[str, list[dict[str, Any]]] = {}
    wanted = _places(con, record_ids)
    for table in sorted({row[1] for row in wanted}):
        places = [(row[2], row[3]) for row in wanted if row[1] == table]
        cells = _rows(
            con.execute(
                f"""SELECT r.* FROM raw_{table} r JOIN (SELECT unnest($1) AS file_id, unnest($2) AS row) w
                    ON r.file_id = w.file_id AND r.row = w.row""",
                [[place[0] for place in places], [place[1] for place in places]],
            )
        )
        by_place = {(row.pop("file_id"), row.pop("row")): row for row in cells}
        for record_id, _, file_id, number, path, sheet in (row for row in wanted if row[1] == table):
            given = {name: value for name, value in by_place[(file_id, number)].items() if value not in (None, "")}
            found.setdefault(record_id, []).append(
                {"table": table, "file": path, "sheet": sheet, "row": number, "cells": given}
            )
    return found


def column_levels(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], int]:
    """Return the sensitivity level of every known column by (table, column)."""
    rows = con.execute("SELECT table_name, column_name, level FROM column_level").fetchall()
    return {(table, column): level for table, column, level in rows}


def sealed_among(con: duckdb.DuckDBPyConnection, record_ids: list[str]) -> set[str]:
    """Return which of these records are sealed."""
    rows = con.execute("SELECT record_id FROM sealed_record WHERE list_contains($1, record_id)", [record_ids])
    return {row[0] for row in rows.fetchall()}
