"""Running the command line as a user does."""

import os
import subprocess
import sys
from pathlib import Path

AS_OF = "2026-06-30"
ROOT = Path(__file__).resolve().parent.parent.parent


def run_clew(*arguments: object, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user does; the caller looks at the exit code."""
    return subprocess.run(
        [sys.executable, "-m", "api.cli", *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "COLUMNS": "200", **(env or {})},
    )  # fmt: skip


def exported(workspace: Path, folder: Path) -> dict[str, bytes]:
    """Return the bytes of all exports of a workspace."""
    folder.mkdir(parents=True, exist_ok=True)
    for what in ("mentions", "entities"):
        done = run_clew("export", what, "-w", workspace, "--out", folder / f"{what}.csv")
        assert done.returncode == 0, done.stderr
    done = run_clew("leads", "export", "-w", workspace, "--out", folder / "leads.csv", "--suppressed")
    assert done.returncode == 0, done.stderr
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}
