"""`clew models check`: a model's author learns what its cases say of it."""

import json
import shutil
from pathlib import Path

import pytest

from queries.model import read_models
from tests.api.command_line import run_clew


@pytest.fixture
def own_model(tmp_path: Path) -> Path:
    """A folder with a copy of H01 under another name."""
    built_in = next(model.folder for model in read_models() if model.id == "H01")
    shutil.copytree(built_in, tmp_path / "models" / "own")
    described = tmp_path / "models" / "own" / "model.yaml"
    described.write_text(described.read_text("utf-8").replace("id: H01", "id: X01", 1), "utf-8")
    return tmp_path / "models"


def test_right_cases_are_counted(own_model: Path) -> None:
    done = run_clew("models", "check", "--models", own_model, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["problems"] == []
    assert told["cases"] > 600


def test_every_rule_that_is_wrong_is_named(own_model: Path) -> None:
    """One lost a condition, which a case notices; another is no query that an engine reads, whatever the case."""
    for rule, right, wrong in (
        ("R1", "c.from_day <= $as_of_day", "c.from_day <= $as_of_day + 9999"),
        ("R2", "(q:Person|Organization)", "(q:Nobody)"),
    ):
        path = own_model / "own" / f"{rule}.cypher"
        text = path.read_text("utf-8")
        assert right in text
        path.write_text(text.replace(right, wrong), "utf-8")
    done = run_clew("models", "check", "--models", own_model)
    assert done.returncode == 1
    assert "X01 R1, case" in done.stderr
    assert "X01 R2: Rule X01 R2 could not be run" in done.stderr
    assert "Traceback" not in done.stderr
