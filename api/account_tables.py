"""The SQL tables of who may ask: accounts, invitations, logins and keys; secrets are kept as digests alone."""

from sqlalchemy import Boolean, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base


class Account(Base):
    """A person who may log in; one who is disabled stays, for the journal names him."""

    __tablename__ = "account"

    workspace: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    role: Mapped[str] = mapped_column(String(40))
    password: Mapped[str] = mapped_column(Text)
    created_at: Mapped[str] = mapped_column(String(32))
    disabled_at: Mapped[str | None] = mapped_column(String(32))
    failures: Mapped[int] = mapped_column(Integer, default=0)
    failed_at: Mapped[str | None] = mapped_column(String(32))


class Ending:
    """What all secrets share: a day on which they expire, and an earlier end where somebody made one."""

    secret: Mapped[str] = mapped_column(String(64), primary_key=True)
    workspace: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    expires_at: Mapped[str] = mapped_column(String(32))
    ended_at: Mapped[str | None] = mapped_column(String(32))


class Invitation(Ending, Base):
    """A link that one person may use once to choose a password."""

    __tablename__ = "invitation"

    role: Mapped[str] = mapped_column(String(40))
    invited_by: Mapped[str] = mapped_column(String(200))


class Login(Ending, Base):
    """A person's session in one browser."""

    __tablename__ = "login"


class ApiKey(Ending, Base):
    """A system's key; `purpose` says what it looks things up for, `reveals` whether it may see names and numbers."""

    __tablename__ = "api_key"

    key_id: Mapped[str] = mapped_column(String(40), unique=True)
    purpose: Mapped[str] = mapped_column(Text)
    reveals: Mapped[bool] = mapped_column(Boolean)
    created_at: Mapped[str] = mapped_column(String(32))
    created_by: Mapped[str] = mapped_column(String(200))
