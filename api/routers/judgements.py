"""What people decided about who is who: looked at, added, withdrawn; the next run obeys."""

from typing import Annotated, Any

import duckdb
from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from api import judging
from api.access import Action
from api.asking import Asked, JournalledRoute, asks, asks_open
from api.describe import described
from api.problems import Problem
from core.masking import mask_inside
from records import lookup
from resolution.judgement_table import withdraw
from resolution.judgements import Judgement, Verdict

router = APIRouter(prefix="/v1/judgements", route_class=JournalledRoute, tags=["review"])
Looks = Annotated[Asked, Depends(asks_open(Action.REVIEW))]
Judges = Annotated[Asked, Depends(asks(Action.JUDGE))]
LongestId = Annotated[str, Field(min_length=1, max_length=300)]


class Wanted(BaseModel):
    """A decision on two."""

    model_config = ConfigDict(extra="forbid")

    a: LongestId = Field(description="The id of a mention; or of an entity, for which one of its mentions then stands.")
    b: LongestId = Field(description="The other.")
    verdict: Verdict
    why: str = Field(min_length=1, max_length=2000, description="Why; kept with the judgement and in the journal.")


class Why(BaseModel):
    """Why a judgement is withdrawn."""

    model_config = ConfigDict(extra="forbid")

    why: str = Field(min_length=1, max_length=2000)


@router.get("", summary="What was judged", responses=described("judgements"))
def find(
    asked: Looks,
    every: Annotated[
        bool, Query(alias="all", description="Also withdrawn ones and those that the reviewer judged again since.")
    ] = False,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Return judgements in force, or every one, the newest first, with what the last run made of each."""
    published = asked.published()
    with asked.session() as db, published.records() as con:
        found = judging.listed(con, db, asked.workspace, every=every)
        rows = _with_entities(con, found[offset : offset + limit], asked.open)
    asked.journal("judgements list", "all" if every else "in force", _mentions(rows))
    return {"total": len(found), "offset": offset, "limit": limit, "judgements": rows}


def _with_entities(con: duckdb.DuckDBPyConnection, rows: list[dict[str, Any]], open_: bool) -> list[dict[str, Any]]:
    """Add of which entity each mention is now, and mask the reason."""
    entities = judging.entities_of(con, [mention for row in rows for mention in (row["a"], row["b"])])
    return [
        row | {
            "why": row["why"] if open_ else mask_inside(row["why"]),
            "entities": [entities.get(row["a"]), entities.get(row["b"])],
        }
        for row in rows
    ]  # fmt: skip


def _mentions(rows: list[dict[str, Any]]) -> set[str]:
    return {name for row in rows for name in (row["judgement_id"], row["a"], row["b"])}


@router.post(
    "",
    summary="Judge whether two are the same",
    status_code=201,
    responses=described(
        "judged", "no_such_mention", "no_such_entity", "became_several", "same_twice", "reason_needed", status=201
    ),
)
def add(asked: Judges, wanted: Wanted) -> dict[str, Any]:
    """Keep a judgement of the asker: `same` merges, `different` keeps apart or splits; the next run obeys."""
    if not wanted.why.strip():
        raise Problem("reason_needed")
    published = asked.published()
    with published.records() as con, asked.session() as db:
        try:
            pair = judging.two(con, wanted.a, wanted.b, _entity_called)
        except judging.NoSuchMention as error:
            raise Problem("no_such_mention", id=error.mention_id) from None
        except judging.SameTwice:
            raise Problem("same_twice") from None
        by = asked.actor.journal_name
        made = judging.decide(con, db, asked.workspace, pair, wanted.verdict, by, wanted.why)
        entities = {one.mention_id: one.entity_id for one in pair}
        answer = _told(made, "waiting") | {"entities": [entities[made.a], entities[made.b]]}
        asked.journal_change("judge", judging.journalled(made), answer, wanted.why, db)
    return answer


def _entity_called(con: duckdb.DuckDBPyConnection, entity_id: str) -> str:
    ids = lookup.present_ids(con, entity_id)
    if len(ids) > 1:
        raise Problem("became_several", id=entity_id, ids=", ".join(ids))
    if not ids:
        raise Problem("no_such_entity", id=entity_id)
    return ids[0]


def _told(made: Judgement, state: str) -> dict[str, Any]:
    return judging.as_data(made) | {"state": state}


@router.post(
    "/{judgement_id}/withdraw",
    summary="Withdraw a judgement",
    responses=described("judged", "no_such_judgement", "judgement_withdrawn", "reason_needed"),
)
def undo(asked: Judges, judgement_id: str, wanted: Why) -> dict[str, Any]:
    """Undo a judgement; an earlier one of its reviewer on the same two counts again. The next run obeys."""
    if not wanted.why.strip():
        raise Problem("reason_needed")
    published = asked.published()
    with published.records() as con, asked.session() as db:
        states = {one["judgement_id"]: one["state"] for one in judging.listed(con, db, asked.workspace, every=True)}
        if judgement_id not in states:
            raise Problem("no_such_judgement", id=judgement_id)
        if states[judgement_id] == "withdrawn":
            raise Problem("judgement_withdrawn", id=judgement_id)
        undone = withdraw(db, asked.workspace, judgement_id, asked.actor.journal_name, wanted.why)
        (answer,) = _with_entities(con, [_told(undone, "withdrawn")], open_=False)
        asked.journal_change("judgements undo", judging.journalled(undone), answer, wanted.why, db)
    return answer
