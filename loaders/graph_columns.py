"""Columns of the graph's tables as SQL: how statements merge, and what dates bring."""

from datetime import date, timedelta

import duckdb
import pyarrow as pa

from core import clock
from graph.schema import Element
from loaders.expressions import SQL_TYPES

_FIRST, _LAST = date(2003, 12, 31), date(2063, 12, 31)  # working days are counted between these; beyond, as on them
RECORDS = "list_sort(list_distinct(list(record_id))) AS records"


def stored(element: Element) -> dict[str, str]:
    """Return name → SQL type of what a table keeps before companions: declared properties, interval ends, `at`."""
    found = {p.name: SQL_TYPES[p.type] for p in element.declared}
    if element.interval:
        found |= {"valid_from": "DATE", "valid_to": "DATE"}
    if element.at:
        found |= {"at": "DATE"}
    return found


def null(sql_type: str) -> str:
    """Return the value of a property that nobody states: NULL, for lists the empty one."""
    return f"CAST([] AS {sql_type})" if sql_type.endswith("[]") else f"CAST(NULL AS {sql_type})"


def merged(element: Element, said: set[str], keys: tuple[str, ...] = ()) -> str:
    """Return the aggregates that make one row of several statements.

    Each property is that of the newest record that states it; the two ends of an interval are taken together. `said`
    names the properties that some statement gives, `keys` those that are grouped by.
    """
    parts = []
    for name, sql_type in stored(element).items():
        if name in keys:
            parts.append(f'"{name}"')
        elif name not in said:
            parts.append(f'{null(sql_type)} AS "{name}"')
        elif name in ("valid_from", "valid_to"):
            ends = "CASE WHEN coalesce(valid_from, valid_to) IS NOT NULL THEN {'f': valid_from, 't': valid_to} END"
            parts.append(f"arg_max({ends}, place).{name[6]} AS {name}")
        elif sql_type.endswith("[]"):
            parts.append(f'coalesce(arg_max(nullif("{name}", []), place), []) AS "{name}"')
        else:
            parts.append(f'arg_max("{name}", place) AS "{name}"')
    return ", ".join(parts)


def make_calendar(con: duckdb.DuckDBPyConnection) -> None:
    """Make the temporary table calendar(day, ordinal) of working days that `finished` looks up."""
    days = [_FIRST + timedelta(days=offset) for offset in range((_LAST - _FIRST).days + 1)]
    con.register(
        "given", pa.table({"day": days, "ordinal": pa.array([clock.workday(day) for day in days], pa.int64())})
    )
    con.execute("CREATE OR REPLACE TEMP TABLE calendar AS SELECT * FROM given")
    con.unregister("given")


def _workday(expression: str) -> str:
    within = f"least(greatest({expression}, DATE '{_FIRST}'), DATE '{_LAST}')"
    return f"(SELECT ordinal FROM calendar WHERE calendar.day = {within})"


def finished(element: Element) -> str:
    """Return the columns of a table in the schema's order, with those that dates and intervals bring."""
    opened = {"from": f"DATE '{clock.UNKNOWN_FROM.isoformat()}'", "to": f"DATE '{clock.UNKNOWN_TO.isoformat()}'"}
    kept = {*stored(element), "records", "confidence"}
    parts = []
    for name in (p.name for p in element.properties):
        stem, _, companion = name.rpartition("_")
        if name in kept:
            found = f't."{name}"'
        else:
            date = f"coalesce(t.valid_{stem}, {opened[stem]})" if stem in opened else f't."{stem}"'
            found = {"day": clock.sql_day, "cal": clock.sql_cal, "workday": _workday}[companion](date)
        parts.append(f'{found} AS "{name}"')
    return ", ".join(parts)
