"""The OpenAPI description of all routes: what FastAPI knows of them, with problems, examples and ways to be known."""

from collections.abc import Iterable, Iterator
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import TypeAdapter

from api.access import NOBODY, Action, Actor, Role, may
from api.asking import SAFE, UNJOURNALLED
from api.describe import DESCRIBED, JSON
from api.problems import MEDIA_TYPE, SENTENCES
from api.shapes.base import Problem
from api.shapes.examples import answer_of, request_of

_ANYBODY = (
    NOBODY, Actor("a", "user", Role.ADMINISTRATOR), Actor("i", "user", Role.INVESTIGATOR),
    Actor("s", "system", reveals=False),
)  # fmt: skip
_WAYS_IN = {
    "key": {"type": "http", "scheme": "bearer", "description": "The key of a system, made with `clew keys create`."},
    "login": {"type": "apiKey", "in": "cookie", "description": "The login of a person."},
}


def open_api(app: FastAPI, routers: Iterable[APIRouter]) -> dict[str, Any]:
    """Return the description of all routes, which is made at the first call."""
    if app.openapi_schema is None:
        found = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        for path, method, action in _operations(routers):
            _complete(found["paths"][path][method.lower()], path, method, action)
        found["components"]["schemas"]["Problem"] = TypeAdapter(Problem).json_schema()
        login = {**_WAYS_IN["login"], "name": app.state.service.cookie}
        found["components"]["securitySchemes"] = {**_WAYS_IN, "login": login}
        app.openapi_schema = found
    return app.openapi_schema


def _operations(routers: Iterable[APIRouter]) -> Iterator[tuple[str, str, Action]]:
    for route in (one for router in routers for one in router.routes):
        if isinstance(route, APIRoute) and route.include_in_schema:
            for method in sorted(route.methods or ()):
                asked = [getattr(one.call, "action", None) for one in route.dependant.dependencies]
                yield route.path_format, method, next(one for one in asked if one is not None)


def _complete(told: dict[str, Any], path: str, method: str, action: Action) -> None:
    """Add to an operation its examples, who may ask, and its problems by status."""
    answers, example = told["responses"], request_of(f"{method} {path}")
    answers.pop("422", None)  # FastAPI's own form of a refusal, which is not answered here
    own: list[str] = []
    for answer in answers.values():
        described = answer.pop(DESCRIBED)
        own += described["problems"]
        for media_type, content in answer.get("content", {}).items():
            content["schema"] = _plain(content["schema"])
            content["example"] = answer_of(described["name"], media_type)
    for parameter in told.get("parameters", ()):
        if parameter["name"] in example:
            parameter["example"] = example[parameter["name"]]
    if "requestBody" in told:
        told["requestBody"]["content"][JSON]["example"] = example.get("body")
    if not may(NOBODY, action).allowed:
        told["security"] = [{way: []} for way in _WAYS_IN if way == "login" or may(_ANYBODY[-1], action).allowed]
    for code in dict.fromkeys((*_common(told, method, action), *own)):
        _add_problem(answers, code)


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a shape alone, without what FastAPI tells of the dict that carries it."""
    return {"$ref": schema["$ref"]} if "$ref" in schema else schema


def _common(told: dict[str, Any], method: str, action: Action) -> Iterator[str]:
    """Yield the problems that come of who asks and of how the request is written."""
    yield "key_not_in_force"
    reveals = any(one["name"] == "reveal" for one in told.get("parameters", ()))
    for asked in (action, Action.REVEAL) if reveals else (action,):
        yield from (decision.why for actor in _ANYBODY if not (decision := may(actor, asked)).allowed)
    if reveals:
        yield "reason_needed"
    if method not in SAFE:
        yield "other_origin"
    if "parameters" in told or "requestBody" in told:
        yield from ("request_invalid", "not_storable")
    if "requestBody" in told:
        yield "too_large"
    yield from ("fault", "not_ready", "older_workspace")
    if action in (Action.LOOK, Action.SCREEN, Action.TRY):
        yield "out_of_time"
    if action not in UNJOURNALLED:
        yield "journal_out_of_reach"


def _add_problem(answers: dict[str, Any], code: str) -> None:
    status, _, title, _, detail = SENTENCES[code]
    answer = answers.setdefault(str(status), {"description": "", "content": {MEDIA_TYPE: {"examples": {}}}})
    content = answer["content"][MEDIA_TYPE]
    content["schema"] = {"$ref": "#/components/schemas/Problem"}
    content["examples"][code] = {
        "summary": title,
        "value": {
            "type": f"urn:clew:problem:{code}", "title": title, "status": status, "detail": detail, "code": code
        },
    }  # fmt: skip
    answer["description"] = "Problem: " + ", ".join(content["examples"])
