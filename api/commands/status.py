"""`clew status`: what was loaded, rejected and refused."""

import typer
from rich.table import Table

from api import common
from core.settings import load_settings
from core.workspace import Workspace
from loaders.status import files
from records.store import open_records


def attach(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command(help="What was loaded, rejected and refused, file by file.\n\nExample: `clew status -w ws`")(status)


def status(workspace: common.WorkspaceOption = None, as_json: common.JsonOption = False) -> None:
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
    if as_json:
        common.say_json({"files": found})
        return
    table = Table(box=None, header_style="bold")
    figures = ("rows", "loaded", "sealed", "retired", "rejected", "skipped")
    for name in ("file", "table", *figures, "what to know"):
        table.add_column(name, justify="right" if name in figures else "left")
    for file in found:
        name = file["file"] + (f" / {file['sheet']}" if file["sheet"] else "")
        known = [f"{reason}: {n}" for reason, n in file["rejected"].items()]
        known += [f"{warning}: {n}" for warning, n in file["warnings"].items()]
        table.add_row(
            name,
            file["table"] or "–",
            *(f"{file[key]:,}" for key in ("rows", "loaded", "sealed", "retired")),
            f"{sum(file['rejected'].values()):,}",
            f"{file['skipped']:,}",
            file["error"] or "; ".join(known),
        )
    common.console.print(table)
    common.console.print(note)
