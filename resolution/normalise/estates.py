"""Unit numbers of real estate (GB/T 37346-2019): parcel of 19 characters and fixture of 9."""

import re

from resolution.normalise.text import capitals, says_nothing

_NOISE = re.compile("[-\u2010-\u2015\u2212_.·/]")
_UNIT = re.compile(r"[\dOIL]{12}[A-Z]{2}[\dOIL]{5}[A-Z][\dOIL]{8}")
_SLIPS = str.maketrans("OIL", "011")
_DIGITS = ((0, 12), (14, 19), (20, 28))


def unit_no(text: str) -> str | None:
    """Return a unit number of 28 characters in capitals without spaces and dashes; O, I and L among digits are digits.

    What is of another shape (a certificate or contract of old) comes back in capitals without white space.
    """
    bare = capitals(text).strip("'\"`‘’“”")
    if says_nothing(bare):
        return None
    unit = _NOISE.sub("", bare)
    if not _UNIT.fullmatch(unit):
        return bare
    for start, end in _DIGITS:
        unit = unit[:start] + unit[start:end].translate(_SLIPS) + unit[end:]
    return unit
