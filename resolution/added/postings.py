"""Numbers under which rows are filed, held in memory: a sorted array of keys beside the rows they lead to."""

from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def columns(con: duckdb.DuckDBPyConnection, query: str, given: object = None) -> list[NDArray[Any]]:
    """Return the columns of a query as arrays; none of them may hold NULL."""
    found = con.execute(query, given).fetchnumpy()
    return [np.asarray(values) for values in found.values()]


def whole(con: duckdb.DuckDBPyConnection, query: str) -> Ints:
    """Return the one column of whole numbers of a query."""
    return columns(con, query)[0].astype(np.int64)


class Postings:
    """From keys to rows; a key may lead to many rows, and a row may be filed under many keys."""

    def __init__(self, keys: NDArray[Any], rows: NDArray[Any]) -> None:
        order = np.argsort(keys, kind="stable")
        self._keys, self._rows = keys[order], rows[order].astype(np.int64)

    def find(self, keys: NDArray[Any]) -> Ints:
        """Return the rows under any of the keys, each once, in ascending order."""
        wanted = np.unique(keys.astype(self._keys.dtype))
        first = np.searchsorted(self._keys, wanted, "left")
        sizes = np.searchsorted(self._keys, wanted, "right") - first
        if not sizes.sum():
            return np.empty(0, np.int64)
        places = np.repeat(first - np.concatenate(([0], np.cumsum(sizes)[:-1])), sizes) + np.arange(sizes.sum())
        return np.unique(self._rows[places])
