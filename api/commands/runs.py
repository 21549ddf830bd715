"""`clew synth`, `load`, `resolve`, `build`, `detect` and `run`."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from api import common, summary
from api.runs import run
from core.errors import UserError
from core.progress import Lines
from core.settings import Settings, load_settings
from core.workspace import STAGES, Workspace
from loaders.status import files
from records.store import open_records

SourceArgument = Annotated[Path, typer.Argument(help="The folder of agency exports.", show_default=False)]
StrictOption = Annotated[bool, typer.Option("--strict", help="Exit 1 when a file was refused.")]


def attach(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(help="Write a synthetic county.\n\nExample: `clew synth --persons 20000 --seed 1 --out county`")(synth)
    app.command(name="run", help="Load, resolve, build and detect.\n\nExample: `clew run exports -w ws`")(run_all)
    app.command(help="Load a folder of agency exports.\n\nExample: `clew load exports -w ws`")(load)
    app.command(help="Resolve mentions to entities.\n\nExample: `clew resolve -w ws`")(resolve)
    app.command(help="Write the graph.\n\nExample: `clew build -w ws --engine embedded`")(build)
    app.command(help="Run the models and publish their leads.\n\nExample: `clew detect -w ws --as-of 2026-06-30`")(
        detect
    )


def synth(
    out: Annotated[Path, typer.Option(help="Folder to write: exports/ and truth/.")],
    persons: Annotated[int, typer.Option(min=100, help="Persons living in the county.")] = 20_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same county.")] = 1,
    as_of: common.AsOfOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Write a synthetic county."""
    from synth.county import write_county  # the simulation is slow to import, and only this command needs it

    day = as_of.date() if as_of is not None else date(2026, 6, 30)
    counts = write_county(persons, seed, out, day, Lines("synth: "))
    if as_json:
        common.say_json({"out": str(out), "as_of": day.isoformat(), "counts": counts})
    else:
        typer.echo(f"Wrote the county to {out}: agency exports in {out / 'exports'}, the truth in {out / 'truth'}.")


def _tell(stage: str, result: dict[str, Any]) -> None:
    if result.get("before"):
        typer.echo(f"{stage} done before, in {result['seconds']:.1f} s", err=True)
    elif result:
        typer.echo(f"{stage} done in {result['seconds']:.1f} s, peak {result['peak_mb']:,} MB", err=True)


def _run(settings: Settings, stages: tuple[str, ...], as_json: bool, strict: bool, **given: Any) -> None:
    """Run stages, then tell programs or people what came of it."""
    day = common.as_day(given.pop("as_of", None))
    result = run(
        settings,
        source=given.get("source"),
        stages=stages,
        as_of=day,
        told=_tell,
        mappings=common.folders_or_remembered(given.get("mappings"), "mappings"),
        models=common.folders_or_remembered(given.get("models"), "models"),
    )
    workspace = Workspace(settings.workspace)
    generation = workspace.published() if stages[-1] == "detect" else workspace.pending()
    assert generation is not None
    with open_records(generation.records, settings.memory_gb, read_only=True) as con:
        found = files(con)
        refused = [file for file in found if file["error"]]
        if as_json:
            common.say_json(result)
        else:
            summary.show(common.console, result, con, settings, found)
    if strict and refused:
        names = ", ".join(f"{file['file']}{' / ' + file['sheet'] if file['sheet'] else ''}" for file in refused)
        raise UserError(
            f"{len(refused)} file(s) were refused: {names}. `clew status` says why; --strict makes this an error."
        )


def run_all(
    source: Annotated[Path | None, typer.Argument(help="The folder of agency exports; none: what is stored.")] = None,
    workspace: common.WorkspaceOption = None,
    mappings: common.MappingsOption = None,
    models: common.RunModelsOption = None,
    as_of: common.AsOfOption = None,
    engine: common.EngineOption = None,
    strict: StrictOption = False,
    as_json: common.JsonOption = False,
) -> None:
    """Load, resolve, build and detect."""
    settings = load_settings(workspace, engine=engine)
    _run(settings, STAGES, as_json, strict, source=source, mappings=mappings, models=models, as_of=as_of)


def load(
    source: Annotated[Path | None, typer.Argument(help="The folder of agency exports; none: what is stored.")] = None,
    workspace: common.WorkspaceOption = None,
    mappings: common.MappingsOption = None,
    strict: StrictOption = False,
    as_json: common.JsonOption = False,
) -> None:
    """Load a folder of agency exports."""
    _run(load_settings(workspace), ("load",), as_json, strict, source=source, mappings=mappings)


def resolve(workspace: common.WorkspaceOption = None, as_json: common.JsonOption = False) -> None:
    """Resolve mentions to entities."""
    _run(load_settings(workspace), ("resolve",), as_json, False)


def build(
    workspace: common.WorkspaceOption = None,
    mappings: common.MappingsOption = None,
    engine: common.EngineOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Write the graph."""
    _run(load_settings(workspace, engine=engine), ("build",), as_json, False, mappings=mappings)


def detect(
    workspace: common.WorkspaceOption = None,
    models: common.RunModelsOption = None,
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Else today.")
    ] = None,
    as_json: common.JsonOption = False,
) -> None:
    """Run the models on the graph that was built and publish their leads."""
    _run(load_settings(workspace), ("detect",), as_json, False, models=models, as_of=as_of)
