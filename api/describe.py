"""How routes are described in OpenAPI: an example of the answer, and the problems that may come instead."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from api.problems import MEDIA_TYPE, SENTENCES

EXAMPLES = Path(__file__).parent / "examples.json"
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
    },
}


@lru_cache(maxsize=1)
def _examples() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(EXAMPLES.read_text("utf-8"))
    return found


def described(name: str, *codes: str, status: int = 200, media_type: str = "application/json") -> dict[Any, Any]:
    """Return the `responses` of a route: its example by name, and the problems of these codes by their status.

    Every route that asks who asks may also answer 401, 403, 422 and 503.
    """
    found: dict[Any, Any] = {status: {"content": {media_type: {"example": _examples().get(name)}}}}
    common = (
        "not_signed_in", "key_not_in_force", "administrators_see_no_case_data", "not_for_keys", "request_invalid",
        "reason_needed", "not_ready", "journal_out_of_reach",
    )  # fmt: skip
    by_status: dict[int, list[str]] = {}
    for code in (*common, *codes):
        by_status.setdefault(SENTENCES[code][0], []).append(code)
    for problem, known in by_status.items():
        first = SENTENCES[known[0]]
        example = {
            "type": f"urn:clew:problem:{known[0]}", "title": first[2], "status": problem, "detail": first[4],
            "code": known[0],
        }  # fmt: skip
        found[problem] = {
            "description": f"Problem: {', '.join(known)}",
            "content": {MEDIA_TYPE: {"schema": PROBLEM, "example": example}},
        }
    return found
