"""The container set-up: valid by the compose specification, pinned, and without a secret in it."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from core.settings import Settings
from tests.neo4j_server.server import version

PACKAGES = ("core", "records", "graph", "resolution", "loaders", "queries", "synth", "api")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The compose file."""
    found: dict[str, Any] = yaml.safe_load(Path("docker-compose.yml").read_text("utf-8"))
    return found


def test_it_follows_the_compose_specification(compose: dict[str, Any]) -> None:
    schema = json.loads(Path("tests/data/compose-spec.json").read_text("utf-8"))
    jsonschema.validators.validator_for(schema)(schema).validate(compose)


def test_neo4j_is_the_version_that_the_tests_run(compose: dict[str, Any]) -> None:
    assert compose["services"]["neo4j"]["image"] == f"neo4j:{version()}-community"


def test_every_image_is_pinned() -> None:
    images = re.findall(r"^\s*(?:image:|FROM) (\S+)$", _texts(), re.MULTILINE)
    assert len(images) == 5
    assert [image for image in images if not re.search(r":\d+\.\d+(\.\d+)?(-[a-z-]+)?$", image)] == []


def test_passwords_come_from_the_environment(compose: dict[str, Any]) -> None:
    secrets = [
        value
        for service in compose["services"].values()
        for name, value in service["environment"].items()
        if re.search("PASSWORD|AUTH|DATABASE_URL", name)
    ]
    assert len(secrets) == 6
    assert all(re.search(r"\$\{CLEW_\w+_PASSWORD:\?", value) for value in secrets)


def test_the_application_waits_for_healthy_servers_and_keeps_data_in_volumes(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert {name for name, one in services.items() if "healthcheck" in one} == {"neo4j", "postgres", "serve"}
    for name in ("clew", "serve"):
        waits = services[name]["depends_on"]
        assert waits == {server: {"condition": "service_healthy"} for server in ("neo4j", "postgres")}
    mounted = {volume.split(":")[0] for service in services.values() for volume in service["volumes"]}
    assert set(compose["volumes"]) <= mounted


def test_every_setting_given_to_the_application_exists(compose: dict[str, Any]) -> None:
    given = {name.removeprefix("CLEW_").lower() for name in compose["services"]["clew"]["environment"]}
    assert given <= set(Settings.model_fields)


def test_the_page_is_served_on_this_machine_alone(compose: dict[str, Any]) -> None:
    assert [port.split(":")[0] for service in compose["services"].values() for port in service.get("ports", ())] == [
        "127.0.0.1"
    ] * 3


def test_the_image_holds_the_eight_packages() -> None:
    text = Path("Dockerfile").read_text("utf-8")
    assert re.findall(r"^COPY (\w+) (\w+)$", text, re.MULTILINE) == [(name, name) for name in PACKAGES]
    allowed = Path(".dockerignore").read_text("utf-8").split()
    assert {f"!{name}" for name in PACKAGES} <= set(allowed)


def _texts() -> str:
    return "\n".join(Path(name).read_text("utf-8") for name in ("docker-compose.yml", "Dockerfile"))
