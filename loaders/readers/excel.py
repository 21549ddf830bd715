"""Excel workbooks: every cell as the text a person sees, never as a float."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from zipfile import BadZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from loaders.readers.sheet import Row, Sheet, Unreadable, in_chunks

EXACT = 10**15
"""A spreadsheet keeps 15 digits of a number; what follows is lost."""


def read(path: Path) -> list[Sheet]:
    """Return the worksheets of a workbook, hidden ones marked. Raises Unreadable when it is broken or encrypted."""
    try:
        book = CalamineWorkbook.from_path(str(path))
        kinds = [meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
        found = []
        for meta in kinds:
            sheet = Sheet("", iter(()), hidden=meta.visible != SheetVisibleEnum.Visible, alone=len(kinds) == 1)
            sheet.name = meta.name
            sheet.chunks = in_chunks(_rows(book.get_sheet_by_name(meta.name), sheet))
            found.append(sheet)
    except (CalamineError, BadZipFile, OSError, ValueError) as error:
        reason = str(error).strip().rstrip(".") or "unknown reason"
        raise Unreadable(
            f"The workbook cannot be opened ({reason}). It may be damaged or protected by a password: "
            "open it in a spreadsheet program and save it again as .xlsx without one."
        ) from None
    return found


def _rows(cells: CalamineSheet, sheet: Sheet) -> Iterator[Row]:
    fill = _fill(cells.merged_cell_ranges or [])
    above: list[object] = []
    for number, values in enumerate(cells.to_python(skip_empty_area=False), 1):
        row: list[object] = list(values)
        for column in fill.get(number, ()):
            if column < len(row):
                row[column] = above[column]
        above = row
        texts = []
        for column, value in enumerate(row):
            if isinstance(value, str):
                texts.append(value)
            else:
                texts.append(as_text(value))
                if isinstance(value, float | int) and abs(value) >= EXACT and not isinstance(value, bool):
                    sheet.damaged.setdefault(column, []).append(number)
        yield texts


def _fill(ranges: list[tuple[tuple[int, int], tuple[int, int]]]) -> dict[int, list[int]]:
    """Return, by row number, the columns whose cell is merged with the one above."""
    fill: dict[int, list[int]] = {}
    for (top, left), (bottom, _) in ranges:
        for row in range(top + 2, bottom + 2):
            fill.setdefault(row, []).append(left)
    return fill


def as_text(value: object) -> str:
    """Return a cell's value as text: whole floats without .0, 15 digits of a number, days and moments in ISO form."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _digits(value) if value == value else ""
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(value)


def _digits(value: float) -> str:
    """Return at most 15 digits of a number, the rest as zeros.

    A spreadsheet cuts a longer number that is typed into it; other programs write all that a float holds of it, and to
    round that would change a digit that is not lost.
    """
    rounded = f"{value:.15g}"
    if abs(value) < EXACT or float(rounded) == value:
        return f"{Decimal(rounded):f}"
    whole = str(int(abs(value)))
    return ("-" if value < 0 else "") + whole[:15].ljust(len(whole), "0")
