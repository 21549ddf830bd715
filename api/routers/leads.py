"""Leads: found, shown, given to somebody, decided, written to a file."""

import tempfile
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Query, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from api import accounts, exports
from api.access import Action
from api.asking import Asked, JournalledRoute, asks, asks_open
from api.describe import described
from api.evidence import evidence_places
from api.lead_data import history_line, lead_row, whole_lead, words
from api.problems import Problem
from api.published import Published
from api.sameness import least_sure
from core.errors import UserError
from queries import lead_search, leads
from queries.lead_export import EXPORT_COLUMNS, export_rows
from queries.lead_search import LeadFilter, Sort
from queries.lead_tables import Lead, LeadStatus

router = APIRouter(prefix="/v1/leads", route_class=JournalledRoute, tags=["leads"])
Looks = Annotated[Asked, Depends(asks_open(Action.LEADS))]
Decides = Annotated[Asked, Depends(asks(Action.DECIDE))]
Word = Annotated[str, Query(max_length=200)]
EVERY = 1_000_000
"""More leads than one file may hold."""
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
"""Media types of the files that leads are written to."""


class Wanted(BaseModel):
    """What leads are asked for; empty means any."""

    model_config = ConfigDict(extra="ignore")

    model: str = Field("", max_length=40, description="Only this model, e.g. M19.")
    rule: str = Field("", max_length=40, description="Only this rule, e.g. R1.")
    status: str = Field("", max_length=40, description="Only this status: screening, triage, … or 初筛, 分流, …")
    severity: int = Field(0, ge=0, le=5, description="At least this severity.")
    assignee: str = Field("", max_length=200, description="Only leads of this person.")
    entity: str = Field("", max_length=80, description="Only leads about this entity.")
    suppressed: bool = Field(False, description="Also candidates that an exclusion suppressed.")
    gone: bool = Field(False, description="Also leads that the last run no longer found.")

    def filter(self) -> LeadFilter:
        """Return the filter. Raises Problem for a status that there is not."""
        found = self.model_dump()
        found["status"] = _status(self.status).value if self.status else ""
        return LeadFilter(**found)


def _status(text: str) -> LeadStatus:
    try:
        return leads.status_called(text)
    except UserError:
        raise Problem("no_such_status", id=text, known=", ".join(LeadStatus)) from None


