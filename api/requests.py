"""What a stage is asked to do, and digests of what it is made from."""

import hashlib
import json
from datetime import date
from pathlib import Path

from pydantic import BaseModel

from core.errors import UserError
from loaders.folder import entries
from resolution.judgements import Judgement


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
    judgements: list[Judgement] = []


def linking_model_path(workspace: Path) -> Path:
    """Return where a workspace keeps a linking model of its own."""
    return workspace / "linking" / "model.json"


def still_there(folders: list[Path], what: str) -> list[Path]:
    """Return remembered folders of mappings or models. Raises UserError when one of them is gone."""
    for folder in folders:
        if not folder.is_dir():
            raise UserError(
                f"The folder of {what} {folder}, which the last run of this workspace was given, is no longer there. "
                f"Put it back, or say with --{what} where it is now (`--{what} none`: do without)."
            )
    return folders


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def folder_digest(folders: list[Path]) -> str:
    """Return one digest of all files below the folders: names, and contents or why they cannot be read."""
    found = hashlib.sha256()
    for number, folder in enumerate(folders):
        for entry in entries(folder):
            try:
                content = entry.digest()
            except UserError as error:
                content = str(error)
            found.update(json.dumps([number, entry.name, content]).encode())
    return found.hexdigest()
