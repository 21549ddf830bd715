"""A whole number in the wrong cell is found; which cell was asked for stays the mapping's."""

import pytest

NUMBER, CODE = "140802198710065436", "91350100M000100Y43"
HEADER = "案号,诉讼地位,当事人类型,姓名/名称,身份证号/信用代码,电话,代理人"


@pytest.mark.parametrize(
    ("kind", "name", "id_no", "phone", "number"),
    [
        ("自然人", f"徐海辉{NUMBER}", "", "", NUMBER),
        ("自然人", "徐海辉", "", NUMBER, NUMBER),
        ("法人", f"贵州鑫源商贸有限公司{CODE}", "", "", CODE),
        ("自然人", f"徐海辉{NUMBER[:17]}0", "", "", None),
        ("自然人", "徐海辉", "", f"{NUMBER} 520502197501010017", None),
        ("法人", "贵州鑫源商贸有限公司", "", NUMBER, None),
        ("自然人", f"徐海辉{CODE}", "", "", None),
        ("自然人", f"徐海辉{NUMBER}", "520502********0019", "", "520502********0019"),
    ],
)
def test_a_number_in_a_wrong_cell(records, folder, kind, name, id_no, phone, number) -> None:
    (folder / "案件当事人.csv").write_text(
        f"{HEADER}\n(2024)晋0802民初1号,原告,{kind},{name},{id_no},{phone},\n", "utf-8"
    )
    records.load(folder)
    assert records.rows("SELECT number, name_field, id_field FROM mention WHERE role = 'party'") == [
        (number, "name", "id_no")
    ]


def test_an_agent_has_no_cell_for_a_number_but_may_wear_it_with_the_name(records, folder) -> None:
    (folder / "案件当事人.csv").write_text(
        f"{HEADER}\n(2024)晋0802民初1号,原告,自然人,王五,,,徐海辉{NUMBER}\n", "utf-8"
    )
    records.load(folder)
    assert records.rows("SELECT number, id_field FROM mention WHERE role = 'agent'") == [(NUMBER, "")]
