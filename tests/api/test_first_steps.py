"""The first data set of a user: what the screens say when there is little to say."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.api.command_line import AS_OF, run_clew

HEADER = "登记字号,类型,男方姓名,男方身份证号,女方姓名,女方身份证号,登记日期,登记机关"
ROWS = ["J-1,结婚,李大明,,王小红,,2020-01-05,某区民政局"] * 2 + ["J-2,结婚,张三丰,,赵小兰,,2021-03-07,某区民政局"]

First = tuple[Path, subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> First:
    """A workspace whose name has a space, loaded and then run, and what the run said."""
    folder = tmp_path_factory.mktemp("first")
    source, workspace = folder / "exports", folder / "my ws"
    source.mkdir()
    (source / "marriages.csv").write_text("\n".join([HEADER, *ROWS]), "utf-8")
    loaded = run_clew("load", source, "-w", workspace)
    assert loaded.returncode == 0, loaded.stderr
    done = run_clew("run", source, "-w", workspace, "--as-of", AS_OF)
    assert done.returncode == 0, done.stderr
    return workspace, done


def test_a_stage_that_an_earlier_command_did_is_told_as_done_before(first: First) -> None:
    assert "load done before" in first[1].stderr
    assert "resolve done in" in first[1].stderr


def test_where_no_rule_can_run_one_sentence_says_so(first: First) -> None:
    said = first[1].stdout
    assert said.count("No rule can run") == 1
    assert "ct_criminal_judgment" in said
    assert "M19" not in said
    following = [line.split()[1:3] for line in said.splitlines() if line.startswith("  clew")]
    assert following == [["person", "search"], ["status", "-w"]]


def test_printed_commands_can_be_pasted(first: First) -> None:
    assert f"clew status -w '{first[0]}'" in first[1].stdout


def test_rows_delivered_twice_make_mentions_and_export_add_up(first: First, tmp_path: Path) -> None:
    done = run_clew("export", "mentions", "-w", first[0], "--out", tmp_path / "mentions.csv", "--json")
    assert json.loads(done.stdout)["rows"] == 6
    assert "4 mentions" in first[1].stdout
    assert "Delivered twice: 1 of the rows loaded" in first[1].stdout
    assert ", 6 in all" in first[1].stdout
    (file,) = json.loads(run_clew("status", "-w", first[0], "--json").stdout)["files"]
    assert (file["loaded"], file["repeated"]) == (3, 1)
    assert "total of 1" in run_clew("status", "-w", first[0]).stdout


def test_the_journal_is_listed_newest_first_and_masked(first: First) -> None:
    assert "no entry yet" in run_clew("journal", "-w", first[0]).stdout
    for name, reason in (("张三丰", "case 12"), ("赵小兰", "case 13, 522401198503120011")):
        run_clew("person", "search", name, "-w", first[0], "--reveal", reason, env={"CLEW_ACTOR": "赵检"})
    entries = json.loads(run_clew("journal", "-w", first[0], "--json").stdout)["entries"]
    assert [(one["actor"], one["action"], one["subject"]) for one in entries] == [
        ("赵检", "person search", "赵**"), ("赵检", "person search", "张**"),
    ]  # fmt: skip
    assert entries[0]["reason"] == "case 13, 5224**********0011"
    assert len(json.loads(run_clew("journal", "-w", first[0], "--limit", 1, "--json").stdout)["entries"]) == 1
    opened = json.loads(run_clew("journal", "-w", first[0], "--reveal", "audit", "--json").stdout)["entries"]
    assert [one["subject"] for one in opened] == ["all", "赵小兰", "张三丰"]


def test_a_run_without_a_source_on_nothing_is_a_user_error(tmp_path: Path) -> None:
    done = run_clew("run", "-w", tmp_path / "my ws")
    assert done.returncode == 1
    assert f"clew run SOURCE -w '{tmp_path / 'my ws'}'" in done.stderr
    assert not (tmp_path / "my ws").exists()


def test_the_version_is_told() -> None:
    assert run_clew("--version").stdout.startswith("clew 0.")
