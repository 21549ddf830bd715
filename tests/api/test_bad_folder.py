"""A folder with bad files among good ones: the run ends, says what was wrong with each, and loses nothing."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from api.requests import folder_digest
from tests.api.command_line import AS_OF, run_clew

HEADER = "登记字号,类型,男方姓名,男方身份证号,女方姓名,女方身份证号,登记日期,登记机关"
REFUSED = ("unreadable.xlsx", "unknown.csv", "no-key.csv", "empty.csv", "婚姻.csv", "link.csv")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One good file with 3% damaged rows among six that cannot be loaded; the workspace is made within the folder."""
    source = tmp_path_factory.mktemp("bad") / "exports"
    source.mkdir()
    rows = [
        f"J5205-{n:04},结婚,张某{n},,李某{n},,2020-01-{1 + n % 28:02},某区民政局" + ("" if n % 33 else ",多余,的,格")
        for n in range(1, 201)
    ]
    (source / "marriages.csv").write_text("\n".join([HEADER, *rows]), "utf-8")
    (source / "unreadable.xlsx").write_bytes(b"this is no workbook")
    (source / "unknown.csv").write_text("甲,乙,丙\n1,2,3\n", "utf-8")
    (source / "no-key.csv").write_text(
        "\n".join([HEADER.removeprefix("登记字号,"), "结婚,张某,,李某,,2020-01-01,某局"]), "utf-8"
    )
    (source / "empty.csv").write_bytes(b"")
    (source / os.fsdecode("婚姻.csv".encode("gb18030"))).write_text(HEADER, "utf-8")
    (source.parent / "elsewhere.csv").write_text(HEADER, "utf-8")
    (source / "link.csv").symlink_to(source.parent / "elsewhere.csv")
    return source


@pytest.fixture(scope="module")
def done(folder: Path) -> subprocess.CompletedProcess[str]:
    """What a run on the folder printed."""
    return run_clew("run", folder, "-w", folder / "ws", "--as-of", AS_OF)


@pytest.fixture(scope="module")
def told(folder: Path, done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """What the status says of every file."""
    assert done.returncode == 0, done.stderr
    return list(json.loads(run_clew("status", "-w", folder / "ws", "--json").stdout)["files"])


def test_the_run_ends_well_and_names_every_refused_file(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 0, done.stderr
    for name in REFUSED:
        assert name in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_strict_makes_refused_files_an_error(folder: Path, tmp_path: Path) -> None:
    strict = run_clew("load", folder, "-w", tmp_path / "ws", "--strict")
    assert strict.returncode == 1
    assert "unknown.csv" in strict.stderr


def test_every_row_is_accounted_for(told: list[dict[str, Any]]) -> None:
    assert {file["file"] for file in told} == {"marriages.csv", *REFUSED}
    good = next(file for file in told if file["file"] == "marriages.csv")
    assert (good["rows"], good["loaded"], sum(good["rejected"].values()), good["skipped"]) == (201, 194, 6, 1)
    assert all(file["error"] for file in told if file is not good)


def test_a_missing_key_column_is_named(told: list[dict[str, Any]]) -> None:
    assert "登记字号" in next(file["error"] for file in told if file["file"] == "no-key.csv")


def test_rejected_rows_can_be_mended_and_loaded(folder: Path, told: list[dict[str, Any]], tmp_path: Path) -> None:
    workspace = folder / "ws"
    out = tmp_path / "rejects"
    done = run_clew("export", "rejects", "-w", workspace, "--out", out, "--reveal", "mending the delivery")
    assert done.returncode == 0, done.stderr
    (rejects,) = out.iterdir()
    lines = rejects.read_text("utf-8-sig").splitlines()
    assert len(lines) == 7
    mended = [",".join(line.split(",")[:8]) for line in lines]
    more = tmp_path / "mended"
    more.mkdir()
    (more / "marriages-mended.csv").write_text("\n".join(mended), "utf-8")
    assert run_clew("load", more, "-w", workspace).returncode == 0
    now = json.loads(run_clew("status", "-w", workspace, "--json").stdout)["files"]
    again = next(file for file in now if file["file"] == "marriages-mended.csv")
    assert (again["loaded"], again["rejected"]) == (6, {})


def test_what_a_run_writes_into_its_workspace_does_not_change_the_folder(tmp_path: Path) -> None:
    (tmp_path / "ws" / "generations").mkdir(parents=True)
    (tmp_path / "ws" / "run.lock").write_text("", "utf-8")
    (tmp_path / "a.csv").write_text(HEADER, "utf-8")
    before = folder_digest([tmp_path])
    (tmp_path / "ws" / "clew.db").write_text("leads", "utf-8")
    assert folder_digest([tmp_path]) == before
    (tmp_path / "a.csv").write_text(HEADER + "\n", "utf-8")
    assert folder_digest([tmp_path]) != before


def test_a_folder_in_which_nothing_is_recognised_ends_well(tmp_path: Path) -> None:
    source = tmp_path / "exports"
    source.mkdir()
    (source / "unknown.csv").write_text("甲,乙,丙\n1,2,3\n", "utf-8")
    done = run_clew("run", source, "-w", tmp_path / "ws")
    assert done.returncode == 0, done.stderr
    assert "Nothing was recognised" in done.stdout
    assert "mapping" in done.stdout
    strict = run_clew("run", source, "-w", tmp_path / "ws", "--strict")
    assert (strict.returncode, "unknown.csv" in strict.stderr) == (1, True)


def test_months_that_retire_one_another_are_told(tmp_path: Path) -> None:
    source = tmp_path / "exports"
    source.mkdir()
    for month in ("01", "02"):
        text = f"案件编号,姓名,证件号码,电话,出生日期\nA{month},张三,1,,\n"
        (source / f"嫌疑人_2024{month}.csv").write_text(text, "utf-8")
    done = run_clew("load", source, "-w", tmp_path / "ws")
    assert "look at 嫌疑人_202402.csv: it shares almost no key with 嫌疑人_202401.csv" in done.stdout
    assert "delivery: increment" in done.stdout
    shown = run_clew("status", "-w", tmp_path / "ws").stdout
    assert "retired" in shown
    files = json.loads(run_clew("status", "-w", tmp_path / "ws", "--json").stdout)["files"]
    assert [(file["file"], file["loaded"], file["retired"]) for file in files] == [
        ("嫌疑人_202401.csv", 1, 1),
        ("嫌疑人_202402.csv", 1, 0),
    ]
