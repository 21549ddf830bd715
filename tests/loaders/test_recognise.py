"""A sheet is known by its headers, however they are written; what is unknown is refused with the nearest tables."""

import json
import random
import re
from pathlib import Path

import pytest

from loaders.mapping_reader import builtin_mappings
from loaders.recognise import Recogniser, Unrecognised

TABLES = json.loads((Path(__file__).parent.parent / "data" / "source_tables.json").read_text("utf-8"))
MAPPINGS = builtin_mappings()
KNOWN = Recogniser(MAPPINGS)


def headers(table: str) -> list[str]:
    return [header for _, header, _ in TABLES[table]["fields"]]


def codes(table: str) -> list[str]:
    return [name for name, _, _ in TABLES[table]["fields"]]


def in_order(table: str) -> dict[str, int]:
    return {name: index for index, name in enumerate(codes(table))}


@pytest.mark.parametrize("table", TABLES)
def test_each_of_the_57_tables_is_told_from_the_others(table: str) -> None:
    for rows in ([headers(table)], [codes(table)], [["报表"], [], headers(table), codes(table), ["x", "y"]]):
        layout = KNOWN.recognise(rows)
        assert (layout.table, layout.fields, layout.missing) == (table, in_order(table), ())


@pytest.mark.parametrize("table", TABLES)
def test_headers_may_lack_their_brackets_and_vary_in_width_and_spaces(table: str) -> None:
    loose = [f" *{re.sub('[(].*?[)]', '', header).replace('/', '／')}\n：" for header in headers(table)]
    found = KNOWN.recognise([loose])
    assert (found.table, found.fields) == (table, in_order(table))


def test_with_a_third_of_the_other_columns_missing_no_table_is_taken_for_another() -> None:
    chance = random.Random(7)
    for table in TABLES:
        for _ in range(5):
            kept = [
                header
                for name, header, _ in TABLES[table]["fields"]
                if name in MAPPINGS[table].key or chance.random() > 1 / 3
            ]
            try:
                assert KNOWN.recognise([kept]).table == table
            except Unrecognised as error:
                assert "Nearest" in str(error)  # noqa: PT017 - few columns are a reason to ask, never to guess


def test_equal_headers_bind_in_the_order_of_the_fields() -> None:
    layout = KNOWN.recognise([headers("ct_enforcement")])
    assert layout.fields["debtor_id_no"] < layout.fields["creditor_id_no"]


def test_rows_of_the_header_end_before_the_data() -> None:
    table = headers("ca_marriage")
    agency = ["DJZH", "LX", "NFXM", "NFSFZH", "NVFXM", "NVFSFZH", "DJRQ", "DJJG"]
    numbers = [str(n) for n in range(1, 9)]
    data = ["J1", "结婚", "张三", "", "李四", "", "2020-01-01", "某局"]
    assert KNOWN.recognise([["婚姻登记表"], table, agency, numbers, data]).headers == 4
    assert KNOWN.recognise([codes("ca_marriage"), table, data]).headers == 2
    assert KNOWN.recognise([table, data]).headers == 1


def test_headers_over_several_columns_are_read_with_those_beneath() -> None:
    above = ["案件编号", "姓名", "证件", "", "出生日期", "联系电话"]
    beneath = ["案件编号", "姓名", "种类", "号码", "出生日期", "联系电话"]
    layout = KNOWN.recognise([["在册人员"], above, beneath, ["A1", "张三", "身份证", "1", "", ""]])
    assert (layout.table, layout.headers) == ("ps_suspect", 3)
    assert (layout.fields["id_type"], layout.fields["id_no"]) == (2, 3)


def test_a_role_the_table_knows_and_a_common_word_make_a_header() -> None:
    layout = KNOWN.recognise(
        [["案件编号", "嫌疑人姓名", "嫌疑人身份证号", "嫌疑人联系电话", "犯罪嫌疑人出生年月", "监护人身份证号"]]
    )
    assert layout.table == "ps_suspect"
    assert layout.fields == {"case_no": 0, "suspect_name": 1, "id_no": 2, "phone": 3, "birth_date": 4}


