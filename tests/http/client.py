"""A served workspace, and the people and systems that ask it."""

import secrets
import shutil
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api import accounts, keys
from api.app import make_app
from api.asking import Service
from core.database import upgrade
from core.journal import JournalEntry
from core.settings import Settings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would rather have a successor of httpx that few have
    from starlette.testclient import TestClient

PASSWORD = "七星关 correct horse"
PURPOSE = "screening of new cases"


@dataclass
class Served:
    """An application and how to come in."""

    settings: Settings
    app: FastAPI

    @property
    def service(self) -> Service:
        """What the application has for all its requests."""
        found: Service = self.app.state.service
        return found

    def session(self) -> Any:
        """Return a session on the SQL database, as a context."""
        return self.service.session()

    def nobody(self) -> TestClient:
        """Return a client without a login."""
        return TestClient(self.app)

    def invited(self, name: str, role: str) -> str:
        """Return the secret of an invitation."""
        with self.session() as db:
            return accounts.invite(db, self.service.workspace, name, role, "tests")

    def user(self, role: str, name: str = "") -> TestClient:
        """Return a client with the login of a new user; its `headers` carry nothing."""
        client = self.nobody()
        secret = self.invited(name or f"{role} {secrets.token_hex(4)}", role)
        done = client.post(f"/v1/invitations/{secret}", json={"password": PASSWORD})
        assert done.status_code == 200, done.text
        return client

    def system(self, name: str = "", *, reveals: bool = True, days: int = 1) -> TestClient:
        """Return a client with a new key."""
        client = self.nobody()
        with self.session() as db:
            name = name or f"system {secrets.token_hex(4)}"
            _, secret = keys.create(db, self.service.workspace, name, PURPOSE, days, "tests", reveals=reveals)
        client.headers["Authorization"] = f"Bearer {secret}"
        return client

    def journal_lines(self) -> int:
        """Return how many entries the journal has."""
        db: Session
        with self.session() as db:
            return db.scalar(select(func.count()).select_from(JournalEntry)) or 0

    def last_entry(self) -> JournalEntry:
        """Return the newest entry of the journal."""
        db: Session
        with self.session() as db:
            found = db.scalars(select(JournalEntry).order_by(JournalEntry.entry_id.desc()).limit(1)).one()
            db.expunge(found)
            return found


def served(settings: Settings) -> Served:
    """Return the application of a workspace, its SQL database brought up to date."""
    upgrade(settings.url)
    return Served(settings, make_app(settings))


def copied(workspace: Path, to: Path, *, database: bool = True) -> Path:
    """Return a copy of a workspace, with its leads or without."""
    leave = shutil.ignore_patterns() if database else shutil.ignore_patterns("clew.db*")
    return Path(shutil.copytree(workspace, to, ignore=leave))


def code(answer: Any) -> tuple[int, str]:
    """Return status and code of a problem."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json()["code"]
