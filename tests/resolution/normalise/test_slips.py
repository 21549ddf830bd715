"""Which numbers a mistyped one can have been."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from resolution.normalise import numbers
from resolution.normalise.slips import corrections
from tests.resolution.mentions import number

WHOLE = number("19750101", 123)


@given(st.integers(0, 17), st.sampled_from("0123456789"), st.sampled_from(("wrong", "missing", "extra", "swapped")))
def test_one_slip_leads_back_to_the_number(place: int, digit: str, slip: str) -> None:
    before, here, behind = WHOLE[:place], WHOLE[place], WHOLE[place + 1 :]
    written = {
        "wrong": before + digit + behind,
        "missing": before + behind,
        "extra": before + digit + here + behind,
        "swapped": before + behind[:1] + here + behind[1:],
    }[slip]
    assert written == WHOLE or WHOLE in corrections(written)
    assert all((read := numbers.parse(found)) and read.valid and read.text == found for found in corrections(written))


@pytest.mark.parametrize("written", ["", "X", "5224", "91520502MA6DJ1234X", "522401************", "E12345678"])
def test_what_is_no_mistyped_number_leads_nowhere(written: str) -> None:
    assert corrections(written) == []
