"""Cases: screening everyone in one."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi import Path as InPath

from api.access import Action
from api.asking import Asked, JournalledRoute, asks_open
from api.describe import described
from api.lead_data import lead_row
from api.lookups import question
from api.parts import part
from api.problems import Problem
from api.screening import screen
from core.errors import UserError
from queries import lead_search
from queries.lead_tables import LeadStatus
from records.search import search

router = APIRouter(prefix="/v1/cases", route_class=JournalledRoute, tags=["cases"])
EXACT = ("id", "case_no")
MOST_CASES = 10
DONE = (LeadStatus.DISMISSED, LeadStatus.CLOSED, LeadStatus.FEEDBACK)


@router.post("/{no}/screen", summary="Screen a case", responses=described("screen", "no_such_case"))
def screen_case(
    asked: Annotated[Asked, Depends(asks_open(Action.SCREEN))],
    no: Annotated[str, InPath(max_length=200, description="The case number, in any spelling, or the case's id.")],
) -> dict[str, Any]:
    """Look up everyone in a case: other cases, custody, correction, judgments, open leads, ties between the parties."""
    published = asked.published()
    try:
        wanted = question(no)
    except UserError:
        raise Problem("no_such_case", id=no) from None
    with published.records() as con:
        found = search(con, wanted, labels=("Case",), limit=MOST_CASES).results
    cases = published.store.nodes([one["id"] for one in found if one["matched"] in EXACT])
    if not cases:
        raise Problem("no_such_case", id=no)
    parties, ties, total = screen(published.store, [case.id for case in cases], asked.open)
    ids = [one["id"] for one in parties]
    with asked.session() as db:
        leads = [lead for lead in lead_search.about(db, asked.workspace, ids) if lead.status not in DONE]
        for one in parties:
            mine = [lead for lead in leads if one["id"] in (lead.principal_entity_id, *lead.parties)]
            one["leads"] = [lead_row(lead, published.models, asked.open) for lead in mine]
    asked.journal("case screen", no)
    return {
        "case_no": no, "cases": [part(case, asked.open) for case in cases], "parties": parties,
        "parties_total": total, "ties": ties, "updating": published.store.updating(),
    }  # fmt: skip