def test_unknown_columns_keep_a_name_of_their_own() -> None:
    layout = KNOWN.recognise([["序号", *headers("ca_marriage"), "备注", "", "备注"]])
    assert layout.unknown == {0: "序号", 9: "备注", 10: "column 11", 11: "备注 (2)"}


def test_a_missing_key_column_is_named_with_a_way_to_mend_it() -> None:
    with pytest.raises(
        Unrecognised, match=r"ca_marriage 婚姻登记, but it lacks the column 登记字号 \(reg_no\).*add the column"
    ):
        KNOWN.recognise([headers("ca_marriage")[1:]])


@pytest.mark.parametrize(
    "header",
    [["甲", "乙", "丙"], ["姓名", "身份证号", "联系电话", "食堂", "菜品", "单价", "供应商", "验收人", "批次"], []],
)
def test_an_unknown_table_is_refused(header: list[str]) -> None:
    with pytest.raises(Unrecognised, match="No known table has these columns"):
        KNOWN.recognise([header])


DATA = [
    ["K-1", "张三丰", "522401198503120019", "13800001111", "贵州省毕节市七星关区碧阳街道"],
    ["K-2", "李四光", "522401199007150026", "13800002222", "贵州省毕节市大方县"],
]


@pytest.mark.parametrize(
    "rows",
    [
        DATA,
        [["张三丰", "居民身份证", "522401198503120019", "手机", "户主"], *DATA],
        [["甲", "张三丰", "无", "无", "大方县"], *DATA],
        [["张三丰", "结婚", "李四光"], ["王小红", "离婚", "李四光"]],
    ],
)
def test_rows_without_a_header_are_refused_without_telling_what_they_say(rows: list[list[str]]) -> None:
    with pytest.raises(Unrecognised, match="put the headers of the table above the rows") as refused:
        KNOWN.recognise(rows)
    for word in (cell for row in rows for cell in row if cell not in ("甲", "无")):
        assert word not in str(refused.value)


def test_headers_of_an_unknown_table_are_told() -> None:
    with pytest.raises(Unrecognised, match="these columns: 卡号、姓名、证号、电话、住处"):
        KNOWN.recognise([["会员名单"], ["卡号", "姓名", "证号", "电话", "住处"], *DATA])
    with pytest.raises(Unrecognised, match="these columns: Card、Full name、Date of birth"):
        KNOWN.recognise([["Card", "Full name", "Date of birth"], ["K-1", "Anna Kovacs", "1979-11-30"]])


def test_headers_above_ragged_rows_are_told() -> None:
    rows = [["Frame", "Owner", "Bought"], ["F-1", "Li", "2020-01-02"], ["F-2", "Short"], ["F-3", *"abcdefg"]]
    with pytest.raises(Unrecognised, match="these columns: Frame、Owner、Bought"):
        KNOWN.recognise(rows)


def test_the_nearest_tables_are_named() -> None:
    with pytest.raises(Unrecognised, match=r"Nearest: .*columns"):
        KNOWN.recognise([["案号", "承办法官", "书记员", "食堂", "菜品", "单价", "供应商", "验收人", "批次"]])


def test_between_equals_the_file_name_decides() -> None:
    shared = ["case_no", "id_no", "phone"]
    twins = {
        name: type(MAPPINGS[name])(**{**vars(MAPPINGS[name]), "key": ("case_no",), "mentions": {}, "columns": {
            column: MAPPINGS[name].columns[column] for column in shared}})
        for name in ("ps_suspect", "ct_party")
    }  # fmt: skip
    for name in twins:
        assert Recogniser(twins).recognise([shared], f"2026/{name}.csv").table == name
