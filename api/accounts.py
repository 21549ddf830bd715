"""People and their ways in: one-time invitations, passwords, logins."""

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta

from sqlalchemy import case, or_, select, update
from sqlalchemy.orm import Session

from api.access import Action, Actor, Role, may
from api.account_tables import Account, Ending, Invitation, Login
from core import journal
from core.errors import UserError
from queries.leads import MACHINE

INVITED_FOR = timedelta(days=7)
LOGGED_IN_FOR = timedelta(hours=12)
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
TRIES = 5
"""Wrong passwords in a row after which an account waits."""
WAITS = [timedelta(seconds=seconds) for seconds in (30, 60, 120, 300)]
"""How long it waits then, longer after each further one but never for ever: others could lock it else."""
NOBODY = "-"
"""How the journal names somebody who gave a name that nobody has."""
RESERVED = (NOBODY, MACHINE)
"""Names in journal and history that no person has."""
_ADMINISTERS = (Role.ADMINISTRATOR.value, "active")
_COST, _BLOCK = 2**14, 8
_NO_ACCOUNT = ":".join((b64encode(bytes(16)).decode(), b64encode(bytes(64)).decode()))


class Refused(UserError):
    """Somebody is not let in; `code` names the sentence that says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"Refused: {code.replace('_', ' ')}.")


def now() -> str:
    """Return the moment as the tables hold it: ISO 8601 in UTC, which sorts as text."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def later(span: timedelta) -> str:
    """Return the moment after a span of time."""
    return (datetime.now(UTC) + span).isoformat(timespec="seconds")


def digest(secret: str) -> str:
    """Return what is kept of a secret of 256 random bits: SHA-256, which nobody can try through."""
    return hashlib.sha256(secret.encode()).hexdigest()


def in_force(one: Ending | None, workspace: str) -> bool:
    """Say whether a secret of this workspace has neither expired nor been ended."""
    return one is not None and one.workspace == workspace and one.ended_at is None and one.expires_at > now()


def invite(db: Session, workspace: str, name: str, role: str, by: str) -> str:
    """Return the secret of a new invitation, and journal it; earlier ones of that name end.

    A person who has an account chooses a new password with it. Raises UserError for an unknown role, a name that
    cannot be one, a disabled person, or one of another role.
    """
    name = name.strip()
    if role not in list(Role):
        raise UserError(f"There is no role {role}; known are {', '.join(Role)}.")
    if not name or len(name) > 200 or not name.isprintable() or name.startswith("key:") or name in RESERVED:
        raise UserError(
            "A user needs a name of 1 to 200 visible characters that does not begin with `key:` and is none of "
            f"{', '.join(RESERVED)}."
        )
    known = db.get(Account, (workspace, name))
    if known is not None and known.disabled_at is not None:
        raise UserError(f"{name} is disabled. Invite the person under another name.")
    if known is not None and known.role != role:
        raise UserError(f"{name} is {known.role} already. Invite the person under another name to be {role} too.")
    secret = secrets.token_urlsafe(32)
    _end_invitations(db, workspace, name)
    db.add(
        Invitation(
            secret=digest(secret), workspace=workspace, name=name, role=role, invited_by=by,
            expires_at=later(INVITED_FOR),
        )
    )  # fmt: skip
    what, why = ("reset", "a new password for") if known else ("invite", "invited as")
    journal.append(db, workspace, by, f"users {what}", name, f"{why} {role}")
    return secret


def _end_invitations(db: Session, workspace: str, name: str) -> list[str]:
    """End the invitations of a name, and return those that were still open."""
    mine = (Invitation.workspace == workspace, Invitation.name == name, Invitation.ended_at.is_(None))
    ended = update(Invitation).where(*mine).values(ended_at=now()).returning(Invitation.secret)
    return list(db.scalars(ended))


def invited(db: Session, workspace: str, secret: str) -> Invitation:
    """Return the invitation of a secret. Raises Refused when it is unknown, used or has expired."""
    found = db.get(Invitation, digest(secret))
    if found is None or not in_force(found, workspace):
        raise Refused("invitation_not_in_force")
    return found


def accept(db: Session, workspace: str, secret: str, password: str) -> Account:
    """Use an invitation: the person has chosen a password. Journals it. Raises Refused."""
    found = invited(db, workspace, secret)
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Refused("password_too_short" if len(password) < SHORTEST_PASSWORD else "password_too_long")
    scrambled = _scrambled(password)  # before others wait for what is written
    if found.secret not in _end_invitations(db, workspace, found.name):
        raise Refused("invitation_not_in_force")  # another was faster
    account = db.get(Account, (workspace, found.name))
    if account is None:
        account = Account(workspace=workspace, name=found.name, role=found.role, password="", created_at=now())
        db.add(account)
    account.password, account.failures, account.failed_at = scrambled, 0, None
    _end_logins(db, workspace, found.name)
    journal.append(db, workspace, account.name, "users accept", account.name, f"joined as {account.role}")
    return account


