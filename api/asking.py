"""What every route is given: who asks, whether he may, the generation that answers, and the journal."""

import json
import re
from collections.abc import Callable, Collection, Coroutine, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.dependencies.models import Dependant
from fastapi.responses import FileResponse
from fastapi.routing import APIRoute
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api import access, accounts, keys
from api.access import NOBODY, Action, Actor
from api.problems import Problem, language_of
from api.published import Holder, Published
from core import journal
from core.database import session_on
from core.errors import InternalError, OutOfReach, UserError
from core.settings import Settings

SAFE = ("GET", "HEAD", "OPTIONS")
UNJOURNALLED = {Action.HEALTH, Action.PAGE, Action.ENTER, Action.DESCRIBE}
"""What shows no case data, or is journalled where it is decided (`api.accounts`)."""
MASKED = "masked look-up"
"""What the journal says a look-up was for when nobody gave a reason and names and numbers were not shown."""

Reveal = Annotated[
    str | None,
    Query(
        max_length=500, description="Why names and numbers must be seen; with it they are shown, and it is journalled."
    ),
]


@dataclass
class Service:
    """What one server has for all its requests."""

    settings: Settings
    engine: Engine
    holder: Holder
    workspace: str
    """The id of the workspace."""

    @property
    def cookie(self) -> str:
        """The name of the cookie of logins: browsers do not tell servers of one host apart by their ports."""
        return f"clew_login_{self.workspace[:8]}"

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Yield a session on the SQL database, committed at the end."""
        with session_on(self.engine) as db:
            yield db


@dataclass
class Asked:
    """One request that may be answered: by whom it was made, in which language, and whether without a mask."""

    service: Service
    actor: Actor
    action: Action
    language: str
    open: bool
    reason: str
    secure: bool
    journalled: bool = False
    held: ExitStack = field(default_factory=ExitStack)
    _line: tuple[str, str, frozenset[str]] | None = None
    _published: Published | None = None

    @property
    def workspace(self) -> str:
        """The id of the workspace."""
        return self.service.workspace

    def session(self) -> Any:
        """Return a session on the SQL database, as a context."""
        return self.service.session()

    def published(self) -> Published:
        """Return the generation that answers this request, the same at every call, held until the answer is out.

        Raises Problem where there is none, or it cannot be opened.
        """
        if self._published is None:
            try:
                self._published = self.held.enter_context(self.service.holder.current())
            except UserError as error:
                raise Problem("not_ready") from error
        return self._published

    def journal(self, action: str, subject: str, shown: Collection[str] = ()) -> None:
        """Say what the journal tells of this request; its line is written before the answer goes out.

        What the answer itself names by an id is noted too; `shown` adds what its form does not tell (files, rows).
        """
        self._line = (action, subject, frozenset(shown))

    def journal_change(self, action: str, subject: str, answer: object, reason: str, db: Session) -> None:
        """Write the line of a change within its transaction, with the ids that the answer names.

        Raises Problem where it cannot be written: then nothing is changed.
        """
        self._write(db, action, subject, ids_in(answer), reason)

    def write_line(self, answer: object) -> None:
        """Write the line that `journal` announced. Raises Problem where it cannot be: then nothing is answered."""
        if self._line is not None:
            action, subject, shown = self._line
            self._write(None, action, subject, shown | ids_in(answer), self.reason)

    def write_refusal(self, subject: str, code: str) -> None:
        """Write that a look-up or change was asked for and refused, and as what."""
        self._write(None, f"{self.action} refused", f"{subject} ({code})".strip(), frozenset(), self.reason)

    def _write(self, db: Session | None, action: str, subject: str, shown: frozenset[str], reason: str) -> None:
        told = json.dumps({"open": self.open, "ids": sorted(shown)}, ensure_ascii=False)
        try:
            with nullcontext(db) if db is not None else self.session() as within:
                journal.append(within, self.workspace, self.actor.journal_name, action, subject, reason.strip(), told)
        except OutOfReach as error:
            raise Problem("journal_out_of_reach") from error
        self.journalled = True


_ID = re.compile(r"[A-Za-z]+-[0-9a-f]{16}")


def ids_in(answer: object) -> frozenset[str]:
    """Return the ids of all nodes, leads, mentions and rows that an answer shows.

    Of records that merely stand behind an edge only their place is told, and their ids are left out.
    """
    found: set[str] = set()
    waiting = [answer]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            named = [one.get("id"), one.get("lead_id"), one.get("principal_entity_id")]
            found.update(name for name in named if isinstance(name, str) and _ID.fullmatch(name))
            found.update(one[key] for key in ("mention_id",) if isinstance(one.get(key), str))
            if "cells" in one and isinstance(one.get("record_id"), str):
                found.add(one["record_id"])
            waiting.extend(one.values())
        elif isinstance(one, list | tuple):
            waiting.extend(one)
    return frozenset(found)


def actor_of(request: Request, service: Service) -> Actor:
    """Return who makes a request: the bearer of a key, the user of a login, or nobody.

    Raises Problem for a key that is not in force: a system must not go on as nobody.
    """
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        with service.session() as db:
            system = keys.holder(db, service.workspace, secret.strip())
        if system is None:
            raise Problem("key_not_in_force")
        return system
    if cookie := request.cookies.get(service.cookie):
        with service.session() as db:
            return accounts.logged_in(db, service.workspace, cookie) or NOBODY
    return NOBODY


def _checked(request: Request, action: Action, reveal: str | None) -> Asked:
    service: Service = request.app.state.service
    actor = actor_of(request, service)
    subject = next(iter(request.path_params.values()), "")
    for asked in (action, Action.REVEAL) if reveal is not None else (action,):
        decision = access.may(actor, asked, str(subject))
        if not decision.allowed:
            raise Problem(decision.why)
    if actor.kind == "user" and request.method not in SAFE and not _from_here(request):
        raise Problem("other_origin")
    if reveal is not None and not reveal.strip():
        raise Problem("reason_needed")
    reason = reveal or actor.purpose or MASKED
    secure = request.url.scheme == "https"
    return Asked(service, actor, action, language_of(request), reveal is not None, reason, secure)


def _from_here(request: Request) -> bool:
    """Say whether a browser sends a change from this server's own page: it names its origin with every change."""
    origin = request.headers.get("origin")
    return origin is None or origin.partition("://")[2] == request.headers.get("host")


