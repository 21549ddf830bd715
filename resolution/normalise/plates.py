"""Number plates (GA 36-2018) and vehicle identification numbers (GB 16735-2019)."""

import re

from resolution.normalise.text import capitals

_NOISE = re.compile(r"[-·•.\s_()]+")
_PLATE = re.compile(
    r"[京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川贵黔云滇藏陕甘陇青宁新][A-Z][0-9A-Z]{4,6}[学警挂港澳试超领使]?"
    r"|使\d{6}|\d{6}使|WJ[一-鿿]?\d{4,5}[0-9A-Z]?|[A-Z一-鿿][A-Z]\d{5}"
)
_VIN = re.compile(r"[0-9A-HJ-NPR-Z]{17}")
_SLIPS = str.maketrans("OIQ", "010")


def clean(text: str) -> str | None:
    """Return a plate in capitals without spaces or dots; None if it is no plate."""
    bare = _NOISE.sub("", capitals(text))
    return bare if _PLATE.fullmatch(bare) else None


def vin(text: str) -> str | None:
    """Return a 17-character VIN in capitals; O, I and Q, which no VIN holds, are read as 0, 1 and 0."""
    bare = _NOISE.sub("", capitals(text)).translate(_SLIPS)
    return bare if _VIN.fullmatch(bare) and len(set(bare)) > 1 else None
