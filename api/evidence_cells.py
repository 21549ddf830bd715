"""Which cells of the evidence decided a lead, and the days that its rows state: read from the typed records."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import Any

import duckdb

from core.masking import PERSONAL
from queries.lead_tables import Lead
from records import lookup

LEAST_NUMBER = 100
"""Smaller figures are counts and grades: equal ones stand in many cells that decided nothing."""
SHORTEST_TIE = 5
"""Characters of what ties people: shorter texts are words that many rows hold."""
_OWN = ("record_id", "agency", "division", "feed", "batch_id", "batch_date", "observed", "retired")


def typed_rows(con: duckdb.DuckDBPyConnection, tables: Mapping[str, list[str]]) -> dict[str, dict[str, Any]]:
    """Return the typed values of records by record id, for records given by table."""
    found: dict[str, dict[str, Any]] = {}
    for table, record_ids in sorted(tables.items()):
        result = con.execute(
            f"SELECT * EXCLUDE ({', '.join(_OWN[1:])}) FROM val_{table} WHERE list_contains($1, record_id)",
            [record_ids],
        )
        names = [column[0] for column in result.description]
        for row in result.fetchall():
            values = dict(zip(names, row, strict=True))
            found[values.pop("record_id")] = values
    return found


def deciding_values(con: duckdb.DuckDBPyConnection, lead: Lead) -> set[str]:
    """Return what the rule compared, and the names and numbers of whom it is about, as text."""
    people = [lead.principal_entity_id, *lead.parties]
    told: list[Any] = [*lead.shown.values(), lead.event_date, lead.amount_cny, *lead.names.values()]
    told += lead.event_key.replace("|", "+").split("+")
    for entity_id in people:
        told += (lookup.entity(con, entity_id) or {}).get("numbers") or []
    return {text for value in told for text in _texts(value)}


def tie_values(
    con: duckdb.DuckDBPyConnection,
    lead: Lead,
    rows: Iterable[tuple[str, Mapping[str, Any]]],
    levels: Mapping[tuple[str, str], int],
) -> set[str]:
    """Return what rows of different people of a lead share, as text: a phone, a home, a plate.

    `rows` are tables and typed values. Only columns of personal data tie people: a court is shared by many.
    """
    called = {
        one: {lead.names.get(one), *((lookup.entity(con, one) or {}).get("numbers") or [])}
        for one in (lead.principal_entity_id, *lead.parties)
    }
    said: dict[str, set[str]] = {one: set() for one in called}
    for table, values in rows:
        texts = {
            text
            for name, value in values.items()
            if isinstance(value, str | list) and levels.get((table, _column(name)), PERSONAL) >= PERSONAL
            for text in _texts(value)
        }
        about = [one for one, own in called.items() if own & texts]
        if len(about) == 1:
            said[about[0]] |= {text for text in texts if len(text) >= SHORTEST_TIE}
    pairs = combinations(sorted(said), 2)
    return {text for one, other in pairs for text in said[one] & said[other]}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int | float):
        if abs(value) >= LEAST_NUMBER:
            yield f"{value:.2f}"
    elif isinstance(value, date):
        yield value.isoformat()[:10]
    elif len(str(value)) > 1:
        yield str(value)


def deciding_columns(values: Mapping[str, Any], decided: set[str]) -> set[str]:
    """Return the columns of a typed row that hold what decided a lead."""
    return {_column(name) for name, value in values.items() if decided.intersection(_texts(value))}


def _column(name: str) -> str:
    """Return the mapping's name of a typed column: one called like a column of the record itself has `_` behind it."""
    return name[:-1] if name.endswith("_") and name[:-1] in _OWN else name


def days(
    rows: Iterable[tuple[str, str]],
    typed: Mapping[str, Mapping[str, Any]],
    levels: Mapping[tuple[str, str], int],
    titles: Mapping[tuple[str, str], str],
    *,
    revealed: bool,
) -> list[dict[str, Any]]:
    """Return the days that rows, given as (table, record id), state, in order: [{day, title, table_title, record_id}].

    A day in a column of personal data is left out unless revealed.
    """
    found = []
    for table, record_id in sorted(set(rows)):
        for name, value in typed.get(record_id, {}).items():
            column = _column(name)
            hidden = not revealed and levels.get((table, column), PERSONAL) >= PERSONAL
            if isinstance(value, date) and not hidden:
                title, table_title = titles.get((table, column), column), titles.get((table, ""), table)
                found.append((value.isoformat()[:10], table_title, title, record_id))
    return [
        {"day": day, "title": title, "table_title": table_title, "record_id": record_id}
        for day, table_title, title, record_id in sorted(set(found))
    ]
