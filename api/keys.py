"""Keys of systems: shown once, kept as a digest, expiring, revocable."""

import secrets
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access import Actor
from api.account_tables import ApiKey
from api.accounts import digest, in_force, later, now
from core import journal
from core.errors import UserError
from core.ids import the_one

PREFIX = "clew_"
LONGEST_DAYS = 366


def create(
    db: Session, workspace: str, name: str, purpose: str, days: int, by: str, *, reveals: bool, renews: bool = False
) -> tuple[ApiKey, str]:
    """Return a new key of a system and its secret, which is shown this once. Journals it.

    A name is one system's for good, for the journal knows the system by it; `renews` says that this key is of the
    system that has the name. Raises UserError where the name is another's, nobody's to renew, missing or too long, or
    the key would live longer than a year.
    """
    name = name.strip()
    if not name or len(name) > 100 or not name.isprintable():
        raise UserError("A key needs the name of the system that will use it, of 1 to 100 visible characters.")
    if not 1 <= days <= LONGEST_DAYS:
        raise UserError(f"A key lives from 1 to {LONGEST_DAYS} days. Give --days within these.")
    if renews != (name in {one.name for one in keys(db, workspace)}):
        raise UserError(
            f"There is no key of {name} to renew. Leave out --renews." if renews else
            f"{name} has or had a key. Add --renews if this one is for the same system, else give another name."
        )  # fmt: skip
    secret = PREFIX + secrets.token_urlsafe(32)
    key = ApiKey(
        key_id="K-" + secrets.token_hex(8), secret=digest(secret), workspace=workspace, name=name,
        purpose=purpose.strip(), reveals=reveals, created_at=now(), created_by=by, expires_at=later(timedelta(days)),
    )  # fmt: skip
    journal.append(db, workspace, by, "keys create", f"{key.key_id} {name}", purpose)
    db.add(key)
    db.flush()
    return key, secret


def keys(db: Session, workspace: str) -> list[ApiKey]:
    """Return all keys of a workspace, also those that have ended, by when they were made."""
    return list(
        db.scalars(select(ApiKey).where(ApiKey.workspace == workspace).order_by(ApiKey.created_at, ApiKey.key_id))
    )


def revoke(db: Session, workspace: str, key_id: str, by: str, reason: str) -> ApiKey:
    """End a key, named by its id or the beginning of it, at once. Journals it. Raises UserError."""
    known = {one.key_id: one for one in keys(db, workspace)}
    found = known[the_one(key_id, list(known), f"There is no key {key_id}. `clew keys list` names those there are.")]
    if found.ended_at is not None:
        raise UserError(f"The key {found.key_id} was revoked already, on {found.ended_at}.")
    journal.append(db, workspace, by, "keys revoke", f"{found.key_id} {found.name}", reason)
    found.ended_at = now()
    return found


def holder(db: Session, workspace: str, secret: str) -> Actor | None:
    """Return the system whose key this is, or None when the key is not in force."""
    found = db.get(ApiKey, digest(secret))
    if found is None or not in_force(found, workspace):
        return None
    return Actor(found.name, "system", purpose=found.purpose, reveals=found.reveals)
