"""Files for other programs: sorted, the same bytes for the same inputs, safe to open in a spreadsheet."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any

import duckdb

from core.errors import UserError

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
LONGEST_NAME = 200
"""Bytes of a file's name; file systems allow 255."""

EVIDENCE_COLUMNS = ("lead_id", "table", "file", "sheet", "row")
WIDTHS = {
    "lead_id": 21, "principal_entity_id": 21, "other_entity_ids": 24, "event_key": 32, "severity": 9, "rule": 7,
    "identity_confidence": 18, "holds": 8, "excluded_by": 22, "explanation": 90, "evidence_record_ids": 40,
    "table": 24, "file": 50, "sheet": 20, "row": 9,
}  # fmt: skip
"""Of columns in a spreadsheet, in characters."""
FIRST_YEAR = 1900
"""A spreadsheet knows no earlier day."""

_NO_NAME = re.compile(r'[/\\:*?"<>|\x00-\x1f]')

MENTIONS = """
    SELECT m.table_name AS source_table, f.path AS file, f.sheet, s.row, m.record_id, m.role,
           m.name_field, m.id_field,
           e.entity_id, e.entity_type, e.match_basis, e.match_probability
    FROM mention m JOIN mention_entity e USING (mention_id)
         JOIN sighting s USING (record_id) JOIN file f USING (file_id)
    ORDER BY file, sheet, row, role, id_field, name_field
"""
ENTITIES = """
    WITH seen AS (
        SELECT entity_id, count(*) AS mentions, list_sort(list_distinct(list(m.table_name))) AS sources
        FROM mention_entity JOIN mention m USING (mention_id) GROUP BY entity_id)
    SELECT e.entity_id, e.entity_type, s.mentions, s.sources, len(e.numbers) AS valid_numbers, e.weakest_probability,
           list_sort(e.supersedes) AS supersedes, list_sort(e.flags) AS flags
    FROM entity e JOIN seen s USING (entity_id) ORDER BY e.entity_id
"""


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """Make the folder of a file that is about to be written. Raises UserError where file or folder cannot be."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise UserError(f"{out} cannot be written ({error.strerror}). Give another path.") from None


def safe_cell(value: object) -> object:
    """Return a cell that no spreadsheet runs as a formula; lists are joined by `;`."""
    if isinstance(value, list | tuple):
        value = ";".join(str(part) for part in value)
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return "'" + value
    return value


def write_csv(out: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write UTF-8 with BOM, comma-separated; returns the number of rows. Raises UserError for an unwritable path."""
    total = -1
    with writing(out), out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for row in chain([header], rows):
            writer.writerow([safe_cell(value) for value in row])
            total += 1
    return total


def _fetch(result: duckdb.DuckDBPyConnection) -> Iterable[tuple[object, ...]]:
    while batch := result.fetchmany(50_000):
        yield from batch


def _write_query(con: duckdb.DuckDBPyConnection, query: str, out: Path) -> int:
    ending = out.suffix.lower()
    if ending not in (".csv", ".parquet"):
        raise UserError(f"{out.name} ends neither in .csv nor in .parquet. Give one of these endings.")
    if ending == ".parquet":
        with writing(out), out.open("ab"):
            pass  # whether it can be written: the words of the engine name another file
        path = str(out).replace("'", "''")
        con.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
        found = con.execute(f"SELECT count(*) FROM read_parquet('{path}')").fetchone()
        assert found is not None
        return int(found[0])
    result = con.execute(query)
    header = [column[0] for column in result.description]
    return write_csv(out, header, _fetch(result))


def write_mentions(con: duckdb.DuckDBPyConnection, out: Path) -> int:
    """Write every sighting of every mention with its entity; returns the number of rows."""
    return _write_query(con, MENTIONS, out)


def write_entities(con: duckdb.DuckDBPyConnection, out: Path) -> int:
    """Write every entity; returns the number of rows."""
    return _write_query(con, ENTITIES, out)


