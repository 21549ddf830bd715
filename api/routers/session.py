"""Coming in: logging in and out, and using an invitation."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api import accounts
from api.access import Action, may
from api.account_tables import Account
from api.asking import Asked, JournalledRoute, asks
from api.describe import described
from api.gate import Gate
from api.problems import Problem

router = APIRouter(prefix="/v1", route_class=JournalledRoute, tags=["session"])
Enters = Annotated[Asked, Depends(asks(Action.ENTER))]
_PASSWORDS = Gate(at_once=2, waiting=6)
"""A password takes a tenth of a second and 16 MB on purpose; they must not take all threads."""


class Entry(BaseModel):
    """A user's name and password."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=200)
    password: str = Field(max_length=1000)


class Acceptance(BaseModel):
    """The password that an invited person chooses."""

    model_config = ConfigDict(extra="forbid")

    password: str = Field(max_length=1000)


@router.get("/session", summary="Who am I", responses=described("session"))
def show(asked: Enters) -> dict[str, Any]:
    """Return who asks, and what he may do; without a login `name` is empty."""
    actor = asked.actor
    found: dict[str, Any] = {
        "name": actor.name, "kind": actor.kind, "role": actor.role or "",
        "may": sorted(action.name.lower() for action in Action if may(actor, action).allowed),
    }  # fmt: skip
    if actor.kind != "nobody":
        try:
            generation = asked.published().generation
            found |= {"generation": generation.number, "as_of": generation.manifest["as_of"]}
        except Problem:
            found |= {"generation": None, "as_of": None}
    return found


def _begin(asked: Asked, response: Response, account: Account, secret: str) -> dict[str, str]:
    response.set_cookie(
        asked.service.cookie, secret, max_age=int(accounts.LOGGED_IN_FOR.total_seconds()), httponly=True,
        secure=asked.secure, samesite="strict", path="/",
    )  # fmt: skip
    return {"name": account.name, "role": account.role}


@router.post("/session", summary="Log in", responses=described("entry", "wrong_password", "too_many_tries", "busy"))
def begin(asked: Enters, entry: Entry, response: Response) -> dict[str, str]:
    """Log in with name and password; the answer sets a cookie that lasts twelve hours."""
    try:
        with _PASSWORDS.place():
            with asked.session() as db:
                kept = accounts.count_try(db, asked.workspace, entry.name)
            fits = accounts.fits(entry.password, kept)
        with asked.session() as db:
            account = accounts.log_in(db, asked.workspace, entry.name, fits=fits)
            if account is not None:
                return _begin(asked, response, account, accounts.begin_login(db, account))
    except accounts.Refused as error:
        raise Problem(error.code) from None
    raise Problem("wrong_password")


@router.delete("/session", status_code=204, summary="Log out", responses=described("none", status=204))
def end(asked: Enters, request: Request, response: Response) -> None:
    """End the login of this browser."""
    with asked.session() as db:
        accounts.log_out(db, asked.workspace, request.cookies.get(asked.service.cookie, ""))
    response.delete_cookie(asked.service.cookie, path="/")


@router.get(
    "/invitations/{secret}", summary="Look at an invitation", responses=described("entry", "invitation_not_in_force")
)
def invitation(asked: Enters, secret: str) -> dict[str, str]:
    """Return for whom an invitation is."""
    try:
        with asked.session() as db:
            found = accounts.invited(db, asked.workspace, secret)
            return {"name": found.name, "role": found.role}
    except accounts.Refused as error:
        raise Problem(error.code) from None


@router.post(
    "/invitations/{secret}",
    summary="Use an invitation",
    responses=described("entry", "invitation_not_in_force", "password_too_short", "password_too_long"),
)
def accept(asked: Enters, secret: str, chosen: Acceptance, response: Response) -> dict[str, str]:
    """Choose a password, once; the answer logs in."""
    try:
        with asked.session() as db:
            account = accounts.accept(db, asked.workspace, secret, chosen.password)
            return _begin(asked, response, account, accounts.begin_login(db, account))
    except accounts.Refused as error:
        raise Problem(error.code) from None
