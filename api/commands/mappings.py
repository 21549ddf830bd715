"""`clew mappings check`: are the mapping files right."""

from pathlib import Path
from typing import Annotated

import typer

from api import common
from core.errors import UserError
from loaders.codes import BUILTIN
from loaders.mapping_reader import check_mappings, read_mappings


def attach(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(help="How agency tables are read.", no_args_is_help=True)
    group.command(
        "check",
        help="Check a folder of mappings beside the built-in ones.\n\nExample: `clew mappings check my-mappings`",
    )(check)
    group.command("list", help="List the tables that Clew recognises.\n\nExample: `clew mappings list`")(list_mappings)
    app.add_typer(group, name="mappings")


def check(
    folder: Annotated[Path | None, typer.Argument(help="A folder of mappings; none: the built-in ones alone.")] = None,
    as_json: common.JsonOption = False,
) -> None:
    """Check mappings and say every mistake with file and line."""
    problems = check_mappings([BUILTIN, *common.folders([folder] if folder else [], "mappings")])
    if as_json:
        common.say_json({"problems": problems})
    if problems:
        raise UserError("\n".join(problems))
    if not as_json:
        typer.echo("All mappings are right.")


def list_mappings(mappings: common.MappingsOption = None, as_json: common.JsonOption = False) -> None:
    """List the tables that Clew recognises."""
    found = read_mappings([BUILTIN, *common.folders(mappings, "mappings")])
    rows = [{"table": m.table, "title": m.title, "agency": m.agency, "grain": m.grain} for m in found.values()]
    if as_json:
        common.say_json({"tables": rows})
    else:
        for row in rows:
            typer.echo(f"{row['table']:26} {row['title']} · {row['agency']} · {row['grain']}")
