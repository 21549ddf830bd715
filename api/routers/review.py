"""What waits for a person's decision on who is who."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from api import reviewing
from api.access import Action
from api.asking import Asked, JournalledRoute, asks_open
from api.describe import described
from api.problems import Problem
from resolution.review_queue import KINDS

router = APIRouter(prefix="/v1/review", route_class=JournalledRoute, tags=["review"])
Looks = Annotated[Asked, Depends(asks_open(Action.REVIEW))]


@router.get("", summary="What waits for a decision", responses=described("review", "no_such_kind"))
def find(
    asked: Looks,
    kind: Annotated[str, Query(max_length=40, description=f"Only this kind: {', '.join(KINDS)}.")] = "",
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> dict[str, Any]:
    """Return pairs to decide, side by side: contradictions, then what open leads hang on, then what changes most."""
    if kind and kind not in KINDS:
        raise Problem("no_such_kind", id=kind, known=", ".join(KINDS))
    published = asked.published()
    with asked.session() as db, published.records() as con:
        found = reviewing.queue(con, db, asked.workspace, kind, offset, limit)
        items = reviewing.shown(con, found, asked.open)
    for item in items:
        for mention in (item["a"], item["b"]):
            mention["table_title"] = published.titles.get((mention["table"], ""), mention["table"])
    asked.journal("review", kind or "all")
    return {
        "total": found.total, "offset": offset, "limit": limit,
        "kinds": [{"kind": name, "title": reviewing.TITLES[name], "n": n} for name, n in found.kinds.items()],
        "items": items,
    }  # fmt: skip
