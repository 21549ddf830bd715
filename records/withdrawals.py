"""Batches that people withdrew: they stay stored, and no longer count from the next run on."""

from datetime import UTC, datetime

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core import journal
from core.database import Base, session_scope
from core.errors import UserError


class Withdrawal(Base):
    """One batch of a workspace withdrawn: by whom, when and why."""

    __tablename__ = "withdrawal"

    workspace: Mapped[str] = mapped_column(String(64), primary_key=True)
    batch_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    at: Mapped[str] = mapped_column(String(32))
    actor: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)


def withdrawn_batches(url: str, workspace: str) -> list[str]:
    """Return the ids of the withdrawn batches of a workspace (its id), sorted."""
    with session_scope(url) as db:
        return sorted(db.scalars(select(Withdrawal.batch_id).where(Withdrawal.workspace == workspace)))


def restore(db: Session, workspace: str, batch_id: str, actor: str, reason: str) -> None:
    """Take a withdrawal back and journal it. Raises UserError when the batch is not withdrawn or no reason is given."""
    found = db.get(Withdrawal, (workspace, batch_id))
    if found is None:
        raise UserError(f"The batch {batch_id} is not withdrawn.")
    journal.append(db, workspace, actor, "sources restore", batch_id, reason)
    db.delete(found)


def withdraw(db: Session, workspace: str, batch_id: str, actor: str, reason: str) -> None:
    """Withdraw a batch and journal it. Raises UserError when it is withdrawn already or no reason is given."""
    if db.get(Withdrawal, (workspace, batch_id)) is not None:
        raise UserError(f"The batch {batch_id} is withdrawn already.")
    journal.append(db, workspace, actor, "sources withdraw", batch_id, reason)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    db.add(Withdrawal(workspace=workspace, batch_id=batch_id, at=now, actor=actor, reason=reason.strip()))
