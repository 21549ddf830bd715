"""Which files of a folder are loaded: links, foreign names, workspaces and files that cannot be opened."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import xlsxwriter

from core.errors import UserError
from loaders import readers
from loaders.folder import entries
from loaders.status import files
from tests.loaders.conftest import Records

HEADER = "登记字号,类型,男方姓名,男方身份证号,女方姓名,女方身份证号,登记日期,登记机关"
ROW = "J-1,结婚,李大明,,王小红,,2020-01-05,某区民政局"
GOOD = f"{HEADER}\n{ROW}\n"


def told(records: Records) -> dict[str, str | None]:
    """The errors of all files by name; one file is good, and every row of it is loaded."""
    found = {file["file"]: file for file in files(records.con)}
    assert (found["good.csv"]["rows"], found["good.csv"]["loaded"], found["good.csv"]["error"]) == (2, 1, None)
    return {name: file["error"] for name, file in found.items() if name != "good.csv"}


@pytest.fixture
def good(folder: Path) -> Path:
    """A folder with one good file."""
    (folder / "good.csv").write_text(GOOD, "utf-8")
    return folder


def test_a_name_that_is_not_utf8_is_refused_as_people_read_it(records: Records, good: Path) -> None:
    (good / os.fsdecode("婚姻.csv".encode("gb18030"))).write_text(GOOD, "utf-8")
    records.load(good)
    errors = told(records)
    assert list(errors) == ["婚姻.csv"]
    assert "Rename it" in str(errors["婚姻.csv"])


def test_a_link_out_of_the_folder_is_refused_and_one_within_is_loaded(
    records: Records, good: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "list.csv").write_text(GOOD, "utf-8")
    (good / "out.csv").symlink_to(tmp_path / "secret" / "list.csv")
    (good / "folder").symlink_to(tmp_path / "secret")
    (good / "gone.csv").symlink_to(good / "nothing")
    (good / "within.csv").symlink_to(good / "good.csv")
    records.load(good)
    errors = told(records)
    assert {name for name, error in errors.items() if error and "leads out of the folder" in error} == {
        "out.csv",
        "folder",
    }
    assert "cannot be opened (No such file" in str(errors["gone.csv"])
    assert errors["within.csv"] is None


def test_a_file_that_may_not_be_opened_is_refused(
    records: Records, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (good / "closed.csv").write_text(GOOD, "utf-8")
    real = Path.open

    def refusing(path: Path, *given: str, **more: str) -> object:
        if path.name == "closed.csv":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *given, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refusing)
    records.load(good)
    assert "cannot be opened (Permission denied)" in str(told(records)["closed.csv"])


def test_a_pipe_is_refused_and_not_waited_for(records: Records, good: Path) -> None:
    os.mkfifo(good / "pipe.csv")
    records.load(good)
    assert "a device or a pipe" in str(told(records)["pipe.csv"])


def test_a_workspace_and_hidden_files_are_passed_over(records: Records, good: Path) -> None:
    for name in ("ws/run.lock", "ws/clew.db", "ws/generations/1/records.duckdb", ".DS_Store", "~$good.xlsx"):
        (good / name).parent.mkdir(parents=True, exist_ok=True)
        (good / name).write_text("x", "utf-8")
    assert [entry.name for entry in entries(good)] == ["good.csv"]
    with pytest.raises(UserError, match="is a workspace"):
        records.load(good / "ws")


def test_rows_in_the_log_of_a_database_are_loaded_and_the_log_is_no_file(records: Records, good: Path) -> None:
    names = [f'"{name}"' for name in HEADER.split(",")]
    with closing(sqlite3.connect(good / "a.db")) as database:
        database.execute("PRAGMA journal_mode = wal")
        database.execute(f"CREATE TABLE 婚姻 ({', '.join(names)})")
        database.execute(f"INSERT INTO 婚姻 VALUES ({', '.join('?' * 8)})", ROW.split(","))
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.execute(f"INSERT INTO 婚姻 VALUES ({', '.join('?' * 8)})", ROW.replace("J-1", "J-2").split(","))
        database.commit()
        records.load(good)
        before = {file.name: file.read_bytes() for file in good.iterdir()}
        assert "a.db-wal" in before
        assert told(records) == {"a.db": None}
        assert records.column("SELECT reg_no FROM val_ca_marriage") == ["J-1", "J-2"]
        assert {file.name: file.read_bytes() for file in good.iterdir()} == before
        database.execute(f"INSERT INTO 婚姻 VALUES ({', '.join('?' * 8)})", ROW.replace("J-1", "J-3").split(","))
        database.commit()
        records.load(good)
    assert records.column("SELECT reg_no FROM val_ca_marriage WHERE NOT retired") == ["J-1", "J-2", "J-3"]


def test_a_generated_column_shifts_no_cell(records: Records, good: Path) -> None:
    with closing(sqlite3.connect(good / "a.db")) as database:
        first, *others = HEADER.split(",")
        columns = ", ".join([first, "长度 AS (length(登记字号)) VIRTUAL", *others])
        database.execute(f"CREATE TABLE 婚姻 ({columns})")
        database.execute(f"INSERT INTO 婚姻 VALUES ({', '.join('?' * 8)})", ROW.replace("J-1", "J-2").split(","))
        database.commit()
    records.load(good)
    assert told(records) == {"a.db": None}
    assert records.rows("SELECT reg_no, man_name FROM val_ca_marriage ORDER BY 1") == [
        ("J-1", "李大明"),
        ("J-2", "李大明"),
    ]


def test_a_merged_range_beside_the_data_is_no_fault(records: Records, good: Path) -> None:
    with xlsxwriter.Workbook(str(good / "a.xlsx")) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate((HEADER, ROW)):
            sheet.write_row(number, 0, line.split(","))
        sheet.merge_range("L1:M3", "")
    records.load(good)
    assert told(records) == {"a.xlsx": None}


@pytest.mark.parametrize("fault", [IndexError, MemoryError, type("PanicException", (BaseException,), {})])
def test_a_fault_of_a_reader_refuses_its_file_only(
    records: Records, good: Path, monkeypatch: pytest.MonkeyPatch, fault: type[BaseException]
) -> None:
    def stumble(*_: object) -> list[readers.Sheet]:
        raise fault("张三 522401198503120019")

    monkeypatch.setattr(readers.excel, "read", stumble)
    (good / "a.xlsx").write_bytes(b"PK\x03\x04")
    records.load(good)
    error = str(told(records)["a.xlsx"])
    assert f"stumbled over it ({fault.__name__})" in error
    assert "张三" not in error
