"""`clew status`: what was loaded, rejected and refused."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.text import Text

from api import common
from api.tables import Cell, print_table
from core.settings import load_settings
from core.workspace import Workspace
from loaders.status import files
from records.store import open_records
from records.withdrawals import withdrawn_batches

FIGURES = ("rows", "loaded", "sealed", "repeated", "retired", "rejected", "skipped")


def attach(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command(help="What was loaded, rejected and refused, file by file.\n\nExample: `clew status -w ws --problems`")(
        status
    )


def status(
    workspace: common.WorkspaceOption = None,
    problems: Annotated[
        bool, typer.Option("--problems", help="Only files of which there is something to know.")
    ] = False,
    as_json: common.JsonOption = False,
) -> None:
    """What was loaded, rejected and refused, file by file."""
    settings = load_settings(workspace)
    common.upgrade_existing(settings)
    pending = Workspace(settings.workspace).pending()
    if pending is not None and "load" in pending.manifest["stages"]:
        with open_records(pending.records, settings.memory_gb, read_only=True) as con:
            found = files(con)
        note = f"Not published yet: done so far are {', '.join(pending.manifest['stages'])}."
    else:
        with common.opened(workspace) as (_, generation, con):
            found = files(con)
            note = f"Generation {generation.number}, as of {generation.manifest.get('as_of', 'unknown')}."
    withdrawn = set(withdrawn_batches(settings.url, Workspace(settings.workspace).id))
    told = [(file, _known(file, withdrawn)) for file in found]
    shown = [(file, known) for file, known in told if known or not problems]
    if as_json:
        common.say_json({"files": [file for file, _ in shown]})
        return
    counted = [file for file in found if not file["withdrawn"]]
    total = {name: sum(_figures(file)[name] for file in counted) for name in FIGURES}
    left_out = " without what is withdrawn" if len(counted) < len(found) else ""
    print_table(
        common.console,
        ("file", *FIGURES),
        [
            *((_name(file), *_cells(_figures(file))) for file, _ in shown),
            (Text(f"total of {len(counted)}{left_out}", "bold"), *_cells(total)),
        ],
        figures=FIGURES,
        notes=[*([Text(file["table"] or "no known table", "dim"), *known] for file, known in shown), []],
    )
    if problems:
        common.console.print(f"{len(shown)} of {len(found)} files with something to know.")
    if total["repeated"]:
        common.console.print(
            "repeated: rows that say what an earlier one said; they are loaded, and make no new record."
        )
    common.console.print(note)


def _name(file: dict[str, Any]) -> str:
    return f"{file['file']}{' / ' + file['sheet'] if file['sheet'] else ''}"


def _figures(file: dict[str, Any]) -> dict[str, int]:
    return {**{name: file[name] for name in FIGURES if name != "rejected"}, "rejected": sum(file["rejected"].values())}


def _cells(figures: dict[str, int]) -> Sequence[Cell]:
    return [f"{figures[name]:,}" if figures[name] or name == "rows" else "" for name in FIGURES]


def _known(file: dict[str, Any], withdrawn: set[str]) -> list[Cell]:
    """Return what there is to know of a file, as lines."""
    known: list[Cell] = [Text(file["error"], "red")] if file["error"] else []
    if file["withdrawn"]:
        known.append(Text("withdrawn", "yellow"))
    elif file["batch"] in withdrawn:
        known.append(Text("withdrawn; the next run leaves it out", "yellow"))
    known += [f"rejected, {reason}: {n:,}" for reason, n in file["rejected"].items()]
    return known + [f"{warning}: {n:,}" for warning, n in file["warnings"].items()]
