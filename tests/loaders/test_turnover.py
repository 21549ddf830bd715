"""What a newer delivery retires is told, file by file; one that shares nothing with the one before is a warning."""

from pathlib import Path
from typing import Any

import pytest

from loaders.status import files
from loaders.turnover import REMEDY
from tests.loaders.conftest import Records

SUSPECTS = "案件编号,姓名,证件号码,电话,出生日期"


def write(folder: Path, name: str, numbers: range) -> None:
    rows = [f"A{n},张某{n},{n},," for n in numbers]
    (folder / name).write_text("\n".join([SUSPECTS, *rows]) + "\n", "utf-8")


def told(records: Records) -> dict[str, tuple[int, dict[str, int]]]:
    """Retired records and the warnings of this kind, by file."""
    found: list[dict[str, Any]] = files(records.con)
    return {
        one["file"]: (one["retired"], {what: n for what, n in one["warnings"].items() if REMEDY in what})
        for one in found
    }


@pytest.mark.parametrize(("newer", "retired", "warned"), [(range(18, 40), 18, False), (range(19, 40), 19, True)])
def test_a_snapshot_that_shares_few_keys_with_the_one_before_is_told(
    records: Records, folder: Path, newer: range, retired: int, warned: bool
) -> None:
    write(folder, "嫌疑人_202401.csv", range(20))
    write(folder, "嫌疑人_202402.csv", newer)
    records.load(folder)
    warning = f"shares almost no key with 嫌疑人_202401.csv, which it retires; {REMEDY}"
    assert told(records) == {
        "嫌疑人_202401.csv": (retired, {}),
        "嫌疑人_202402.csv": (0, {warning: retired} if warned else {}),
    }


def test_every_month_is_told_and_increments_are_not(records: Records, folder: Path) -> None:
    for month in range(1, 4):
        write(folder, f"嫌疑人_20240{month}.csv", range(month * 10, month * 10 + 3))
    records.load(folder)
    assert [(retired, len(warnings)) for _, (retired, warnings) in sorted(told(records).items())] == [
        (3, 0),
        (3, 1),
        (0, 1),
    ]
    (folder / "sources.yaml").write_text("'*.csv': {delivery: increment}", "utf-8")
    records.load(folder)
    assert [*told(records).values()] == [(0, {})] * 3


def test_what_is_stated_again_is_not_retired(records: Records, folder: Path) -> None:
    write(folder, "嫌疑人_202401.csv", range(3))
    write(folder, "嫌疑人_202402.csv", range(2))
    write(folder, "嫌疑人_202403.csv", range(1))
    records.load(folder)
    assert told(records) == {
        "嫌疑人_202401.csv": (1, {}),
        "嫌疑人_202402.csv": (1, {}),
        "嫌疑人_202403.csv": (0, {}),
    }
