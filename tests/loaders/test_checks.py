"""Rows that are no data are skipped, rows that cannot be placed are rejected, everything else is loaded."""

import pytest

from loaders.checks import MISALIGNED, NO_KEY, Sorter
from loaders.recognise import Layout

HEADER = ("序号", "案号", "姓名", "身份证号", "备注")
LAYOUT = Layout("t", 1, HEADER, {"case_no": 1, "name": 2, "id_no": 3}, ())


def sort(
    *rows: list[str], layout: Layout = LAYOUT, key: tuple[str, ...] = ("case_no", "id_no")
) -> tuple[list[int], list[tuple[int, str]]]:
    """Return the numbers of loaded rows, and number and reason of rejected ones; the first row is 2."""
    found = Sorter(layout, key).sort(2, [list(row) for row in rows])
    return found.numbers, [(row, reason) for row, reason, _ in found.rejects]


@pytest.mark.parametrize(
    "row",
    [
        ["", " ", "\u3000", "", ""],
        [],
        ["合计", "", "12", "", ""],
        ["", "合 计", "12", "", ""],
        ["小计：", "", "", "", "3"],
        ["总计(人)", "", "", "", ""],
        ["Total", "", "9", "", ""],
        ["合计"],
        ["制表人：张三", "", "", "审核人：李四", ""],
        ["填表日期:2026-06-30"],
        ["备注：本表不含外地", "", "", "", ""],
        ["第 1 页", "", "", "", ""],
        ["共12条", "", "", "", ""],
        list(HEADER),
    ],
)
def test_what_is_no_data_is_skipped(row: list[str]) -> None:
    assert sort(row, ["1", "A", "张三", "1", ""]) == ([3], [])


@pytest.mark.parametrize(
    "row",
    [
        ["1", "", "合计", "1", ""],
        ["", "合计1号", "", "1", ""],
        ["合计", "A", "", "", ""],
        ["", "A", "", "", "合计"],
        ["注", "", "", "1", ""],
        ["1", "/", "张三", "5", ""],
        ["1", "A", "身份证号", "", ""],
    ],
)
def test_what_only_looks_like_a_total_is_loaded(row: list[str]) -> None:
    assert sort(row) == ([2], [])


@pytest.mark.parametrize(
    "row", [["1", "", "张三", "", "x"], ["1", "/", "张三", "-", ""], ["1", "无", "张三", "NULL", ""]]
)
def test_a_row_with_nothing_in_its_key_is_rejected(row: list[str]) -> None:
    assert sort(row) == ([], [(2, NO_KEY)])


def test_where_the_row_is_the_key_an_empty_row_is_rejected() -> None:
    assert sort(["7", "", "", "", "x"], ["8", "", "张三", "", ""], key=()) == ([3], [(2, NO_KEY)])


def test_rows_that_cannot_be_aligned_are_rejected_and_empty_cells_at_the_end_are_not_missed() -> None:
    assert sort(
        ["1", "A", "张三", "1"],
        ["1", "A", "张三", "1", "", "", ""],
        ["1", "A", "张三", "1", "", "", "多"],
        ["1", "A", "张三"],
    ) == ([3], [(2, MISALIGNED), (4, MISALIGNED), (5, MISALIGNED)])


def test_trailing_columns_without_a_header_need_not_be_there() -> None:
    layout = Layout("t", 1, (*HEADER, "", ""), LAYOUT.fields, ())
    assert sort(["1", "A", "张三", "1", ""], ["1", "A", "张三", "1", "", "旁注", ""], layout=layout) == ([2, 3], [])


def test_the_last_row_with_anything_in_it_is_known() -> None:
    found = Sorter(LAYOUT, ("case_no",)).sort(2, [["1", "A", "", "", ""], [], ["合计"], [""], []])
    assert found.last == 4
