"""Loading small folders: a records file, and a function that loads into it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from core.progress import silent
from loaders.codes import read_codes
from loaders.load import load
from loaders.mapping_reader import builtin_mappings

Rows = list[tuple[Any, ...]]


class Records:
    """A records file under test."""

    def __init__(self, path: Path) -> None:
        self.con = duckdb.connect(str(path))

    def load(self, folder: Path | None, withdrawn: set[str] | None = None) -> dict[str, int]:
        """Load a folder with the mappings that ship with Clew."""
        return load(self.con, folder, builtin_mappings(), read_codes(), withdrawn or set(), silent)

    def rows(self, query: str) -> Rows:
        """Return the rows of a query."""
        return self.con.execute(query).fetchall()

    def column(self, query: str) -> list[Any]:
        """Return the first column of a query, sorted."""
        return sorted(row[0] for row in self.rows(query))


NewRecords = Callable[[], Records]


@pytest.fixture
def new_records(tmp_path: Path) -> Iterator[NewRecords]:
    """A function that makes one empty records file after another."""
    made: list[Records] = []

    def make() -> Records:
        made.append(Records(tmp_path / f"records-{len(made)}.duckdb"))
        return made[-1]

    yield make
    for one in made:
        one.con.close()


@pytest.fixture
def records(new_records: NewRecords) -> Records:
    """One empty records file."""
    return new_records()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for agency files."""
    path = tmp_path / "exports"
    path.mkdir()
    return path
