"""SQLite databases: every table a sheet, its rows in rowid order."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from loaders.readers.excel import EXACT, as_text
from loaders.readers.sheet import Row, Sheet, Unreadable, in_chunks


def read(path: Path) -> list[Sheet]:
    """Return the tables of a database in name order; a table's first record is row 1. Raises Unreadable when broken."""
    try:
        with closing(_open(path)) as database:
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


def _open(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    database.text_factory = _decode
    return database


def _decode(text: bytes) -> str:
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("gb18030", "replace")


def _rows(path: Path, sheet: Sheet) -> Iterator[Row]:
    table = '"' + sheet.name.replace('"', '""') + '"'
    with closing(_open(path)) as database:
        columns = database.execute(f"PRAGMA table_info({table})").fetchall()
        yield [str(column[1]) for column in columns]
        try:
            rows = database.execute(f"SELECT * FROM {table} ORDER BY rowid")
        except sqlite3.OperationalError:
            keys = [f'"{column[1]}"' for column in sorted(columns, key=lambda column: column[5]) if column[5]]
            rows = database.execute(f"SELECT * FROM {table} ORDER BY {', '.join(keys)}")
        for number, values in enumerate(rows, 1):
            for column, value in enumerate(values):
                if isinstance(value, float) and abs(value) >= EXACT:
                    sheet.damaged.setdefault(column, []).append(number)
            yield [
                value if isinstance(value, str) else _decode(value) if isinstance(value, bytes) else as_text(value)
                for value in values
            ]
