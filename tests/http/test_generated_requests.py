"""Whatever is asked, in order or not, is answered as the description says: no fault, no status or form besides."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from api.routers import ROUTERS
from api.shapes.examples import request_of
from tests.http.client import Served

EVERY_OPERATION = [
    f"{method} {route.path_format}"  # type: ignore[attr-defined]
    for router in ROUTERS
    for route in router.routes
    if route.include_in_schema  # type: ignore[attr-defined]
    for method in sorted(route.methods)  # type: ignore[attr-defined]
]
CONFIG = schemathesis.Config.from_dict(
    {
        "request-timeout": 60,
        "generation": {"with-security-parameters": False},  # who asks is given below
        "checks": {
            # What may be asked for is known at run time alone: statuses, rules, parameters, which version of a lead.
            "positive_data_acceptance": {"expected-statuses": ["2xx", "401", "403", "404", "409", "412", "422", "428"]},
            # A parameter of a URL that is given several times, or looks like a number, is taken for a text.
            "negative_data_rejection": {"enabled": False},
        },
    }
)
EXAMPLES = {"system": 25, "investigator": 10}


@pytest.fixture(scope="module")
def described(small: Served) -> Any:
    """The description, and the application that it is held to."""
    key = small.system().headers["Authorization"]
    return schemathesis.openapi.from_asgi("/v1/openapi.json", small.app, config=CONFIG, headers={"Authorization": key})


@pytest.fixture(scope="module")
def ways_in(small: Served) -> dict[str, dict[str, str]]:
    """Headers of a system, and of an investigator with a login."""
    login = small.user("investigator").cookies
    return {
        "system": {"Authorization": small.system().headers["Authorization"]},
        "investigator": {"Cookie": "; ".join(f"{name}={value}" for name, value in login.items())},
    }


@pytest.mark.parametrize("actor", EXAMPLES)
@pytest.mark.parametrize("operation", EVERY_OPERATION)
def test_an_operation_answers_as_described(
    operation: str, actor: str, described: Any, ways_in: dict[str, dict[str, str]]
) -> None:
    method, path = operation.split()
    found = described[path][method]
    good, bad = (found.as_strategy(generation_mode=mode) for mode in GenerationMode)
    known = {name: value for name, value in request_of(operation).items() if f"{{{name}}}" in path}

    @settings(
        max_examples=EXAMPLES[actor], derandomize=True, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=st.one_of(good, bad), exists=st.booleans())
    def ask(case: Any, exists: bool) -> None:
        if exists and case.path_parameters is not None:
            case.path_parameters.update(known)
        case.call_and_validate(headers=ways_in[actor])

    ask()
