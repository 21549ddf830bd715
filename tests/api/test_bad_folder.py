"""A folder with bad files among good ones: the run ends, says what was wrong with each, and loses nothing."""

import json
from pathlib import Path

import pytest

from tests.api.command_line import AS_OF, run_clew

HEADER = "登记字号,类型,男方姓名,男方身份证号,女方姓名,女方身份证号,登记日期,登记机关"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "exports"
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
    return source


def test_the_run_ends_well_and_names_every_refused_file(folder: Path, tmp_path: Path) -> None:
    done = run_clew("run", folder, "-w", tmp_path / "ws", "--as-of", AS_OF)
    assert done.returncode == 0, done.stderr
    for name in ("unreadable.xlsx", "unknown.csv", "no-key.csv", "empty.csv"):
        assert name in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_strict_makes_refused_files_an_error(folder: Path, tmp_path: Path) -> None:
    done = run_clew("run", folder, "-w", tmp_path / "ws", "--as-of", AS_OF, "--strict")
    assert done.returncode == 1
    assert "unknown.csv" in done.stderr


def test_every_row_is_accounted_for(folder: Path, tmp_path: Path) -> None:
    assert run_clew("run", folder, "-w", tmp_path / "ws", "--as-of", AS_OF).returncode == 0
    told = json.loads(run_clew("status", "-w", tmp_path / "ws", "--json").stdout)["files"]
    assert {file["file"] for file in told} == {
        "marriages.csv", "unreadable.xlsx", "unknown.csv", "no-key.csv", "empty.csv"
    }  # fmt: skip
    good = next(file for file in told if file["file"] == "marriages.csv")
    assert (good["rows"], good["loaded"], sum(good["rejected"].values()), good["skipped"]) == (201, 194, 6, 1)
    assert all(file["error"] for file in told if file is not good)


def test_a_missing_key_column_is_named(folder: Path, tmp_path: Path) -> None:
    assert run_clew("run", folder, "-w", tmp_path / "ws", "--as-of", AS_OF).returncode == 0
    told = json.loads(run_clew("status", "-w", tmp_path / "ws", "--json").stdout)["files"]
    assert "登记字号" in next(file["error"] for file in told if file["file"] == "no-key.csv")


def test_rejected_rows_can_be_mended_and_loaded(folder: Path, tmp_path: Path) -> None:
    workspace = tmp_path / "ws"
    assert run_clew("run", folder, "-w", workspace, "--as-of", AS_OF).returncode == 0
    out = tmp_path / "rejects"
    done = run_clew("export", "rejects", "-w", workspace, "--out", out, "--reveal", "mending the delivery")
    assert done.returncode == 0, done.stderr
    (rejects,) = out.iterdir()
    lines = rejects.read_text("utf-8-sig").splitlines()
    assert len(lines) == 7
    mended = [",".join(line.split(",")[:8]) for line in lines]
    (folder / "marriages-mended.csv").write_text("\n".join(mended), "utf-8")
    assert run_clew("run", folder, "-w", workspace, "--as-of", AS_OF).returncode == 0
    told = json.loads(run_clew("status", "-w", workspace, "--json").stdout)["files"]
    again = next(file for file in told if file["file"] == "marriages-mended.csv")
    assert (again["loaded"], again["rejected"]) == (6, {})
