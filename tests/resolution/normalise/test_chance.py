"""Valid citizen numbers that stand for others by chance."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from resolution.normalise import chance
from tests.resolution.mentions import number


def test_a_number_that_a_spreadsheet_rounded_to_a_valid_one_leads_to_what_was_meant_and_back() -> None:
    meant, shown = "522401197402251448", "522401197402251456"
    assert meant in chance.others(shown)
    assert shown in chance.others(meant)
    assert all(float(one) == float(shown) for one in chance.others(shown) if one[6:8] == shown[6:8])


@pytest.mark.parametrize("century", ["19", "20"])
def test_a_number_raised_into_the_wrong_century_leads_to_the_right_one_and_back(century: str) -> None:
    right, wrong = number(f"{century}050301", 12), number("18050301", 12)
    assert right in chance.others(wrong)
    assert wrong in chance.others(right)


@example(1, 898)  # what rounding makes of it begins with other digits
@given(st.integers(1, 28), st.integers(0, 999))
def test_who_may_stand_for_another_may_be_stood_for(day: int, sequence: int) -> None:
    one = number(f"197402{day:02}", sequence)
    assert all(one in chance.others(other) for other in chance.others(one))
