"""The same county on both engines gives the same leads, byte for byte, and is read in the engine it was built in."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j
import pytest

from tests.api.command_line import AS_OF, run_clew
from tests.http.client import copied
from tests.neo4j_server.server import Server

Finished = tuple[Path, dict[str, Any]]


@pytest.fixture(scope="module")
def env(neo4j_server: Server) -> dict[str, str]:
    """The settings by which Neo4j is found; none says which engine to use."""
    given = {"URI": neo4j_server.uri, "USER": neo4j_server.user, "PASSWORD": neo4j_server.password}
    return {f"CLEW_NEO4J_{name}": value for name, value in given.items()}


@pytest.fixture(scope="module")
def built(finished: Finished, env: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the county, its graph built and its leads found anew on Neo4j."""
    workspace = copied(finished[0], tmp_path_factory.mktemp("neo4j") / "ws", database=False)
    for stage in (["build", "--engine", "neo4j"], ["detect", "--as-of", AS_OF]):
        done = run_clew(*stage, "-w", workspace, env=env)
        assert done.returncode == 0, done.stderr
    return workspace


@pytest.fixture
def driver(neo4j_server: Server) -> Iterator[neo4j.Driver]:
    """The plain driver, to act as another run does."""
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password)) as found:
        yield found


def leads(workspace: Path, out: Path, env: dict[str, str]) -> bytes:
    done = run_clew("leads", "export", "-w", workspace, "--out", out, "--suppressed", env=env)
    assert done.returncode == 0, done.stderr
    return out.read_bytes()


def test_neo4j_finds_what_the_embedded_engine_finds(
    built: Path, finished: Finished, env: dict[str, str], tmp_path: Path
) -> None:
    found = leads(built, tmp_path / "neo4j.csv", env)
    assert found == leads(finished[0], tmp_path / "embedded.csv", {})
    assert found.count(b"\n") > 100


def test_the_graph_is_read_where_it_was_built_and_says_when_it_is_being_updated(
    built: Path, env: dict[str, str], driver: neo4j.Driver
) -> None:
    leads = json.loads(run_clew("leads", "list", "-w", built, "--json").stdout)["leads"]
    who, other = sorted({one["principal_entity_id"] for one in leads})[:2]
    questions = (["person", "show", who], ["path", who, other], ["models", "run", "M19", "R1"])
    for updating in (False, True):
        driver.execute_query("MATCH (m:Meta) SET m.updating = $updating", updating=updating)
        for question in questions:
            done = run_clew(*question, "-w", built, "--json", env=env)
            assert done.returncode == 0, done.stderr
            assert json.loads(done.stdout)["updating"] is updating
            assert ("being updated" in done.stderr) is updating
    done = run_clew("detect", "-w", built, "--as-of", AS_OF, env=env)
    assert done.returncode == 1
    assert "not, or not wholly, the one" in done.stderr
    driver.execute_query("MATCH (m:Meta) SET m.updating = false")
    assert run_clew("detect", "-w", built, "--as-of", AS_OF, env=env).returncode == 0


def test_the_graph_of_another_workspace_is_not_read(built: Path, env: dict[str, str], driver: neo4j.Driver) -> None:
    found = driver.execute_query("MATCH (m:Meta) RETURN m.workspace AS id").records[0]["id"]
    driver.execute_query("MATCH (m:Meta) SET m.workspace = 'another'")
    for question in (["models", "run", "M19", "R1"], ["detect", "--as-of", AS_OF]):
        done = run_clew(*question, "-w", built, env=env)
        assert done.returncode == 1
        assert "does not hold the graph of this workspace" in done.stderr
    driver.execute_query("MATCH (m:Meta) SET m.workspace = $id", id=found)
