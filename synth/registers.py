"""Frames of plain Python values, and a register that grows row by row."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

Column = Sequence[Any] | np.ndarray


def plain(columns: Mapping[str, Column]) -> pd.DataFrame:
    """Build a frame whose cells stay the Python objects they are: None is unknown, dates are dates."""
    return pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in columns.items()})


class Register:
    """Rows under ids of their own, in order of arrival; cheap to read, change and extend one at a time."""

    def __init__(self, letter: str, columns: Sequence[str]) -> None:
        self.letter = letter
        self._columns: dict[str, list[Any]] = {name: [] for name in columns}
        self._place: dict[str, int] = {}
        self._frame: pd.DataFrame | None = None

    def __len__(self) -> int:
        return len(self._place)

    def __contains__(self, key: str) -> bool:
        return key in self._place

    def append(self, row: Mapping[str, object]) -> str:
        """Add one row (columns it lacks are '') and return its id."""
        key = f"{self.letter}{len(self._place) + 1:07d}"
        self._place[key] = len(self._place)
        for name, values in self._columns.items():
            values.append(row.get(name, ""))
        self._frame = None
        return key

    def extend(self, columns: Mapping[str, Column]) -> list[str]:
        """Add many rows, given as equally long columns, and return their ids."""
        count = len(next(iter(columns.values())))
        start = len(self._place)
        keys = [f"{self.letter}{start + place + 1:07d}" for place in range(count)]
        self._place.update((key, start + place) for place, key in enumerate(keys))
        for name, values in self._columns.items():
            values.extend(columns.get(name, [""] * count))
        self._frame = None
        return keys

    def row(self, key: str) -> dict[str, Any]:
        """A copy of one row."""
        place = self._place[key]
        return {name: values[place] for name, values in self._columns.items()}

    def value(self, key: str, column: str) -> Any:
        """One cell."""
        return self._columns[column][self._place[key]]

    def update(self, key: str, **values: object) -> None:
        """Change cells of one row."""
        for name, value in values.items():
            self._columns[name][self._place[key]] = value
        self._frame = None

    def replace(self, column: str, values: Column) -> None:
        """Give every row a new value of one column."""
        self._columns[column] = list(values)
        self._frame = None

    @property
    def frame(self) -> pd.DataFrame:
        """All rows, indexed by id; built once and kept until the next change."""
        if self._frame is None:
            self._frame = plain(self._columns)
            self._frame.index = pd.Index(list(self._place), dtype=object, name="id")
        return self._frame
