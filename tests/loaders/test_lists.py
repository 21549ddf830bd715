"""What the load stage says about who cannot be one person: lists of a case, and roles of a row that may be one."""

from pathlib import Path

from core.progress import silent
from resolution.resolve import resolve
from tests.loaders.conftest import Records

SUSPECTS = "案件编号,姓名,证件号码,性别,出生日期"
PARTIES = "统一受案号,诉讼地位,姓名,证件号码,出生日期"
LISTS = "SELECT list(name ORDER BY name) FROM mention_list JOIN mention USING (mention_id) GROUP BY list_id"
CASE = "A5224015200002023010001"


def lists(records: Records, folder: Path, header: str, *rows: str) -> list[list[str]]:
    (folder / "a.csv").write_text("\n".join([header, *rows]) + "\n", "utf-8")
    records.load(folder)
    return records.column(LISTS)


def test_the_suspects_of_a_case_are_a_list(records: Records, folder: Path) -> None:
    rows = (f"{CASE},刘洋,,男,", f"{CASE},王伟,,男,", "A5224015200002023010002,刘洋,,男,")
    assert lists(records, folder, SUSPECTS, *rows) == [["刘洋"], ["刘洋", "王伟"]]


def test_rows_without_a_case_number_are_no_list(records: Records, folder: Path) -> None:
    assert lists(records, folder, SUSPECTS, "见附件,刘洋,,男,", "见附件,王伟,,男,") == []


def test_suspects_and_victims_of_a_case_are_one_list_and_witnesses_another(records: Records, folder: Path) -> None:
    parts = {"刘洋": "犯罪嫌疑人", "王伟": "被害人", "李娜": "证人"}
    rows = [f"毕七检刑诉〔2023〕123号,{part},{name},,1985-01-01" for name, part in parts.items()]
    assert lists(records, folder, PARTIES, *rows) == [["刘洋", "王伟"], ["李娜"]]


def test_the_head_of_a_household_may_be_its_member(records: Records, folder: Path) -> None:
    (folder / "a.csv").write_text(
        "户编号,户主姓名,户主身份证号,成员姓名,成员身份证号,与户主关系\n1,刘洋,,刘洋,,本人\n", "utf-8"
    )
    records.load(folder)
    assert records.rows("SELECT role, other FROM may_be WHERE table_name = 'rv_household'") == [("head", "member")]


def test_creditor_and_debtor_of_one_name_are_two_persons(records: Records, folder: Path) -> None:
    (folder / "a.csv").write_text(
        "执行案号,被执行人,被执行人身份证号,申请执行人,申请执行人身份证号,执行立案日期\n"
        "（2023）黔0502执123号,周强,522401197501010017,周强,,2023-01-05\n",
        "utf-8",
    )
    records.load(folder)
    resolve(records.con, None, None, silent)
    assert records.column("SELECT role FROM mention") == ["creditor", "debtor"]
    assert records.rows("SELECT count(*) FROM entity") == [(2,)]
