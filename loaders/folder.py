"""The files of a folder: which of them somebody sent, and which cannot be opened."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.errors import UserError

PASSED_OVER = (".", "~$", "__pycache__")
"""Beginnings of names that no agency sent: hidden files, lock files of spreadsheet programs, compiled programs."""

LOGS = ("-wal", "-journal")
"""Endings of what SQLite keeps beside a database: rows not yet in it, or to be taken back."""

_LINK = "This is a link that leads out of the folder, or to another folder. Put the file itself here and load it again."
_NAME = (
    "The name of this file is not written in UTF-8; it looks as after unpacking an archive of another system. "
    "Rename it, or unpack the archive with the encoding of its names, and load it again."
)


@dataclass(frozen=True)
class Entry:
    """A file; `name` is its path in the folder with '/', `refusal` why it is not even opened ('' for nothing)."""

    path: Path
    name: str
    refusal: str = ""

    def digest(self) -> str:
        """Return the SHA-256 of the content, logs of a database included. Raises UserError when it cannot be read."""
        if self.refusal:
            raise UserError(self.refusal)
        found = hashlib.sha256()
        try:
            for path in (self.path, *logs(self.path)):
                with path.open("rb") as file:
                    while block := file.read(1 << 20):
                        found.update(block)
        except OSError as error:
            raise UserError(_closed(error)) from None
        return found.hexdigest()


def logs(path: Path) -> list[Path]:
    """Return the logs that lie beside a database."""
    return [log for ending in LOGS if (log := path.with_name(path.name + ending)).is_file()]


def is_workspace(folder: Path) -> bool:
    """Tell whether a folder is a workspace, which holds what Clew made and nothing that an agency sent."""
    return os.path.isfile(folder / "run.lock") and os.path.isdir(folder / "generations")


def entries(folder: Path) -> list[Entry]:
    """Return the files below a folder, sorted by name; workspaces within it and what no one sent are passed over."""
    return sorted(_entries(folder), key=lambda entry: entry.name)


def _entries(folder: Path) -> Iterator[Entry]:
    closed: list[OSError] = []
    root = folder.resolve()
    for place, folders, files in os.walk(folder, onerror=closed.append):
        here = Path(place)
        folders[:] = [name for name in folders if not name.startswith(PASSED_OVER) and not is_workspace(here / name)]
        links = [name for name in folders if (here / name).is_symlink()]
        for name in (*files, *links):
            if not name.startswith(PASSED_OVER) and not _is_log(name, files):
                sent = (here / name).relative_to(folder).as_posix()
                yield Entry(here / name, _readable(sent), _refusal(here / name, sent, root))
    for error in closed:
        yield Entry(Path(error.filename), _readable(os.path.relpath(error.filename, folder)), _closed(error))


def _is_log(name: str, files: list[str]) -> bool:
    return any(name.endswith(ending) and name.removesuffix(ending) in files for ending in (*LOGS, "-shm"))


def _is_foreign(name: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in name)


def _readable(name: str) -> str:
    """Return a name as people read it, also where its bytes are not UTF-8."""
    return os.fsencode(name).decode("gb18030", "replace") if _is_foreign(name) else name


def _refusal(path: Path, name: str, root: Path) -> str:
    if _is_foreign(name):
        return _NAME
    try:
        if path.is_symlink() and (path.is_dir() or not path.resolve().is_relative_to(root)):
            return _LINK
        if path.exists() and not path.is_file():
            return "This is a device or a pipe. Put a file here and load it again."
    except (OSError, RuntimeError) as error:
        return _closed(error)
    return ""


def _closed(error: Exception) -> str:
    reason = (error.strerror if isinstance(error, OSError) else "") or "unknown reason"
    return f"It cannot be opened ({reason}). Allow the account that runs Clew to read it, and load it again."
