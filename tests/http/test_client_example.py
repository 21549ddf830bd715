"""The client example and the page about the API, followed against a real server with a real key."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.command_line import AS_OF, ROOT, run_clew
from tests.http.client import copied

CLIENT = ROOT / "docs" / "examples" / "case_system.py"
RUN = re.compile(r"<!-- run -->\n```sh\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def workspace(finished: tuple[Path, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of one's own."""
    return copied(finished[0], tmp_path_factory.mktemp("client") / "ws")


@pytest.fixture(scope="module")
def address(workspace: Path) -> Iterator[str]:
    """The address of `clew serve` on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "api.cli", "serve", "-w", str(workspace), "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8") as server:
        assert server.stdout is not None
        for line in server.stdout:
            if "answers at" in line:
                break
        found = f"http://127.0.0.1:{port}"
        while server.poll() is None:
            try:
                httpx.get(f"{found}/readyz", timeout=60)
                break
            except httpx.TransportError:
                time.sleep(0.05)
        yield found
        server.terminate()


def new_key(workspace: Path, name: str) -> dict[str, str]:
    """Return what `clew keys create` tells of a new key."""
    done = run_clew("keys", "create", name, "--purpose", "screening new cases", "-w", workspace, "--json")
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def a_case_with_a_lead(address: str, key: str) -> str:
    """Return the number of a case that a party of has an open lead."""
    with httpx.Client(base_url=address, headers={"Authorization": f"Bearer {key}"}, timeout=60) as client:
        for lead in client.get("/v1/leads", params={"model": "M19", "rule": "R1"}).json()["leads"]:
            return str(lead["event_key"])
    raise AssertionError


def ask(address: str, key: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the client example."""
    return subprocess.run(
        [sys.executable, str(CLIENT), *arguments], capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "CLEW_URL": address, "CLEW_KEY": key},
    )  # fmt: skip


def test_a_case_is_screened_and_a_lead_taken_and_decided_until_the_key_is_revoked(
    workspace: Path, address: str
) -> None:
    key = new_key(workspace, "case-system")
    case = a_case_with_a_lead(address, key["key"])
    done = ask(address, key["key"], case, "--outcome", "verification", "--reason", "files ordered")
    assert done.returncode == 0, done.stderr
    assert re.search(r"^  .\*+: \d+ other cases, [1-9]\d* open leads$", done.stdout, re.MULTILINE)
    lead = re.search(r"^(L-\w+) is verification, assigned to key:case-system$", done.stdout, re.MULTILINE)
    assert lead is not None, done.stdout
    assert re.search(rf"leads status  {lead[1]} verification  files ordered$", done.stdout, re.MULTILINE)
    assert f"case screen  {case}  screening new cases" in done.stdout
    told = run_clew("leads", "show", lead[1], "-w", workspace).stdout
    assert "key:case-system" in told

    assert run_clew("keys", "revoke", key["key_id"], "--reason", "replaced", "-w", workspace).returncode == 0
    refused = ask(address, key["key"], case, "--reason", "files ordered")
    assert refused.returncode == 1
    assert refused.stderr.strip().endswith("has expired or was revoked. Ask the administrator for a new one.")


def test_a_mistake_is_told_as_a_sentence(workspace: Path, address: str) -> None:
    key = new_key(workspace, "another system")["key"]
    assert "No case has the number" in ask(address, key, "（1999）黔9999刑初1号", "--reason", "new case").stderr
    assert ask(address, key, "x", "--reason", "new case").returncode == 1


def test_a_small_answer_does_not_wait_for_the_network(address: str) -> None:
    with httpx.Client(base_url=address) as client:
        took = [client.get("/healthz").elapsed.total_seconds() for _ in range(12)]
    assert min(took[1:]) < 0.03  # the system acknowledges late what comes in two pieces: after 40 ms


def test_the_page_about_the_api_runs_as_it_is_written(workspace: Path, address: str, tmp_path: Path) -> None:
    key = new_key(workspace, "documentation")["key"]
    case = a_case_with_a_lead(address, key)
    page = (ROOT / "docs" / "api.md").read_text("utf-8")
    steps = RUN.findall(page)
    assert len(steps) >= 5
    env = {**os.environ, "CLEW_URL": address, "CLEW_KEY": key, "CASE": case}
    done = subprocess.run(
        ["sh", "-ec", "\n".join(steps)], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"results"' in done.stdout
    assert f'"as_of":"{AS_OF}"' in done.stdout
    assert "urn:clew:problem:no_such_lead" in done.stdout
