"""Models of one's own: the folder that holds them is remembered by the workspace."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from queries.model import read_models
from tests.api.command_line import AS_OF, run_clew

MARRIAGES = (
    "登记字号,类型,男方姓名,男方身份证号,女方姓名,女方身份证号,登记日期,登记机关\n"
    "J-1,结婚,李大明,,王小红,,2020-01-05,某区民政局"
)


def ran(*arguments: object) -> Any:
    """Run Clew and return the models that it ran."""
    done = run_clew(*arguments, "--as-of", AS_OF, "--json")
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout)["leads"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the workspace ws/, run with a copy of H01 named X01, which is in models/ beside it."""
    folder = tmp_path_factory.mktemp("own")
    built_in = next(model.folder for model in read_models() if model.id == "H01")
    own, source = folder / "models" / "own", folder / "exports"
    shutil.copytree(built_in, own)
    (own / "model.yaml").write_text((own / "model.yaml").read_text("utf-8").replace("id: H01", "id: X01", 1), "utf-8")
    source.mkdir()
    (source / "marriages.csv").write_text(MARRIAGES, "utf-8")
    assert "X01" in ran("run", source, "-w", folder / "ws", "--models", folder / "models")
    return folder


@pytest.fixture
def workspace(folder: Path, tmp_path: Path) -> Path:
    """A copy of that workspace; it remembers the folder's models."""
    return Path(shutil.copytree(folder / "ws", tmp_path / "ws"))


@pytest.fixture
def elsewhere(folder: Path) -> Iterator[Path]:
    """Where the models were moved for the time of a test."""
    yield (folder / "models").rename(folder / "elsewhere")
    (folder / "elsewhere").rename(folder / "models")


def test_later_runs_and_trials_use_the_models_of_the_earlier_until_told_otherwise(workspace: Path) -> None:
    assert "X01" in ran("detect", "-w", workspace)
    assert "X01" in ran("run", "-w", workspace)
    assert run_clew("models", "run", "X01", "R1", "-w", workspace).returncode == 0
    assert "X01" not in ran("detect", "-w", workspace, "--models", "none")
    assert "X01" not in ran("detect", "-w", workspace)
    assert run_clew("models", "run", "X01", "R1", "-w", workspace).returncode == 1


def test_models_that_are_gone_are_told_and_can_be_named_anew(workspace: Path, folder: Path, elsewhere: Path) -> None:
    for command in (("detect",), ("models", "run", "X01", "R1")):
        done = run_clew(*command, "-w", workspace)
        assert done.returncode == 1
        assert f"{folder / 'models'}, which the last run of this workspace was given, is no longer" in done.stderr
    assert "X01" in ran("detect", "-w", workspace, "--models", elsewhere)
