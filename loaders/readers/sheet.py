"""What every reader yields: sheets of rows, all cells text."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from core.errors import UserError

CHUNK = 50_000
Row = list[str]


class Unreadable(UserError):
    """A file that no reader can read; the text says why and how to mend it."""


@dataclass
class Sheet:
    """One sheet, database table or whole text file.

    `chunks` yields the rows in order. The first of them is row `first` of the file as a person sees it: 1, or 0
    where it holds the column names of a schema. `damaged` gathers, while reading, the rows by column index whose number
    had lost digits before the file was written. `notes` is what the reader found out (encoding, delimiter).
    """

    name: str
    chunks: Iterator[list[Row]]
    first: int = 1
    hidden: bool = False
    alone: bool = True
    damaged: dict[int, list[int]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


def in_chunks(rows: Iterator[Row], size: int = CHUNK) -> Iterator[list[Row]]:
    """Yield rows in lists of at most `size`."""
    chunk: list[Row] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
