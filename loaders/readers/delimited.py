"""CSV and its relatives: encoding, delimiter and quoted line breaks."""

import codecs
import csv
import re
from collections import Counter, deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from loaders.readers.sheet import Row, Sheet, Unreadable, in_chunks

DELIMITERS = (",", "\t", ";", "|")
SAMPLE = 30
MOST_LINES_IN_A_CELL = 2_000
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

csv.field_size_limit(2**31 - 1)


def read(path: Path, declared: str = "") -> list[Sheet]:
    """Return the one sheet of a text file. Raises Unreadable when no encoding fits or it is not text."""
    encoding = find_encoding(path, declared)
    delimiter, width = find_delimiter(list(islice(_lines(path, encoding), 4 * SAMPLE)))
    rows = records(_lines(path, encoding), delimiter, width)
    return [Sheet("", in_chunks(rows), notes={"encoding": encoding, "delimiter": delimiter})]


def _lines(path: Path, encoding: str) -> Iterator[str]:
    with path.open(encoding=encoding) as file:
        yield from file


def find_encoding(path: Path, declared: str = "") -> str:
    """Return the encoding: the declared one, else by byte order mark, else strict UTF-8, else strict GB18030."""
    with path.open("rb") as file:
        start = file.read(4)
    marked = [name for bom, name in BOMS if start.startswith(bom)]
    tried = [declared] if declared else marked or ["utf-8", "gb18030"]
    for encoding in tried:
        try:
            if _decodes(path, encoding):
                return encoding
        except LookupError:
            raise Unreadable(f"The encoding {encoding} is not known. Name another in sources.yaml.") from None
    raise Unreadable(
        f"This is no text in {' or '.join(tried)}, and no Excel, Parquet or SQLite file. "
        "Save it as UTF-8, or name its encoding in sources.yaml."
    )


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with path.open("rb") as file:
        try:
            while block := file.read(1 << 20):
                if "\0" in decoder.decode(block):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def find_delimiter(sample: list[str]) -> tuple[str, int]:
    """Return the delimiter that divides the most lines into the same, largest number of cells; and that number."""
    best = (0, ",", 1)
    for delimiter in DELIMITERS:
        widths = Counter(len(row) for row in islice(records(iter(sample), delimiter, 0), SAMPLE) if any(row))
        for width, lines in sorted(widths.items()):
            if width > 1 and lines * width > best[0]:
                best = (lines * width, delimiter, width)
    return best[1], best[2]


def records(lines: Iterator[str], delimiter: str, width: int) -> Iterator[Row]:
    """Yield one row per line, or per several where a quoted cell holds line breaks.

    A quote that opens a cell and never closes properly counts as a plain character: it spoils its own row at most; so
    does one with a partner some lines on if each line between them is a row by itself. `width` is the usual number of
    cells, 0 when unknown.
    """
    inside, mark = '(?:[^"]|"")*+', re.escape(delimiter)
    cell = rf'(?:"{inside}" *+|[^"{delimiter}\n][^{delimiter}\n]*+|)'
    whole = re.compile(rf"{cell}(?:{mark}{cell})*+\n?")
    unclosed = re.compile(rf'(?:{cell}{mark})*+"{inside}')
    goes_on = re.compile(inside)
    waiting: deque[str] = deque()

    def following() -> str | None:
        return waiting.popleft() if waiting else next(lines, None)

    def is_row(line: str) -> bool:
        return whole.fullmatch(line) is not None and len(_cells(line, delimiter)) == width

    while (line := following()) is not None:
        if '"' not in line:
            yield line.rstrip("\n").split(delimiter)
            continue
        taken, text = [line], line
        more: str | None = line
        while more is not None and len(taken) < MOST_LINES_IN_A_CELL and unclosed.fullmatch(text):
            while len(taken) < MOST_LINES_IN_A_CELL and (more := following()) is not None:
                taken.append(more)
                if not goes_on.fullmatch(more):
                    break
            text = "".join(taken)
        plain = line.rstrip("\n").split(delimiter)
        row = _cells(text, delimiter) if whole.fullmatch(text) else plain
        swallowed = len(taken) > 2 and all(map(is_row, taken[1:-1]))
        if len(taken) > 1 and (row is plain or swallowed or len(row) != width == len(plain)):
            waiting.extendleft(reversed(taken[1:]))
            row = plain
        yield row


def _cells(text: str, delimiter: str) -> Row:
    return next(csv.reader([text.rstrip("\n")], delimiter=delimiter))
