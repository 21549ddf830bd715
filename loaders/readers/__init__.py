"""From files to rows of text: CSV, Excel, Parquet and SQLite, told apart by their first bytes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from loaders.readers import database, delimited, excel, parquet
from loaders.readers.sheet import Row, Sheet, Unreadable

__all__ = ["Sheet", "Unreadable", "read"]

OTHERS = {b"%PDF": "a PDF", b"Rar!": "a RAR archive", b"7z\xbc\xaf": "a 7z archive", b"\x1f\x8b": "a gzip archive"}


def read(path: Path, encoding: str = "") -> list[Sheet]:
    """Open a file and return its sheets, in their order; `encoding` holds for text files.

    Raises Unreadable with what the file is, or what is broken in it, here or while the rows are read.
    """
    with _sentences():
        sheets = _read(path, encoding)
    for sheet in sheets:
        sheet.chunks = _guarded(sheet.chunks)
    return sheets


def _read(path: Path, encoding: str) -> list[Sheet]:
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


def _guarded(chunks: Iterator[list[Row]]) -> Iterator[list[Row]]:
    with _sentences():
        yield from chunks


@contextmanager
def _sentences() -> Iterator[None]:
    """Turn whatever a reader stumbles over into a refusal of its file; the text quotes nothing of the content."""
    try:
        yield
    except (Unreadable, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a reader written in Rust that panics raises no Exception
        raise Unreadable(
            f"The file cannot be read: its reader stumbled over it ({type(error).__name__}). Open it in the program it "
            "comes from, save it again, best as CSV, and load that."
        ) from error
