"""From files to rows of text: CSV, Excel, Parquet and SQLite, told apart by their first bytes."""

from pathlib import Path

from loaders.readers import database, delimited, excel, parquet
from loaders.readers.sheet import Sheet, Unreadable

__all__ = ["Sheet", "Unreadable", "read"]

OTHERS = {b"%PDF": "a PDF", b"Rar!": "a RAR archive", b"7z\xbc\xaf": "a 7z archive", b"\x1f\x8b": "a gzip archive"}


def read(path: Path, encoding: str = "") -> list[Sheet]:
    """Open a file and return its sheets, in their order; `encoding` holds for text files.

    Raises Unreadable with what the file is, or what is broken in it.
    """
    with path.open("rb") as file:
        start = file.read(16)
    if not start:
        raise Unreadable("The file is empty. Ask the agency to send it again.")
    if start.startswith(b"PAR1"):
        return parquet.read(path)
    if start.startswith(b"SQLite format 3"):
        return database.read(path)
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or path.suffix.lower() in {".xlsx", ".xlsm", ".xls"}:
        return excel.read(path)
    for magic, kind in OTHERS.items():
        if start.startswith(magic):
            raise Unreadable(f"This is {kind}, not a table. Save the table as CSV, Excel, Parquet or SQLite.")
    return delimited.read(path, encoding)
