"""Examples of requests and answers: those of a small made-up county, shortened, in `api/examples.json`."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent.parent / "examples.json"


@lru_cache(maxsize=1)
def examples() -> dict[str, Any]:
    """Return {answers: {name: answer}, requests: {METHOD /path: {parameter: value, body}}}."""
    found: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return found


def answer_of(name: str) -> Any:
    """Return the example of an answer."""
    return examples()["answers"][name]


def request_of(operation: str) -> dict[str, Any]:
    """Return the example of a request, by parameter name; its `body` too where it has one."""
    found: dict[str, Any] = examples()["requests"].get(operation, {})
    return found
