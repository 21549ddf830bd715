"""Files that were added to a workspace one by one: kept in it, and loaded by every later load beside its folder.

WS/added/<number>/ holds the file under its own name, and the sources.yaml that lay beside it, if any;
WS/added/<number>.json says when it came, from whom, and its SHA-256. A folder without that note was never taken in.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from core.errors import UserError
from core.workspace import write_json
from loaders import sources
from loaders.folder import Entry, entries, logs

FOLDER = "added"


@dataclass(frozen=True)
class Kept:
    """A file that was added. path: how it is called among loaded files; at: ISO 8601 in UTC."""

    number: int
    path: str
    sha256: str
    at: str
    by: str


def kept_files(workspace: Path) -> list[Kept]:
    """Return the files that were added to a workspace, in their order."""
    notes = sorted((workspace / FOLDER).glob("*.json"))
    return [Kept(**json.loads(note.read_text("utf-8"))) for note in notes]


def digest_of(file: Path) -> str:
    """Return the SHA-256 of a file, logs of a database included. Raises UserError when it cannot be read."""
    if not file.is_file():
        raise UserError(f"{file} is no file. Give one export of an agency: CSV, Excel, Parquet or SQLite.")
    return Entry(file, file.name).digest()


@contextmanager
def keeping(workspace: Path, file: Path, at: str, by: str) -> Iterator[Kept]:
    """Copy a file into the workspace and yield how it is kept; it is taken in when the block ends without an error."""
    number = max((kept.number for kept in kept_files(workspace)), default=0) + 1
    folder = workspace / FOLDER / f"{number:04d}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    beside = file.with_name(sources.SETTINGS_FILE)
    for one in (file, *logs(file), *([beside] if beside.is_file() else [])):
        shutil.copyfile(one, folder / one.name)
    kept = Kept(number, f"{FOLDER}/{number:04d}/{file.name}", digest_of(folder / file.name), at, by)
    try:
        yield kept
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    write_json(workspace / FOLDER / f"{number:04d}.json", asdict(kept))


def kept_entries(workspace: Path, numbers: set[int] | None = None) -> list[tuple[Entry, sources.Origin]]:
    """Return what a load reads of the files that were added, with the origin of each; `numbers`: of these alone."""
    wanted = {kept.number for kept in kept_files(workspace)} if numbers is None else numbers
    found = []
    for number in sorted(wanted):
        folder = workspace / FOLDER / f"{number:04d}"
        origins = sources.Sources.of(folder)
        found += [
            (Entry(one.path, f"{FOLDER}/{number:04d}/{one.name}", one.refusal), origins.origin(one.name))
            for one in entries(folder)
            if one.name != sources.SETTINGS_FILE
        ]
    return found