def write_rejects(con: duckdb.DuckDBPyConnection, out: Path) -> int:
    """Write one CSV per file or sheet with rejected rows; returns the rows.

    Header rows and cells are those that were sent, so that a mended file is recognised again; the reason stands last,
    and a row that still carries it is rejected again.
    """
    from loaders.checks import REASON_HEADER  # brings all that loads

    with writing(out):
        out.mkdir(exist_ok=True)
    total, taken = 0, set[str]()
    for file_id, path, sheet, reader in con.execute(
        "SELECT file_id, path, sheet, reader FROM file ORDER BY path, sheet, file_id"
    ).fetchall():
        rows = con.execute("SELECT row, reason, cells FROM reject WHERE file_id = ? ORDER BY row", [file_id]).fetchall()
        if rows:
            first, *others = json.loads(reader)["headers"]
            sent = [(first, REASON_HEADER), *((cells, "") for cells in others)]
            sent += [(json.loads(cells), f"row {row}: {reason}") for row, reason, cells in rows]
            if REASON_HEADER in first:  # the rejects of rejects that were sent back
                at = first.index(REASON_HEADER)
                sent = [([*cells[:at], *cells[at + 1 :]], last) for cells, last in sent]
            width = max(len(cells) for cells, _ in sent)
            header, *lines = ([*cells, *[""] * (width - len(cells)), last] for cells, last in sent)
            write_csv(out / _file_name(path, sheet, taken), header, lines)
            total += len(rows)
    return total


def _file_name(path: str, sheet: str, taken: set[str]) -> str:
    """Return a name for the rejects of a file or sheet that no other has, whatever characters a sheet's name holds."""
    whole = _NO_NAME.sub("_", "__".join(filter(None, (*PurePosixPath(path).parts, sheet)))).removesuffix(".csv")
    stem = whole.encode()[-LONGEST_NAME:].decode(errors="ignore")
    name, n = stem, 1
    while name.casefold() in taken:
        name, n = f"{stem} ({n + 1})", n + 1
    taken.add(name.casefold())
    return name + ".csv"


def write_leads(
    header: Sequence[str], rows: list[dict[str, object]], evidence: list[dict[str, object]], out: Path
) -> int:
    """Write leads as .csv, .json (lists as arrays) or .xlsx, which has the places of evidence on a second sheet.

    Returns the number of leads. Raises UserError where the file cannot be written.
    """
    ending = out.suffix.lower()
    if ending == ".csv":
        return write_csv(out, header, ([row[name] for name in header] for row in rows))
    if ending == ".json":
        text = json.dumps(
            [{name: row[name] for name in header} for row in rows], ensure_ascii=False, indent=1, default=str
        )
        with writing(out):
            out.write_text(text + "\n", "utf-8")
        return len(rows)
    if ending == ".xlsx":
        import xlsxwriter

        plain = {"strings_to_formulas": False, "strings_to_urls": False}
        with writing(out), out.open("wb") as file, xlsxwriter.Workbook(file, plain) as book:
            book.set_properties({"created": datetime(2000, 1, 1)})
            _add_sheet(book, "线索 Leads", header, rows)
            _add_sheet(book, "证据 Evidence", EVIDENCE_COLUMNS, evidence)
        return len(rows)
    raise UserError(f"{out.name} ends in none of .csv, .xlsx, .json. Give one of these endings.")


def _add_sheet(book: Any, title: str, header: Sequence[str], rows: list[dict[str, object]]) -> None:
    """Add a sheet with a heading that stays and filters; days, numbers and yes or no are such, all else is text."""
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    sheet = book.add_worksheet(title)
    for column, name in enumerate(header):
        sheet.set_column(column, column, WIDTHS.get(name, 14))
        sheet.write_string(0, column, name, bold)
        for number, row in enumerate(rows, start=1):
            value = safe_cell(row[name])
            if isinstance(value, bool):
                sheet.write_boolean(number, column, value)
            elif isinstance(value, int | float):
                sheet.write_number(number, column, value)
            elif isinstance(value, date) and value.year >= FIRST_YEAR:
                sheet.write_datetime(number, column, value, day)
            else:
                sheet.write_string(number, column, str(value))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(header) - 1)
