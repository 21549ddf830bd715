"""What the command line returns, and that programs get JSON alone."""

import json
from pathlib import Path
from typing import Any

from tests.api.command_line import run_clew


def test_a_missing_source_folder_is_a_user_error(tmp_path: Path) -> None:
    done = run_clew("run", tmp_path / "nowhere", "-w", tmp_path / "ws")
    assert done.returncode == 1
    assert "does not exist" in done.stderr


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
    done = run_clew("detect", "-w", finished[0], "--engine", "neo4j", env=env)
    assert done.returncode == 1
    assert "secret-word" not in done.stdout + done.stderr
