"""The cells of a table, typed: columns as Arrow, every distinct text read once."""

import json
from collections import Counter
from datetime import date, datetime

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from loaders.mapping import Column, Mapping
from loaders.parts import companions, read_part
from loaders.values import UNITS, Codes, Reader, arrow_type, sql_type
from resolution.normalise import amounts
from resolution.normalise.text import fold

BATCH = 100_000


def key_columns(mapping: Mapping) -> list[str]:
    """Return the names under which the parts of a key stand as text: the value, or the raw text where it has none."""
    return [f"key__{name}" for name in mapping.key]


class Normaliser:
    """Reads the stored cells of one table after another."""

    def __init__(self, con: duckdb.DuckDBPyConnection, codes: Codes) -> None:
        self.con, self.reader = con, Reader(codes)
        self.scales: dict[str, dict[int, float]] = {}

    def write(self, mapping: Mapping, base: str) -> Counter[tuple[int, str]]:
        """Make the temporary table `normal` (file_id, row, values, companions, key parts, base) of all rows that stand.

        `base` is an expression over n (these values) and s (standing). Returns the faults by file id and
        `<field>: <what>`.
        """
        kinds = {f'"{name}"': sql_type(column) for name, column in mapping.columns.items()}
        kinds |= dict.fromkeys((f'"{name}"' for name in [*companions(mapping), *key_columns(mapping)]), "VARCHAR")
        columns = ", ".join(f"{name} {kind}" for name, kind in kinds.items())
        self.con.execute(f"CREATE TEMP TABLE normal (file_id INTEGER, row BIGINT, {columns}, base VARCHAR)")
        faults: Counter[tuple[int, str]] = Counter()
        self.scales = self._scales(mapping)
        fields = ", ".join(f'r."{name}"' for name in mapping.columns)
        with self.con.cursor() as cursor:
            rows = cursor.sql(
                f"""SELECT r.file_id, r.row, {fields} FROM raw_{mapping.table} r JOIN file f USING (file_id)
                    JOIN batch b USING (batch_id) WHERE NOT b.withdrawn"""
            ).to_arrow_reader(BATCH)
            for batch in rows:
                self.con.register("typed", self._batch(mapping, batch, faults))
                self.con.execute(f"INSERT INTO normal SELECT n.*, {base} FROM typed n JOIN standing s USING (file_id)")
                self.con.unregister("typed")
        return faults

    def _scales(self, mapping: Mapping) -> dict[str, dict[int, float]]:
        """Return, by amount column and file, what to multiply by where a file's header states another unit."""
        scales: dict[str, dict[int, float]] = {}
        for file_id, reader in self.con.execute(
            "SELECT file_id, reader->>'units' FROM file WHERE table_name = ? AND batch_id IS NOT NULL", [mapping.table]
        ).fetchall():
            for name, unit in json.loads(reader).items():
                scale = UNITS[unit] / UNITS[mapping.columns[name].unit or "元"]
                if mapping.columns[name].type == "dec" and scale != 1:
                    scales.setdefault(name, {})[file_id] = scale
        return scales

    def _batch(self, mapping: Mapping, batch: pa.RecordBatch, faults: Counter[tuple[int, str]]) -> pa.Table:
        files = batch.column(0)
        typed: dict[str, pa.Array] = {"file_id": files, "row": batch.column(1)}
        parts = companions(mapping)
        beside: dict[str, pa.Array] = {}
        keys: dict[str, pa.Array] = {}
        for index, (name, column) in enumerate(mapping.columns.items(), 2):
            encoded = batch.column(index).dictionary_encode()
            texts, places = encoded.dictionary.to_pylist(), encoded.indices
            found = self.reader.column(column, texts)
            typed[name] = pa.array([read.value for read in found], arrow_type(column)).take(places)
            if name in self.scales:
                by_file = pa.array([self.scales[name].get(file_id, 1.0) for file_id in files.to_pylist()])
                own = pa.array([text is not None and amounts.states_unit(text) for text in texts], pa.bool_())
                scale = pc.if_else(pc.coalesce(own.take(places), False), 1.0, by_file)
                typed[name] = pc.round(pc.multiply(typed[name], scale), ndigits=6)
            _count(name, [read.fault for read in found], places, files, faults)
            for companion, (of, part) in parts.items():
                if of == name:
                    beside[companion] = _strings([_part(column, part, read.value) for read in found]).take(places)
            if name in mapping.key:
                pairs = zip(texts, found, strict=True)
                keys[f"key__{name}"] = _strings([key_text(read.value, text) for text, read in pairs]).take(places)
        ordered = {
            **typed,
            **{name: beside[name] for name in parts},
            **{name: keys[name] for name in key_columns(mapping)},
        }
        return pa.table(ordered)


def _strings(values: list[str | None]) -> pa.Array:
    return pa.array(values, pa.string())


def _part(column: Column, part: str, value: object) -> str | None:
    return read_part(column.type, part, value) if isinstance(value, str) else None


def key_text(value: object, text: str | None) -> str | None:
    """Return a key part as text: its value in one form, or the folded cell where it has none."""
    if value is None:
        return None if text is None else fold(text)
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "、".join(key_text(part, "") or "" for part in value)
    return str(value)


def _count(name: str, found: list[str], places: pa.Array, files: pa.Array, faults: Counter[tuple[int, str]]) -> None:
    """Count the cells with each fault, by file."""
    for fault in sorted({fault for fault in found if fault}):
        wrong = pa.array([index for index, one in enumerate(found) if one == fault], places.type)
        hit = files.filter(pc.is_in(places, wrong))
        for entry in hit.value_counts().to_pylist():
            faults[(entry["values"], f"{name}: {fault}")] += entry["counts"]
