"""What each stage does inside its own process."""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from pydantic import BaseModel

from core.progress import Progress
from core.settings import Settings
from core.workspace import Generation, Workspace
from graph import open_store
from graph.schema import load_schema
from loaders import codes, graph_rows, load, mapping_reader, sealing
from queries import runner
from queries.model import read_models
from resolution import resolve
from resolution.linking.model import LinkingModel, read_model


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


def open_records(generation: Generation, settings: Settings, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Open the records of a generation with the memory that the settings allow."""
    con = duckdb.connect(str(generation.records), read_only=read_only)
    con.execute(f"SET memory_limit = '{settings.memory_gb}GB'")
    con.execute(f"SET temp_directory = '{generation.path / 'spill'}'")
    con.execute("SET max_temp_directory_size = '40GB'")
    return con


def _generation(request: Request) -> Generation:
    return Generation(request.generation, request.workspace / "generations" / str(request.generation))


def run_load(request: Request, settings: Settings, progress: Progress) -> dict[str, Any]:
    """Load the source folder into the records."""
    mappings = mapping_reader.read_mappings([codes.BUILTIN, *request.mappings])
    with open_records(_generation(request), settings) as con:
        found = load.load(
            con,
            request.source,
            mappings,
            codes.read_codes([codes.BUILTIN, *request.mappings]),
            set(request.withdrawn),
            progress,
        )
    return dict(found)


def linking_model_path(workspace: Path) -> Path:
    """Return where a workspace keeps a linking model of its own."""
    return workspace / "linking" / "model.json"


def linking_model(workspace: Path) -> LinkingModel | None:
    """Return the workspace's own linking model, or None where it uses the one that ships."""
    path = linking_model_path(workspace)
    return read_model(path) if path.exists() else None


def run_resolve(request: Request, settings: Settings, progress: Progress) -> dict[str, Any]:
    """Resolve mentions to entities, then decide which records are sealed."""
    previous = Workspace(request.workspace).current()
    with open_records(_generation(request), settings) as con:
        found = resolve.resolve(con, previous.records if previous else None, linking_model(request.workspace), progress)
        return {**found, "sealed": sealing.seal(con)}


def run_build(request: Request, settings: Settings, progress: Progress) -> dict[str, Any]:
    """Write the graph."""
    generation = _generation(request)
    mappings = mapping_reader.read_mappings([codes.BUILTIN, *request.mappings])
    store = open_store(settings, request.engine, generation.graph, Workspace(request.workspace).id, write=True)
    try:
        with open_records(generation, settings) as con:
            return dict(graph_rows.write(con, mappings, load_schema(), store, progress))
    finally:
        store.close()


def run_detect(request: Request, settings: Settings, progress: Progress) -> dict[str, Any]:
    """Run every rule of every model and keep what they found in the generation."""
    generation = _generation(request)
    models = read_models(request.models)
    store = open_store(settings, request.engine, generation.graph, Workspace(request.workspace).id)
    try:
        with open_records(generation, settings, read_only=True) as con:
            tables = {row[0] for row in con.execute("SELECT DISTINCT table_name FROM sighting").fetchall()}
        outcome = runner.run_models(
            store,
            models,
            as_of=request.as_of,
            tables=tables,
            timeout=settings.rule_timeout,
            limit=settings.rule_rows,
            progress=progress,
        )
    finally:
        store.close()
    generation.findings.write_text(outcome.to_json(), "utf-8")
    return outcome.summary()


STAGES: dict[str, Callable[[Request, Settings, Progress], dict[str, Any]]] = {
    "load": run_load,
    "resolve": run_resolve,
    "build": run_build,
    "detect": run_detect,
}


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
