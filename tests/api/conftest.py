"""A small county, run once, for the tests of the ways in."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.api.command_line import AS_OF, run_clew


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county of 500 persons: exports/ and truth/."""
    out = tmp_path_factory.mktemp("county")
    done = run_clew("synth", "--persons", 500, "--seed", 3, "--out", out, "--as-of", AS_OF)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="session")
def finished(county: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A workspace with the county run on the embedded engine, and what the run told."""
    workspace = tmp_path_factory.mktemp("workspace") / "ws"
    done = run_clew("run", county / "exports", "-w", workspace, "--as-of", AS_OF, "--json")
    assert done.returncode == 0, done.stderr
    return workspace, json.loads(done.stdout)
