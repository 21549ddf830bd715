"""Writers of agency files: delimited text, Excel, Parquet, SQLite; equal input gives equal bytes."""

import csv
import io
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

Cell = str | float | date | datetime
_NUMBER_IN_EXCEL = re.compile(r"\d\.\d+E\+17|\d{15}000")
_WRITTEN = datetime(2026, 6, 30, 9, 0)


def write_csv(path: Path, rows: Sequence[Sequence[str]], *, encoding: str, delimiter: str) -> None:
    """Write lines of text; encoding utf-8-sig puts a byte order mark in front."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


class Workbook:
    """An Excel file; sheets are written from the top, row by row."""

    def __init__(self, path: Path) -> None:
        self._book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
        self._book.set_properties({"created": _WRITTEN, "author": "", "title": ""})
        self._title = self._book.add_format({"bold": True, "align": "center", "font_size": 14})
        self._day = self._book.add_format({"num_format": "yyyy/m/d"})
        self._moment = self._book.add_format({"num_format": "yyyy/m/d h:mm"})

    def add_sheet(self, name: str, title: str, rows: Sequence[Sequence[Cell]], numbers: Sequence[int]) -> None:
        """Write a sheet: the title merged over all columns ('' for none), then the rows.

        numbers: columns of citizen numbers, where a number that a spreadsheet has spoilt is stored as a number.
        """
        sheet = self._book.add_worksheet(name)
        start = 0
        if title:
            sheet.merge_range(0, 0, 0, len(rows[0]) - 1, title, self._title)
            start = 1
        spoilt = set(numbers)
        for line, row in enumerate(rows, start):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    if cell == "":
                        continue
                    if column in spoilt and _NUMBER_IN_EXCEL.fullmatch(cell):
                        sheet.write_number(line, column, float(cell))
                    else:
                        sheet.write_string(line, column, cell)
                elif isinstance(cell, datetime):
                    sheet.write_datetime(line, column, cell, self._moment)
                elif isinstance(cell, date):
                    sheet.write_datetime(line, column, cell, self._day)
                else:
                    sheet.write_number(line, column, cell)

    def close(self) -> None:
        """Finish the file."""
        self._book.close()


def write_parquet(path: Path, columns: dict[str, Sequence[object]]) -> None:
    """Write columns of text, dates, numbers and flags with their types; None is null."""
    arrays = [pa.array(values) for values in columns.values()]
    arrays = [a.cast(pa.string()) if pa.types.is_null(a.type) else a for a in arrays]
    pq.write_table(pa.Table.from_arrays(arrays, names=list(columns)), path)


def write_database(path: Path, tables: dict[str, tuple[Sequence[str], Sequence[Sequence[str]]]]) -> None:
    """Write an SQLite database: per table the column names and the rows; '' becomes NULL."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as database:
        for name, (columns, rows) in tables.items():
            declared = ", ".join(f'"{column}" TEXT' for column in columns)
            database.execute(f'CREATE TABLE "{name}" ({declared})')
            marks = ", ".join("?" for _ in columns)
            database.executemany(f'INSERT INTO "{name}" VALUES ({marks})', [[c or None for c in row] for row in rows])
        database.commit()
