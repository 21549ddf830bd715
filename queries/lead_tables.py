"""The SQL tables of leads: what was found, what people did with it, and which generation was written."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Boolean, Date, Float, ForeignKeyConstraint, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from core.database import Base


class LeadStatus(StrEnum):
    """How far people are with a lead; `zh` is the word the procuratorate uses."""

    SCREENING = "screening"
    TRIAGE = "triage"
    VERIFICATION = "verification"
    ESTABLISHED = "established"
    DISMISSED = "dismissed"
    CLOSED = "closed"
    FEEDBACK = "feedback"

    @property
    def zh(self) -> str:
        """The Chinese word."""
        return STATUS_ZH[self]


STATUS_ZH = {
    LeadStatus.SCREENING: "初筛", LeadStatus.TRIAGE: "分流", LeadStatus.VERIFICATION: "核查",
    LeadStatus.ESTABLISHED: "成案", LeadStatus.DISMISSED: "不成案", LeadStatus.CLOSED: "办结",
    LeadStatus.FEEDBACK: "反馈",
}  # fmt: skip


class Lead(Base):
    """One (workspace, model, rule, principal, event key). `lead_id` is formed when it first appears and then kept.

    `status` and `assignee` belong to people, and `version` counts what they changed; all else belongs to the last run
    that found it. `holds` says whether that was the latest run of its rule; `excluded_by` is empty for a lead and names
    the exclusion of a suppressed candidate; `sealed` hides one of whose records one has been sealed since. `evidence`
    are the records of its proof as they were sent.
    """

    __tablename__ = "lead"

    workspace: Mapped[str] = mapped_column(String(64), primary_key=True)
    lead_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    model_id: Mapped[str] = mapped_column(String(40))
    rule: Mapped[str] = mapped_column(String(40))
    revision: Mapped[int] = mapped_column(Integer)
    principal_entity_id: Mapped[str] = mapped_column(String(80))
    event_key: Mapped[str] = mapped_column(Text)
    event_date: Mapped[date | None] = mapped_column(Date)
    amount_cny: Mapped[float | None] = mapped_column(Float)
    parties: Mapped[list[str]] = mapped_column(JSON)
    names: Mapped[dict[str, str]] = mapped_column(JSON)
    shown: Mapped[dict[str, Any]] = mapped_column(JSON)
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON)
    severity: Mapped[int] = mapped_column(Integer)
    identity_confidence: Mapped[float] = mapped_column(Float)
    identity_note: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(20), default=LeadStatus.SCREENING.value)
    holds: Mapped[bool] = mapped_column(Boolean)
    excluded_by: Mapped[str] = mapped_column(String(60))
    exclusions_checked: Mapped[list[str]] = mapped_column(JSON)
    as_of: Mapped[date] = mapped_column(Date)
    legal_basis: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    says: Mapped[dict[str, Any]] = mapped_column(JSON)
    record_ids: Mapped[list[str]] = mapped_column(JSON)
    evidence: Mapped[dict[str, Any]] = deferred(mapped_column(JSON, nullable=False))
    first_generation: Mapped[int] = mapped_column(Integer)
    last_generation: Mapped[int] = mapped_column(Integer)
    sealed: Mapped[bool] = mapped_column(Boolean, default=False)
    version: Mapped[int] = mapped_column(Integer, default=1)
    assignee: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (
        # What counts and lists read, so that they pass over the wide rows.
        Index(
            "ix_lead_model_rule", "workspace", "model_id", "rule", "sealed", "excluded_by", "holds", "status",
            "severity", "assignee",
        ),
        Index(
            "ix_lead_listed", "workspace", "sealed", "excluded_by", "holds", "severity", "identity_confidence",
            "amount_cny", "event_date", "lead_id", "model_id", "rule", "status", "assignee",
        ),
    )  # fmt: skip


class LeadEntity(Base):
    """A lead is about this entity, as principal or party: `Lead` says so too, but not so that it is quickly found."""

    __tablename__ = "lead_entity"

    workspace: Mapped[str] = mapped_column(String(64), primary_key=True)
    entity_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    lead_id: Mapped[str] = mapped_column(String(40), primary_key=True)

    __table_args__ = (ForeignKeyConstraint(["workspace", "lead_id"], ["lead.workspace", "lead.lead_id"]),)


class LeadEvent(Base):
    """One line of a lead's history: who did what when; triggers of the database refuse to change or remove it."""

    __tablename__ = "lead_event"

    event_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    workspace: Mapped[str] = mapped_column(String(64))
    lead_id: Mapped[str] = mapped_column(String(40))
    at: Mapped[str] = mapped_column(String(32))
    actor: Mapped[str] = mapped_column(String(200))
    what: Mapped[str] = mapped_column(String(40))
    detail: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        ForeignKeyConstraint(["workspace", "lead_id"], ["lead.workspace", "lead.lead_id"]),
        Index("ix_lead_event_lead", "workspace", "lead_id"),
    )


class RunStamp(Base):
    """The leads of this generation of a workspace have been written."""

    __tablename__ = "run_stamp"

    workspace: Mapped[str] = mapped_column(String(64), primary_key=True)
    generation: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    as_of: Mapped[date] = mapped_column(Date)
    at: Mapped[str] = mapped_column(String(32))
    leads: Mapped[int] = mapped_column(Integer)
