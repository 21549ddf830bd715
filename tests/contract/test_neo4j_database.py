"""What only a shared Neo4j database asks for: whose data it is, and what happens while it is written."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import neo4j
import pytest

from core.errors import InternalError, UserError
from core.settings import Settings
from core.workspace import Workspace
from graph import open_store
from graph.engines.neo4j import Neo4jStore
from graph.rows import from_dicts
from graph.schema import load_schema
from graph.store import GraphRows
from tests.contract.small import family, present
from tests.neo4j_server.server import Server

Open = Callable[..., Neo4jStore]


@pytest.fixture(scope="module")
def driver(neo4j_server: Server) -> Iterator[neo4j.Driver]:
    """The plain driver, to act as others do."""
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password)) as found:
        yield found


@pytest.fixture
def database(driver: neo4j.Driver) -> Iterator[neo4j.Driver]:
    """An empty database before and after."""
    driver.execute_query("MATCH (n) DETACH DELETE n")
    yield driver
    driver.execute_query("MATCH (n) DETACH DELETE n")


@pytest.fixture
def opened(neo4j_server: Server) -> Iterator[Open]:
    """A function that opens the database for a workspace; what it is told goes to a list."""
    with ExitStack() as stack:

        def open_one(
            workspace: str, told: list[str] | None = None, generation: int = 1, write: bool = True
        ) -> Neo4jStore:
            server, progress = neo4j_server, ([] if told is None else told).append
            store = Neo4jStore(
                server.uri, server.user, server.password, "neo4j", load_schema(), workspace=workspace,
                generation=generation, write=write, progress=progress,
            )  # fmt: skip
            return stack.enter_context(closing(store))

        yield open_one


def test_data_that_clew_did_not_write_is_left_alone(database: neo4j.Driver, opened: Open) -> None:
    database.execute_query("CREATE (:Film {title: 'M'})")
    with pytest.raises(UserError, match="Film"):
        opened("w").replace(family())
    found = database.execute_query("MATCH (n) RETURN n.title AS title").records
    assert [row["title"] for row in found] == ["M"]


def test_data_that_others_added_later_is_found_too(database: neo4j.Driver, opened: Open) -> None:
    store = opened("w")
    store.replace(family())
    database.execute_query("CREATE (:Person {id: 'P-theirs'})")
    with pytest.raises(UserError, match="Person"):
        store.replace(GraphRows())
    assert [node.id for node in store.nodes(["P-li", "P-theirs"])] == ["P-li", "P-theirs"]


def test_what_others_drew_between_clews_nodes_is_gone_after_a_build(database: neo4j.Driver, opened: Open) -> None:
    store = opened("w")
    store.replace(family())
    before = store.counts()
    database.execute_query(
        "MATCH (a:Person) WITH a LIMIT 1 CREATE (a)-[:KIN {kind: 'child'}]->(a) SET a.name = 'x', a.mark = 1"
    )
    assert store.counts() != before
    store.replace(family())
    assert store.counts() == before
    assert store.read("MATCH (p:Person) WHERE p.mark = 1 OR p.name = 'x' RETURN p") == []
    assert not store.updating()


def test_another_workspaces_graph_is_replaced_and_said_so(database: neo4j.Driver, opened: Open) -> None:
    told: list[str] = []
    for workspace in ("one", "two", "two"):
        store = opened(workspace, told)
        store.replace(from_dicts(load_schema(), [("Person", workspace, {})]))
        assert present(store.counts()) == {"Person": 1}
    assert len([line for line in told if "another workspace" in line]) == 1


def test_a_run_that_was_broken_off_is_told_and_mended(database: neo4j.Driver, opened: Open) -> None:
    store = opened("w")
    broken = family()
    broken.relationships = {**broken.relationships, "SPOUSE": None}  # type: ignore[dict-item]
    with pytest.raises(TypeError):
        store.replace(broken)
    assert store.updating()
    store.replace(family())
    assert not store.updating()
    assert present(store.counts()) == {"Person": 3, "Case": 2, "Phone": 1, "Settlement": 1, "SPOUSE": 1, "PARENT_OF": 2,
                                       "PARTY_IN": 3, "USES": 2, "SETTLED": 1}  # fmt: skip


def test_a_graph_is_read_by_its_own_workspace_alone(database: neo4j.Driver, opened: Open) -> None:
    with pytest.raises(UserError, match="does not hold the graph of this workspace"):
        opened("w", write=False)
    opened("w").replace(family())
    assert [node.id for node in opened("w", write=False).nodes(["P-li"])] == ["P-li"]
    with pytest.raises(UserError, match="does not hold the graph of this workspace"):
        opened("neighbour", write=False)


def test_readers_are_told_when_the_graph_is_another_generations(database: neo4j.Driver, opened: Open) -> None:
    opened("w").replace(family())
    reader = opened("w", write=False)
    assert not reader.updating()
    opened("w", generation=2).replace(GraphRows())
    assert reader.updating()
    assert not opened("w", generation=2, write=False).updating()
    opened("neighbour", generation=2).replace(GraphRows())
    assert reader.updating()


def test_what_is_written_for_the_run_is_not_read(database: neo4j.Driver, opened: Open) -> None:
    store = opened("w")
    store.replace(family())
    for row in store.read("MATCH (a)-[r]->(b) RETURN a, r, b"):
        assert not [name for part in row.values() for name in part.properties if name.startswith("_")]


def test_a_store_opened_by_settings_reads_and_only_a_writer_writes(
    database: neo4j.Driver, neo4j_server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in (("URI", neo4j_server.uri), ("USER", neo4j_server.user), ("PASSWORD", neo4j_server.password)):
        monkeypatch.setenv(f"CLEW_NEO4J_{name}", value)
    settings = Settings()
    generation = Workspace(tmp_path).begin()
    writer = open_store(settings, "neo4j", generation, write=True)
    writer.replace(family())
    generation.finish("build", "inputs", {"engine": "neo4j"})
    reader = open_store(settings, "neo4j", generation)
    assert [node.id for node in reader.nodes(["P-li"])] == ["P-li"]
    with pytest.raises(InternalError):
        reader.replace(GraphRows())
    writer.close()
    reader.close()


def test_a_server_that_cannot_be_used_is_a_sentence(neo4j_server: Server) -> None:
    with pytest.raises(UserError, match="CLEW_NEO4J_PASSWORD"):
        Neo4jStore(neo4j_server.uri, "neo4j", "wrong", "neo4j", load_schema(), workspace="w")
    with pytest.raises(UserError, match="CLEW_NEO4J_URI"):
        Neo4jStore("bolt://127.0.0.1:1", "neo4j", "", "neo4j", load_schema(), workspace="w")
    with pytest.raises(UserError, match="CLEW_NEO4J_URI"):
        Neo4jStore("file://127.0.0.1:1", "neo4j", "", "neo4j", load_schema(), workspace="w")
