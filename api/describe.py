"""How a route describes itself in OpenAPI: what it answers, and which problems may come instead."""

from typing import Any

from api.shapes import SHAPES

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
DESCRIBED = "x-described"
"""Where name and problems of an answer stand until the whole description is made (`api.openapi`)."""


def described(name: str, *codes: str, status: int = 200, files: tuple[str, ...] = ()) -> dict[int | str, Any]:
    """Return the `responses` of a route: its answer by name, also as files of these media types, and its problems.

    Examples, and problems that come of who asks and of how a request is written, are added by `api.openapi`.
    """
    found: dict[str, Any] = {DESCRIBED: {"name": name, "problems": codes}}
    if name in HEADERS:
        found["headers"] = HEADERS[name]
    if name in SHAPES:
        found["model"] = SHAPES[name]
        found["content"] = {JSON: {}} | {one: {"schema": {"type": "string"}} for one in files}
    return {status: found}
