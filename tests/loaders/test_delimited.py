"""Text files: encodings, delimiters, quotes that span lines and quotes that never close."""

import codecs
import time
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from loaders.readers import Unreadable, read
from loaders.readers.delimited import records
from loaders.readers.sheet import Row

TEXT = "姓名,身份证号\n张三,1\n李四,2\n"


def rows_of(path: Path, encoding: str = "") -> list[Row]:
    (sheet,) = read(path, encoding)
    return [row for chunk in sheet.chunks for row in chunk]


@pytest.mark.parametrize(
    ("content", "declared"),
    [
        (TEXT.encode(), ""),
        (codecs.BOM_UTF8 + TEXT.encode(), ""),
        (TEXT.encode("gb18030"), ""),
        (TEXT.encode("utf-16"), ""),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), ""),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
    ],
)
def test_the_encoding_is_declared_or_found(tmp_path: Path, content: bytes, declared: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert rows_of(path, declared) == [["姓名", "身份证号"], ["张三", "1"], ["李四", "2"]]


@pytest.mark.parametrize("content", [b"\xff\xff\x00\x01\x80", b"a,b\n\x00\x01"])
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match="no text in utf-8 or gb18030"):
        rows_of(path)


def test_a_wrongly_declared_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.encode("gb18030"))
    with pytest.raises(Unreadable, match="no text in utf-8"):
        rows_of(path, "utf-8")


def test_an_empty_file_and_other_formats_are_refused(tmp_path: Path) -> None:
    for name, content, reason in (("a.csv", b"", "empty"), ("a.pdf", b"%PDF-1.7", "PDF")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(Unreadable, match=reason):
            read(tmp_path / name)


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_found_among_cells_that_hold_others(tmp_path: Path, delimiter: str) -> None:
    others = "".join(other for other in ",\t;|" if other != delimiter)
    lines = [["某县名单"], ["姓名", "绰号", "号"], *(["张三", f"甲{others}乙", str(n)] for n in range(5))]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(delimiter.join(line) for line in lines), "utf-8")
    assert rows_of(path) == lines


def test_a_quoted_line_break_does_not_start_a_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes('甲,"乙\r\n丙"\r\n"他说""好"",走了",丁\r\n'.encode())
    assert rows_of(path) == [["甲", "乙\n丙"], ['他说"好",走了', "丁"]]


def test_a_quote_that_never_closes_spoils_only_its_own_row() -> None:
    lines = ["a,b,c\n", '1,"老三,2\n', "3,4,5\n", '6,"x,y",7\n', '8,"z"坏,9\n', "0,0,0\n"]
    assert list(records(iter(lines), ",", 3)) == [
        ["a", "b", "c"],
        ["1", '"老三', "2"],
        ["3", "4", "5"],
        ["6", "x,y", "7"],
        ["8", '"z"坏', "9"],
        ["0", "0", "0"],
    ]


def test_two_stray_quotes_do_not_swallow_the_rows_between_them() -> None:
    lines = ["1,张三,甲路1号,无\n", '2,"李四,甲路2号,无\n', *(f"{n},王五,甲路{n}号,无\n" for n in range(3, 7))]
    lines += ['7,赵六,甲路7号",无\n', "8,孙七,甲路8号,无\n"]
    assert list(records(iter(lines), ",", 4)) == [line.rstrip("\n").split(",") for line in lines]


def test_many_stray_quotes_cost_no_time() -> None:
    good = '"{n}","张三","522401198503120019","甲路{n}号"\n'
    kinds = ['"{n}","老"三"","","甲路{n}号"\n', '"{n}","老三,"",甲路\n', '"{n},""老三"",,\n', '"{n}",老""三,"",甲路"\n']
    lines = [(kinds[n // 3 % 4] if n % 3 == 0 else good).format(n=n) for n in range(6_000)]
    start = time.process_time()
    rows = list(records(iter(lines), ",", 4))
    assert time.process_time() - start < 3  # joining thousands of lines for every bad row took minutes
    assert [row for row in rows if row[0].isdigit() and int(row[0]) % 3] == [
        [str(n), "张三", "522401198503120019", f"甲路{n}号"] for n in range(6_000) if n % 3
    ]


def test_a_tab_within_a_quoted_cell_of_a_tab_separated_file_stays() -> None:
    assert list(records(iter(['"522401\t"\t"张三"\n']), "\t", 2)) == [["522401\t", "张三"]]


cells = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], include_characters='\n,"'), max_size=8)


@given(st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=6))
def test_whatever_is_written_with_quotes_is_read_back(table: list[Row]) -> None:
    assume(not any(line.count(",") == 2 for row in table for cell in row for line in cell.split("\n")[1:-1]))
    text = "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in table)
    lines = [line + "\n" for line in text.split("\n")[:-1]]
    assert list(records(iter(lines), ",", 3)) == table
