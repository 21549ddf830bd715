"""Running the command line as a user does."""

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from api.cli import main

AS_OF = "2026-06-30"
ROOT = Path(__file__).resolve().parent.parent.parent
_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["tests.api.warm_start"])


def run_clew(*arguments: object, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, which has its imports behind it; the caller looks at the exit code.

    An environment that Python or the terminal reads when it starts needs a fresh interpreter: `start_clew`.
    """
    if any(not name.startswith("CLEW_") for name in env or {}):
        return start_clew(*arguments, env=env)
    command = ["clew", *map(str, arguments)]
    with TemporaryDirectory() as folder:
        said = Path(folder, "stdout"), Path(folder, "stderr")
        process = _forks.Process(target=_run, args=(command, {**os.environ, "COLUMNS": "200", **(env or {})}, *said))
        process.start()
        process.join()
        assert process.exitcode is not None
        return subprocess.CompletedProcess(command, process.exitcode, *(file.read_text("utf-8") for file in said))


def _run(command: list[str], env: dict[str, str], stdout: Path, stderr: Path) -> None:
    for number, file in ((1, stdout), (2, stderr)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(env)
    sys.argv = command
    main()


def start_clew(*arguments: object, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command in a fresh interpreter, as a user does; the caller looks at the exit code."""
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
