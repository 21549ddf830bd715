"""`clew person` and `clew path`: looking someone up, and how two are tied."""

from typing import Annotated, Any

import typer
from rich.text import Text

from api import common
from api.lookups import one_entity, question
from api.parts import records_of, shared
from api.paths import as_data, as_lines, edges_of
from api.tables import print_table
from core.errors import UserError
from core.masking import ORDINARY, by_level
from graph.schema import ENTITY_LABELS, load_schema
from records import lookup
from records import search as index


def attach(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(help="Look up persons and organizations.", no_args_is_help=True)
    group.command(
        "search", help="Find entities by name, number, phone or id.\n\nExample: `clew person search 张伟 -w ws`"
    )(search)
    group.command(
        "show",
        help="Show an entity: who named it where, and what it is tied to.\n\n"
        "Example: `clew person show P-0123456789abcdef -w ws`",
    )(show)
    app.add_typer(group, name="person")
    app.command(
        help="Show how two entities are tied, the rarest ties first, with their evidence.\n\n"
        "Example: `clew path P-0123456789abcdef P-fedcba9876543210 -w ws`"
    )(path)


def shown(entity_id: str, row: dict[str, Any], open_: bool) -> dict[str, Any]:
    """Return a row about an entity with what identifies it as the asker may see it: as sensitive as its nodes are."""
    if open_:
        return row
    node, phones = load_schema().entity(entity_id), load_schema().nodes["Phone"].level("number")
    levels = {name: node.level(name) for name in ("name", "names", "number", "numbers", "birth_date")}
    levels["phones"] = phones
    return {key: by_level(value, levels[key]) if key in levels else value for key, value in row.items()}


def place(row: dict[str, Any]) -> str:
    """Return where a mention stands: file, sheet and row."""
    return f"{row['file']}{' / ' + row['sheet'] if row['sheet'] else ''}, row {row['row']}"


def _listed(row: dict[str, Any], open_: bool) -> dict[str, Any]:
    """Return one result as the asker may see it; entity_type is None for what is no entity."""
    node = load_schema().nodes[row["label"]]
    levels = {"name": node.level(node.caption), **{name: node.level(name) for name in ("number", "birth_date")}}
    kinds = {label: kind for kind, label in ENTITY_LABELS.items()}
    told = {"entity_id": row["id"], "entity_type": kinds.get(row["label"]), **row}
    del told["id"]
    return told if open_ else {key: by_level(value, levels.get(key, ORDINARY)) for key, value in told.items()}


def search(
    text: Annotated[str, typer.Argument(help="A name, part of one or its pinyin, a number, a plate, an id …")],
    workspace: common.WorkspaceOption = None,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 20,
    reveal: common.RevealOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Find entities and things by name, number, phone, plate, case number or id."""
    with common.opened(workspace) as (settings, _, con):
        open_ = common.revealed(settings, reveal, "person search", text)
        found = index.search(con, question(text), limit=limit)
    rows = [_listed(row, open_) for row in found.results]
    if as_json:
        common.say_json({"query": text, "total": found.total, "results": rows})
        return
    if not rows:
        common.console.print("Nothing found. A name may be part of one; a number may have one mistake.")
        return
    print_table(
        common.console,
        ("entity", "type", "name", "number", "born", "mentions", "matched"),
        [
            (
                row["entity_id"],
                row["entity_type"] or row["label"],
                row["name"] or "",
                row["number"] or "",
                str(row["birth_date"] or ""),
                str(row["mentions"]),
                row["matched"],
            )
            for row in rows
        ],
        whole=("entity", "number", "born"),
        figures=("mentions",),
        notes=[[Text(f"known to {', '.join(row['sources'])}", "dim")] for row in rows],
    )
    if found.total > len(rows):
        common.console.print(f"{found.total - len(rows):,} more are less like it; --limit shows more of them.")


def show(
    who: Annotated[
        str,
        typer.Argument(metavar="ENTITY", help="An entity id or its beginning; a number or name if it means only one."),
    ],
    workspace: common.WorkspaceOption = None,
    reveal: common.RevealOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Show an entity: who named it where, and what it is tied to."""
    with common.opened(workspace) as (settings, generation, con):
        entity_id = one_entity(con, who)
        open_ = common.revealed(settings, reveal, "person show", entity_id)
        entity = lookup.entity(con, entity_id)
        if entity is None:
            raise UserError("No entity is known by that id, number or name. `clew person search` helps to find one.")
        mentions = [shown(entity_id, row, open_) for row in lookup.mentions_of(con, entity_id)]
        with common.opened_graph(settings, generation) as store:
            ties = store.degrees([entity_id])[entity_id]
            near = [
                {"type": edge.type, "to": node.id, "label": node.label, "records": edge.properties.get("records", [])}
                for edge, node in store.neighbourhood(entity_id, limit=50).edges
            ]
            updating = common.told_updating(store)
    entity = shown(entity_id, entity, open_)
    if as_json:
        told = {"entity": entity, "mentions": mentions, "ties": ties, "neighbours": near, "updating": updating}
        common.say_json(told)
        return
    common.console.print(
        Text(f"{entity['name'] or '(no name)'} ", "bold"),
        f"{entity_id}  {entity['number'] or ''}  "
        f"{entity['sex'] or ''}  {entity['birth_date'] or ''}  {', '.join(entity['flags'] or [])}",
    )
    print_table(
        common.console,
        ("table", "role", "name", "number", "basis", "probability"),
        [
            (
                row["table_name"],
                row["role"],
                row["name"] or "",
                row["number"] or "",
                row["match_basis"],
                f"{row['match_probability']:.6f}",
            )
            for row in mentions
        ],
        whole=("table", "number"),
        figures=("probability",),
        notes=[[f"{place(row)}  {row['mention_id']}"] for row in mentions],
    )
    common.console.print(
        "Ties: " + (", ".join(f"{name} {n}" for name, n in sorted(ties.items()) if n) or "none in the graph")
    )


def path(
    a: Annotated[
        str, typer.Argument(metavar="A", help="An entity id or its beginning; a number or name if it means only one.")
    ],
    b: Annotated[str, typer.Argument(metavar="B")],
    workspace: common.WorkspaceOption = None,
    longest: Annotated[int, typer.Option(min=1, max=8, help="Longest path in steps.")] = 6,
    limit: Annotated[int, typer.Option(min=1, max=50, help="How many paths.")] = 5,
    reveal: common.RevealOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Show how two entities are tied, the rarest ties first, with their evidence."""
    with common.opened(workspace) as (settings, generation, con):
        ends = (one_entity(con, a), one_entity(con, b))
        if ends[0] == ends[1]:
            raise UserError(f"Both are the same entity, {ends[0]}. A path leads from one entity to another.")
        open_ = common.revealed(settings, reveal, "path", " ".join(ends))
        with common.opened_graph(settings, generation) as store:
            ways = store.paths(*ends, longest=longest, limit=limit)
            found = ways.paths
            things = shared(store, edges_of(found)) if as_json else {}
            updating = common.told_updating(store)
        places = lookup.places(con, records_of(edges_of(found)))
    if as_json:
        paths = [as_data(one, places, things, open_) for one in found]
        told = {"from": ends[0], "to": ends[1], "paths": paths, "complete": ways.complete, "updating": updating}
        common.say_json(told)
        return
    if not found:
        where = "" if ways.complete else " within what was read"
        common.console.print(f"No tie of at most {longest} steps joins {ends[0]} and {ends[1]}{where}.")
    if not ways.complete:
        common.console.print("Not all was looked at: what has very many ties is not gone through, and reading ends.")
    for number, one in enumerate(found, start=1):
        way, *ties = as_lines(one, places, open_)
        common.console.print(Text(f"{number}.", "bold"), way)
        for line in ties:
            common.console.print(f"     {line}")
