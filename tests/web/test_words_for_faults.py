"""What the loader finds wrong with rows and cells has a word in both languages on the page."""

import pytest

from loaders import checks, values
from loaders.mapping import VALUE_TYPES, Column
from tests.e2e.words import EN, ZH

ROWS = [checks.MISALIGNED, checks.NO_KEY, checks.LOST_DIGITS, checks.NO_COLUMN, checks.NOT_MENDED]
CELLS = ["？？", "520502199001010000", "91520502MA6DKX1230", "5.20502E+17", "000000000000000000", "111111111111111111"]


@pytest.mark.parametrize("type_", sorted(VALUE_TYPES))
def test_what_is_wrong_with_a_cell_has_a_word(type_: str) -> None:
    column = Column(name="one", headers=("一",), type=type_, codes="sex" if type_ == "code" else "")
    faults = {one.fault.removesuffix(" sex") for one in values.Reader({"sex": {}}).column(column, list(CELLS))} - {""}
    assert faults or type_ in ("str", "text", "addr", "unit_no")
    assert [one for one in faults if f"fault.{one}" not in ZH or f"fault.{one}" not in EN] == []


@pytest.mark.parametrize("reason", ROWS)
def test_what_is_wrong_with_a_row_has_a_word(reason: str) -> None:
    assert f"fault.{reason}" in ZH
    assert f"fault.{reason}" in EN
