"""One file, sheet by sheet: recognised, its rows sorted, its cells stored as they came."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from loaders.checks import LOST_DIGITS, NO_COLUMN, Sorted, Sorter
from loaders.expressions import literal
from loaders.mapping import Mapping
from loaders.readers.sheet import Row, Sheet
from loaders.recognise import SEARCHED, Layout, Recogniser, Unrecognised
from loaders.told_headers import unknown_columns
from records import store

NO_TABLE = "no table on this sheet"


@dataclass
class Line:
    """What became of one sheet; `rows` = loaded + rejected + skipped."""

    file_id: int
    sheet: str
    table: str = ""
    rows: int = 0
    loaded: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    error: str = ""
    reader: dict[str, object] = field(default_factory=dict)

    @property
    def skipped(self) -> int:
        """Titles, headers, blank lines, totals and footers."""
        return self.rows - self.loaded - sum(self.rejected.values())


class SheetLoader:
    """Stores the sheets of one file; `settings` identifies how its origin was declared."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        recogniser: Recogniser,
        path: str,
        sha256: str,
        settings: str,
        file_id: int,
    ) -> None:
        self.con, self.recogniser, self.path, self.sha256, self.settings = con, recogniser, path, sha256, settings
        self.first_id = file_id
        self.lines: list[Line] = []

    def _line(self, sheet: str) -> Line:
        line = Line(self.first_id + len(self.lines), sheet)
        line.reader = {"settings": self.settings, "mapping": self.recogniser.digest("")}
        self.lines.append(line)
        return line

    def refuse(self, error: str) -> None:
        """Note that the file cannot be read; nothing of it is stored."""
        self.lines.clear()
        self._line("").error = error

    def load(self, sheet: Sheet) -> None:
        """Store one sheet, or note why it is none of the known tables."""
        line = self._line(sheet.name)
        line.reader |= sheet.notes
        chunks = iter(sheet.chunks)
        rows: list[Row] = []
        while len(rows) < SEARCHED and (more := next(chunks, None)) is not None:
            rows.extend(more)
        try:
            layout = self.recogniser.recognise(rows, f"{self.path} {sheet.name}")
        except Unrecognised as error:
            if not sheet.alone and (sheet.hidden or not any(sum(map(bool, map(str.strip, row))) >= 3 for row in rows)):
                line.reader["note"] = NO_TABLE
                line.rows = _last(sheet.first, rows, chunks)
            else:
                line.error = str(error)
            return
        mapping = self.recogniser.mappings[layout.table]
        line.table = layout.table
        self._store(line, sheet, layout, mapping, rows, chunks)
        line.reader |= {
            "mapping": self.recogniser.digest(layout.table),
            "headers": layout.block,
            "columns": layout.fields,
            "missing": list(layout.missing),
            "units": layout.units,
            "faults": _faults(sheet, layout),
        }

    def _store(
        self, line: Line, sheet: Sheet, layout: Layout, mapping: Mapping, rows: list[Row], chunks: Iterator[list[Row]]
    ) -> None:
        store.ensure_raw(self.con, layout.table, list(mapping.columns))
        sorter = Sorter(layout, mapping.key)
        number = sheet.first + layout.headers
        line.rows = number - 1
        rows = rows[layout.headers :]
        while rows:
            found = sorter.sort(number, rows)
            self._insert(line, layout, found)
            line.rows = max(line.rows, found.last)
            number += len(rows)
            rows = next(chunks, [])

    def _insert(self, line: Line, layout: Layout, found: Sorted) -> None:
        if found.cells is not None and found.numbers:
            cells = found.cells.append_column("row", pa.array(found.numbers, pa.int64()))
            fields = sorted(layout.fields.items())
            names = ", ".join(f'"{name}"' for name, _ in fields)
            values = ", ".join(f'"{index}"' for _, index in fields)
            pairs = ", ".join(f'{literal(name)}, "{index}"' for index, name in layout.unknown.items())
            extra = f"json_merge_patch('{{}}', json_object({pairs}))" if pairs else "NULL"
            self.con.register("cells", cells)
            self.con.execute(
                f"INSERT INTO raw_{layout.table} (file_id, row, {names}, extra) "
                f"SELECT {line.file_id}, row, {values}, {extra} FROM cells"
            )
            self.con.unregister("cells")
            line.loaded += len(found.numbers)
        if found.rejects:
            rejects = {
                "row": [row for row, _, _ in found.rejects],
                "reason": [reason for _, reason, _ in found.rejects],
                "cells": [json.dumps(cells, ensure_ascii=False) for _, _, cells in found.rejects],
            }
            self.con.register("rejects", pa.table(rejects))
            self.con.execute(f"INSERT INTO reject SELECT {line.file_id}, row, reason, cells FROM rejects")
            self.con.unregister("rejects")
            line.rejected.update(reason for _, reason, _ in found.rejects)

    def finish(self) -> list[Line]:
        """Write what became of every sheet, and return it."""
        if self.lines and not any(line.table or line.error for line in self.lines):
            self.lines[0].error = "No sheet of this workbook holds a table. Ask the agency for the sheet with the rows."
        for line in self.lines:
            if line.error:
                line.rows = 0
            self.con.execute(
                "INSERT INTO file VALUES (?, ?, ?, ?, ?, NULL, ?, ?, ?, ?, ?)",
                [line.file_id, self.path, line.sheet, self.sha256, line.table, line.rows, line.loaded, line.skipped,
                 line.error or None, json.dumps(line.reader, ensure_ascii=False)],
            )  # fmt: skip
            for reason, n in sorted(line.rejected.items()):
                self.con.execute("INSERT INTO file_rejected VALUES (?, ?, ?)", [line.file_id, reason, n])
        return self.lines


def _faults(sheet: Sheet, layout: Layout) -> dict[str, int]:
    """Count what the reader saw go wrong, and the missing columns, as `<field>: <what>`; name unknown ones beside."""
    start = sheet.first + layout.headers
    faults = {f"{name}: {NO_COLUMN}": 1 for name in layout.missing}
    hint = unknown_columns([header for header in layout.unknown.values() if header in layout.labels])
    if layout.missing and hint:
        faults[hint] = 1
    for name, index in layout.fields.items():
        lost = sum(1 for row in sheet.damaged.get(index, ()) if row >= start)
        if lost:
            faults[f"{name}: {LOST_DIGITS}"] = lost
    return faults


def _last(first: int, rows: list[Row], chunks: Iterator[list[Row]]) -> int:
    """Return the number of the last row with anything in it."""
    last, number = first - 1, first
    while rows:
        last = max([last, *(number + offset for offset, row in enumerate(rows) if any(cell.strip() for cell in row))])
        number += len(rows)
        rows = next(chunks, [])
    return max(last, 0)
