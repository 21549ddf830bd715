"""Rejected rows as files: whatever the sheets are called, nothing is lost, and what is mended can be loaded again."""

import csv
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import xlsxwriter

from api.exports import write_rejects
from loaders.checks import NOT_MENDED, REASON_HEADER
from loaders.status import files
from tests.loaders.conftest import Records

HEADER = ["登记字号", "类型", "男方姓名", "男方身份证号", "女方姓名", "女方身份证号", "登记日期", "登记机关"]
GOOD = ["J-1", "结婚", "李大明", "", "王小红", "", "2020-01-05", "某区民政局"]
BAD = ["", *GOOD[1:]]


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    """An empty records file."""
    found = Records(tmp_path / "records.duckdb")
    yield found
    found.con.close()


def workbook(path: Path, *rows: list[str], name: str = "Sheet1", merged: str = "") -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if merged:
            sheet.merge_range(merged, rows[0][0])


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_sheet_may_be_called_anything_and_files_of_one_stem_stay_apart(records: Records, tmp_path: Path) -> None:
    source, out = tmp_path / "exports", tmp_path / "rejects"
    source.mkdir()
    for name in ("a.csv", "a.CSV", "a.txt"):
        (source / name).write_text("\n".join(",".join(row) for row in (HEADER, GOOD, BAD)), "utf-8")
    workbook(source / "a.xlsx", HEADER, GOOD, BAD)
    with closing(sqlite3.connect(source / "a.db")) as database:
        for table in ("结婚/2023", "结婚_2023"):
            columns = ", ".join(f'"{name}"' for name in HEADER)
            database.execute(f'CREATE TABLE "{table}" ({columns})')
            database.execute(f'INSERT INTO "{table}" VALUES ({", ".join("?" * 8)})', BAD)
        database.commit()
    (source / ("长" * 60)).mkdir()
    (source / ("长" * 60) / ("名" * 60 + ".csv")).write_text("\n".join(",".join(row) for row in (HEADER, BAD)), "utf-8")
    records.load(source)
    assert write_rejects(records.con, out) == 7
    written = {file.name: read(file) for file in out.iterdir()}
    assert sorted(name for name in written if len(name) < 30) == [
        "a.CSV.csv", "a.csv", "a.db__结婚_2023 (2).csv", "a.db__结婚_2023.csv", "a.txt.csv", "a.xlsx__Sheet1.csv"
    ]  # fmt: skip
    assert len(written) == 7
    assert all(rows[1][:8] == BAD for rows in written.values())


def test_rejects_beneath_a_header_of_two_rows_are_recognised_when_mended(records: Records, tmp_path: Path) -> None:
    source, out = tmp_path / "exports", tmp_path / "rejects"
    source.mkdir()
    above = ["案件", "", "被执行人", "", "申请执行人", "", "申请标的(元)"]
    beneath = ["执行案号", "执行依据案号", "被执行人姓名", "被执行人证件号", "姓名", "证件号", ""]
    row = ["（2025）黔0581执12号", "", "周大勇", "", "陈桂芬", "", "250000"]
    empty = ["", "", "无", "", "陈桂芬", "", "250000"]
    workbook(source / "a.xlsx", above, beneath, row, empty)
    records.load(source)
    assert [(file["loaded"], sum(file["rejected"].values())) for file in files(records.con)] == [(1, 1)]
    write_rejects(records.con, out)
    (path,) = out.iterdir()
    mended = [*read(path)]
    mended[-1][0], mended[-1][-1] = "（2025）黔0581执13号", ""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(mended)
    records.load(out)
    told = {file["file"]: file for file in files(records.con)}[path.name]
    assert (told["error"], told["table"], told["loaded"], told["rejected"]) == (None, "ct_enforcement", 1, {})
    assert records.rows("SELECT debtor_name, creditor_name, apply_amount FROM val_ct_enforcement ORDER BY exec_no") == [
        ("周大勇", ["陈桂芬"], 250000.0),
        (None, ["陈桂芬"], 250000.0),
    ]


def test_mended_rows_complete_their_source_and_the_others_are_rejected_again(records: Records, tmp_path: Path) -> None:
    source = tmp_path / "exports"
    source.mkdir()
    sent = [HEADER, GOOD, BAD, GOOD[:3], [*GOOD, "one", "too", "many"]]
    (source / "a.csv").write_text("\n".join(",".join(row) for row in sent), "utf-8")
    records.load(source)
    assert write_rejects(records.con, source / "mended") == 3
    path = source / "mended" / "a.csv"
    rows = read(path)
    rows[1][0], rows[1][-1] = "J-2", ""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    records.load(source)
    told = {file["file"]: file for file in files(records.con)}
    assert told["mended/a.csv"]["loaded"] == 1
    assert told["mended/a.csv"]["rejected"] == {NOT_MENDED: 2}
    assert records.column("SELECT reg_no FROM val_ca_marriage WHERE NOT retired") == ["J-1", "J-2"]
    write_rejects(records.con, tmp_path / "again")
    (again,) = (tmp_path / "again").glob("mended*")
    header, *lines = read(again)
    assert header == [*HEADER, "", "", "", REASON_HEADER]
    assert [line[:-1] for line in lines] == [[*GOOD[:3], *[""] * 8], [*GOOD, "one", "too", "many"]]
