"""Evidence of leads as it may be seen today: without rows sealed since, and masked for whoever has given no reason."""

import json
from collections.abc import Mapping
from typing import Any

import duckdb

from core.masking import PERSONAL, by_level
from loaders.mapping import Mapping as TableMapping
from loaders.mapping_reader import builtin_mappings
from records import lookup


def evidence_rows(con: duckdb.DuckDBPyConnection, evidence: dict[str, Any], *, revealed: bool) -> list[dict[str, Any]]:
    """Return the rows of a lead's evidence, sorted by record: [{record_id, table, file, sheet, row, cells}].

    A column that no mapping in force knows counts as personal; it is called as its header, in brackets.
    """
    levels = {} if revealed else lookup.column_levels(con)
    sealed = lookup.sealed_among(con, list(evidence))
    return [
        {"record_id": record_id, **row, "cells": _cells(levels, row, revealed)}
        for record_id, rows in sorted(evidence.items())
        if record_id not in sealed
        for row in rows
    ]


def evidence_places(con: duckdb.DuckDBPyConnection, evidence: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return where the evidence of leads, by lead id, stands, in their order: [{lead_id, table, file, sheet, row}]."""
    sealed = lookup.sealed_among(con, sorted({record_id for rows in evidence.values() for record_id in rows}))
    return [
        {"lead_id": lead_id, **{name: row[name] for name in ("table", "file", "sheet", "row")}}
        for lead_id, records in evidence.items()
        for record_id, rows in sorted(records.items())
        if record_id not in sealed
        for row in rows
    ]


def evidence_titles(own: Mapping[str, TableMapping] | None = None) -> dict[tuple[str, str], str]:
    """Return the first header of each column by (table, column), by (table, "") its title; own tables too."""
    found: dict[tuple[str, str], str] = {}
    for table, mapping in {**builtin_mappings(), **(own or {})}.items():
        found[table, ""] = mapping.title
        found |= {(table, column.name): column.headers[0] for column in mapping.columns.values() if column.headers}
    return found


def _cells(levels: dict[tuple[str, str], int], row: dict[str, Any], revealed: bool) -> dict[str, Any]:
    cells = dict(row["cells"])
    unknown = {f"[{header}]": cell for header, cell in _unknown(cells.pop("extra", None)).items() if cell}
    if revealed:
        return cells | unknown
    known = {name: by_level(cell, levels.get((row["table"], name), PERSONAL)) for name, cell in cells.items()}
    return known | {name: by_level(cell, PERSONAL) for name, cell in unknown.items()}


def _unknown(extra: str | None) -> dict[str, Any]:
    """Return the cells of columns that no mapping knows, by header."""
    try:
        found = json.loads(extra or "{}")
    except ValueError:
        return {"": extra}
    return found if isinstance(found, dict) else {"": extra}
