"""A small county, run once, for the tests of the ways in."""

import fcntl
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.api.command_line import AS_OF, run_clew


def made_once(name: str, factory: pytest.TempPathFactory, make: Callable[[Path], None]) -> Path:
    """Return a folder that the first test worker to ask makes, and that all the others read."""
    root = factory.getbasetemp().parent if "PYTEST_XDIST_WORKER" in os.environ else factory.getbasetemp()
    folder, unfinished = root / name, factory.mktemp(name) / "unfinished"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            make(unfinished)
            unfinished.rename(folder)
    return folder


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county of 500 persons: exports/ and truth/."""

    def make(out: Path) -> None:
        done = run_clew("synth", "--persons", 500, "--seed", 3, "--out", out, "--as-of", AS_OF)
        assert done.returncode == 0, done.stderr

    return made_once("small-county", tmp_path_factory, make)


@pytest.fixture(scope="session")
def finished(county: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A workspace with the county run on the embedded engine, and what the run told; who writes in it takes a copy."""

    def make(folder: Path) -> None:
        done = run_clew("run", county / "exports", "-w", folder / "ws", "--as-of", AS_OF, "--json")
        assert done.returncode == 0, done.stderr
        (folder / "told.json").write_text(done.stdout, "utf-8")

    folder = made_once("finished", tmp_path_factory, make)
    return folder / "ws", json.loads((folder / "told.json").read_text("utf-8"))
