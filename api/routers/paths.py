"""How two are tied: paths between them, the rarest ties first."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from api.access import Action
from api.asking import Asked, JournalledRoute, asks_open
from api.describe import described
from api.parts import part, records_of, shared
from api.paths import as_data, edges_of
from api.problems import Problem
from api.routers.entities import present
from records import lookup

router = APIRouter(prefix="/v1", route_class=JournalledRoute, tags=["look"])
MOST_ROWS = 50
"""Rows of evidence of one edge."""


@router.get(
    "/paths",
    summary="Paths between two",
    responses=described("paths", "no_such_entity", "same_entity", "became_several"),
)
def find(
    asked: Annotated[Asked, Depends(asks_open(Action.LOOK))],
    start: Annotated[str, Query(alias="from", max_length=80, description="The id of one node.")],
    end: Annotated[str, Query(alias="to", max_length=80, description="The id of another.")],
    longest: Annotated[int, Query(ge=1, le=8, description="Steps at most.")] = 6,
    limit: Annotated[int, Query(ge=1, le=20)] = 5,
) -> dict[str, Any]:
    """Return paths ranked by how rare their ties are, each step with its edges and their evidence."""
    published = asked.published()
    ids = [present(published, one) for one in (start, end)]
    if ids[0] == ids[1]:
        raise Problem("same_entity")
    ends = {node.id: node for node in published.store.nodes(ids)}
    for asked_for, node_id in zip((start, end), ids, strict=True):
        if node_id not in ends:
            raise Problem("no_such_entity", id=asked_for)
    ways = published.store.paths(ids[0], ids[1], longest=longest, limit=limit)
    found = ways.paths
    things = shared(published.store, edges_of(found))
    with published.records() as con:
        places = lookup.places(con, records_of(edges_of(found)))
    asked.journal("paths", " ".join(ids))
    return {
        "from": part(ends[ids[0]], asked.open), "to": part(ends[ids[1]], asked.open),
        "paths": [as_data(path, places, things, asked.open, MOST_ROWS) for path in found],
        "complete": ways.complete,
        "updating": published.store.updating(),
    }  # fmt: skip
