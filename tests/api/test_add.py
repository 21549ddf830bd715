"""`clew add`: one more file against what is published, told now and taken in by the next run."""

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from core.workspace import Workspace
from tests.api.command_line import run_clew

HEADERS = ("统一受案号", "诉讼地位", "姓名", "证件种类", "证件号码", "性别", "出生日期", "电话")


def parties(county: Path) -> list[dict[str, str]]:
    """Return suspects with a whole number, as a procuratorate of the county exported them."""
    (file,) = county.glob("exports/七星关区人民检察院/当事人.csv")
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    return [row for row in rows if len(row["证件号码"]) == 18 and row["证件号码"].isdecimal() and row["电话"]]


@pytest.fixture(scope="module")
def workspace(finished: tuple[Path, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(finished[0], tmp_path_factory.mktemp("add") / "ws"))


@pytest.fixture(scope="module")
def told(workspace: Path, county: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A file with a known person, a bridge between two, a stranger and a broken row; and what adding it told."""
    one, other = parties(county)[:2]
    rows = [
        ("毕七检刑诉〔2026〕901号", "犯罪嫌疑人", one["姓名"], "居民身份证", one["证件号码"], "", "", ""),
        ("毕七检刑诉〔2026〕902号", "犯罪嫌疑人", other["姓名"], "居民身份证", one["证件号码"], other["性别"],
         other["出生日期"], other["电话"]),
        ("毕七检刑诉〔2026〕903号", "犯罪嫌疑人", "诸葛新来", "", "", "男", "1981-02-03", "13512340000"),
        ("坏行",),
    ]  # fmt: skip
    file = tmp_path_factory.mktemp("new") / "新受理当事人.csv"
    with file.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows([HEADERS, *rows])
    done = run_clew("add", file, "-w", workspace, "--json")
    assert done.returncode == 0, done.stderr
    return file, json.loads(done.stdout)


def test_every_row_is_accounted_for(told: tuple[Path, dict[str, Any]]) -> None:
    counts = told[1]["counts"]
    assert (counts["rows"], counts["loaded"], counts["rejected"], counts["skipped"]) == (5, 3, 1, 1)
    assert [one["row"] for one in told[1]["rejected"]] == [5]
    assert sorted((match["row"], match["title"]) for match in told[1]["matches"])[2] == (4, "诸***")


def test_a_bridge_goes_to_review_and_merges_nobody(told: tuple[Path, dict[str, Any]]) -> None:
    assert told[1]["merged"] == []
    (item,) = [item for item in told[1]["review"] if item["kind"] == "number_of_another"]
    (bearer,) = [match for match in told[1]["matches"] if match["row"] == 2]
    assert (item["row"], item["entities"][1], item["titles"][1]) == (3, bearer["entity_id"], bearer["title"])


def test_what_is_told_in_words_has_rows_and_no_whole_name(workspace: Path, told: tuple[Path, dict[str, Any]]) -> None:
    printed = run_clew("add", told[0], "-w", workspace).stdout
    assert "3 loaded, 1 rejected, 1 skipped" in printed
    assert "row 5 rejected: cells do not align" in printed
    assert "the file has no such column" in printed
    assert "诸***" in printed
    assert "诸葛新来" not in printed


def test_a_file_added_twice_counts_once(workspace: Path, told: tuple[Path, dict[str, Any]]) -> None:
    again = json.loads(run_clew("add", told[0], "-w", workspace, "--json").stdout)
    assert again["again"]
    assert again["matches"] == told[1]["matches"]
    assert len(list((workspace / "added").glob("*.json"))) == 1


def test_what_became_of_a_file_is_found_again_where_it_was_broken_off(
    workspace: Path, told: tuple[Path, dict[str, Any]]
) -> None:
    (Workspace(workspace).published().path / "added" / "0001.json").unlink()
    again = json.loads(run_clew("add", told[0], "-w", workspace, "--json").stdout)
    assert (again["matches"], again["again"]) == (told[1]["matches"], True)
    assert (Workspace(workspace).published().path / "added" / "0001.json").exists()


def test_a_file_that_is_no_export_is_not_kept(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing of a table", "utf-8")
    done = run_clew("add", tmp_path / "notes.txt", "-w", workspace)
    assert done.returncode == 1
    assert "was not added" in done.stderr
    assert not list((workspace / "added").glob("*/notes.txt"))


def test_the_next_run_takes_the_file_in_with_the_entities_that_were_told(
    workspace: Path, told: tuple[Path, dict[str, Any]]
) -> None:
    for stage in ("load", "resolve"):
        assert run_clew(stage, "-w", workspace).returncode == 0
    pending = Workspace(workspace).pending()
    assert pending is not None
    with duckdb.connect(str(pending.records), read_only=True) as con:
        now = dict(con.execute("SELECT mention_id, entity_id FROM mention_entity").fetchall())
    ids = {match["mention_id"]: match["entity_id"] for match in told[1]["matches"]}
    assert {mention: now.get(mention) for mention in ids} == ids
