"""Search: persons, organizations, vehicles, homes and cases by whatever is known of them."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from api.access import Action
from api.asking import Asked, JournalledRoute, asks_open
from api.describe import described
from api.lookups import question
from api.parts import SOUGHT, masked_facts
from api.problems import Problem
from core.errors import UserError
from records.search import search

router = APIRouter(prefix="/v1", route_class=JournalledRoute, tags=["look"])


@router.get("/search", summary="Search", responses=described("search", "nothing_sought", "no_such_kind"))
def find(
    asked: Annotated[Asked, Depends(asks_open(Action.LOOK))],
    q: Annotated[str, Query(max_length=1000, description="A name, pinyin, number, phone, plate, case number or id.")],
    kind: Annotated[str, Query(max_length=200, description="Only these labels, separated by commas.")] = "",
    offset: Annotated[int, Query(ge=0, le=10_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> dict[str, Any]:
    """Return what the words mean, exact hits first, page by page; `kinds` counts all of it by label."""
    labels = tuple(one for one in kind.split(",") if one)
    if unknown := [one for one in labels if one not in SOUGHT]:
        raise Problem("no_such_kind", id=unknown[0], known=", ".join(SOUGHT))
    published = asked.published()
    try:
        wanted = question(q)
    except UserError:
        raise Problem("nothing_sought") from None
    with published.records() as con:
        found = search(con, wanted, labels=labels, offset=offset, limit=limit)
    results = [masked_facts(row, asked.open) for row in found.results]
    asked.journal("search", q.strip())
    return {
        "query": q, "total": found.total, "offset": offset, "limit": limit, "kinds": found.kinds, "results": results
    }  # fmt: skip
