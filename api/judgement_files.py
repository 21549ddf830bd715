"""Files of judgements, .csv or .json: written, and read as rows."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from api.exports import DANGEROUS, write_csv, writing
from core.errors import UserError
from resolution.judgement_exchange import FIELDS

_GUARD = "'"
_GUARDED = tuple(_GUARD + first for first in (*DANGEROUS, _GUARD))


def _ending(path: Path) -> str:
    ending = path.suffix.lower()
    if ending not in (".csv", ".json"):
        raise UserError(f"{path.name} ends neither in .csv nor in .json. Give one of these endings.")
    return ending


def write(path: Path, rows: Sequence[dict[str, Any]], header: Sequence[str] = FIELDS) -> None:
    """Write rows in their order; what is seen is JSON in a cell, an object in JSON. Raises UserError."""
    ending = _ending(path)
    with writing(path):
        if ending == ".json":
            path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", "utf-8")
        else:
            write_csv(path, header, ([_cell(row[name]) for name in header] for row in rows))


def _cell(value: Any) -> Any:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""
    return _GUARD + value if isinstance(value, str) and value.startswith(_GUARD) else value


def read(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a file. Raises UserError where it cannot be read or has no column `a`, `b` and `verdict`."""
    ending = _ending(path)
    try:
        if ending == ".json":
            rows: list[dict[str, Any]] = json.loads(path.read_text("utf-8-sig"))
            whole = isinstance(rows, list) and all(isinstance(row, dict) for row in rows)
        else:
            with path.open(encoding="utf-8-sig", newline="") as file:
                rows = [_without_guards(row) for row in csv.DictReader(file)]
            whole = True
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}). Check the path.") from None
    except (ValueError, csv.Error):
        whole = False
    if not whole:
        raise UserError(f"{path} is no {ending} file in UTF-8 with one row per judgement.")
    return rows


def _without_guards(row: dict[str, Any]) -> dict[str, Any]:
    """Take off the mark that keeps a spreadsheet from running a cell as a formula, or a mark from being taken off."""
    return {
        name: value[1:] if isinstance(value, str) and value.startswith(_GUARDED) else value
        for name, value in row.items()
    }
