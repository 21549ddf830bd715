"""How personal data looks to those who have not given a reason to see it.

What is declared goes by its level (graph/schema.yaml: 1 public, 2 ordinary, 3 personal, 4 sensitive); inside all else
whatever looks like the number of a person is hidden.
"""

import re
from typing import Any

ORDINARY, PERSONAL, SENSITIVE = 2, 3, 4

_ID = r"[A-Z][A-Za-z]*-[0-9a-f]{16}|[a-z][a-z0-9_]*:[0-9a-f]{16}"
_SPACE = r"[ \-\u3000]?"
_MONTH_AND_DAY = rf"(?:0[1-9]|1[0-2]){_SPACE}(?:0[1-9]|[12]\d|3[01]){_SPACE}"
_NUMBERS = (
    # A citizen number, of 18 digits (a disability certificate adds two to four) or 15.
    rf"[1-8]\d{{5}}{_SPACE}(?:18|19|20)\d\d{_SPACE}{_MONTH_AND_DAY}\d{{3}}{_SPACE}[\dXx](?:[1-7][1-4]\d{{0,2}})?",
    rf"[1-8]\d{{5}}{_SPACE}\d\d{_SPACE}{_MONTH_AND_DAY}\d{{3}}",
    # A bank card; with a year after six digits it is the number of a file from division 62.
    r"62\d\d(?!\d\d(?:19|20)\d\d)(?: ?\d{4}){2}(?: ?\d){4,7}",
    rf"1[3-9]\d(?:{_SPACE}\d{{4}}){{2}}",
    rf"0[1-9]\d{{1,2}}{_SPACE}\d{{7,8}}",
)
_INSIDE = re.compile(rf"(?P<id>\b(?:{_ID}))|(?:(?<!\d)|(?<=(?<!\d)86))(?:{'|'.join(_NUMBERS)})(?!\d)")
_NARROW = {ord("０") + n: str(n) for n in range(10)} | {ord("Ｘ"): "X", ord("ｘ"): "x", ord("－"): "-"}
_DATE = re.compile(r"((?:18|19|20)\d\d)(\D?\d\d?\D?\d\d?\D?)(?:[ T].*)?")
_DIGITS = re.compile(r"[\dA-Za-z*+\-()./ ]*")


def mask_name(name: str | None) -> str:
    """Return a name with all but its first character hidden (`杨*`); organizations are not masked by this."""
    return "" if not name else name[0] + "*" * (1 if len(name) < 3 else len(name) - 1 if len(name) < 5 else 3)


def mask_number(number: str | None) -> str:
    """Return a certificate or phone number with its middle hidden (`5224**********0017`, `138****0017`)."""
    if not number:
        return ""
    if len(number) >= 15:
        return number[:4] + "*" * (len(number) - 8) + number[-4:]
    if len(number) >= 9:
        return number[:3] + "*" * (len(number) - 7) + number[-4:]
    return number[:1] + "*" * (len(number) - 1)


def mask_inside(text: str) -> str:
    """Return a text with what looks like a citizen number, a phone or a bank card hidden; ids of Clew stay."""
    found, end = "", 0
    for match in _INSIDE.finditer(text.translate(_NARROW)):
        if match["id"] is None:
            found += text[end : match.start()] + mask_number(text[match.start() : match.end()])
            end = match.end()
    return found + text[end:]


def by_level(value: Any, level: int) -> Any:
    """Return a value as its level of sensitivity lets it be seen without a reason; lists and dicts item by item.

    Of a personal date the year stays, of a number its ends, of other text the first character; of what is sensitive
    nothing.
    """
    if isinstance(value, list | tuple):
        return [by_level(item, level) for item in value]
    if isinstance(value, dict):
        return {key: by_level(item, level) for key, item in value.items()}
    if value is None or value == "":
        return value
    if level >= SENSITIVE:
        return "***"
    if level >= PERSONAL:
        return _mask(str(value))
    return mask_inside(value) if isinstance(value, str) else value


def _mask(text: str) -> str:
    if date := _DATE.fullmatch(text):
        return date[1] + re.sub(r"\d", "*", date[2])
    return mask_number(text) if _DIGITS.fullmatch(text) and sum(map(str.isdecimal, text)) > 4 else mask_name(text)
