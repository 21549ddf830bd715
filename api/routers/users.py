"""The people who may come in; for administrators."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field

from api import accounts
from api.access import Action, Role
from api.asking import Asked, JournalledRoute, asks
from api.describe import described
from api.problems import Problem

router = APIRouter(prefix="/v1/users", route_class=JournalledRoute, tags=["users"])
Manages = Annotated[Asked, Depends(asks(Action.MANAGE))]


class Invited(BaseModel):
    """Who is invited, and as what."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=200)
    role: Role


class Reason(BaseModel):
    """Why something is done."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=1, max_length=2000)


@router.get("", summary="Who may come in", responses=described("users"))
def find(asked: Manages) -> dict[str, Any]:
    """Return the people of this workspace, also those who are invited or disabled."""
    with asked.session() as db:
        found = accounts.users(db, asked.workspace)
    asked.journal("users list", "all", [one["name"] for one in found])
    return {"users": found}


@router.post(
    "",
    summary="Invite somebody",
    status_code=201,
    responses=described("invited", "refused", status=201),
)
def invite(asked: Manages, wanted: Invited, request: Request) -> dict[str, str]:
    """Return a link that this person may use once, within seven days, to choose a password."""
    with asked.session() as db:
        secret = accounts.invite(db, asked.workspace, wanted.name, wanted.role, asked.actor.journal_name)
        asked.journalled = True
    return {"name": wanted.name, "role": wanted.role, "link": f"{request.base_url}#/invitation/{secret}"}


@router.post(
    "/{name:path}/disable",
    summary="Shut somebody out",
    responses=described("disabled", "no_such_user", "reason_needed", "last_administrator", "refused"),
)
def disable(asked: Manages, name: str, wanted: Reason) -> dict[str, str]:
    """Disable a user: logins and invitations end at once."""
    if not wanted.reason.strip():
        raise Problem("reason_needed")
    with asked.session() as db:
        if name not in [one["name"] for one in accounts.users(db, asked.workspace)]:
            raise Problem("no_such_user", id=name)
        try:
            accounts.disable(db, asked.workspace, name, asked.actor.journal_name, wanted.reason)
        except accounts.LastAdministrator:
            raise Problem("last_administrator", id=name) from None
        asked.journalled = True
    return {"name": name, "state": "disabled"}
