"""Dates as numbers."""

from datetime import date, timedelta

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from core import clock

dates = st.dates(date(1, 1, 1), date(9999, 12, 31))


@given(dates)
def test_day_and_cal_agree_with_duckdb(value: date) -> None:
    query = f"SELECT {clock.sql_day('$1::DATE')}, {clock.sql_cal('$1::DATE')}"
    assert duckdb.connect().execute(query, [value]).fetchone() == (clock.day(value), clock.cal(value))


def test_one_month_after_the_31st_is_the_end_of_the_short_month() -> None:
    limit = clock.cal(date(2024, 1, 31)) + 100
    assert clock.cal(date(2024, 2, 29)) <= limit < clock.cal(date(2024, 3, 1))


def test_the_national_day_week_has_no_working_day() -> None:
    assert clock.workday(date(2024, 10, 7)) == clock.workday(date(2024, 9, 30))


def test_a_shifted_sunday_is_a_working_day() -> None:
    assert clock.is_workday(date(2024, 9, 29))


@given(st.dates(date(2030, 1, 1), date(2050, 1, 1)))
def test_beyond_the_calendar_working_days_are_monday_to_friday(value: date) -> None:
    step = clock.workday(value) - clock.workday(value - timedelta(days=1))
    assert step == (1 if value.weekday() < 5 else 0)
