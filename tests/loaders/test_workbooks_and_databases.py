"""Excel, Parquet and SQLite: every cell arrives as the text a person sees, at the row a person sees it in."""

import sqlite3
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from loaders.readers import Sheet, Unreadable, read
from loaders.readers.excel import as_text
from loaders.readers.sheet import Row


def rows(sheet: Sheet) -> list[Row]:
    return [row for chunk in sheet.chunks for row in chunk]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("名册")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.merge_range("A1:C1", "某县名册")
        sheet.write_row("A3", ["户号", "号", "日"])
        sheet.merge_range("A4:A5", "H1")
        sheet.write_number("B4", 522401197501010017)
        sheet.write_datetime("C4", datetime(2023, 1, 5), day)
        sheet.write_number("B5", 3.0)
        sheet.write_datetime("C5", datetime(2023, 1, 5, 8, 30), day)
        sheet.write_row("A6", [True, 0.1 + 0.2, "007"])
        book.add_worksheet("备查").hide()
    return path


def test_cells_of_a_workbook_are_text(workbook: Path) -> None:
    names, hidden = read(workbook)
    assert rows(names)[2:] == [
        ["户号", "号", "日"],
        ["H1", "522401197501010000", "2023-01-05"],
        ["H1", "3", "2023-01-05 08:30:00"],
        ["true", "0.3", "007"],
    ]
    assert names.damaged == {1: [4]}
    assert (names.hidden, hidden.hidden, hidden.name) == (False, True, "备查")


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        (522401198612099733, "522401198612099000"),  # written whole: the day of birth is not rounded up
        (522401198612099000, "522401198612099000"),  # as Excel leaves what is typed into it
        (-522401198612099733, "-522401198612099000"),
        (6222021234567890123, "6222021234567890000"),
    ],
)
def test_digits_that_a_float_still_holds_are_not_rounded(typed: int, left: str) -> None:
    assert as_text(float(typed)) == left


def test_a_merged_title_stays_a_title(workbook: Path) -> None:
    assert rows(read(workbook)[0])[:2] == [["某县名册", "", ""], ["", "", ""]]


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.xlsx", b"this is no workbook"), ("b", b"PK\x03\x04junk"), ("c.xls", b"\xd0\xcf\x11\xe0" * 9)],
)
def test_a_broken_workbook_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unreadable, match="workbook cannot be opened"):
        read(tmp_path / name)


def test_parquet_columns_of_any_type_are_text(tmp_path: Path) -> None:
    table = pa.table(
        {
            "day": [date(2023, 1, 5), None],
            "moment": [datetime(2023, 1, 5, 8, 30), datetime(2023, 1, 5)],
            "whole": [10**17 + 1, None],
            "number": [5.22401197501010017e17, 2.5],
            "money": [Decimal("1.20"), Decimal("3.00")],
            "flag": [True, False],
            "list": [["甲", "乙"], []],
            "code": pa.array(["a", "b"]).dictionary_encode(),
        }
    )
    pq.write_table(table, tmp_path / "export")
    (sheet,) = read(tmp_path / "export")
    assert sheet.first == 0
    assert rows(sheet) == [
        ["day", "moment", "whole", "number", "money", "flag", "list", "code"],
        [
            "2023-01-05",
            "2023-01-05 08:30:00",
            "100000000000000001",
            "522401197501010000",
            "1.20",
            "true",
            "甲、乙",
            "a",
        ],
        ["", "2023-01-05", "", "2.5", "3.00", "false", "", "b"],
    ]
    assert sheet.damaged == {3: [1]}


def test_a_damaged_parquet_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1" + b"x" * 50)
    with pytest.raises(Unreadable, match="Parquet file is damaged"):
        rows(read(tmp_path / "a.parquet")[0])


def test_tables_of_a_database_come_in_rowid_order(tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "a.db")
    database.executescript(
        """CREATE TABLE b ("姓名", "号"); INSERT INTO b (rowid, "姓名", "号") VALUES (9, '后', 1.0), (2, '先', NULL);
           CREATE TABLE a (k TEXT PRIMARY KEY, v) WITHOUT ROWID; INSERT INTO a VALUES ('y', 1), ('x', 2);"""
    )
    database.execute("INSERT INTO b (rowid, 姓名, 号) VALUES (10, ?, 5.3e17)", ["张三".encode("gb18030")])
    database.commit()
    database.close()
    first, second = read(tmp_path / "a.db")
    assert (first.name, rows(first)) == ("a", [["k", "v"], ["x", "2"], ["y", "1"]])
    assert (second.name, rows(second)) == (
        "b",
        [["姓名", "号"], ["先", ""], ["后", "1"], ["张三", "530000000000000000"]],
    )
    assert second.damaged == {1: [3]}


def test_a_database_with_a_broken_page_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db")) as database:
        database.execute("CREATE TABLE t (a)")
        database.executemany("INSERT INTO t VALUES (?)", [("x" * 500,) for _ in range(200)])
        database.commit()
    content = bytearray((tmp_path / "a.db").read_bytes())
    content[8192:20000] = b"\xff" * (20000 - 8192)
    (tmp_path / "a.db").write_bytes(content)
    with pytest.raises(Unreadable, match="SQLite database cannot be read"):
        rows(read(tmp_path / "a.db")[0])


def test_a_broken_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 500)
    with pytest.raises(Unreadable, match="SQLite database cannot be read"):
        read(tmp_path / "a.db")
