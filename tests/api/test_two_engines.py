"""The same county on both engines gives the same leads, byte for byte."""

from pathlib import Path
from typing import Any

from tests.api.command_line import AS_OF, run_clew
from tests.neo4j_server.server import Server


def leads(workspace: Path, out: Path, env: dict[str, str]) -> bytes:
    done = run_clew("leads", "export", "-w", workspace, "--out", out, "--suppressed", env=env)
    assert done.returncode == 0, done.stderr
    return out.read_bytes()


def test_neo4j_finds_what_the_embedded_engine_finds(
    county: Path, finished: tuple[Path, dict[str, Any]], neo4j_server: Server, tmp_path: Path
) -> None:
    env = {
        "CLEW_ENGINE": "neo4j",
        "CLEW_NEO4J_URI": neo4j_server.uri,
        "CLEW_NEO4J_USER": neo4j_server.user,
        "CLEW_NEO4J_PASSWORD": neo4j_server.password,
    }
    done = run_clew("run", county / "exports", "-w", tmp_path / "ws", "--as-of", AS_OF, "--json", env=env)
    assert done.returncode == 0, done.stderr
    found = leads(tmp_path / "ws", tmp_path / "neo4j.csv", env)
    assert found == leads(finished[0], tmp_path / "embedded.csv", {})
    assert found.count(b"\n") > 100
