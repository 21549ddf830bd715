"""What a stage is asked to do, and digests of what it is made from."""

import hashlib
import json
from datetime import date
from pathlib import Path

from pydantic import BaseModel


class Request(BaseModel):
    """What a stage is asked to do; sent to the child process as JSON."""

    workspace: Path
    generation: int
    source: Path | None = None
    mappings: list[Path] = []
    models: list[Path] = []
    as_of: date
    engine: str
    withdrawn: list[str] = []


def linking_model_path(workspace: Path) -> Path:
    """Return where a workspace keeps a linking model of its own."""
    return workspace / "linking" / "model.json"


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def folder_digest(folders: list[Path]) -> str:
    """Return one digest of all files below the folders: relative paths and contents."""
    found = hashlib.sha256()
    for number, folder in enumerate(folders):
        for file in sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
            found.update(json.dumps([number, file.relative_to(folder).as_posix(), file_digest(file)]).encode())
    return found.hexdigest()