def _asked(request: Request, asked: Asked) -> Iterator[Asked]:
    request.state.asked = asked
    with asked.held:
        yield asked


def asks(action: Action) -> Callable[[Request], Iterator[Asked]]:
    """Return the dependency of a route: it asks whether the actor may, else raises Problem (401, 403)."""

    def ask(request: Request) -> Iterator[Asked]:
        yield from _asked(request, _checked(request, action, None))

    ask.action = action  # type: ignore[attr-defined]
    return ask


def asks_open(action: Action) -> Callable[..., Iterator[Asked]]:
    """Return the dependency of a route that masks names and numbers unless it is given a reason to reveal them."""

    def ask(request: Request, reveal: Reveal = None) -> Iterator[Asked]:
        yield from _asked(request, _checked(request, action, reveal))

    ask.action = action  # type: ignore[attr-defined]
    return ask


def _query_names(dependant: Dependant) -> set[str]:
    """Return the names of all query parameters that a route and its dependencies know."""
    found: set[str] = set()
    for asked in dependant.query_params:
        inner = getattr(asked.field_info.annotation, "model_fields", None)
        found |= {one.alias or name for name, one in inner.items()} if inner else {asked.alias}
    return found.union(*(_query_names(one) for one in dependant.dependencies))


class JournalledRoute(APIRoute):
    """A route whose answer goes out only when what it shows or changes has been journalled."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler that checks this, and writes the journal's line from what the answer shows."""
        handle = super().get_route_handler()
        known = _query_names(self.dependant)

        async def checked(request: Request) -> Response:
            unknown = sorted(set(request.query_params) - known) if request.url.path.startswith("/v1/") else []
            try:
                if unknown:
                    raise Problem("no_such_parameter", id=unknown[0], known=", ".join(sorted(known)) or "-")
                response = await handle(request)
            except Problem as problem:
                await self._refused(request, problem)
                raise
            asked: Asked | None = getattr(request.state, "asked", None)
            if asked is not None and not asked.journalled and asked.action not in UNJOURNALLED:
                told = response.headers.get("content-type", "").startswith("application/json")
                answer = json.loads(bytes(response.body)) if told and not isinstance(response, FileResponse) else None
                await run_in_threadpool(asked.write_line, answer)
            if asked is None or (asked.action not in UNJOURNALLED and not asked.journalled):
                raise InternalError(f"The route {self.path} would have answered without asking or without the journal.")
            return response

        return checked

    async def _refused(self, request: Request, problem: Problem) -> None:
        asked: Asked | None = getattr(request.state, "asked", None)
        if asked is None or asked.journalled or asked.action in UNJOURNALLED or problem.status >= 500:
            return
        subject = " ".join(str(value) for value in (*request.path_params.values(), *request.query_params.values()))
        await run_in_threadpool(asked.write_refusal, subject[:500], problem.code)
