"""Dates as numbers that both graph engines can compare."""

from datetime import date, timedelta
from functools import lru_cache

from chinese_calendar import holidays, workdays

EPOCH = date(1970, 1, 1)
UNKNOWN_FROM = date(1, 1, 1)
UNKNOWN_TO = date(9999, 12, 31)


def day(value: date) -> int:
    """Return days since 1970-01-01."""
    return (value - EPOCH).days


def cal(value: date) -> int:
    """Return (12·year + month)·100 + day: add 100 per month, 1200 per year (a short month ends early)."""
    return (12 * value.year + value.month) * 100 + value.day


def sql_day(expression: str) -> str:
    """Return the DuckDB expression of `day` for a DATE expression (NULL stays NULL)."""
    return f"CAST(date_diff('day', DATE '1970-01-01', {expression}) AS BIGINT)"


def sql_cal(expression: str) -> str:
    """Return the DuckDB expression of `cal` for a DATE expression (NULL stays NULL)."""
    return f"CAST((12 * year({expression}) + month({expression})) * 100 + day({expression}) AS BIGINT)"


@lru_cache(maxsize=1)
def _workdays() -> tuple[date, list[int]]:
    """Count working days from 2004-01-01 on, to 60 years later."""
    start, total, counts = date(2004, 1, 1), 0, []
    for offset in range(60 * 366):
        total += is_workday(start + timedelta(days=offset))
        counts.append(total)
    return start, counts


def is_workday(value: date) -> bool:
    """Say whether a day is a working day by the official holiday calendar (beyond it: Monday to Friday)."""
    return value in workdays or (value.weekday() < 5 and value not in holidays)


def workday(value: date) -> int:
    """Return the ordinal of the last working day up to `value`, counted from 2004 (0 before)."""
    start, counts = _workdays()
    offset = (value - start).days
    return 0 if offset < 0 else counts[min(offset, len(counts) - 1)]
