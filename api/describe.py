"""How a route describes itself in OpenAPI: what it answers, and which problems may come instead."""

from typing import Any

from api.shapes import SHAPES
from api.shapes.examples import answer_of

JSON = "application/json"
HEADERS = {
    "lead": {
        "ETag": {
            "description": "The version of the lead; a change sends it back as If-Match.",
            "schema": {"type": "string"},
        }
    }
}
"""Headers that belong to an answer, by its name."""
PROBLEMS = "x-problems"
"""Where the codes of a route's own problems stand until the whole description is made (`api.openapi`)."""


def described(name: str, *codes: str, status: int = 200, files: tuple[str, ...] = ()) -> dict[int | str, Any]:
    """Return the `responses` of a route: its answer by name, also as files of these media types, and its problems.

    Problems that come of who asks, and of how a request is written, are added to all routes by `api.openapi`.
    """
    found: dict[str, Any] = {PROBLEMS: list(codes)}
    if name in HEADERS:
        found["headers"] = HEADERS[name]
    if name in SHAPES:
        found["model"] = SHAPES[name]
        found["content"] = {JSON: {"example": answer_of(name)}}
        found["content"] |= {one: {"schema": {"type": "string"}} for one in files}
    return {status: found}
