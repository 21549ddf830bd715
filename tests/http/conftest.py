"""The small county served over HTTP: embedded graph and SQLite, and Neo4j and PostgreSQL."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from api.exports import MENTIONS
from core.settings import Settings
from core.workspace import Workspace
from records.store import open_records
from tests.api.command_line import AS_OF, run_clew
from tests.api.conftest import county, finished  # noqa: F401 - the county and its workspace, made once for all workers
from tests.api.truth import read, true_ids
from tests.http.client import Served, copied, served
from tests.neo4j_server.server import Server

Finished = tuple[Path, dict[str, Any]]


@pytest.fixture(scope="session")
def small(finished: Finished, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:  # noqa: F811
    """The county on the embedded engine and SQLite; tests add to its journal and change each its own leads."""
    workspace = copied(finished[0], tmp_path_factory.mktemp("http") / "ws")
    found = served(Settings(workspace=workspace))
    yield found
    close(found)


def close(one: Served) -> None:
    """End an application as the server does."""
    one.service.holder.close()
    one.service.engine.dispose()


@pytest.fixture(scope="session")
def neo4j_and_postgres(
    finished: Finished,  # noqa: F811
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[Served]:
    """The same county, its graph built and its leads found again on Neo4j and PostgreSQL."""
    workspace = copied(finished[0], tmp_path_factory.mktemp("http") / "ws", database=False)
    server: Server = request.getfixturevalue("neo4j_server")
    with ExitStack() as held:
        url = held.enter_context(request.getfixturevalue("postgres_server").fresh_database())
        given = {
            "database_url": url, "engine": "neo4j", "neo4j_uri": server.uri, "neo4j_user": server.user,
            "neo4j_password": server.password,
        }  # fmt: skip
        env = {f"CLEW_{name.upper()}": value for name, value in given.items()}
        for stage in (["build"], ["detect", "--as-of", AS_OF]):
            done = run_clew(*stage, "-w", workspace, env=env)
            assert done.returncode == 0, done.stderr
        secret = {name: SecretStr(given.pop(name)) for name in ("database_url", "neo4j_password")}
        found = served(Settings(workspace=workspace, **given, **secret))  # type: ignore[arg-type]
        yield found
        close(found)


@pytest.fixture(scope="session", params=["embedded and sqlite", "neo4j and postgres"])
def either(request: pytest.FixtureRequest) -> Served:
    """The county on both corners: every test that asks for it runs on each."""
    found: Served = request.getfixturevalue("small" if "sqlite" in request.param else "neo4j_and_postgres")
    return found


@pytest.fixture(scope="session")
def entities(county: Path, finished: Finished) -> dict[str, str]:  # noqa: F811
    """By true id, the entity that stands for it: the one of the most mentions."""
    with (
        Workspace(finished[0]).reading() as generation,
        open_records(generation.records, 1.0, read_only=True) as con,
    ):
        result = con.execute(MENTIONS)
        names = [column[0] for column in result.description]
        rows = [
            {name: "" if value is None else str(value) for name, value in zip(names, row, strict=True)}
            for row in result.fetchall()
        ]
    found = true_ids(rows, read(county / "truth" / "mentions.csv"))
    size: dict[str, int] = {}
    for row in rows:
        size[row["entity_id"]] = size.get(row["entity_id"], 0) + 1
    ordered = sorted(found, key=lambda one: (size[one], one))
    return {found[entity]: entity for entity in ordered}


@pytest.fixture(scope="session")
def people(county: Path) -> dict[str, dict[str, str]]:  # noqa: F811
    """By true id, who lives in the county: name, number, birth, sex."""
    return {row["true_id"]: row for row in read(county / "truth" / "persons.csv")}