@router.get("", summary="Find leads", responses=described("leads", "no_such_status"))
def find(
    asked: Looks,
    wanted: Annotated[Wanted, Depends()],
    sort: Sort = "strength",
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Return leads page by page, the strongest first, with how many there are by model and by status."""
    published = asked.published()
    chosen = wanted.filter()
    with asked.session() as db:
        total, found = lead_search.find(db, asked.workspace, chosen, sort, offset, limit)
        rules, statuses = lead_search.counts(db, asked.workspace, chosen)
        rows = [lead_row(lead, published.models, asked.open) for lead in found]
    asked.journal("leads list", _told(wanted))
    return {
        "total": total, "offset": offset, "limit": limit, "models": _by_model(published, rules),
        "statuses": [{"status": s.value, "title": words(s.zh, s.value), "n": statuses.get(s, 0)} for s in LeadStatus],
        "leads": rows,
    }  # fmt: skip


def _by_model(published: Published, rules: dict[tuple[str, str], int]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for (model_id, rule), n in rules.items():
        model = published.models.get(model_id)
        title = words(model.title.zh, model.title.en) if model else words(model_id)
        one = found.setdefault(model_id, {"id": model_id, "title": title, "n": 0, "rules": []})
        named = model.rules.get(rule) if model else None
        rule_title = words(named.title.zh, named.title.en) if named else words(rule)
        one["n"] += n
        one["rules"].append({"id": rule, "title": rule_title, "n": n})
    return list(found.values())


def _told(wanted: Wanted) -> str:
    return " ".join(f"{name}={value}" for name, value in wanted.model_dump().items() if value) or "all"


@router.get(
    "/export",
    summary="Write leads to a file",
    response_class=FileResponse,
    responses=described("export", "no_such_status", files=("text/csv", FORMS["xlsx"])),
)
def export(
    asked: Looks,
    wanted: Annotated[Wanted, Depends()],
    form: Annotated[Literal["csv", "xlsx", "json"], Query(alias="format")] = "csv",
) -> FileResponse:
    """Return leads as a file (.csv, .xlsx or .json), sorted by model, rule and id, with where their evidence stands."""
    published = asked.published()
    with asked.session() as db, published.records() as con:
        _, found = lead_search.find(db, asked.workspace, wanted.filter(), "model", 0, EVERY)
        rows = export_rows(found, revealed=asked.open)
        ids = [row["lead_id"] for row in rows]
        # Only a workbook has room for where the evidence stands.
        places = evidence_places(con, leads.evidence_of(db, asked.workspace, ids)) if form == "xlsx" else []
    asked.journal("leads export", _told(wanted), {one for row in rows for one in (row["lead_id"], *_people(row))})
    folder = asked.held.enter_context(tempfile.TemporaryDirectory(prefix="clew-export-"))
    out = Path(folder) / f"leads.{form}"
    exports.write_leads(EXPORT_COLUMNS, rows, places, out)
    return FileResponse(out, filename=out.name, media_type=FORMS[form])


def _people(row: dict[str, Any]) -> list[str]:
    return [row["principal_entity_id"], *row["other_entity_ids"]]


def _lead(db: Session, asked: Asked, lead_id: str) -> Lead:
    try:
        return leads.get_lead(db, asked.workspace, lead_id)
    except UserError:
        raise Problem("no_such_lead", id=lead_id) from None


def _whole(db: Session, asked: Asked, published: Published, lead: Lead, response: Response) -> dict[str, Any]:
    events = leads.history(db, asked.workspace, lead.lead_id)
    response.headers["ETag"] = f'"{lead.version}"'
    with published.records() as con:
        found = whole_lead(con, lead, events, published.models, published.titles, asked.open)
        return found | {"weakest_link": least_sure(con, list(lead.evidence), lead.identity_confidence)}


@router.get("/{lead_id}", summary="Show a lead", responses=described("lead", "no_such_lead"))
def show(asked: Looks, lead_id: str, response: Response) -> dict[str, Any]:
    """Return a lead with its sentence, compared values, evidence, exclusions, law and history; ETag is its version."""
    published = asked.published()
    with asked.session() as db:
        lead = _lead(db, asked, lead_id)
        found = _whole(db, asked, published, lead, response)
    asked.journal("leads show", lead_id)
    return found


@router.get("/{lead_id}/history", summary="What happened to a lead", responses=described("history", "no_such_lead"))
def history(asked: Looks, lead_id: str) -> dict[str, Any]:
    """Return who did what to a lead, oldest first."""
    with asked.session() as db:
        _lead(db, asked, lead_id)
        found = [history_line(one, asked.open) for one in leads.history(db, asked.workspace, lead_id)]
    asked.journal("leads history", lead_id)
    return {"lead_id": lead_id, "history": found}


class Change(BaseModel):
    """What a person decided about a lead, and why."""

    model_config = ConfigDict(extra="forbid")

    status: str | None = Field(None, max_length=40, description="The new status.")
    assignee: str | None = Field(None, max_length=200, description="Whose lead it is from now on; empty: nobody's.")
    reason: str = Field(min_length=1, max_length=2000, description="Why; kept in the history and the journal.")


@router.patch(
    "/{lead_id}",
    summary="Decide a lead, or give it to somebody",
    responses=described(
        "lead", "no_such_lead", "if_match_needed", "changed_meanwhile", "nothing_to_change", "no_such_status",
        "no_such_assignee", "reason_needed",
    ),
)  # fmt: skip
def change(
    asked: Decides,
    lead_id: str,
    wanted: Change,
    response: Response,
    if_match: Annotated[str | None, Header(description="The ETag of the lead as it was seen.")] = None,
) -> dict[str, Any]:
    """Change status or assignee with a reason; If-Match says which version of the lead was seen."""
    if wanted.status is None and wanted.assignee is None:
        raise Problem("nothing_to_change")
    if not wanted.reason.strip():
        raise Problem("reason_needed")
    seen = {one.strip() for one in (if_match or "").split(",")} - {"", "*"}
    if not seen:  # `*` would say that any version will do
        raise Problem("if_match_needed")
    published = asked.published()
    status = _status(wanted.status) if wanted.status is not None else None
    try:
        with asked.session() as db:
            lead = _lead(db, asked, lead_id)
            if f'"{lead.version}"' not in seen:
                raise leads.ChangedMeanwhile(lead_id)
            who, why = asked.actor.journal_name, wanted.reason
            done: list[tuple[str, str]] = []
            if wanted.assignee is not None and wanted.assignee != lead.assignee:
                if wanted.assignee:
                    _check_assignee(db, asked, wanted.assignee)
                leads.assign(db, asked.workspace, lead_id, wanted.assignee, who, why, lead.version)
                done.append(("leads assign", f"{lead_id} {wanted.assignee or '-'}"))
            if status is not None and status.value != lead.status:
                leads.set_status(db, asked.workspace, lead_id, status.value, who, why, lead.version)
                done.append(("leads status", f"{lead_id} {status.value}"))
            whole = _whole(db, asked, published, lead, response)
            for action, subject in done or [("leads unchanged", lead_id)]:
                asked.journal_change(action, subject, whole, why, db)
            return whole
    except leads.ChangedMeanwhile:
        raise Problem("changed_meanwhile") from None


def _check_assignee(db: Session, asked: Asked, name: str) -> None:
    """Raise Problem unless this is somebody who may work on leads: an active user, or the asker himself."""
    if name != asked.actor.journal_name and not accounts.may_decide(db, asked.workspace, name):
        raise Problem("no_such_assignee", id=name)
