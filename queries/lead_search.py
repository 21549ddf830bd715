"""Finding leads among many: by what people filter, in the order they ask for, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from queries.lead_tables import Lead, LeadEntity

Sort = Literal["strength", "newest", "amount", "model"]


@dataclass(frozen=True)
class LeadFilter:
    """What leads are asked for; empty means any. `entity` is a principal or party."""

    model: str = ""
    rule: str = ""
    status: str = ""
    severity: int = 0
    assignee: str = ""
    entity: str = ""
    suppressed: bool = False
    gone: bool = False


def _conditions(workspace: str, wanted: LeadFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Lead.workspace == workspace, ~Lead.sealed]
    for column, value in (
        (Lead.model_id, wanted.model), (Lead.rule, wanted.rule), (Lead.status, wanted.status),
        (Lead.assignee, wanted.assignee),
    ):  # fmt: skip
        if value:
            found.append(column == value)
    if wanted.severity:
        found.append(Lead.severity >= wanted.severity)
    if wanted.entity:
        found.append(_about(workspace, [wanted.entity]))
    if not wanted.suppressed:
        found.append(Lead.excluded_by == "")
    if not wanted.gone:
        found.append(Lead.holds.is_(True))
    return found


def _about(workspace: str, entity_ids: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that one of these entities is a lead's principal or party."""
    mine = (LeadEntity.workspace == workspace, LeadEntity.entity_id.in_(entity_ids))
    return Lead.lead_id.in_(select(LeadEntity.lead_id).where(*mine))


def _sorted(query: Select[Any], sort: Sort) -> Select[Any]:
    strength = (
        Lead.holds.desc(), Lead.severity.desc(), Lead.identity_confidence.desc(),
        func.coalesce(Lead.amount_cny, 0).desc(), Lead.event_date.is_(None), Lead.event_date.desc(), Lead.lead_id,
    )  # fmt: skip
    first: dict[Sort, tuple[Any, ...]] = {
        "strength": (),
        "newest": (Lead.event_date.is_(None), Lead.event_date.desc()),
        "amount": (func.coalesce(Lead.amount_cny, 0).desc(),),
        "model": (Lead.model_id, Lead.rule),
    }
    return query.order_by(*first[sort], *strength)


def find(
    session: Session, workspace: str, wanted: LeadFilter, sort: Sort = "strength", offset: int = 0, limit: int = 50
) -> tuple[int, list[Lead]]:
    """Return how many leads of a workspace (its id) there are, and one page of them."""
    conditions = _conditions(workspace, wanted)
    total = session.scalar(select(func.count()).select_from(Lead).where(*conditions)) or 0
    page = _sorted(select(Lead.lead_id).where(*conditions), sort).offset(offset).limit(limit).subquery()
    found = select(Lead).where(Lead.workspace == workspace, Lead.lead_id.in_(select(page.c.lead_id)))
    return total, list(session.scalars(_sorted(found, sort)))


def about(session: Session, workspace: str, entity_ids: Sequence[str]) -> list[Lead]:
    """Return the leads that hold and are about any of these entities, the strongest first."""
    if not entity_ids:
        return []
    conditions = [*_conditions(workspace, LeadFilter()), _about(workspace, entity_ids)]
    return list(session.scalars(_sorted(select(Lead).where(*conditions), "strength")))


def counts(session: Session, workspace: str, wanted: LeadFilter) -> tuple[dict[tuple[str, str], int], dict[str, int]]:
    """Return how many leads there are by (model, rule) and by status, each without its own filter."""
    rules = LeadFilter(**{**wanted.__dict__, "model": "", "rule": ""})
    by_rule = select(Lead.model_id, Lead.rule, func.count()).where(*_conditions(workspace, rules))
    statuses = LeadFilter(**{**wanted.__dict__, "status": ""})
    by_status = select(Lead.status, func.count()).where(*_conditions(workspace, statuses)).group_by(Lead.status)
    grouped = session.execute(by_rule.group_by(Lead.model_id, Lead.rule)).all()
    return (
        {(model, rule): n for model, rule, n in sorted(grouped)},
        dict(sorted(session.execute(by_status).all())),
    )
