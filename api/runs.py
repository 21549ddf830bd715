"""The one place that chains the stages: the command line, jobs and tests call it."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from shlex import quote
from typing import Any

from api.leads import record_leads
from api.requests import Request, file_digest, folder_digest, linking_model_path, still_there
from api.stage_process import run_stage
from core.database import upgrade
from core.errors import UserError
from core.ids import digest
from core.settings import Settings
from core.workspace import STAGES, Generation, Workspace
from graph import check_engine
from loaders.kept_files import kept_files
from records.withdrawals import withdrawn_batches
from resolution.judgement_table import judgements_in_force

ROOMS = ("core", "records", "graph", "resolution", "loaders", "queries")


def _code_digest() -> str:
    """Return a digest of the program itself: after an upgrade an interrupted run starts over."""
    here = Path(__file__).resolve().parent.parent
    return folder_digest([here / room for room in ROOMS])


def _fingerprint(stage: str, request: Request, settings: Settings, before: str) -> str:
    """Return a digest of everything the stage's result depends on besides the stages before it."""
    parts = [stage, before]
    if stage == "load":
        if request.source is not None:
            parts += [str(request.source.resolve()), folder_digest([request.source])]
        parts += [folder_digest(request.mappings), json.dumps(request.withdrawn), _code_digest()]
        parts += [kept.sha256 for kept in kept_files(request.workspace)]
    elif stage == "resolve":
        own_model = linking_model_path(request.workspace)
        parts.append(file_digest(own_model) if own_model.exists() else "shipped")
        parts.append(request.model_dump_json(include={"judgements"}))
    elif stage == "build":
        parts += [request.engine, folder_digest(request.mappings)]
        if request.engine == "neo4j":
            parts += [settings.neo4j_uri, settings.neo4j_database]
    else:
        parts += [request.as_of.isoformat(), folder_digest(request.models)]
        parts += [str(settings.rule_timeout), str(settings.rule_rows)]
    return digest(*parts)


def run(
    settings: Settings,
    *,
    source: Path | None,
    stages: tuple[str, ...] = STAGES,
    mappings: list[Path] | None,
    models: list[Path] | None,
    as_of: date,
    told: Callable[[str, dict[str, Any]], None] = lambda stage, result: None,
) -> dict[str, Any]:
    """Run stages on the pending generation and publish it after the last; resumes what an interrupted run finished.

    Folders that are None are those of the run before. `told` hears of a stage when it begins ({}) and when it is done
    (what it noted; `before` when an earlier run did it).
    Returns {as_of, engine, stages: [{name, seconds, peak_mb}], counts, leads}; counts and leads hold what the stages
    run so far found. Raises UserError (also WorkspaceBusy, StageFailed) and Interrupted.
    """
    workspace = Workspace(settings.workspace)
    if source is not None and not source.is_dir():
        raise UserError(f"The source folder {source} does not exist or is no folder. Give the folder of the exports.")
    if source is None and stages[0] == "load" and workspace.current() is None:
        raise UserError(
            f"The workspace {workspace.root} holds nothing yet, so there is nothing to work on. Give the folder of the "
            f"exports: `clew {'run' if stages == STAGES else 'load'} SOURCE -w {quote(str(workspace.root))}`."
        )
    if "build" in stages:
        check_engine(settings)
    with workspace.locked() as lock:
        upgrade(settings.url)
        current = workspace.current()
        if current is not None:
            record_leads(current, settings)
        request = Request(
            workspace=settings.workspace,
            generation=0,
            source=source,
            mappings=_remembered(workspace, "mappings") if mappings is None else mappings,
            models=_remembered(workspace, "models", "detect" in stages) if models is None else models,
            as_of=as_of,
            engine=settings.engine,
            withdrawn=withdrawn_batches(settings.url, workspace.id),
            judgements=judgements_in_force(settings.url, workspace.id),
        )
        generation, before = _prepare(workspace, request, settings, stages[0])
        request = request.model_copy(update={"generation": generation.number})
        generation.note(mappings=[str(folder) for folder in request.mappings])
        for stage in stages:
            fingerprint = _fingerprint(stage, request, settings, before)
            if done := generation.finished(stage, fingerprint):
                told(stage, {**done, "before": True})
            else:
                told(stage, {})
                found = run_stage(stage, request, lock)
                generation.finish(stage, fingerprint, {**found, "engine": request.engine})
                told(stage, generation.manifest["stages"][stage])
            before = fingerprint
        if stages[-1] == "detect":
            generation.note(as_of=as_of.isoformat(), models=[str(folder) for folder in request.models])
            workspace.publish(generation)
            record_leads(generation, settings)
    built = "build" in generation.manifest["stages"]
    return summary(generation, as_of, generation.engine if built else settings.engine)


def _remembered(workspace: Workspace, what: str, used: bool = True) -> list[Path]:
    """Return the folders of mappings or models that the last run was given. Raises UserError when one used is gone."""
    noted = [run.manifest.get(what) for run in (workspace.pending(), workspace.current()) if run is not None]
    folders = [Path(folder) for folder in next((found for found in noted if found is not None), [])]
    return still_there(folders, what) if used else folders


def _prepare(workspace: Workspace, request: Request, settings: Settings, first: str) -> tuple[Generation, str]:
    """Return the generation to work in and the fingerprint that the first stage builds on."""
    pending, current = workspace.pending(), workspace.current()
    root = digest("" if current is None else str(current.number))
    if first == "load":
        fingerprint = _fingerprint("load", request, settings, root)
        resumable = pending is not None and pending.finished("load", fingerprint) is not None
        return (pending if pending is not None and resumable else workspace.begin()), root
    needed = STAGES[STAGES.index(first) - 1]
    if pending is None or needed not in pending.manifest["stages"]:
        if current is None:
            raise UserError(f"`clew {first}` needs the stage {needed} before it. Run `clew {needed}` first.")
        pending = workspace.reopen(needed)
    return pending, str(pending.manifest["stages"][needed]["fingerprint"])


def summary(generation: Generation, as_of: date, engine: str) -> dict[str, Any]:
    """Return what a run tells programs about a generation."""
    done = generation.manifest["stages"]
    results = {name: done[name]["result"] for name in STAGES if name in done}
    counts = {key: value for name in ("load", "resolve", "build") for key, value in results.get(name, {}).items()}
    return {
        "as_of": as_of.isoformat(),
        "engine": engine,
        "stages": [
            {"name": name, "seconds": done[name]["seconds"], "peak_mb": done[name]["peak_mb"]} for name in results
        ],
        "counts": counts,
        "leads": results.get("detect", {}),
    }
