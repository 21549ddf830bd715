"""One node: its dossier, what is around it, and why two of its mentions are one."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from api.access import Action
from api.asking import Asked, JournalledRoute, asks_open
from api.describe import described
from api.dossier import dossier
from api.explained import history_data, threshold, why_data
from api.lead_data import lead_row, words
from api.parts import edge_data, records_of, shared, sized_part
from api.problems import Problem
from api.published import Published
from core.errors import OutOfReach, UserError
from graph.schema import load_schema
from queries import lead_search
from queries.lead_search import LeadFilter
from records import lookup

router = APIRouter(prefix="/v1/entities", route_class=JournalledRoute, tags=["look"])
Looks = Annotated[Asked, Depends(asks_open(Action.LOOK))]
MOST_LEADS = 50
FARTHEST = 1000
"""Edges of a hub beyond which nobody pages: what is sought there is found by type and day."""

_UNDATED = ", and all whose days are unknown: they may have been then"


def present(published: Published, node_id: str) -> str:
    """Return the id in force of a node: an entity's successor where it has been superseded. Raises Problem."""
    with published.records() as con:
        ids = lookup.present_ids(con, node_id)
    if len(ids) > 1:
        raise Problem("became_several", id=node_id, ids=", ".join(ids))
    return ids[0] if ids else node_id


@router.get(
    "/{entity_id}", summary="The dossier of a node", responses=described("entity", "no_such_entity", "became_several")
)
def show(asked: Looks, entity_id: str) -> dict[str, Any]:
    """Return what is known of an entity or thing: mentions, identifiers, ties by group, timeline, leads."""
    published = asked.published()
    node_id = entity_id
    with published.records() as con:
        found = dossier(con, published.store, node_id, asked.open)
        if found is None and (node_id := present(published, entity_id)) != entity_id:
            found = dossier(con, published.store, node_id, asked.open)
    if found is None:
        raise Problem("no_such_entity", id=entity_id)
    for mention in found["mentions"]:
        mention["table_title"] = published.titles.get((mention["table"], ""), mention["table"])
    with asked.session() as db:
        wanted = LeadFilter(entity=node_id)
        total, leads = lead_search.find(db, asked.workspace, wanted, limit=MOST_LEADS)
        rows = [lead_row(lead, published.models, asked.open) for lead in leads]
    asked.journal("entity", node_id)
    superseded = entity_id if node_id != entity_id else None
    return {**found, "superseded_from": superseded, "leads": rows, "leads_total": total}


@router.get(
    "/{entity_id}/neighbours",
    summary="What is around a node",
    responses=described("neighbours", "no_such_entity", "became_several", "no_such_kind"),
)
def neighbours(
    asked: Looks,
    entity_id: str,
    type: Annotated[  # noqa: A002 - clients rely on the name
        str, Query(max_length=1000, description="Only these relationship types, separated by commas.")
    ] = "",
    since: Annotated[date | None, Query(description=f"Only edges in force on or after this day{_UNDATED}.")] = None,
    until: Annotated[date | None, Query(description=f"Only edges in force on or before this day{_UNDATED}.")] = None,
    offset: Annotated[int, Query(ge=0, le=FARTHEST, description="What lies farther is reached by type and day.")] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Return some edges of a node with their other ends, and how many of each type it has; of a hub the first alone."""
    published = asked.published()
    node_id = present(published, entity_id)
    store, schema = published.store, load_schema()
    types = [one for one in type.split(",") if one]
    node = store.nodes([node_id])
    if not node:
        raise Problem("no_such_entity", id=entity_id)
    try:
        near = store.neighbourhood(node_id, types, since, until, limit, offset)
    except OutOfReach:
        raise
    except UserError:
        raise Problem("no_such_kind", id=type, known=", ".join(schema.relationships)) from None
    others = {other.id: other for _, other in near.edges}
    things = shared(store, [edge for edge, _ in near.edges], others)
    sizes = store.degrees([node_id, *others])
    totals = {one: sum(sizes.get(one, {}).values()) for one in (node_id, *others)}
    with published.records() as con:
        places = lookup.places(con, records_of([edge for edge, _ in near.edges]))
    asked.journal("neighbours", node_id)
    mine = sized_part(node[0], totals[node_id], asked.open)
    return {
        "node": mine, "size": mine["size"], "hub": mine["hub"],
        "types": [
            {"type": name, "title": _title(name), "total": n} for name, n in sorted(sizes.get(node_id, {}).items())
        ],
        "edges": [edge_data(edge, places, things, asked.open) for edge, _ in near.edges],
        "nodes": [sized_part(other, totals[other.id], asked.open) for other in others.values()],
        "total": near.total, "offset": offset, "limit": limit, "updating": store.updating(),
    }  # fmt: skip


def _title(name: str) -> dict[str, str]:
    kind = load_schema().relationships[name]
    return words(kind.title_zh, kind.title_en)


@router.get(
    "/{entity_id}/why",
    summary="Why two mentions are one",
    responses=described("why", "no_such_entity", "became_several", "no_such_mention"),
)
def why(
    asked: Looks,
    entity_id: str,
    a: Annotated[str, Query(max_length=300, description="A mention of the entity.")],
    b: Annotated[str, Query(max_length=300, description="Another mention, of this entity or another.")],
) -> dict[str, Any]:
    """Return two mentions side by side, what joined each to its entity, and what their agreement weighs."""
    published = asked.published()
    node_id = present(published, entity_id)
    with published.records() as con:
        if lookup.entity(con, node_id) is None:
            raise Problem("no_such_entity", id=entity_id)
        found = why_data(con, a, b, asked.open, threshold(asked.service.settings))
    if found is None or node_id not in found["entities"]:
        raise Problem("no_such_mention", id=f"{a}, {b}")
    for mention in (found["a"], found["b"]):
        mention["table_title"] = published.titles.get((mention["table"], ""), mention["table"])
    asked.journal("why", node_id)
    return found


@router.get(
    "/{entity_id}/history",
    summary="How an entity came together",
    responses=described("entity_history", "no_such_entity", "became_several"),
)
def history(
    asked: Looks,
    entity_id: str,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Return a page of an entity's groups of mentions, of its joins in the order they were made in, and its vetoes."""
    published = asked.published()
    node_id = present(published, entity_id)
    with published.records() as con:
        if lookup.entity(con, node_id) is None:
            raise Problem("no_such_entity", id=entity_id)
        found = history_data(con, node_id, asked.open)
    asked.journal("history", node_id)
    lists = {name: found[name] for name in ("groups", "joins", "vetoes")}
    pages = {name: rows[offset : offset + limit] for name, rows in lists.items()}
    return (
        found
        | pages
        | {f"{name}_total": len(rows) for name, rows in lists.items()}
        | {"offset": offset, "limit": limit}
    )
