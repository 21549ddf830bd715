"""A finding becomes a lead: one identity through all runs, evidence, and a history that people write."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session, undefer

from core.errors import UserError
from core.ids import lead_id
from queries.explain import template_values
from queries.findings import Finding
from queries.lead_tables import Lead, LeadEntity, LeadEvent, LeadStatus, RunStamp
from queries.model_types import Citation, Model
from queries.runner import Outcome

Evidence = Callable[[Sequence[str]], Mapping[str, Any]]
"""Gives for record ids the rows as they were sent, by record id, as JSON."""
Names = Callable[[Sequence[str]], Mapping[str, str]]
"""Gives for entity ids their names."""
Key = tuple[str, str, str, str]

MACHINE = "clew"
IDENTITY_NOTE = "身份待核"
_AT_ONCE = 500
"""Ids in one query; databases bound them."""


def is_recorded(session: Session, workspace: str, generation: int) -> bool:
    """Say whether the leads of a generation of a workspace (its id) have been written."""
    return session.get(RunStamp, (workspace, generation)) is not None


def record(
    session: Session,
    outcome: Outcome,
    models: Sequence[Model],
    workspace: str,
    generation: int,
    successors: Mapping[str, Collection[str]],
    evidence: Evidence,
    names: Names,
    sealed: Collection[str] = (),
) -> int:
    """Write what a run found and return how many leads hold; a generation that is stamped already changes nothing.

    A finding is the lead of its rule and event key whose principal it names, or whose principal `successors` says it
    has become. Leads that a rule no longer finds are marked, also where the run did not know the rule; a rule that
    lacked its tables or failed says nothing of its leads. Status and history stay as people left them. A lead that
    rests on a record of `sealed` is shown nowhere while it does. Takes part in the caller's transaction. Raises
    UserError when a rule that found something is not in `models`.
    """
    if is_recorded(session, workspace, generation):
        return _holding(session, workspace)
    by_id = {model.id: model for model in models}
    for run in outcome.rules:
        if run.findings and (run.model_id not in by_id or run.rule not in by_id[run.model_id].rules):
            raise UserError(
                f"The results were found by rule {run.model_id} {run.rule}, which is no longer among the models. "
                "Run `clew detect` with the models of today."
            )
    ran = {(run.model_id, run.rule): run for run in outcome.rules if run.ran}
    findings = {_key(one): one for run in ran.values() for one in run.findings}
    known = select(Lead).where(Lead.workspace == workspace).order_by(Lead.lead_id)
    silent = {(run.model_id, run.rule) for run in outcome.rules if not run.ran}
    old = [lead for lead in session.scalars(known) if (lead.model_id, lead.rule) not in silent]
    matched = _match(sorted(findings), old, successors)
    told = names(sorted({e for one in findings.values() for e in (one.principal, *one.parties)}))
    rows = evidence(sorted({record_id for one in findings.values() for record_id in one.records}))
    hits = _groups(findings.values())
    now = datetime.now(UTC).isoformat(timespec="seconds")
    for key, one in sorted(findings.items()):
        lead = matched.get(key)
        if lead is None:
            lead = Lead(
                workspace=workspace, lead_id=lead_id(*key), model_id=one.model_id, rule=one.rule,
                event_key=one.event_key, status=LeadStatus.SCREENING.value, first_generation=generation, holds=True,
                excluded_by=one.excluded,
            )  # fmt: skip
            session.add(lead)
            _note(session, lead, now, "found", one.excluded)
        else:
            _changes(session, lead, one, now)
        model = by_id[one.model_id]
        group = hits.get((one.model_id, one.principal, one.event_key), set())
        _fill(lead, one, model, group, outcome.as_of, ran[one.model_id, one.rule].parameters)
        lead.names = {e: told[e] for e in (one.principal, *one.parties) if e in told}
        lead.evidence = {record_id: rows[record_id] for record_id in one.records if record_id in rows}
        lead.last_generation = generation
    hidden = set(sealed)
    for lead in session.scalars(known):
        if lead.sealed != (shut := not hidden.isdisjoint(lead.record_ids)):
            lead.sealed = shut
    found = {id(lead) for lead in matched.values()}
    for lead in old:
        if id(lead) not in found and lead.holds:
            lead.holds = False
            asked = (lead.model_id, lead.rule) in ran
            _note(session, lead, now, "no longer found" if asked else "rule no longer run", "")
    session.flush()
    _write_entities(session, workspace)
    holding = _holding(session, workspace)
    session.add(RunStamp(workspace=workspace, generation=generation, as_of=outcome.as_of, at=now, leads=holding))
    session.flush()
    return holding


def _write_entities(session: Session, workspace: str) -> None:
    """Write anew whom the leads of a workspace are about."""
    session.execute(delete(LeadEntity).where(LeadEntity.workspace == workspace))
    known = select(Lead.lead_id, Lead.principal_entity_id, Lead.parties).where(Lead.workspace == workspace)
    about = [
        {"workspace": workspace, "entity_id": entity_id, "lead_id": lead}
        for lead, principal, parties in session.execute(known).all()
        for entity_id in sorted({principal, *parties})
    ]
    if about:
        session.execute(insert(LeadEntity), about)


def _holding(session: Session, workspace: str) -> int:
    found = select(Lead.lead_id).where(Lead.workspace == workspace, Lead.holds, Lead.excluded_by == "", ~Lead.sealed)
    return len(session.scalars(found).all())


def _key(one: Finding) -> Key:
    return one.model_id, one.rule, one.principal, one.event_key


def _match(keys: Sequence[Key], old: Sequence[Lead], successors: Mapping[str, Collection[str]]) -> dict[Key, Lead]:
    """Return the lead of each key that has one: under the same principal, else under one that became it.

    Where two leads have become one, the one that people worked on is taken, else the first by id.
    """
    present = {(lead.model_id, lead.rule, lead.principal_entity_id, lead.event_key): lead for lead in old}
    matched = {key: present[key] for key in keys if key in present}
    taken = {lead.lead_id for lead in matched.values()}
    moved: dict[Key, list[Lead]] = {}
    for lead in old:
        for new in sorted(successors.get(lead.principal_entity_id, ())):
            moved.setdefault((lead.model_id, lead.rule, new, lead.event_key), []).append(lead)
    for key in keys:
        free = [lead for lead in moved.get(key, ()) if lead.lead_id not in taken]
        if key not in matched and free:
            matched[key] = min(free, key=lambda lead: (lead.status == LeadStatus.SCREENING.value, lead.lead_id))
            taken.add(matched[key].lead_id)
    return matched


def _groups(findings: Collection[Finding]) -> dict[tuple[str, str, str], set[str]]:
    """Return which rules hit, by (model, principal, event key); suppressed candidates hit nothing."""
    groups: dict[tuple[str, str, str], set[str]] = {}
    for one in findings:
        if not one.excluded:
            groups.setdefault((one.model_id, one.principal, one.event_key), set()).add(one.rule)
    return groups


def _changes(session: Session, lead: Lead, one: Finding, now: str) -> None:
    """Note in the history what a run changed about a known lead."""
    if lead.principal_entity_id != one.principal:
        _note(session, lead, now, "principal superseded", f"{lead.principal_entity_id} → {one.principal}")
    if not lead.holds:
        _note(session, lead, now, "found again", "")
    if lead.excluded_by != one.excluded:
        _note(session, lead, now, "exclusion changed", f"{lead.excluded_by or '-'} → {one.excluded or '-'}")


def _fill(
    lead: Lead, one: Finding, model: Model, hits: set[str], as_of: date, parameters: Mapping[str, object]
) -> None:
    """Put what a run found into a lead; status, history and first generation are not touched."""
    rule = model.rules[one.rule]
    lead.revision, lead.as_of = model.revision, as_of
    lead.principal_entity_id, lead.parties = one.principal, list(one.parties)
    lead.event_date, lead.amount_cny = one.event_date, one.amount
    lead.shown, lead.parameters, lead.says = one.values, dict(parameters), template_values(rule)
    lead.severity = model.severity(one.rule, hits)
    lead.identity_confidence = one.confidence
    lead.identity_note = IDENTITY_NOTE if one.confidence < rule.match_conf else ""
    lead.holds, lead.excluded_by, lead.exclusions_checked = True, one.excluded, list(rule.exclusions)
    lead.legal_basis = [_citation(c) for c in model.citations(one.rule, one.event_date or as_of)]
    lead.record_ids = list(one.records)


def _citation(citation: Citation) -> dict[str, Any]:
    return citation.model_dump(mode="json", by_alias=True)


def _note(session: Session, lead: Lead, at: str, what: str, detail: str, actor: str = MACHINE) -> None:
    entry = LeadEvent(workspace=lead.workspace, lead_id=lead.lead_id, at=at, actor=actor, what=what, detail=detail)
    session.add(entry)


def status_called(text: str) -> LeadStatus:
    """Return the status that a word, English or Chinese, stands for. Raises UserError naming those there are."""
    for status in LeadStatus:
        if text.strip().lower() in (status.value, status.zh):
            return status
    known = ", ".join(f"{s.value} {s.zh}" for s in LeadStatus)
    raise UserError(f"There is no status {text}; known are {known}.")


class ChangedMeanwhile(UserError):
    """Somebody else has changed a lead since it was looked at."""

    def __init__(self, lead: str) -> None:
        self.lead = lead
        super().__init__(f"The lead {lead} was changed since it was looked at. Look at it again, then decide.")


def _claim(session: Session, found: Lead, seen: int | None) -> None:
    """Count a change of a lead; the database itself lets only one of two through who saw the same version."""
    mine = [Lead.workspace == found.workspace, Lead.lead_id == found.lead_id]
    mine += [] if seen is None else [Lead.version == seen]
    counted = session.scalars(update(Lead).where(*mine).values(version=Lead.version + 1).returning(Lead.version)).all()
    if not counted:
        raise ChangedMeanwhile(found.lead_id)
    session.refresh(found, ["version", "status", "assignee"])


def set_status(
    session: Session, workspace: str, lead: str, status: str, actor: str, note: str = "", seen: int | None = None
) -> Lead:
    """Set a lead's status as a person decided, with who and why; `seen` is the version that was looked at.

    Raises UserError for an unknown lead or status, ChangedMeanwhile where `seen` is no longer the version.
    """
    wanted = status_called(status)
    found = get_lead(session, workspace, lead)
    _claim(session, found, seen)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    detail = f"{found.status} → {wanted.value}" + (f": {note.strip()}" if note.strip() else "")
    found.status = wanted.value
    _note(session, found, now, "status", detail, actor)
    session.flush()
    return found


def assign(
    session: Session, workspace: str, lead: str, assignee: str, actor: str, note: str = "", seen: int | None = None
) -> Lead:
    """Give a lead to somebody, or with an empty name to nobody; raises as `set_status` does."""
    found = get_lead(session, workspace, lead)
    _claim(session, found, seen)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    detail = f"{found.assignee or '-'} → {assignee or '-'}" + (f": {note.strip()}" if note.strip() else "")
    found.assignee = assignee
    _note(session, found, now, "assigned", detail, actor)
    session.flush()
    return found


def list_leads(
    session: Session,
    workspace: str,
    *,
    model: str = "",
    rule: str = "",
    status: str = "",
    suppressed: bool = False,
    gone: bool = True,
) -> list[Lead]:
    """Return a workspace's leads by model, rule and id; suppressed and no longer holding ones if asked for."""
    query = select(Lead).where(Lead.workspace == workspace, ~Lead.sealed)
    for column, wanted in ((Lead.model_id, model), (Lead.rule, rule), (Lead.status, status)):
        if wanted:
            query = query.where(column == wanted)
    if not suppressed:
        query = query.where(Lead.excluded_by == "")
    if not gone:
        query = query.where(Lead.holds)
    # Sorted here: a database may sort text by the rules of a language, and exports are the same on each.
    return sorted(session.scalars(query), key=lambda lead: (lead.model_id, lead.rule, lead.lead_id))


