"""What the command line returns, and that programs get JSON alone."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.api.command_line import ROOT, run_clew


def test_a_missing_source_folder_is_a_user_error(tmp_path: Path) -> None:
    done = run_clew("run", tmp_path / "nowhere", "-w", tmp_path / "ws")
    assert done.returncode == 1
    assert "does not exist" in done.stderr


def test_a_server_out_of_reach_is_told_before_anything_is_loaded(tmp_path: Path) -> None:
    source = tmp_path / "exports"
    source.mkdir()
    env = {"CLEW_NEO4J_URI": "bolt://127.0.0.1:9"}
    done = run_clew("run", source, "-w", tmp_path / "ws", "--engine", "neo4j", env=env)
    assert done.returncode == 1
    assert "Neo4j at bolt://127.0.0.1:9 cannot be used (user neo4j)" in done.stderr
    assert not (tmp_path / "ws").exists()


def test_an_unknown_option_is_a_usage_error() -> None:
    assert run_clew("run", "--no-such-option").returncode == 2


def test_no_command_shows_help() -> None:
    done = run_clew()
    assert done.returncode == 2
    assert "Usage" in done.stdout + done.stderr


def test_a_workspace_that_is_not_there_is_not_made_by_looking(tmp_path: Path) -> None:
    done = run_clew("status", "-w", tmp_path / "ws")
    assert done.returncode == 1
    assert not (tmp_path / "ws").exists()


def test_a_fault_of_the_program_shows_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "current").write_text("no number")
    done = run_clew("sources", "list", "-w", tmp_path)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert "report is in" in done.stderr


HEADER = "登记字号,类型,男方姓名,男方身份证号,女方姓名,女方身份证号,登记日期,登记机关"


@pytest.fixture
def loaded(tmp_path: Path) -> Path:
    """A workspace into which one marriage has been loaded, and nothing more."""
    source = tmp_path / "exports"
    source.mkdir()
    (source / "marriages.csv").write_text(f"{HEADER}\nJ-1,结婚,李大明,,王小红,,2020-01-05,某区民政局", "utf-8")
    done = run_clew("load", source, "-w", tmp_path / "ws")
    assert done.returncode == 0, done.stderr
    return tmp_path / "ws"


def test_a_fault_inside_a_stage_is_a_sentence_and_a_report(loaded: Path) -> None:
    with duckdb.connect(str(loaded / "generations" / "1" / "records.duckdb")) as con:
        con.execute("DROP TABLE row_node")
    done = run_clew("resolve", "-w", loaded)
    assert done.returncode == 3
    assert f"The stage resolve met a fault of the program. Its report is in {loaded / 'last-fault.txt'}" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Traceback" in (loaded / "last-fault.txt").read_text("utf-8")


def test_a_stage_that_cannot_even_start_tells_its_last_line(loaded: Path, tmp_path: Path) -> None:
    broken = 'import sys\nif "api.child" in sys.orig_argv:\n    sys.modules["resource"] = None\n'
    (tmp_path / "sitecustomize.py").write_text(broken, "utf-8")
    done = run_clew("resolve", "-w", loaded, env={"PYTHONPATH": str(tmp_path)})
    assert done.returncode == 3
    assert "The process of the stage resolve ended with code 1" in done.stderr
    assert "ModuleNotFoundError: import of resource halted" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Traceback" in (loaded / "last-fault.txt").read_text("utf-8")


def test_a_stage_that_is_killed_names_the_signal(county: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "api.cli", "load", str(county / "exports"), "-w", str(tmp_path / "ws")]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    first = process.stderr.readline()
    (child,) = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    os.kill(int(child), signal.SIGKILL)
    told = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 3
    assert "load: " in first
    assert "The process of the stage load was ended by the signal SIGKILL" in told
    assert "Traceback" not in told


def test_a_run_tells_programs_its_stages_counts_and_leads(finished: tuple[Path, dict[str, Any]]) -> None:
    told = finished[1]
    assert [stage["name"] for stage in told["stages"]] == ["load", "resolve", "build", "detect"]
    assert all(stage["peak_mb"] > 0 for stage in told["stages"])
    assert (told["as_of"], told["engine"]) == ("2026-06-30", "embedded")
    assert told["counts"]["rows"] == told["counts"]["loaded"] + told["counts"]["rejected"] + told["counts"]["skipped"]


def test_status_adds_up_for_every_file(finished: tuple[Path, dict[str, Any]]) -> None:
    done = run_clew("status", "-w", finished[0], "--json")
    files = json.loads(done.stdout)["files"]
    assert files
    for file in files:
        assert file["rows"] == file["loaded"] + sum(file["rejected"].values()) + file["skipped"], file
    assert sum(file["sealed"] for file in files) > 0


def test_the_password_of_the_server_is_never_printed(finished: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    env = {"CLEW_NEO4J_PASSWORD": "secret-word", "CLEW_NEO4J_URI": "bolt://127.0.0.1:1"}
    done = run_clew("build", "-w", finished[0], "--engine", "neo4j", env=env)
    assert done.returncode == 1
    assert "secret-word" not in done.stdout + done.stderr


@pytest.mark.parametrize("env", [{"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "ascii"}])
def test_a_terminal_without_chinese_ends_no_command(env: dict[str, str], tmp_path: Path) -> None:
    listed = run_clew("models", "show", "M01", env={"PYTHONUTF8": "0", **env})
    assert listed.returncode == 0, listed.stderr
    assert "Public rental housing" in listed.stdout
    told = run_clew("load", tmp_path / "没有", "-w", tmp_path / "ws", env={"PYTHONUTF8": "0", **env})
    assert (told.returncode, "does not exist" in told.stderr) == (1, True)
