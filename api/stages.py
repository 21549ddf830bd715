"""What each stage does inside its own process."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from api.requests import Request, linking_model_path
from core.progress import Progress
from core.settings import Settings
from core.workspace import Generation, Workspace
from graph import open_store
from graph.schema import load_schema
from loaders import codes, graph_rows, load, mapping_reader, sealing
from queries import runner
from queries.model import read_models
from records.store import open_records
from resolution import resolve
from resolution.linking.model import LinkingModel, read_model


def _generation(request: Request) -> Generation:
    return Generation(request.generation, request.workspace / "generations" / str(request.generation))


def run_load(request: Request, settings: Settings, progress: Progress) -> dict[str, Any]:
    """Load the source folder into the records."""
    mappings = mapping_reader.read_mappings([codes.BUILTIN, *request.mappings])
    with open_records(_generation(request).records, settings.memory_gb) as con:
        found = load.load(
            con,
            request.source,
            mappings,
            codes.read_codes([codes.BUILTIN, *request.mappings]),
            set(request.withdrawn),
            progress,
        )
    return dict(found)


def linking_model(workspace: Path) -> LinkingModel | None:
    """Return the workspace's own linking model, or None where it uses the one that ships."""
    path = linking_model_path(workspace)
    return read_model(path) if path.exists() else None


def run_resolve(request: Request, settings: Settings, progress: Progress) -> dict[str, Any]:
    """Resolve mentions to entities, then decide which records are sealed."""
    previous = Workspace(request.workspace).current()
    with open_records(_generation(request).records, settings.memory_gb) as con:
        found = resolve.resolve(con, previous.records if previous else None, linking_model(request.workspace), progress)
        return {**found, "sealed": sealing.seal(con)}


def run_build(request: Request, settings: Settings, progress: Progress) -> dict[str, Any]:
    """Write the graph."""
    generation = _generation(request)
    mappings = mapping_reader.read_mappings([codes.BUILTIN, *request.mappings])
    store = open_store(settings, request.engine, generation.graph, Workspace(request.workspace).id, write=True)
    try:
        with open_records(generation.records, settings.memory_gb) as con:
            return dict(graph_rows.write(con, mappings, load_schema(), store, progress))
    finally:
        store.close()


def run_detect(request: Request, settings: Settings, progress: Progress) -> dict[str, Any]:
    """Run every rule of every model and keep what they found in the generation."""
    generation = _generation(request)
    models = read_models(request.models)
    store = open_store(settings, request.engine, generation.graph, Workspace(request.workspace).id)
    try:
        with open_records(generation.records, settings.memory_gb, read_only=True) as con:
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
