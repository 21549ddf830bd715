"""A report of a fault can be passed on: it says where the program failed, not what the cells hold."""

import traceback
from pathlib import Path

import pytest

from core.faults import scrubbed, write_report

TOLD = "Conversion Error: could not convert '杨小洋 522401197501010017' (１３８１２３４００１７) to INT64, line 12345"


def test_numbers_and_chinese_words_are_left_out() -> None:
    told = scrubbed(TOLD)
    assert told == f"Conversion Error: could not convert '杨* {'*' * 18}' ({'*' * 11}) to INT64, line 12345"


@pytest.mark.parametrize("known", [True, False])
def test_a_report_is_for_its_owner_and_names_the_place(tmp_path: Path, known: bool) -> None:
    given = tmp_path / "last-fault.txt" if known else None
    if given:
        given.write_text("an older report that all could read")
    try:
        raise RuntimeError(TOLD)
    except RuntimeError:
        path = write_report(traceback.format_exc(), given)
    told = path.read_text("utf-8")
    path.unlink()
    assert "test_faults.py" in told
    assert "RuntimeError" in told
    assert "522401197501010017" not in told


def test_nobody_else_can_read_a_report(tmp_path: Path) -> None:
    path = tmp_path / "last-fault.txt"
    path.write_text("an older report that all could read")
    assert write_report("fault", path).stat().st_mode & 0o777 == 0o600
    other = write_report("fault")
    mode = other.stat().st_mode & 0o777
    other.unlink()
    assert mode == 0o600
