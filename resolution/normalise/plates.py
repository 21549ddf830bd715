"""Number plates (GA 36-2018) and vehicle identification numbers (GB 16735-2019)."""

import re

from resolution.normalise.text import capitals

_NOISE = re.compile(r"[-\u2010-\u2015\u2212·•.\s_()'\"]+")
_REMARK = re.compile(r"\([^()]*[㐀-鿿][^()]*\)$")
_LABEL = re.compile("^(?:号牌号码|号牌|车牌号码?|车牌|车架号码?|车辆识别代[号码]|VIN码?)[:：]?")
_PLATE = re.compile(
    r"([京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川贵黔云滇藏陕甘陇青宁新])([A-Z])([0-9A-Z]{4,6})([学警挂港澳试超领使]?)"
)
_OTHER = re.compile(r"使\d{6}|\d{6}使|WJ[一-鿿]?\d{4,5}[0-9A-Z]?|[A-Z一-鿿][A-Z]\d{5}")
_PROVINCES = str.maketrans("黔滇陇", "贵云甘")  # short names of provinces that stand on no plate
_VIN = re.compile(r"[0-9A-HJ-NPR-Z]{17}")
_SLIPS, _SERIAL_SLIPS = str.maketrans("OIQ", "010"), str.maketrans("OI", "01")


def clean(text: str) -> str | None:
    """Return a plate in capitals without spaces, dots, label or remark in brackets; None if it is no plate.

    O and I, which no serial holds, are read as 0 and 1; `黔F12345` is 贵F12345.
    """
    bare = _bare(text)
    if match := _PLATE.fullmatch(bare):
        return match[1].translate(_PROVINCES) + match[2] + match[3].translate(_SERIAL_SLIPS) + match[4]
    return bare if _OTHER.fullmatch(bare) else None


def vin(text: str) -> str | None:
    """Return a 17-character VIN in capitals; O, I and Q, which no VIN holds, are read as 0, 1 and 0."""
    bare = _bare(text).translate(_SLIPS)
    return bare if _VIN.fullmatch(bare) and len(set(bare)) > 1 else None


def _bare(text: str) -> str:
    return _NOISE.sub("", _LABEL.sub("", _REMARK.sub("", capitals(text))))
