"""A filler where a case number belongs is a warning, and no case that strangers could share."""

from pathlib import Path

from core.progress import silent
from loaders.status import files
from resolution.resolve import resolve
from tests.loaders.conftest import Records

SUSPECTS = "案件编号,姓名,证件号码,性别,出生日期"
NUMBER = "522401197501010017"


def test_strangers_whose_case_is_handled_elsewhere_stay_strangers(records: Records, folder: Path) -> None:
    (folder / "a.csv").write_text(f"{SUSPECTS}\n另案处理,王伟,{NUMBER},男,\n", "utf-8")
    (folder / "b.csv").write_text(f"{SUSPECTS}\n另案处理,王伟,,男,\n", "utf-8")
    records.load(folder)
    assert {one["warnings"].get("case_no: not a case number") for one in files(records.con)} == {1}
    assert records.rows("SELECT * FROM row_node WHERE label = 'Case'") == []
    resolve(records.con, None, None, silent)
    assert records.rows("SELECT count(*) FROM entity") == [(2,)]
