"""What each stage does inside its own process; a stage imports only what it needs, for four processes start per run."""

from collections.abc import Callable
from typing import Any

from api.requests import Request, linking_model_path
from core.errors import UserError
from core.progress import Progress
from core.settings import Settings
from core.workspace import Generation, Workspace
from records.store import open_records, require_loaded


def _generation(request: Request) -> Generation:
    return Generation(request.generation, request.workspace / "generations" / str(request.generation))


def run_load(request: Request, settings: Settings, progress: Progress) -> dict[str, Any]:
    """Load the source folder into the records."""
    from loaders.codes import BUILTIN, read_codes
    from loaders.kept_files import kept_entries
    from loaders.load import load
    from loaders.mapping_reader import read_mappings

    folders, added = [BUILTIN, *request.mappings], kept_entries(request.workspace)
    with open_records(_generation(request).records, settings.memory_gb, alone=True) as con:
        return dict(
            load(
                con,
                request.source,
                read_mappings(folders),
                read_codes(folders),
                set(request.withdrawn),
                progress,
                added,
            )
        )


def run_resolve(request: Request, settings: Settings, progress: Progress) -> dict[str, Any]:
    """Resolve mentions to entities by people's judgements and the workspace's own linking model, or the shipped one."""
    from loaders.sealing import seal
    from resolution import entity_changes, review_candidates
    from resolution.linking.model import read_model
    from resolution.resolve import resolve

    own = linking_model_path(request.workspace)
    previous = Workspace(request.workspace).current()
    with open_records(_generation(request).records, settings.memory_gb) as con:
        require_loaded(con)
        model = read_model(own) if own.exists() else None
        before = previous.records if previous else None
        found = resolve(con, before, model, progress, request.judgements)
        sealed = seal(con)
        entity_changes.write(con, before, request.generation)
        progress("listing what people should review")
        return {**found, "sealed": sealed, "to_review": review_candidates.write(con, before)}


def run_build(request: Request, settings: Settings, progress: Progress) -> dict[str, Any]:
    """Write the graph."""
    from graph import open_store
    from graph.schema import load_schema
    from loaders.codes import BUILTIN
    from loaders.graph_rows import write
    from loaders.mapping_reader import read_mappings

    generation, schema = _generation(request), load_schema()
    mappings = read_mappings([BUILTIN, *request.mappings])
    store = open_store(settings, request.engine, generation, write=True, progress=progress)
    try:
        with open_records(generation.records, settings.memory_gb, alone=True) as con:
            return dict(write(con, mappings, schema, store, progress))
    finally:
        store.close()


def run_detect(request: Request, settings: Settings, progress: Progress) -> dict[str, Any]:
    """Run every rule of every model and keep what they found in the generation."""
    from graph import open_store
    from queries.model import read_models
    from queries.runner import run_models

    generation = _generation(request)
    store = open_store(settings, generation.engine, generation)
    try:
        with open_records(generation.records, settings.memory_gb, read_only=True) as con:
            tables = {row[0] for row in con.execute("SELECT DISTINCT table_name FROM sighting").fetchall()}
        outcome = run_models(
            store, read_models(request.models), as_of=request.as_of, tables=tables,
            timeout=settings.rule_timeout, limit=settings.rule_rows, progress=progress,
        )  # fmt: skip
        if store.updating():
            raise UserError(
                "The graph that the rules ran on is not, or not wholly, the one that this run built: another run wrote "
                "into the same database or was broken off. Run `clew build`, then `clew detect`."
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
