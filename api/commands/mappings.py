"""`clew mappings`: are the mapping files right, which tables are known, and by which headers."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from api import common
from api.tables import print_table
from core.errors import UserError
from core.marked_yaml import nearest
from loaders.codes import BUILTIN, read_codes
from loaders.headers import of_file
from loaders.mapping import Mapping
from loaders.mapping_reader import check_mappings, read_mappings
from loaders.recognise import Recogniser


def attach(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(help="How agency tables are read.", no_args_is_help=True)
    group.command(
        "check",
        help="Check a folder of mappings beside the built-in ones.\n\nExample: `clew mappings check my-mappings`",
    )(check)
    group.command("list", help="List the tables that Clew recognises.\n\nExample: `clew mappings list`")(list_mappings)
    group.command(
        "headers",
        help="List the headers that a table is recognised by, or those of a file and what they are read as.\n\n"
        "Example: `clew mappings headers exports/gym.csv --mappings my-mappings`",
    )(headers)
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


def headers(
    what: Annotated[str, typer.Argument(metavar="TABLE|FILE", help="A table's name, or a file of an agency.")],
    mappings: common.MappingsOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """List the headers that a table is recognised by, or those of a file and what they are read as."""
    folders = [BUILTIN, *common.folders(mappings, "mappings")]
    known = read_mappings(folders)
    if what in known:
        _say_table(known[what], as_json)
    elif Path(what).exists() or Path(what).suffix:
        _say_file(Path(what), known, Recogniser(known, read_codes(folders)), as_json)
    else:
        raise UserError(f"There is no table {what}, and no such file{nearest(what, list(known))}")


def _say_table(mapping: Mapping, as_json: bool) -> None:
    columns: list[dict[str, Any]] = [
        {"field": one.name, "type": one.type, "key": one.name in mapping.key, "headers": list(one.headers)}
        for one in mapping.columns.values()
    ]
    if as_json:
        common.say_json({"table": mapping.table, "title": mapping.title, "columns": columns})
        return
    common.console.print(Text(f"{mapping.table} {mapping.title} · {mapping.agency}", "bold"))
    print_table(
        common.console,
        ("field", "type", "", "headers"),
        [(one["field"], one["type"], "key" if one["key"] else "", "、".join(one["headers"])) for one in columns],
        whole=("field", "type"),
    )


def _say_file(path: Path, known: dict[str, Mapping], recogniser: Recogniser, as_json: bool) -> None:
    sheets = of_file(path, recogniser)
    if as_json:
        told = [
            asdict(one) | {"columns": [{"header": header, "field": field} for header, field in one.columns]}
            for one in sheets
        ]
        common.say_json({"file": str(path), "sheets": told})
        return
    for sheet in sheets:
        name = f"{path} / {sheet.sheet}" if sheet.sheet else str(path)
        table = f"{sheet.table} {known[sheet.table].title}" if sheet.table else "no known table"
        common.console.print(Text(f"{name}: {table}", "bold"))
        print_table(
            common.console,
            ("header", "is read as"),
            [
                (header, field or ("kept, and read as nothing" if sheet.table else ""))
                for header, field in sheet.columns
            ],
        )
        if sheet.missing:
            lacking = (f"{name} ({'、'.join(known[sheet.table].columns[name].headers)})" for name in sheet.missing)
            common.console.print(f"Not in it: {', '.join(lacking)}.")
        if sheet.why:
            common.console.print(sheet.why)
