"""SQLite databases: every table a sheet, its rows in rowid order. Views are no sheets: they show what tables hold."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from loaders.folder import logs
from loaders.readers.excel import EXACT, as_text
from loaders.readers.sheet import Row, Sheet, Unreadable, in_chunks


def read(path: Path) -> list[Sheet]:
    """Return the tables of a database in name order; a table's first record is row 1. Raises Unreadable when broken."""
    try:
        with _opened(path) as database:
            names = [
                row[0]
                for row in database.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
                    "ORDER BY name"
                )
            ]
    except sqlite3.DatabaseError as error:
        raise _broken(error) from None
    if not names:
        raise Unreadable("The SQLite database holds no table. Ask the agency to send it again.")
    sheets = []
    for name in names:
        sheet = Sheet(name, iter(()), first=0, alone=len(names) == 1)
        sheet.chunks = in_chunks(_whole(path, sheet))
        sheets.append(sheet)
    return sheets


def _broken(error: sqlite3.DatabaseError) -> Unreadable:
    return Unreadable(f"The SQLite database cannot be read ({error}). Ask the agency to send it again.")


def _whole(path: Path, sheet: Sheet) -> Iterator[Row]:
    try:
        yield from _rows(path, sheet)
    except sqlite3.DatabaseError as error:
        raise _broken(error) from None


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a database without writing beside it; one with a log is copied, for only writing brings in what it holds."""
    with TemporaryDirectory(prefix="clew-") as folder:
        if beside := logs(path):
            for file in (path, *beside):
                shutil.copyfile(file, Path(folder) / file.name)
            path = Path(folder) / path.name
        mode = "rw" if beside else "ro&immutable=1"
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True)) as database:
            database.text_factory = _decode
            yield database


def _decode(text: bytes) -> str:
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("gb18030", "replace")


def _rows(path: Path, sheet: Sheet) -> Iterator[Row]:
    table = _quoted(sheet.name)
    with _opened(path) as database:
        columns = database.execute(f"PRAGMA table_xinfo({table})").fetchall()
        yield [str(column[1]) for column in columns]
        chosen = ", ".join(_quoted(column[1]) for column in columns)
        try:
            rows = database.execute(f"SELECT {chosen} FROM {table} ORDER BY rowid")
        except sqlite3.OperationalError:
            keys = [_quoted(column[1]) for column in sorted(columns, key=lambda column: column[5]) if column[5]]
            rows = database.execute(f"SELECT {chosen} FROM {table} ORDER BY {', '.join(keys)}")
        for number, values in enumerate(rows, 1):
            for column, value in enumerate(values):
                if isinstance(value, float) and abs(value) >= EXACT:
                    sheet.damaged.setdefault(column, []).append(number)
            yield [
                value if isinstance(value, str) else _decode(value) if isinstance(value, bytes) else as_text(value)
                for value in values
            ]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
