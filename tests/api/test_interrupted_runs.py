"""A run that was killed and started again ends as one that never was."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from core.workspace import STAGES
from tests.api.command_line import AS_OF, ROOT, exported, run_clew


def kill_during(stage: str, exports: Path, workspace: Path) -> None:
    """Start a run and kill its process group with signal 9 while the stage is under way."""
    command = [sys.executable, "-m", "api.cli", "run", str(exports), "-w", str(workspace), "--as-of", AS_OF]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        start_new_session=True,
    )  # fmt: skip
    assert process.stderr is not None
    for line in process.stderr:
        if f"{stage}: " in line:
            time.sleep(0.2)
            break
    else:
        pytest.fail(f"the run ended before the stage {stage} was seen")
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stderr.close()


@pytest.fixture
def alone(county: Path, tmp_path: Path) -> Path:
    """The exports of the county, without the truth beside them."""
    return shutil.copytree(county / "exports", tmp_path / "exports")


@pytest.fixture(scope="module")
def expected(finished: tuple[Path, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The exports of a run that was never killed and not repeated."""
    return exported(finished[0], tmp_path_factory.mktemp("expected"))


def test_killed_in_every_stage_and_run_again_gives_the_same_exports(
    alone: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    """That the truth stands beside the exports of the run that was never killed changes nothing either."""
    workspace = tmp_path / "ws"
    for stage in STAGES:
        kill_during(stage, alone, workspace)
        assert not (workspace / "current").exists()
    done = run_clew("run", alone, "-w", workspace, "--as-of", AS_OF)
    assert done.returncode == 0, done.stderr
    assert exported(workspace, tmp_path / "exported") == expected


def test_a_second_run_at_the_same_time_is_told_who_holds_the_workspace(county: Path, tmp_path: Path) -> None:
    workspace = tmp_path / "ws"
    command = [sys.executable, "-m", "api.cli", "run", str(county / "exports"), "-w", str(workspace)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as first:
        assert first.stderr is not None
        first.stderr.readline()
        second = run_clew("run", county / "exports", "-w", workspace)
        first.kill()
    assert second.returncode == 1
    assert f"process {first.pid}" in second.stderr


def test_a_run_killed_alone_leaves_no_stage_writing(county: Path, tmp_path: Path) -> None:
    workspace, empty = tmp_path / "ws", tmp_path / "empty"
    empty.mkdir()
    command = [sys.executable, "-m", "api.cli", "run", str(county / "exports"), "-w", str(workspace)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    process.stderr.readline()
    process.kill()
    process.wait()
    process.stderr.close()
    for _ in range(100):
        again = run_clew("load", empty, "-w", workspace)
        if again.returncode != 1:
            break
        time.sleep(0.1)
    assert again.returncode == 0, again.stderr


def test_a_second_run_on_the_same_files_changes_nothing(
    county: Path, finished: tuple[Path, dict[str, Any]], expected: dict[str, bytes], tmp_path: Path
) -> None:
    workspace = shutil.copytree(finished[0], tmp_path / "ws")
    done = run_clew("run", county / "exports", "-w", workspace, "--as-of", AS_OF)
    assert done.returncode == 0, done.stderr
    assert exported(workspace, tmp_path / "exported") == expected
