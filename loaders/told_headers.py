"""What may be told of the headers of a sheet: never what its rows say of people."""

from loaders.header_grammar import bare
from loaders.readers.sheet import Row
from resolution.normalise.text import compact, says_nothing

_TRIVIAL = ("", "序号", "行号", "备注", "说明", "操作", "no", "no.")
"""Headers of columns that every export may have and no table misses."""


def unknown_columns(headers: list[str]) -> str:
    """Return what to do about columns that may be missing ones under another header; '' where there are none."""
    named = [" ".join(header.split()) for header in headers if bare(header) not in _TRIVIAL]
    shown = "、".join(named[:10]) + (" …" if len(named) > 10 else "")
    return f"unknown columns here: {shown}; if one of them is it, add it as a header in a mapping" if named else ""


def headers(rows: list[Row], known: int | None) -> list[str]:
    """Return the cells of the row `known` to hold headers, else of the fullest; [] when they may speak of people.

    Cells that hold a number are data. A row in which no header is known must stand above numbers.
    """
    number = max(range(len(rows)), key=lambda at: sum(map(_given, rows[at])), default=None) if known is None else known
    if number is None or any(_is_number(cell) for cell in rows[number]):
        return []
    above = {at for at, cell in enumerate(rows[number]) if not says_nothing(compact(cell))}
    numbers = {at for row in rows[number + 1 :] for at, cell in enumerate(row) if _is_number(cell)}
    if known is None and not above & numbers:
        return []
    return [" ".join(cell.split()) for cell in rows[number] if _given(cell)]


def _given(cell: str) -> bool:
    return bool(cell.strip())


def _is_number(cell: str) -> bool:
    return sum(character.isdigit() for character in cell) >= 5
