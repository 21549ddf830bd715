"""What may be told of the headers of a sheet: never what its rows say of people."""

from loaders.header_grammar import bare
from loaders.readers.sheet import Row
from resolution.normalise.text import compact, says_nothing

_TRIVIAL = ("", "序号", "行号", "备注", "说明", "操作", "no", "no.")
"""Headers of columns that every export may have and no table misses."""

TITLE = 3
"""Fewer cells in a row may be a title."""


def unknown_columns(headers: list[str]) -> str:
    """Return what to do about columns that may be missing ones under another header; '' where there are none."""
    named = [" ".join(header.split()) for header in headers if bare(header) not in _TRIVIAL]
    shown = "、".join(named[:10]) + (" …" if len(named) > 10 else "")
    return f"unknown columns here: {shown}; if one of them is it, add it as a header in a mapping" if named else ""


def headers(rows: list[Row], known: int | None) -> list[str]:
    """Return the cells of the row `known` to hold headers, else of the fullest above the data; [] when they may speak
    of people.

    Cells that hold a number are data. A row in which no header is known must name every column that holds numbers.
    """
    number = _above_the_data(rows) if known is None else known
    if number is None or any(_is_number(cell) for cell in rows[number]):
        return []
    above = {at for at, cell in enumerate(rows[number]) if not says_nothing(compact(cell))}
    width = len(rows[number])
    numbers = {at for row in rows[number + 1 :] for at, cell in enumerate(row[:width]) if _is_number(cell)}
    if known is None and not (numbers and numbers <= above):
        return []
    return [" ".join(cell.split()) for cell in rows[number] if _given(cell)]


def _above_the_data(rows: list[Row]) -> int | None:
    """Return the fullest row above the first that holds a number and is no title, whatever stands beneath."""
    data = (at for at, row in enumerate(rows) if any(map(_is_number, row)) and sum(map(_given, row)) >= TITLE)
    return max(range(next(data, 0)), key=lambda at: sum(map(_given, rows[at])), default=None)


def _given(cell: str) -> bool:
    return bool(cell.strip())


def _is_number(cell: str) -> bool:
    return sum(character.isdigit() for character in cell) >= 5
