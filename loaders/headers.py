"""Which headers a file has, sheet by sheet, and as which fields of which table they are read."""

from dataclasses import dataclass
from pathlib import Path

from core.errors import UserError
from loaders.readers import read
from loaders.readers.sheet import Row, Sheet
from loaders.recognise import SEARCHED, Recogniser, Unrecognised
from loaders.told_headers import headers


@dataclass(frozen=True)
class SheetHeaders:
    """The headers of one sheet: the table it is, '' for none, and then why; (header, field), '' for what no field is
    read from, in the sheet's order; and the fields of the table that it lacks."""

    sheet: str
    table: str
    why: str
    columns: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]


def of_file(path: Path, recogniser: Recogniser) -> list[SheetHeaders]:
    """Return the headers of every sheet of a file that a load would read, by the same reading.

    Of a sheet that is no known table a row is told as headers only where it is plain that it does not speak of people.
    Raises UserError for a file that is not there or cannot be read.
    """
    if not path.is_file():
        raise UserError(f"There is no file {path}. Give a file as an agency sends it, or the name of a table.")
    return [_of_sheet(sheet, path, recogniser) for sheet in read(path)]


def _of_sheet(sheet: Sheet, path: Path, recogniser: Recogniser) -> SheetHeaders:
    rows: list[Row] = []
    for chunk in sheet.chunks:
        rows += chunk
        if len(rows) >= SEARCHED:
            break
    try:
        found = recogniser.recognise(rows, f"{path.name} {sheet.name}")
    except Unrecognised as error:
        told = headers(rows[:SEARCHED], None)
        return SheetHeaders(sheet.name, "", str(error), tuple((header, "") for header in told), ())
    fields = {at: name for name, at in found.fields.items()}
    columns = tuple((label, fields.get(at, "")) for at, label in enumerate(found.labels) if label)
    return SheetHeaders(sheet.name, found.table, "", columns, found.missing)
