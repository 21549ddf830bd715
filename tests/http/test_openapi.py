"""The description of the API says what is: examples, real answers and generated requests are held to it."""

from copy import deepcopy
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from api.problems import MEDIA_TYPE
from api.shapes.examples import examples, request_of
from tests.http.client import Served

METHODS = ("get", "post", "patch", "put", "delete")
RUN_BY_EXAMPLE = [
    name
    for name in examples()["requests"]
    if not any(one in name for one in ("/session", "/invit", "/users", "POST /v1/judge"))
]
"""Requests that a system may make and that are valid on the county that the examples are of."""


def closed(schema: Any) -> Any:
    """Return a schema by which what is not declared is a mistake; clients are to overlook it."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: closed(one) for name, one in schema.items()}
    return {**found, "additionalProperties": False} if schema.get("properties") else found


def mistakes(description: dict[str, Any], schema: dict[str, Any], value: Any) -> list[str]:
    """Return where a value differs from a schema of the description."""
    whole = closed({**deepcopy(schema), "components": description["components"]})
    return [f"{list(one.absolute_path)}: {one.message[:200]}" for one in Draft202012Validator(whole).iter_errors(value)]


def operations(description: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return every operation by `METHOD /path`."""
    return {
        f"{method.upper()} {path}": told
        for path, methods in description["paths"].items()
        for method, told in methods.items()
        if method in METHODS
    }


@pytest.fixture(scope="module")
def description(small: Served) -> dict[str, Any]:
    """The description as a client reads it."""
    found: dict[str, Any] = small.system().get("/v1/openapi.json").json()
    return found


def test_every_answer_has_an_example_that_fits_its_schema(description: dict[str, Any]) -> None:
    wrong = []
    for name, told in operations(description).items():
        for status, answer in told["responses"].items():
            for media_type, content in answer.get("content", {}).items():
                given = [content["example"]] if "example" in content else []
                given += [one["value"] for one in content.get("examples", {}).values()]
                wrong += [(name, status, media_type)] if not given else []
                wrong += [
                    (name, status, one) for value in given for one in mistakes(description, content["schema"], value)
                ]
    assert wrong == []


def test_every_request_has_an_example_that_fits_its_schema(description: dict[str, Any]) -> None:
    wrong = []
    for name, told in operations(description).items():
        for parameter in told.get("parameters", ()):
            if "example" in parameter:
                wrong += [(name, one) for one in mistakes(description, parameter["schema"], parameter["example"])]
            elif parameter["required"]:
                wrong.append((name, parameter["name"]))
        for content in told.get("requestBody", {}).get("content", {}).values():
            wrong += [(name, one) for one in mistakes(description, content["schema"], content["example"])]
    assert wrong == []
    unknown = set(examples()["requests"]) - set(operations(description))
    assert unknown == set()


@pytest.mark.parametrize("operation", RUN_BY_EXAMPLE)
def test_an_example_can_be_asked_and_the_answer_fits(
    operation: str, small: Served, description: dict[str, Any]
) -> None:
    method, path = operation.split()
    given = dict(request_of(operation))
    told = operations(description)[operation]
    places = {one["name"]: one["in"] for one in told["parameters"]}
    body = given.pop("body", None)
    answer = small.system().request(
        method,
        path.format(**{name: value for name, value in given.items() if places[name] == "path"}),
        params={name: value for name, value in given.items() if places[name] == "query"},
        headers={name: value for name, value in given.items() if places[name] == "header"},
        json=body,
    )
    assert answer.status_code == 200, answer.text
    assert mistakes(description, told["responses"]["200"]["content"]["application/json"]["schema"], answer.json()) == []


def test_problems_are_told_by_who_may_ask(description: dict[str, Any]) -> None:
    def codes(operation: str) -> set[str]:
        answers = operations(description)[operation]["responses"].values()
        return {code for one in answers for code in one.get("content", {}).get(MEDIA_TYPE, {}).get("examples", {})}

    assert {"not_signed_in", "administrators_see_no_case_data", "key_does_not_reveal"} <= codes("GET /v1/search")
    assert "not_for_keys" in codes("GET /v1/users")
    assert not codes("GET /v1/schema") & {"administrators_see_no_case_data", "not_for_keys", "reason_needed"}
    assert operations(description)["GET /v1/users"]["security"] == [{"login": []}]
    assert "security" not in operations(description)["GET /healthz"]
