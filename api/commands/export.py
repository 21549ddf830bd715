"""`clew export`: mentions, entities and rejects as files for other programs."""

from pathlib import Path
from typing import Annotated

import typer

from api import common, exports

OutOption = Annotated[Path, typer.Option("--out", help="The file to write; its ending decides the form.")]


def attach(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(help="Write mentions, entities or rejects to a file.", no_args_is_help=True)
    group.command(
        "mentions",
        help="Who each named cell was resolved to (.parquet or .csv).\n\n"
        "Example: `clew export mentions -w ws --out mentions.csv`",
    )(mentions)
    group.command(
        "entities",
        help="The entities and what they rest on (.parquet or .csv).\n\n"
        "Example: `clew export entities -w ws --out entities.csv`",
    )(entities)
    group.command(
        "rejects",
        help="Rejected rows as they were sent, to mend and load again (a folder of .csv).\n\n"
        "Example: `clew export rejects -w ws --out rejects --reveal 'mending the delivery'`",
    )(rejects)
    app.add_typer(group, name="export")


def _done(out: Path, rows: int, as_json: bool) -> None:
    if as_json:
        common.say_json({"out": str(out), "rows": rows})
    else:
        typer.echo(f"Wrote {rows:,} rows to {out}.")


def mentions(out: OutOption, workspace: common.WorkspaceOption = None, as_json: common.JsonOption = False) -> None:
    """Write one line per sighting of a mention, with the entity it was resolved to."""
    with common.opened(workspace) as (_, _, con):
        _done(out, exports.write_mentions(con, out), as_json)


def entities(out: OutOption, workspace: common.WorkspaceOption = None, as_json: common.JsonOption = False) -> None:
    """Write one line per entity."""
    with common.opened(workspace) as (_, _, con):
        _done(out, exports.write_entities(con, out), as_json)


def rejects(
    out: Annotated[Path, typer.Option("--out", help="The folder to write, one .csv per file with rejects.")],
    reveal: Annotated[
        str, typer.Option("--reveal", metavar="REASON", help="Rejected rows are raw cells; say why you need them.")
    ],
    workspace: common.WorkspaceOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Write rejected rows as they were sent, under their own header, with the reason in a last column."""
    with common.opened(workspace) as (settings, _, con):
        common.revealed(settings, reveal, "export rejects", str(out))
        _done(out, exports.write_rejects(con, out), as_json)
