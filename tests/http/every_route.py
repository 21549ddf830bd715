"""All routes of the application, and a request that each answers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from api.access import Action
from tests.http.client import PASSWORD, Served

Route = tuple[str, str]
"""method, path"""


def routes(app: FastAPI | APIRouter) -> dict[Route, APIRoute]:
    """Return every route by method and path, those of included routers too."""
    return {
        (method, one.path): one
        for one in _within(app.routes)
        for method in (one.methods or set())
    }  # fmt: skip


def _within(found: Any) -> Iterator[APIRoute]:
    for one in found:
        inner = getattr(one, "original_router", None)
        if inner is not None:
            yield from _within(inner.routes)
        else:
            yield one


def action(route: APIRoute) -> Action | None:
    """Return what a route asks for, None where it does not ask."""
    found = [one.call.action for one in route.dependant.dependencies if hasattr(one.call, "action")]
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class Known:
    """What there is to ask for in the county."""

    lead: str
    version: int
    person: str
    other: str
    a: str
    b: str
    case_no: str
    file: str
    sheet: str


@dataclass(frozen=True)
class Asking:
    """A request."""

    url: str
    params: dict[str, Any] | None = None
    json: Any = None
    headers: dict[str, str] | None = None


def known_of(one: Served) -> Known:
    """Return what the tests ask for: two leads of the same rule, and what belongs to the first."""
    client = one.system()
    lead, other = client.get("/v1/leads", params={"model": "M19", "rule": "R1", "limit": 2}).json()["leads"]
    mentions = client.get(f"/v1/entities/{lead['principal']['id']}").json()["mentions"]
    files = client.get("/v1/loaded").json()["files"]
    return Known(
        lead["lead_id"], lead["version"], lead["principal"]["id"], other["principal"]["id"],
        mentions[0]["mention_id"], mentions[1]["mention_id"], lead["event_key"], files[0]["file"], files[0]["sheet"],
    )  # fmt: skip


REQUESTS: dict[Route, Callable[[Known, Served], Asking]] = {
    ("GET", "/healthz"): lambda k, s: Asking("/healthz"),
    ("GET", "/readyz"): lambda k, s: Asking("/readyz"),
    ("GET", "/v1/openapi.json"): lambda k, s: Asking("/v1/openapi.json"),
    ("GET", "/"): lambda k, s: Asking("/"),
    ("GET", "/web/{name:path}"): lambda k, s: Asking("/web/index.html"),
    ("GET", "/v1/session"): lambda k, s: Asking("/v1/session"),
    ("POST", "/v1/session"): lambda k, s: Asking("/v1/session", json={"name": "nobody at all", "password": PASSWORD}),
    ("DELETE", "/v1/session"): lambda k, s: Asking("/v1/session"),
    ("GET", "/v1/invitations/{secret}"): lambda k, s: Asking("/v1/invitations/none"),
    ("POST", "/v1/invitations/{secret}"): lambda k, s: Asking("/v1/invitations/none", json={"password": PASSWORD}),
    ("GET", "/v1/users"): lambda k, s: Asking("/v1/users"),
    ("POST", "/v1/users"): lambda k, s: Asking("/v1/users", json={"name": "新来的", "role": "investigator"}),
    ("POST", "/v1/users/{name:path}/disable"): lambda k, s: Asking(
        f"/v1/users/{_to_be_disabled(s)}/disable", json={"reason": "left"}
    ),
    ("POST", "/v1/resolve"): lambda k, s: Asking("/v1/resolve", json={"name": "王小明", "birth_date": "1975-01-01"}),
    ("GET", "/v1/search"): lambda k, s: Asking("/v1/search", {"q": k.case_no}),
    ("GET", "/v1/entities/{entity_id}"): lambda k, s: Asking(f"/v1/entities/{k.person}"),
    ("GET", "/v1/entities/{entity_id}/neighbours"): lambda k, s: Asking(f"/v1/entities/{k.person}/neighbours"),
    ("GET", "/v1/entities/{entity_id}/history"): lambda k, s: Asking(f"/v1/entities/{k.person}/history"),
    ("GET", "/v1/entities/{entity_id}/why"): lambda k, s: Asking(
        f"/v1/entities/{k.person}/why", {"a": k.a, "b": k.b}
    ),
    ("GET", "/v1/paths"): lambda k, s: Asking("/v1/paths", {"from": k.person, "to": k.other}),
    ("POST", "/v1/cases/{no}/screen"): lambda k, s: Asking(f"/v1/cases/{quote(k.case_no, safe='')}/screen"),
    ("GET", "/v1/leads"): lambda k, s: Asking("/v1/leads", {"suppressed": True, "gone": True, "limit": 200}),
    ("GET", "/v1/leads/export"): lambda k, s: Asking("/v1/leads/export", {"format": "json"}),
    ("GET", "/v1/leads/{lead_id}"): lambda k, s: Asking(f"/v1/leads/{k.lead}"),
    ("GET", "/v1/leads/{lead_id}/history"): lambda k, s: Asking(f"/v1/leads/{k.lead}/history"),
    ("PATCH", "/v1/leads/{lead_id}"): lambda k, s: Asking(
        f"/v1/leads/{k.lead}", json={"assignee": "", "reason": "as it was"}, headers={"If-Match": f'"{k.version}"'}
    ),
    ("GET", "/v1/review"): lambda k, s: Asking("/v1/review"),
    ("GET", "/v1/judgements"): lambda k, s: Asking("/v1/judgements", {"all": True}),
    ("POST", "/v1/judgements"): lambda k, s: Asking(
        "/v1/judgements", json={"a": k.a, "b": k.b, "verdict": "same", "why": "seen"}
    ),
    ("POST", "/v1/judgements/{judgement_id}/withdraw"): lambda k, s: Asking(
        f"/v1/judgements/{_to_be_withdrawn(k, s)}/withdraw", json={"why": "a slip"}
    ),
    ("GET", "/v1/models"): lambda k, s: Asking("/v1/models"),
    ("GET", "/v1/models/{model_id}"): lambda k, s: Asking("/v1/models/M19"),
    ("POST", "/v1/models/{model_id}/run"): lambda k, s: Asking("/v1/models/M19/run", json={"rule": "R1"}),
    ("GET", "/v1/journal"): lambda k, s: Asking("/v1/journal"),
    ("GET", "/v1/loaded"): lambda k, s: Asking("/v1/loaded"),
    ("GET", "/v1/loaded/rejects"): lambda k, s: Asking("/v1/loaded/rejects", {"file": k.file, "sheet": k.sheet}),
    ("GET", "/v1/schema"): lambda k, s: Asking("/v1/schema"),
}  # fmt: skip


def _to_be_disabled(one: Served) -> str:
    one.invited("将要离开", "investigator")
    return "将要离开"


def _to_be_withdrawn(known: Known, one: Served) -> str:
    judged = {"a": known.a, "b": known.b, "verdict": "unsure", "why": "seen"}
    return str(one.user("investigator").post("/v1/judgements", json=judged).json()["judgement_id"])


def ask(client: Any, route: Route, known: Known, one: Served, **extra: Any) -> Any:
    """Send the request of a route and return the answer."""
    asking = REQUESTS[route](known, one)
    params = {**(asking.params or {}), **extra}
    given = {} if asking.json is None else {"json": asking.json}
    return client.request(route[0], asking.url, params=params, headers=asking.headers, **given)
