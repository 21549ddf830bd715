"""What leads are asked for by: words that people see are understood, and unknown ones are never "no leads"."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.api.command_line import run_clew


@pytest.mark.parametrize(
    ("option", "unknown", "known"),
    [
        ("--status", "foo", "screening 初筛"), ("--model", "M99", "H01, M01, M19, M20"), ("--rule", "R77", "R1, R2"),
    ],
)  # fmt: skip
def test_an_unknown_word_is_refused_with_the_known_ones(
    finished: tuple[Path, dict[str, Any]], option: str, unknown: str, known: str
) -> None:
    done = run_clew("leads", "list", option, unknown, "-w", finished[0])
    assert done.returncode == 1
    assert f"There is no {option[2:]} {unknown}; known are " in done.stderr
    assert known in done.stderr


def test_a_rule_of_another_model_is_refused(finished: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    done = run_clew("leads", "export", "--model", "H01", "--rule", "R9", "--out", tmp_path / "a.csv", "-w", finished[0])
    assert (done.returncode, "known are R1, R2, R3, R4." in done.stderr) == (1, True)


def test_the_words_of_the_list_are_understood(finished: tuple[Path, dict[str, Any]]) -> None:
    given = ("--status", "初筛", "--model", "m19", "--rule", "r1")
    done = run_clew("leads", "list", *given, "-w", finished[0], "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["total"] == finished[1]["leads"]["M19"]["R1"]["leads"] > 0
