"""Parquet files: any column type as text."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from loaders.readers.excel import EXACT, as_text
from loaders.readers.sheet import CHUNK, Row, Sheet, Unreadable


def read(path: Path) -> list[Sheet]:
    """Return the one sheet of a Parquet file; its first record is row 1. A damaged one raises Unreadable when read."""
    sheet = Sheet("", iter(()), first=0)
    sheet.chunks = _whole(path, sheet)
    return [sheet]


def _whole(path: Path, sheet: Sheet) -> Iterator[list[Row]]:
    try:
        yield from _chunks(pq.ParquetFile(path), sheet)
    except (pa.ArrowException, OSError):
        raise Unreadable("The Parquet file is damaged. Ask the agency to send it again.") from None


def _chunks(file: pq.ParquetFile, sheet: Sheet) -> Iterator[list[Row]]:
    yield [[str(name) for name in file.schema_arrow.names]]
    number = 1
    for batch in file.iter_batches(batch_size=CHUNK):
        columns = []
        for index, column in enumerate(batch.columns):
            if pa.types.is_floating(column.type):
                lost = pc.greater_equal(pc.abs(column), float(EXACT)).to_pylist()
                found = [number + offset for offset, flag in enumerate(lost) if flag]
                if found:
                    sheet.damaged.setdefault(index, []).extend(found)
            columns.append(_texts(column))
        number += batch.num_rows
        yield [list(row) for row in zip(*columns, strict=True)]


def _texts(column: pa.Array) -> list[str]:
    """Return a column as text; each distinct value is turned once."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return list(pc.fill_null(column, "").to_pylist())
    if pa.types.is_nested(column.type) or pa.types.is_binary(column.type):
        return [_text(value) for value in column.to_pylist()]
    encoded = column.dictionary_encode()
    texts = pa.array([_text(value) for value in encoded.dictionary.to_pylist()], pa.string())
    return list(pc.fill_null(texts.take(encoded.indices), "").to_pylist())


def _text(value: object) -> str:
    if isinstance(value, list):
        return "、".join(_text(part) for part in value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return as_text(value)
