"""The whole way with leads, decisions and the journal on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from tests.api.command_line import AS_OF, exported, run_clew
from tests.http.client import copied
from tests.postgres_server.server import Server

MARRIAGES = (
    "登记字号,类型,男方姓名,男方身份证号,女方姓名,女方身份证号,登记日期,登记机关\n"
    "J-1,结婚,李大明,,王小红,,2020-01-05,某区民政局"
)

Finished = tuple[Path, dict[str, Any]]


@pytest.fixture
def url(postgres_server: Server) -> Iterator[str]:
    """The URL of an empty database on a server that asks for a password."""
    with postgres_server.fresh_database() as found:
        yield found


def keeps(workspace: Path, password: str) -> list[Path]:
    return [file for file in workspace.rglob("*") if file.is_file() and password.encode() in file.read_bytes()]


def test_leads_are_the_same_as_on_sqlite(
    finished: Finished, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = copied(finished[0], tmp_path / "ws", database=False)
    expected = exported(finished[0], tmp_path / "sqlite")
    monkeypatch.setenv("CLEW_DATABASE_URL", url)
    done = run_clew("detect", "-w", workspace, "--as-of", AS_OF)
    assert done.returncode == 0, done.stderr
    assert exported(workspace, tmp_path / "postgres") == expected
    assert not (workspace / "clew.db").exists()
    assert keeps(workspace, str(make_url(url).password)) == []


def test_the_password_is_told_and_kept_nowhere(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, workspace, password = tmp_path / "exports", tmp_path / "ws", str(make_url(url).password)
    source.mkdir()
    (source / "marriages.csv").write_text(MARRIAGES, "utf-8")
    monkeypatch.setenv("CLEW_DATABASE_URL", url)
    done = run_clew("run", source, "-w", workspace, "--as-of", AS_OF)
    assert done.returncode == 0, done.stderr
    assert password not in done.stdout + done.stderr
    assert keeps(workspace, password) == []
    assert not (workspace / "clew.db").exists()


@pytest.mark.parametrize(
    "wrong",
    [{"port": 1}, {"password": "secret-word"}, {"database": "no_such_database"}, {"drivername": "postgres"}],
    ids=lambda wrong: next(iter(wrong)),
)
@pytest.mark.parametrize("command", [["run", "docs"], ["leads", "list"]], ids=" ".join)
def test_a_database_that_cannot_be_had_is_a_sentence(
    command: list[str], wrong: dict[str, Any], url: str, tmp_path: Path
) -> None:
    broken = make_url(url).set(**wrong)
    env = {"CLEW_DATABASE_URL": broken.render_as_string(hide_password=False)}
    done = run_clew(*command, "-w", tmp_path, env=env)
    assert done.returncode == 1
    assert "The database" in done.stderr
    assert "Traceback" not in done.stderr
    assert str(broken.password) not in done.stdout + done.stderr
