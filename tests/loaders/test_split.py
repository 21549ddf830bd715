"""A cell that names several is divided at the marks that its column declares, and at no others."""

from pathlib import Path

import pytest

from loaders.mapping import Column
from loaders.values import Reader
from tests.loaders.conftest import Records


@pytest.mark.parametrize(
    ("split", "cell", "parts"),
    [
        (("、",), "ABC Co., Ltd、张三", ["ABC Co., Ltd", "张三"]),
        ((";",), "Smith, John; Doe, Jane", ["Smith, John", "Doe, Jane"]),
        (("、；", ","), "张三、李四；王五", ["张三", "李四", "王五"]),
        (("、；", ","), "ABC Co., Ltd、张三", ["ABC Co., Ltd", "张三"]),
        (("、；", ","), "张三,李四", ["张三", "李四"]),
        (("、；", ","), "ABC Co., Ltd", ["ABC Co., Ltd"]),
        (("、；", ","), "ABC Co.,Ltd.,张三,Incze", ["ABC Co.,Ltd.", "张三", "Incze"]),
        (("-]",), "甲-乙]丙^丁", ["甲", "乙", "丙^丁"]),
        (("、",), "、 张三、", [None, "张三"]),
    ],
)
def test_the_marks_declared_are_the_marks_used(split: tuple[str, ...], cell: str, parts: list[str | None]) -> None:
    (read,) = Reader({}).column(Column("names", ("names",), "str", split=split), [cell])
    assert read.value == parts


def test_two_columns_of_one_type_keep_their_own_marks() -> None:
    reader = Reader({})
    cells = [
        reader.column(Column("names", ("names",), "str", split=split), ["甲、乙;丙"]) for split in (("、",), (";",))
    ]
    assert [read.value for (read,) in cells] == [["甲", "乙;丙"], ["甲、乙", "丙"]]


def test_the_comma_of_a_company_does_not_move_the_number_of_another(records: Records, folder: Path) -> None:
    header = "执行案号,被执行人姓名,被执行人证件号,申请执行人,申请执行人证件号"
    (folder / "a.csv").write_text(
        f'{header}\n（2025）黔0581执12号,周大勇,,"ABC Co., Ltd、陈桂芬",无、52052220011224060X\n'
        '（2025）黔0581执13号,周大勇,,"陈桂芬,李雪","52052220011224060X,"\n',
        "utf-8",
    )
    records.load(folder)
    assert records.rows(
        """SELECT m.name, number FROM mention m JOIN sighting USING (record_id)
           WHERE starts_with(role, 'creditor') ORDER BY row, role"""
    ) == [("ABC Co., Ltd", None), ("陈桂芬", "52052220011224060X"), ("陈桂芬", "52052220011224060X"), ("李雪", None)]
