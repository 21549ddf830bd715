"""Finding entities and what agencies said of them; sealed records are never seen here."""

from dataclasses import dataclass
from typing import Any

import duckdb

from records.open_entities import OPEN_ENTITIES, OPEN_MENTIONS


@dataclass(frozen=True)
class Sought:
    """What a person asks for, in the form that records have it; each is None where the question cannot mean it.

    `name` is a regular expression that a name written in any way matches.
    """

    text: str
    number: str | None = None
    phone: str | None = None
    name: str | None = None


def _rows(result: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def search(con: duckdb.DuckDBPyConnection, sought: Sought, limit: int = 20) -> list[dict[str, Any]]:
    """Return entities by id, number, phone or part of a name: exact hits first, then by mentions.

    Each has entity_id, entity_type, name, number, sex, birth_date, mentions, sources.
    """
    return _rows(
        con.execute(
            f"""
            WITH open AS ({OPEN_MENTIONS}),
            hit AS (
                SELECT entity_id,
                       entity_id = $id OR entity_id IN (SELECT new_id FROM entity_successor WHERE old_id = $id)
                       OR number = $number OR list_contains(old_numbers, $number) OR list_contains(phones, $phone)
                           AS by_key,
                       list_contains(list_transform(list_concat([name], other_names),
                                                    lambda one: regexp_full_match(one, $name)), true) AS by_name,
                       regexp_matches(name, $name) AS by_part
                FROM open),
            ranked AS (
                SELECT entity_id, max(CASE WHEN by_key THEN 2 WHEN by_name THEN 1 ELSE 0 END) AS exact
                FROM hit WHERE by_key OR by_name OR by_part GROUP BY entity_id)
            SELECT e.entity_id, e.entity_type, e.name, e.number, e.sex, e.birth_date, count(*)::BIGINT AS mentions,
                   list_sort(list_distinct(list(o.table_name))) AS sources
            FROM ranked r JOIN ({OPEN_ENTITIES}) e USING (entity_id) JOIN open o USING (entity_id)
            GROUP BY e.entity_id, e.entity_type, e.name, e.number, e.sex, e.birth_date, r.exact
            ORDER BY r.exact DESC, mentions DESC, e.entity_id LIMIT $limit
            """,
            {"id": sought.text, "number": sought.number, "phone": sought.phone, "name": sought.name, "limit": limit},
        )
    )


def present_ids(con: duckdb.DuckDBPyConnection, entity_id: str) -> list[str]:
    """Return the id itself if it is in force, else its successors, sorted; empty for one never used."""
    rows = con.execute(
        f"""SELECT DISTINCT entity_id FROM ({OPEN_MENTIONS})
            WHERE entity_id = $1 OR entity_id IN (SELECT new_id FROM entity_successor WHERE old_id = $1) ORDER BY 1""",
        [entity_id],
    ).fetchall()
    return [row[0] for row in rows]


def ids_beginning(con: duckdb.DuckDBPyConnection, beginning: str) -> list[str]:
    """Return the ids in force that begin so, in upper or lower case, sorted."""
    rows = con.execute(
        f"SELECT DISTINCT entity_id FROM ({OPEN_MENTIONS}) WHERE starts_with(lower(entity_id), lower($1)) ORDER BY 1",
        [beginning],
    ).fetchall()
    return [row[0] for row in rows]


def mentions_of(con: duckdb.DuckDBPyConnection, entity_id: str) -> list[dict[str, Any]]:
    """Return every open mention of an entity with file, sheet and row of each sighting, sorted."""
    return _rows(
        con.execute(
            f"""
            SELECT o.table_name, f.path AS file, f.sheet, s.row, o.record_id, o.role, o.name, o.number, o.phones,
                   o.match_basis, o.match_probability
            FROM ({OPEN_MENTIONS}) o JOIN sighting s USING (record_id) JOIN file f USING (file_id)
            WHERE o.entity_id = $1 ORDER BY o.table_name, file, sheet, row, o.role
            """,
            [entity_id],
        )
    )


def entity(con: duckdb.DuckDBPyConnection, entity_id: str) -> dict[str, Any] | None:
    """Return an entity with its names, numbers and flags, or None where no open mention knows it."""
    found = _rows(con.execute(f"SELECT * FROM ({OPEN_ENTITIES}) WHERE entity_id = $1", [entity_id]))
    return found[0] if found else None


def names_of(con: duckdb.DuckDBPyConnection, ids: list[str]) -> dict[str, tuple[str, str]]:
    """Return name and type by entity id."""
    rows = con.execute(
        f"""SELECT entity_id, name, entity_type FROM ({OPEN_ENTITIES})
            JOIN (SELECT unnest($1) AS entity_id) USING (entity_id)""",
        [ids],
    )
    return {row[0]: (row[1] or "", row[2]) for row in rows.fetchall()}


def places(con: duckdb.DuckDBPyConnection, record_ids: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Return where records stand, sealed ones left out: {record_id: [{file, sheet, row}]}."""
    found: dict[str, list[dict[str, Any]]] = {}
    rows = con.execute(
        """SELECT s.record_id, f.path AS file, f.sheet, s.row
           FROM sighting s JOIN file f USING (file_id) JOIN (SELECT unnest($1) AS record_id) w USING (record_id)
           WHERE s.record_id NOT IN (SELECT record_id FROM sealed_record)
           ORDER BY s.record_id, f.path, f.sheet, s.row""",
        [record_ids],
    )
    for row in _rows(rows):
        found.setdefault(row.pop("record_id"), []).append(row)
    return found


def raw_rows(con: duckdb.DuckDBPyConnection, record_ids: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Return rows as the agency sent them, sealed ones left out: {record_id: [{table, file, sheet, row, cells}]}."""
    found: dict[str, list[dict[str, Any]]] = {}
    wanted = con.execute(
        """SELECT s.table_name, s.record_id, s.file_id, s.row, f.path, f.sheet
           FROM sighting s JOIN file f USING (file_id) JOIN (SELECT unnest($1) AS record_id) w USING (record_id)
           WHERE s.record_id NOT IN (SELECT record_id FROM sealed_record)
           ORDER BY s.record_id, f.path, f.sheet, s.row""",
        [record_ids],
    ).fetchall()
    for table in sorted({row[0] for row in wanted}):
        places = [(row[2], row[3]) for row in wanted if row[0] == table]
        cells = _rows(
            con.execute(
                f"""SELECT r.* FROM raw_{table} r JOIN (SELECT unnest($1) AS file_id, unnest($2) AS row) w
                    ON r.file_id = w.file_id AND r.row = w.row""",
                [[place[0] for place in places], [place[1] for place in places]],
            )
        )
        by_place = {(row.pop("file_id"), row.pop("row")): row for row in cells}
        for _, record_id, file_id, number, path, sheet in (row for row in wanted if row[0] == table):
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
