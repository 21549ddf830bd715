"""The journal: who looked at or changed what, when and what for. Append-only."""

import getpass
import os
from datetime import UTC, datetime

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.database import Base
from core.errors import UserError


class JournalEntry(Base):
    """One look-up or change; triggers of the database refuse to change or remove it."""

    __tablename__ = "journal"

    entry_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[str] = mapped_column(String(32))
    actor: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(100))
    subject: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)


def actor_name(setting: str) -> str:
    """Return who acts: the setting, else the system account."""
    if setting:
        return setting
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


def append(session: Session, actor: str, action: str, subject: str, reason: str) -> None:
    """Append an entry within the caller's transaction. Raises UserError when the reason is empty."""
    if not reason.strip():
        raise UserError("A reason is needed: say in a few words what the look-up or change is for.")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    session.add(JournalEntry(at=now, actor=actor, action=action, subject=subject, reason=reason.strip()))
    session.flush()


def newest(session: Session, limit: int) -> list[JournalEntry]:
    """Return the newest entries, newest first."""
    return list(session.scalars(select(JournalEntry).order_by(JournalEntry.entry_id.desc()).limit(limit)))
