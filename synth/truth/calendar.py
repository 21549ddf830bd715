"""Legal time: months and years by the calendar, and working days."""

from datetime import date, timedelta
from functools import cache

import chinese_calendar

FIRST = date(2000, 1, 1)


def cal(day: date) -> int:
    """(12·year + month)·100 + day: add 100 per month; a day that a month lacks then means the month's last."""
    return (12 * day.year + day.month) * 100 + day.day


def within_months(start: date, end: date, months: int) -> bool:
    """Whether `end` is not later than `months` months after `start`."""
    return cal(end) <= cal(start) + 100 * months


def under_age(birth: date, day: date) -> bool:
    """Whether someone born on `birth` is not yet 18 on `day`."""
    return cal(day) < cal(birth) + 100 * 12 * 18


def add_months(day: date, months: int) -> date:
    """The same day some months later, or that month's last day."""
    month = day.year * 12 + day.month - 1 + months
    first = date(month // 12, month % 12 + 1, 1)
    following = date((month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


@cache
def _worked(day: date) -> int:
    """Working days from FIRST to `day` of one month, counted month by month."""
    if day < FIRST:
        return 0
    start = day.replace(day=1)
    before = _worked(start - timedelta(days=1))
    return before + sum(_is_workday(start + timedelta(days=n)) for n in range((day - start).days + 1))


def _is_workday(day: date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def workdays(start: date, end: date) -> int:
    """Working days after `start` up to and including `end` (holidays of chinese-calendar; Mon–Fri beyond its range)."""
    return _worked(end) - _worked(start)
