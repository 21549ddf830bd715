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


def test_a_rule_that_lost_a_condition_is_named_with_the_case_that_notices(own_model: Path) -> None:
    rule = own_model / "own" / "R1.cypher"
    rule.write_text(
        rule.read_text("utf-8").replace("c.from_day <= $as_of_day", "c.from_day <= $as_of_day + 9999"), "utf-8"
    )
    done = run_clew("models", "check", "--models", own_model)
    assert done.returncode == 1
    assert "X01 R1, case" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_query_that_no_engine_reads_is_told_without_a_case(own_model: Path) -> None:
    rule = own_model / "own" / "R1.cypher"
    rule.write_text(rule.read_text("utf-8").replace("(p:Person|Organization)", "(p:Nobody)", 1), "utf-8")
    done = run_clew("models", "check", "--models", own_model)
    assert (done.returncode, "X01 R1: Rule X01 R1 could not be run" in done.stderr) == (1, True)
