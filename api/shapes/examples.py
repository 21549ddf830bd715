"""Examples of requests and answers: those of a small made-up county, shortened, in `api/examples.json`."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent.parent / "examples.json"


@lru_cache(maxsize=1)
def examples() -> dict[str, Any]:
    """Return {answers: {name: answer}, files: {media type: text}, requests: {METHOD /path: {parameter: value}}}."""
    found: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return found


def answer_of(name: str, media_type: str) -> Any:
    """Return the example of an answer; of a file, the beginning of its text."""
    found = examples()
    return found["answers"][name] if media_type == "application/json" else found["files"][media_type]


def request_of(operation: str) -> dict[str, Any]:
    """Return the example of a request, by parameter name; its `body` too where it has one."""
    found: dict[str, Any] = examples()["requests"].get(operation, {})
    return found