def count_try(db: Session, workspace: str, name: str) -> str:
    """Count a try to log in, and return what its password is to be compared with; to be committed before that.

    So of several at once no more are compared than may be. Raises Refused while the account waits: after `TRIES`
    wrong passwords in a row, whatever the password.
    """
    longer = [(Account.failures < TRIES + n, later(-wait)) for n, wait in enumerate(WAITS, 1)]
    waited = case((Account.failures < TRIES, now()), *longer, else_=later(-WAITS[-1]))
    mine = (Account.workspace == workspace, Account.name == name.strip())
    counted = (
        update(Account)
        .where(*mine, or_(Account.failed_at.is_(None), Account.failed_at <= waited))
        .values(failures=Account.failures + 1, failed_at=now())
        .returning(Account.password)
    )
    if (kept := db.scalar(counted)) is not None:
        return kept
    if db.scalar(select(Account.name).where(*mine)) is not None:
        raise Refused("too_many_tries")
    return _NO_ACCOUNT


def log_in(db: Session, workspace: str, name: str, *, fits: bool) -> Account | None:
    """Return the account of a name whose password fits, or None; both cases are journalled."""
    account = db.get(Account, (workspace, name.strip()))
    if account is None or account.disabled_at is not None or not fits:
        # A name that nobody has may be a password in the wrong place, or pretend to be a system.
        who = account.name if account is not None else NOBODY
        journal.append(db, workspace, who, "session refused", "", "wrong name or password")
        return None
    account.failures, account.failed_at = 0, None
    journal.append(db, workspace, account.name, "session begin", "", "logged in")
    return account


def begin_login(db: Session, account: Account) -> str:
    """Return the secret of a new login of an account."""
    secret = secrets.token_urlsafe(32)
    db.add(
        Login(
            secret=digest(secret), workspace=account.workspace, name=account.name, expires_at=later(LOGGED_IN_FOR)
        )
    )  # fmt: skip
    return secret


def logged_in(db: Session, workspace: str, secret: str) -> Actor | None:
    """Return the user of a login's secret, or None when it is not in force or the user is disabled."""
    found = db.get(Login, digest(secret))
    if found is None or not in_force(found, workspace):
        return None
    account = db.get(Account, (workspace, found.name))
    if account is None or account.disabled_at is not None:
        return None
    return Actor(account.name, "user", Role(account.role))


def log_out(db: Session, workspace: str, secret: str) -> None:
    """End the login of a secret."""
    found = db.get(Login, digest(secret))
    if found is not None and in_force(found, workspace):
        found.ended_at = now()
        journal.append(db, workspace, found.name, "session end", "", "logged out")


def users(db: Session, workspace: str) -> list[dict[str, str]]:
    """Return the people of a workspace by name: {name, role, state, since}; state invited, active or disabled."""
    found = {
        one.name: {
            "name": one.name, "role": one.role, "state": "disabled" if one.disabled_at else "active",
            "since": one.disabled_at or one.created_at,
        }
        for one in db.scalars(select(Account).where(Account.workspace == workspace))
    }  # fmt: skip
    for one in db.scalars(select(Invitation).where(Invitation.workspace == workspace)):
        if one.name not in found and in_force(one, workspace):
            found[one.name] = {"name": one.name, "role": one.role, "state": "invited", "since": one.expires_at}
    return [found[name] for name in sorted(found)]


def may_decide(db: Session, workspace: str, name: str) -> bool:
    """Say whether leads can be given to this person: an active user who may decide them."""
    account = db.get(Account, (workspace, name))
    if account is None or account.disabled_at is not None:
        return False
    return may(Actor(name, "user", Role(account.role)), Action.DECIDE).allowed


class LastAdministrator(UserError):
    """Nobody would be left to invite others."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"{name} is the last administrator. Invite another first, who has to accept.")


def disable(db: Session, workspace: str, name: str, by: str, reason: str) -> None:
    """Shut a person out, at once and for good: logins and invitations end. Journals it.

    Raises UserError for somebody who is unknown or disabled already, LastAdministrator for the last active one.
    """
    account = db.get(Account, (workspace, name))
    waiting = [one for one in users(db, workspace) if one["name"] == name and one["state"] == "invited"]
    if account is None and not waiting:
        raise UserError(f"There is no user {name}. `clew users list` names those there are.")
    if account is not None and account.disabled_at is not None:
        raise UserError(f"{name} is disabled already.")
    active = {one["name"] for one in users(db, workspace) if (one["role"], one["state"]) == _ADMINISTERS}
    if active == {name}:
        raise LastAdministrator(name)
    journal.append(db, workspace, by, "users disable", name, reason)
    _end_invitations(db, workspace, name)
    _end_logins(db, workspace, name)
    if account is not None:
        account.disabled_at = now()


def _end_logins(db: Session, workspace: str, name: str) -> None:
    mine = (Login.workspace == workspace, Login.name == name, Login.ended_at.is_(None))
    db.execute(update(Login).where(*mine).values(ended_at=now()))


def _scrambled(password: str, salt: bytes | None = None) -> str:
    salt = salt or secrets.token_bytes(16)
    made = hashlib.scrypt(password.encode(), salt=salt, n=_COST, r=_BLOCK, p=1)
    return f"{b64encode(salt).decode()}:{b64encode(made).decode()}"


def fits(password: str, kept: str) -> bool:
    """Say whether this is the password of which that is kept; a name that nobody has takes as long as any."""
    password = password[:LONGEST_PASSWORD]
    return hmac.compare_digest(_scrambled(password, b64decode(kept.partition(":")[0])), kept)
