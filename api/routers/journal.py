"""The journal: who looked at or changed what, when and what for."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from api.access import Action, Role
from api.asking import Asked, JournalledRoute, asks_open
from api.describe import described
from api.journal_words import HIDDEN, subject_shown, tells_of_cases
from core.journal import JournalEntry, newest
from core.masking import mask_inside

router = APIRouter(prefix="/v1", route_class=JournalledRoute, tags=["journal"])


@router.get("/journal", summary="Who looked at or changed what", responses=described("journal"))
def find(
    asked: Annotated[Asked, Depends(asks_open(Action.JOURNAL))],
    actor: Annotated[str, Query(max_length=200, description="Only this actor; of others administrators alone.")] = "",
    action: Annotated[str, Query(max_length=100, description="Only this action, e.g. search.")] = "",
    before: Annotated[int | None, Query(ge=1, le=2**53, description="Only entries with a lower number.")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, Any]:
    """Return entries, newest first: everybody his own, administrators those of all.

    What others looked up or decided, and what for, is hidden from administrators: that it was is told.
    """
    if asked.actor.role != Role.ADMINISTRATOR:
        actor = asked.actor.journal_name
    with asked.session() as db:
        rows = newest(db, [asked.workspace], limit, actor=actor, action=action, before=before)
        found = [_entry(one, asked) for one in rows]
    asked.journal("journal", actor or "all", [])
    return {"entries": found}


def _entry(one: JournalEntry, asked: Asked) -> dict[str, Any]:
    shown = json.loads(one.shown) if one.shown else None
    hidden = one.actor != asked.actor.journal_name and tells_of_cases(one.action)
    subject, reason = (HIDDEN, HIDDEN) if hidden else (subject_shown(one.action, one.subject, asked.open), one.reason)
    return {
        "entry": one.entry_id, "at": one.at, "actor": one.actor, "action": one.action, "subject": subject,
        "reason": reason if asked.open else mask_inside(reason),
        "shown": shown and {
            "open": shown["open"], "total": len(shown["ids"]), "ids": [] if hidden else shown["ids"],
        },
    }  # fmt: skip
