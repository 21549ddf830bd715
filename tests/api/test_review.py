"""`clew review`: the queue is gone through two at a time, a sample without the program's opinion; both are counted."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.api.command_line import ROOT, run_clew

Finished = tuple[Path, dict[str, Any]]


@pytest.fixture
def ws(finished: Finished, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The county's workspace, with an SQL database of this test's own."""
    monkeypatch.setenv("CLEW_DATABASE_URL", f"sqlite:///{tmp_path / 'clew.db'}")
    monkeypatch.setenv("CLEW_ACTOR", "赵检")
    return finished[0]


def told(ws: Path, *arguments: object) -> Any:
    done = run_clew(*arguments, "-w", ws, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def typed(ws: Path, answers: str, *arguments: object) -> str:
    """Return what `clew review` prints to somebody who types this."""
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", "review", *map(str, arguments), "-w", str(ws)],
        cwd=ROOT, input=answers, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "COLUMNS": "400"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_is_decided_waits_no_longer_and_what_is_skipped_does(ws: Path) -> None:
    before = told(ws, "review")
    assert before["total"] == sum(before["kinds"].values()) > 2
    printed = typed(ws, "?\ns\n\nsame phone\nk\nd\nhis brother\nq\n")
    first, second, third = before["items"][:3]
    assert all(one["a"]["file"] in printed for one in (first, second, third))
    assert "2 judged" in printed
    assert "Evidence" not in printed
    assert printed.count("Chance that a decision changes an entity: ") == sum(
        one["kind"] not in ("contradicted", "vetoed", "drifted") for one in before["items"][:4]
    )
    assert {one["verdict"]: one["why"] for one in told(ws, "judgements", "list")["judgements"]} == {
        "same": "same phone", "different": "his brother"
    }  # fmt: skip
    after = [one["item_id"] for one in told(ws, "review")["items"]]
    assert second["item_id"] in after
    assert not {first["item_id"], third["item_id"]} & set(after)


def test_whose_it_is_instead_is_chosen_by_its_number(ws: Path) -> None:
    item = told(ws, "review", "--kind", "unclear")["items"][0]
    chosen = item["others"][0]["mention_id"]
    printed = typed(ws, "1\nhis row\nq\n", "--kind", "unclear")
    assert f"may instead be: 1 {item['others'][0]['entity']['id']}" in printed
    (made,) = told(ws, "judgements", "list")["judgements"]
    assert ({made["a"], made["b"]}, made["verdict"]) == ({item["about"], chosen}, "same")
    assert item["item_id"] not in [one["item_id"] for one in told(ws, "review")["items"]]


def test_who_is_ruled_out_leaves_the_question_with_the_others_at_once(ws: Path) -> None:
    kinds = told(ws, "review", "--kind", "unclear")
    item = kinds["items"][0]
    rest = [one["mention_id"] for one in item["others"]]
    printed = typed(ws, "d\nnot his row\nq\n", "--kind", "unclear")
    shown = printed.split("different.")[1]
    assert item["others"][0]["entity"]["id"] in shown
    assert item["entities"][item["about"] == item["a"]["mention_id"]]["id"] not in shown
    next_, *_ = told(ws, "review")["items"]
    assert (next_["about"], next_["kind"]) == (item["about"], "unclear")
    assert {next_["a"]["mention_id"], next_["b"]["mention_id"]} == {item["about"], rest[0]}
    assert [one["mention_id"] for one in next_["others"]] == rest[1:]
    assert told(ws, "review", "--kind", "unclear")["total"] == kinds["total"]
    typed(ws, "d\nnor his\n" * len(rest) + "q\n", "--kind", "unclear")
    assert item["about"] not in [one["about"] for one in told(ws, "review")["items"]]


def test_the_weight_of_two_is_what_why_tells(ws: Path) -> None:
    first = told(ws, "review", "--kind", "two_numbers")["items"][0]
    weight = told(ws, "why", first["a"]["mention_id"], first["b"]["mention_id"])["waterfall"]["weight"]
    printed = typed(ws, "q\n", "--kind", "two_numbers")
    assert f"weighs {weight:+.2f} bits" in printed
    assert "its birth date" in printed
    assert "its number" in printed


def test_names_and_numbers_are_masked_without_a_reason(ws: Path) -> None:
    masked, shown = told(ws, "review", "--limit", 1), told(ws, "review", "--limit", 1, "--reveal", "核对身份")
    assert "*" in masked["items"][0]["a"]["name"]
    assert "*" not in shown["items"][0]["a"]["name"]


def test_two_reviewers_go_through_a_sample_and_are_compared(ws: Path, tmp_path: Path) -> None:
    out = tmp_path / "sample.csv"
    assert told(ws, "review", "sample", "--size", 4, "--out", out)["pairs"] == 4
    printed = typed(ws, "s\nyes\n" * 4, "--sample", out, "--reviewer", "李敏")
    assert "entities now" not in printed
    typed(ws, "s\nyes\nd\nno\ns\nyes\n", "--sample", out, "--reviewer", "王检")
    assert "4 of 4" in typed(ws, "", "--sample", out, "--reviewer", "王检")
    found = told(ws, "review", "quality", "--sample", out)
    ((equal, pairs),) = [(one["equal"]["value"], one["pairs"]) for one in found["agreement"]]
    assert (round(equal, 2), pairs) == (0.67, 3)
    joined, apart = found["error"]
    assert (joined["estimate"]["value"], apart["estimate"]["value"]) == (0, 1)
    assert joined["disputed"] + apart["disputed"] == 1


def test_a_file_that_is_no_sample_is_told(ws: Path, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    done = run_clew("review", "--sample", tmp_path / "other.csv", "-w", ws)
    assert done.returncode == 1
    assert "clew review sample" in done.stderr
