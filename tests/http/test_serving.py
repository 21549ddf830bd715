"""`clew serve` as an operator starts it: its links, its end, and what stands in its way."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from api import accounts
from api.account_tables import Account, Invitation
from api.commands.serve import _first_start
from core.settings import Settings
from tests.api.command_line import ROOT, run_clew
from tests.http.client import PASSWORD, Served, served

Finished = tuple[Path, dict[str, Any]]
ADDRESS = "http://127.0.0.1:8000"


@pytest.fixture
def workspace(finished: Finished, tmp_path: Path) -> Path:
    """A workspace whose generation is published but not asked for anything."""
    heavy = shutil.ignore_patterns("*.duckdb", "*.lbug", "clew.db*")
    return Path(shutil.copytree(finished[0], tmp_path / "ws", ignore=heavy))


@pytest.fixture
def port() -> int:
    """A port that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def started(workspace: Path, port: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "api.cli", "serve", "-w", workspace, "--port", str(port)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=dict(os.environ),
    )  # fmt: skip


def lines(process: subprocess.Popen[str]) -> Iterator[str]:
    assert process.stdout is not None
    for line in process.stdout:
        yield line
        if "Clew answers" in line:
            return


def test_a_server_gives_links_lets_in_and_ends_in_order(workspace: Path, port: int) -> None:
    (workspace / "clew.toml").write_text("demo = true\n", "utf-8")
    server = started(workspace, port)
    try:
        said = "".join(lines(server))
        roles = re.findall(r"One-time link for the (\w+): http://127\.0\.0\.1:\d+/#/invitation/(\S+)", said)
        assert [role for role, _ in roles] == ["administrator", "investigator"]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            assert client.get("/healthz").json() == {"status": "ok"}
            second = run_clew("serve", "-w", workspace, "--port", port)
            assert (second.returncode, second.stdout) == (1, "")
            assert f"The port {port} of 127.0.0.1 cannot be used." in second.stderr
            answer = client.post(f"/v1/invitations/{roles[0][1]}", json={"password": PASSWORD})
            assert answer.json() == {"name": "administrator", "role": "administrator"}
        server.send_signal(signal.SIGINT)
        assert server.wait(30) == 0
        assert server.stderr is not None
        assert server.stderr.read() == ""
    finally:
        server.kill()
        server.communicate()


def links(one: Served) -> list[str]:
    """Return for whom a start gives links."""
    return [line.partition(":")[0] for line in _first_start(one.settings, ADDRESS)]


@pytest.mark.parametrize("demo", [True, False])
def test_a_start_gives_links_until_somebody_has_come_in(demo: bool, tmp_path: Path) -> None:
    one = served(Settings(workspace=tmp_path, demo=demo))
    wanted = ["administrator", "investigator"] if demo else ["administrator"]
    assert links(one) == [f"One-time link for the {role}" for role in wanted]
    with one.session() as db:
        assert sorted(db.scalars(select(Invitation.name))) == wanted
    one.user("administrator")
    assert links(one) == [f"One-time link for the {role}" for role in wanted[1:]]
    one.user("investigator")
    assert links(one) == []
    one.service.engine.dispose()


def test_a_start_passes_over_names_that_others_have_or_had(tmp_path: Path) -> None:
    one = served(Settings(workspace=tmp_path))
    one.user("investigator", "administrator")
    assert links(one) == links(one) == ["One-time link for the administrator-2"]
    one.user("administrator", "administrator-2")
    with one.session() as db:  # as before the last administrator had to stay
        db.execute(update(Account).where(Account.name == "administrator-2").values(disabled_at=accounts.now()))
    assert links(one) == ["One-time link for the administrator-3"]
    one.service.engine.dispose()


def test_a_workspace_without_results_is_not_served(tmp_path: Path, port: int) -> None:
    done = run_clew("serve", "-w", tmp_path, "--port", port)
    assert done.returncode == 1
    assert "holds no results yet" in done.stderr


def test_half_of_what_https_needs_is_refused(workspace: Path, port: int) -> None:
    done = run_clew("serve", "-w", workspace, "--port", port, "--certificate", "cert.pem")
    assert done.returncode == 1
    assert "both --certificate and --key" in done.stderr