def rules_with_leads(session: Session, workspace: str) -> set[tuple[str, str]]:
    """Return the (model, rule) of which a workspace has leads, suppressed ones and those that no longer hold too."""
    found = select(Lead.model_id, Lead.rule).where(Lead.workspace == workspace).distinct()
    return {(model, rule) for model, rule in session.execute(found)}


def get_lead(session: Session, workspace: str, lead: str) -> Lead:
    """Return one lead with its evidence. Raises UserError when the workspace has none of this id."""
    found = session.get(Lead, (workspace, lead), options=[undefer(Lead.evidence)])
    if found is None or found.sealed:
        raise UserError(f"There is no lead {lead}. `clew leads list` shows those there are.")
    return found


def evidence_of(session: Session, workspace: str, wanted: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return the evidence of leads by their ids, in the order of ids."""
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        known = select(Lead.lead_id, Lead.evidence).where(Lead.workspace == workspace, Lead.lead_id.in_(some))
        found |= {lead.lead_id: lead.evidence for lead in session.execute(known)}
    return {lead: found[lead] for lead in wanted}


def history(session: Session, workspace: str, lead: str) -> list[LeadEvent]:
    """Return what happened to a lead, oldest first."""
    events = select(LeadEvent).where(LeadEvent.workspace == workspace, LeadEvent.lead_id == lead)
    return list(session.scalars(events.order_by(LeadEvent.event_id)))
