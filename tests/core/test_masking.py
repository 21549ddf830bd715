"""What masked names and numbers look like."""

import pytest

from core.masking import mask_name, mask_number


@pytest.mark.parametrize(
    ("name", "masked"),
    [("杨", "杨*"), ("杨洋", "杨*"), ("杨小洋", "杨**"), ("买买提·艾山", "买***"), ("", ""), (None, "")],
)
def test_names_keep_their_first_character(name: str | None, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [("522401197501010017", "5224**********0017"), ("13812340017", "138****0017"), ("1234", "1***"), (None, "")],
)
def test_numbers_keep_their_ends(number: str | None, masked: str) -> None:
    assert mask_number(number) == masked
