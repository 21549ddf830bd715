"""Running the command line as a user does."""

import os
import subprocess
import sys
from pathlib import Path

from tests.api.warm_process import warm_python

AS_OF = "2026-06-30"
ROOT = Path(__file__).resolve().parent.parent.parent


def run_clew(*arguments: object, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, which has its imports behind it; the caller looks at the exit code.

    An environment that Python or the terminal reads when it starts needs a fresh interpreter: `start_clew`.
    """
    if any(not name.startswith("CLEW_") for name in env or {}):
        return start_clew(*arguments, env=env)
    return _command(warm_python(), arguments, env)


def start_clew(*arguments: object, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command in a fresh interpreter, as a user does; the caller looks at the exit code."""
    return _command(sys.executable, arguments, env)


def _command(
    python: str, arguments: tuple[object, ...], env: dict[str, str] | None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python, "-m", "api.cli", *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "COLUMNS": "200", **(env or {})},
    )  # fmt: skip


def clew_on_path(folder: Path) -> str:
    """Return a search path on which a shell finds `clew`, with its imports behind it; the program lies in `folder`."""
    folder.mkdir()
    (folder / "clew").write_text(f'#!/bin/sh\nexec "{warm_python()}" -m api.cli "$@"\n', "utf-8")
    (folder / "clew").chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


def exported(workspace: Path, folder: Path) -> dict[str, bytes]:
    """Return the bytes of all exports of a workspace."""
    folder.mkdir(parents=True, exist_ok=True)
    for what in ("mentions", "entities"):
        done = run_clew("export", what, "-w", workspace, "--out", folder / f"{what}.csv")
        assert done.returncode == 0, done.stderr
    done = run_clew("leads", "export", "-w", workspace, "--out", folder / "leads.csv", "--suppressed")
    assert done.returncode == 0, done.stderr
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}
