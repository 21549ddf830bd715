"""Fixtures for all tests: real servers, a store on every engine, and a database on SQLite and PostgreSQL."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

from core.progress import Progress, silent
from graph.engines.embedded import EmbeddedStore
from graph.engines.neo4j import Neo4jStore
from graph.schema import Schema, load_schema
from graph.store import GraphStore
from tests.neo4j_server.server import Server, Unavailable, running
from tests.postgres_server import server as postgres

# How long an example takes depends on what else the machine does.
hypothesis.settings.register_profile("clew", deadline=None)
hypothesis.settings.load_profile("clew")

OpenStore = Callable[..., GraphStore]
"""Opens a store of the engine under test: (schema, workspace, progress) → GraphStore."""


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A Neo4j server: the one of CLEW_TEST_NEO4J_URI (_USER, _PASSWORD), else one that is started for the session."""
    if uri := os.environ.get("CLEW_TEST_NEO4J_URI"):
        user, password = (os.environ.get(f"CLEW_TEST_NEO4J_{name}", "") for name in ("USER", "PASSWORD"))
        yield Server(uri, user or "neo4j", password)
        return
    try:
        with running(Path(".cache").resolve(), tmp_path_factory.mktemp("neo4j") / "home") as server:
            yield server
    except Unavailable as error:
        if os.environ.get("CI") or os.environ.get("CLEW_REQUIRE_NEO4J"):
            pytest.fail(str(error))
        pytest.skip(str(error))


@pytest.fixture(scope="module", params=["embedded", "neo4j"])
def engine(request: pytest.FixtureRequest) -> str:
    """The name of the engine under test: every test that asks for it runs on both."""
    return str(request.param)


@pytest.fixture(scope="module")
def open_engine(
    engine: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OpenStore]:
    """A function that opens a store of the engine under test; all of one module see the same graph."""
    opened: list[GraphStore] = []
    path = tmp_path_factory.mktemp("graph") / "graph.lbug"

    def open_one(schema: Schema | None = None, workspace: str = "tests", progress: Progress = silent) -> GraphStore:
        schema = schema or load_schema()
        if engine == "embedded":
            opened.append(EmbeddedStore(path, schema, write=True))
        else:
            server: Server = request.getfixturevalue("neo4j_server")
            opened.append(
                Neo4jStore(
                    server.uri,
                    server.user,
                    server.password,
                    "neo4j",
                    schema,
                    workspace=workspace,
                    write=True,
                    progress=progress,
                )
            )
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture(scope="module")
def store(open_engine: OpenStore) -> GraphStore:
    """An open store of the engine under test, with the schema that ships with Clew; what it holds is unknown."""
    return open_engine()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A PostgreSQL server: that of CLEW_TEST_POSTGRES_URL, else one that is started for the session.

    The URL is of a user who may create databases and is asked for a password.
    """
    if url := os.environ.get("CLEW_TEST_POSTGRES_URL"):
        yield postgres.existing(url)
        return
    try:
        with postgres.running() as server:
            yield server
    except postgres.Unavailable as error:
        if os.environ.get("CI") or os.environ.get("CLEW_REQUIRE_POSTGRES"):
            pytest.fail(str(error))
        pytest.skip(str(error))


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty SQL database: every test that asks for it runs on both."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'sql' / 'clew.db'}"
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    with server.fresh_database() as url:
        yield url


_exit_status: list[int] = []


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Remember how the session ended."""
    _exit_status.append(int(exitstatus))


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave without the interpreter's shutdown: DuckDB prints its leaks there, after pytest's closing line."""
    if _exit_status:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(_exit_status[0])
