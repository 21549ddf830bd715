"""Telephone numbers."""

import re

from resolution.normalise.text import compact, fold

_NOISE = re.compile(r"[-()\u2010-\u2015.~·]")
_MOBILE = re.compile(r"(?:\+?(?:00)?86)?(1[3-9]\d{9})")
_LANDLINE = re.compile(r"(?:\+?(?:00)?86)?(0?(?:10|2\d|[3-9]\d{2})\d{7,8})(?:(?:转|分机|EXT|,|#|\*)\d{1,6})?")
SERVICE = r"[48]00\d{7}"
"""The shape of a cleaned number behind which a service sits, not a person."""
_SERVICE = re.compile(SERVICE)
_FOREIGN = re.compile(r"(?:\+|00)(?!86)\d{8,15}")
_SEVERAL = re.compile(r"[,;，；、/|]")
_REMARK = re.compile(r"\([^()]*[㐀-鿿A-Z][^()]*\)")
_WORDS = re.compile(r"^[㐀-鿿A-Z]+:?|:?[㐀-鿿]+$")


def clean(text: str) -> str | None:
    """Return a mobile number as 11 digits, a landline with its area code, a foreign one with `+`; else None.

    Words around a number (`电话:`, `（本人）`) are left aside; a cell that holds several numbers gives its first
    readable one.
    """
    whole = _REMARK.sub("", compact(text).upper().strip("'\""))
    if whole.endswith(".0"):
        whole = whole[:-2]
    parts = [whole]
    if len(whole) > 11:
        parts += [*_SEVERAL.split(whole), *fold(text).split(" ")]
    for part in parts:
        digits = _NOISE.sub("", _WORDS.sub("", part))
        if match := _MOBILE.fullmatch(digits):
            return match[1]
        if _SERVICE.fullmatch(digits):
            return digits
        if match := _LANDLINE.fullmatch(digits):
            number = match[1] if match[1].startswith("0") else "0" + match[1]
            if 10 <= len(number) <= 12 and len(set(number[3:])) > 1:
                return number
        if _FOREIGN.fullmatch(digits):
            return "+" + digits.lstrip("+").removeprefix("00")
    return None
