"""A real `clew serve` on loopback."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.api.command_line import ROOT
from tests.loopback import free_port

LINK = re.compile(r"One-time link for the (\w+): (\S+)")


@dataclass
class Server:
    """Where it answers, and the one-time links that it printed, by role."""

    base: str
    links: dict[str, str] = field(default_factory=dict)


@contextmanager
def serving(workspace: Path) -> Iterator[Server]:
    """Start `clew serve` on a free port, yield it once it listens, and end it."""
    server = Server(f"http://127.0.0.1:{(port := free_port())}")
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "serve", "-w", workspace, "--port", str(port)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1", "COLUMNS": "200"},
    )  # fmt: skip
    try:
        _read(process, server)
        yield server
    finally:
        process.terminate()
        process.communicate(timeout=60)


def _read(process: subprocess.Popen[str], server: Server) -> None:
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if found := LINK.search(line):
            server.links[found[1]] = found[2]
        if line.startswith("Clew answers at"):
            return
    raise AssertionError(f"clew serve ended: {said}")
