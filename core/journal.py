"""The journal: who looked at or changed what, when and what for. Append-only."""

import getpass
import os
from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import String, Text, select
from sqlalchemy.exc import DataError, DBAPIError
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.database import Base
from core.errors import OutOfReach, UserError

UNKNOWN_WORKSPACE = ""
"""Of entries written before the journal told workspaces apart, in a database of several."""


class JournalEntry(Base):
    """One look-up or change; triggers of the database refuse to change or remove it."""

    __tablename__ = "journal"

    entry_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[str] = mapped_column(String(32))
    actor: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(100))
    subject: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    workspace: Mapped[str] = mapped_column(String(64))
    shown: Mapped[str] = mapped_column(Text)


def actor_name(setting: str) -> str:
    """Return who acts: the setting, else the system account."""
    if setting:
        return setting
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


def append(
    session: Session, workspace: str, actor: str, action: str, subject: str, reason: str, shown: str = ""
) -> None:
    """Append an entry for a workspace (its id) within the caller's transaction; `shown` are the ids that were shown.

    Raises UserError when the reason is empty, OutOfReach when the database refuses.
    """
    if not reason.strip():
        raise UserError("A reason is needed: say in a few words what the look-up or change is for.")
    entry = JournalEntry(
        at=datetime.now(UTC).isoformat(timespec="seconds"), actor=actor, action=action, subject=subject,
        reason=reason.strip(), workspace=workspace, shown=shown,
    )  # fmt: skip
    session.flush()  # what else is wrong is not the journal's
    session.add(entry)
    try:
        session.flush()
    except DataError:
        raise  # what is to be written is no text
    except DBAPIError as error:
        raise OutOfReach(
            "The journal cannot be written, so nothing is shown or changed. Check the database and its user's rights."
        ) from error


def newest(
    session: Session,
    workspaces: Collection[str],
    limit: int,
    *,
    actor: str = "",
    action: str = "",
    before: int | None = None,
) -> list[JournalEntry]:
    """Return the newest entries of workspaces, newest first: by actor, by action, with a number below `before`."""
    query = select(JournalEntry).where(JournalEntry.workspace.in_(workspaces))
    for column, wanted in ((JournalEntry.actor, actor), (JournalEntry.action, action)):
        if wanted:
            query = query.where(column == wanted)
    if before is not None:
        query = query.where(JournalEntry.entry_id < before)
    return list(session.scalars(query.order_by(JournalEntry.entry_id.desc()).limit(limit)))
