"""When someone was held, as resolution reads it."""

from datetime import date
from pathlib import Path

from tests.loaders.conftest import Records

INMATES = "在押编号,姓名,身份证号,监管场所,场所类别,收押日期,刑期届满,释放日期"
STUDENTS = "在所编号,姓名,身份证号,戒毒所,入所日期,期满日期,离所日期,离所类别"
STAYS = "SELECT name, place, held_from, held_to FROM mention_stay JOIN mention USING (mention_id) ORDER BY name"


def test_custody_and_rehabilitation_are_stays_and_an_open_end_stays_open(records: Records, folder: Path) -> None:
    inmates = ["1,王伟,,毕节监狱,监狱,2021-01-01,2022-01-01,2021-12-31", "2,刘洋,,毕节监狱,监狱,2023-01-01,2026-01-01,"]
    (folder / "a.csv").write_text("\n".join([INMATES, *inmates]) + "\n", "utf-8")
    (folder / "b.csv").write_text(
        f"{STUDENTS}\n7,李娜,,毕节戒毒所,2021-01-01,2023-01-01,2022-06-30,期满解除\n", "utf-8"
    )
    records.load(folder)
    assert records.rows(STAYS) == [
        ("刘洋", "毕节监狱", date(2023, 1, 1), None),
        ("李娜", "毕节戒毒所", date(2021, 1, 1), date(2022, 6, 30)),
        ("王伟", "毕节监狱", date(2021, 1, 1), date(2021, 12, 31)),
    ]
