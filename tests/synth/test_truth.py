"""Legal time and the small parts that the oracles stand on."""

from datetime import date

import pytest

from synth.truth.calendar import add_months, under_age, within_months, workdays
from synth.truth.impostors import valid
from synth.truth.kin import OPEN, _intervals
from synth.truth.tenancy import _joined
from synth.truth.ties import names_room


def test_months_end_on_the_same_day_or_the_months_last() -> None:
    assert within_months(date(2020, 1, 31), date(2020, 2, 29), 1)
    assert not within_months(date(2020, 1, 15), date(2020, 2, 16), 1)
    assert within_months(date(2020, 2, 29), date(2025, 2, 28), 60)
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2023, 11, 30), 3) == date(2024, 2, 29)


def test_eighteen_is_reached_on_the_birthday() -> None:
    assert under_age(date(2008, 5, 2), date(2026, 5, 1))
    assert not under_age(date(2008, 5, 2), date(2026, 5, 2))


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 6, 25), date(2026, 6, 30), 3),  # Thursday to Tuesday over a weekend
        (date(2024, 9, 30), date(2024, 10, 8), 1),  # National Day week off
        (date(2024, 10, 11), date(2024, 10, 12), 1),  # a Saturday worked in exchange
        (date(2035, 1, 1), date(2035, 1, 8), 5),  # beyond the known holidays: Monday to Friday
    ],
)
def test_working_days_follow_the_holiday_calendar(start: date, end: date, days: int) -> None:
    assert workdays(start, end) == days


def test_a_number_needs_a_real_birth_date_and_its_check_digit() -> None:
    assert valid("11010519491231002X")
    assert not valid("110105194912310021")
    assert not valid("110105194902310021")
    assert not valid("1101051949")


def test_marriages_of_one_couple_are_periods_between_registrations() -> None:
    rows = [(date(2001, 1, 1), "结婚"), (date(2005, 1, 1), "离婚"), (date(2007, 1, 1), "结婚")]
    assert _intervals(rows) == [(date(2001, 1, 1), date(2005, 1, 1)), (date(2007, 1, 1), OPEN)]
    assert _intervals(rows[1:2]) == [(date.min, date(2005, 1, 1))]


def test_custodies_a_day_apart_are_one_stay() -> None:
    first, next_day, later = (
        (date(2024, 1, 1), date(2024, 3, 1)),
        (date(2024, 3, 2), date(2024, 6, 1)),
        (date(2024, 6, 3), date(2024, 7, 1)),
    )
    assert _joined([later, first, next_day]) == [(date(2024, 1, 1), date(2024, 6, 1)), later]


def test_only_addresses_of_one_home_name_a_room() -> None:
    assert names_room("贵州省毕节市七星关区碧阳街道安康苑2栋3单元1101室")
    assert names_room("贵州省毕节市七星关区阿市乡青山村五组1号")
    assert not names_room("贵州省毕节市七星关区碧阳街道开行路66号")
