"""Days, moments and months as agencies write them, and as spreadsheets count them."""

import re
from datetime import date, datetime, time, timedelta

from resolution.normalise.text import CHINESE_NUMERAL, chinese_integer, compact, fold

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_PARTS = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?")
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?")
_SHORT = re.compile(r"(\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?(?!\d)")
_SERIAL = re.compile(r"([1-5]\d{4}|60000)(?:\.(\d+))?")
_MONTH = re.compile(r"(\d{4})(?:[-/.年](?=\d)|(?=\d\d))(0?[1-9]|1[0-2])(?:月份?|\.0)?")
_CLOCK = re.compile(r"(\d{1,2})[::时点](?:(\d{1,2})(?:[::分](?:(\d{1,2})(?:\.\d+)?秒?)?)?)?")
_ZONE = re.compile(r"(?:Z|[+-]\d{2}:?\d{2}|UTC)$")
_SPELT = re.compile(rf"({CHINESE_NUMERAL})年({CHINESE_NUMERAL})月({CHINESE_NUMERAL})[日号]?")
_FOURTEEN = re.compile(r"(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?")
_EPOCH = datetime(1899, 12, 30)
_CENTURY_TURNS = 30


def _date(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if found.year >= 1800 else None


def day(text: str) -> date | None:
    """Return the day that a cell names; a time behind it is left aside.

    Reads `2023/1/5`, `20230105`, `2023年1月5日`, `2023.1.5`, `2023-01-05T…`, 二〇二三年一月五日 and spreadsheet serials
    10000 to 60000 (1900 date system). A year of two digits, in `23.1.5` and the like, lies in 1930 to 2029, as
    spreadsheets read it: no clock decides what a file says.
    """
    if match := _ISO.fullmatch(text):
        return _date(*match.groups())
    found = moment(text)
    return None if found is None else found.date()


def moment(text: str) -> datetime | None:
    """Return the day and time that a cell names, as the clock on the wall showed it; midnight without a time."""
    folded = fold(text).strip("'\"").upper()
    bare = folded.replace(" ", "")
    if match := _SERIAL.fullmatch(bare):
        return (_EPOCH + timedelta(days=int(match[1]), seconds=round(float("0." + (match[2] or "0")) * 86400))).replace(
            microsecond=0
        )
    if match := _FOURTEEN.fullmatch(bare):
        return _at(_date(*match.groups()[:3]), *match.groups()[3:])
    for shape in (_EIGHT, _PARTS):
        if match := shape.match(folded):
            rest = folded[match.end() :].lstrip(" T")
            found = _date(*match.groups()[:3])
            return _timed(found, rest)
    if match := _PARTS.match(bare):
        return _timed(_date(*match.groups()), bare[match.end() :])
    if match := _SHORT.match(folded):
        short = int(match[1])
        century = 2000 if short < _CENTURY_TURNS else 1900
        return _timed(_date(century + short, match[2], match[3]), folded[match.end() :].lstrip(" T"))
    if match := _SPELT.fullmatch(bare):
        year, of, on = (chinese_integer(part) for part in match.groups())
        return None if year is None or of is None or on is None else _at(_date(year, of, on))
    return None


def _timed(found: date | None, rest: str) -> datetime | None:
    rest = _ZONE.sub("", rest.strip())
    if not rest:
        return _at(found)
    match = _CLOCK.fullmatch(rest.replace(" ", ""))
    return _at(found, *match.groups()) if match else None


def _at(
    found: date | None, hour: str | None = None, minute: str | None = None, second: str | None = None
) -> datetime | None:
    if found is None:
        return None
    try:
        return datetime.combine(found, time(int(hour or 0), int(minute or 0), int(second or 0)))
    except ValueError:
        return None


def month(text: str) -> date | None:
    """Return the first day of the month that a cell names (`202301`, `2023-01`, `2023年1月`, or a day of it)."""
    bare = compact(text).strip("'\"")
    if match := _MONTH.fullmatch(bare):
        return _date(match[1], match[2], 1)
    found = day(text)
    return found and found.replace(day=1)
