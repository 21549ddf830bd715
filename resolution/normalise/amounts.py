"""Amounts, shares and whole numbers."""

import math
import re

from resolution.normalise.text import CHINESE_NUMERAL, capitals, chinese_integer, compact

_NUMERAL = rf"\d{{1,3}}|{CHINESE_NUMERAL}"
_DECIMAL = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:E[-+]?\d{1,2})?")
_GROUPS = re.compile(r"(?<=\d),(?=\d{3})")
_BEFORE = re.compile(r"^(?:人民币|RMB|CNY|¥|￥|\$|约|共计?|合计|:)+")
_BEHIND = re.compile(r"(?:人民币|RMB|CNY|整|平方米|M2|平米)$")
_UNIT = re.compile(r"(.*?[\d.])([十百千]?[万亿]?)(?:人民币)?([元圆]?)|([^万亿元圆]+)([万亿]?)([元圆]?)")
_SCALES = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_COUNTED = re.compile(r"(?:个月|月|人次|人|次|天|日|户|份|辆|套|笔|个|岁|周岁|名|件|台|间|处|宗|起|张|家|期)$")
_SENTENCE = re.compile(r"^(?:有期徒刑|拘役|管制|缓刑|考验期限?|社区戒毒|强制隔离戒毒|延长|期限|:)+")
_YEAR = re.compile(r"((?:19|20)\d{2})年度?")
_TERM = re.compile(rf"({_NUMERAL})年(?:(半)|[零又]?({_NUMERAL})个?月)?")
_FRACTION = re.compile(r"(\d{1,6})/(\d{1,6})")
_OF = re.compile(
    r"(?:百分之([零一二三四五六七八九十百]+))|(?:([二三四五六七八九十百]+)分之([一二三四五六七八九十百]+))"
)
_SHARE_WORDS = re.compile(r"^(?:按份共有|共有|各占?|占有?|份额)+[:,]?|(?:份额|产权|所有权|份)$")


def _stated(text: str) -> tuple[float, bool] | None:
    """Read a number, in yuan where the cell states its unit, and whether it does."""
    bare = _BEHIND.sub("", _BEHIND.sub("", _BEFORE.sub("", capitals(text).strip("'\""))))
    if bare.startswith("(") and bare.endswith(")"):
        bare = "-" + bare[1:-1]
    bare = _GROUPS.sub("", bare)
    match = _UNIT.fullmatch(bare)
    if not match:
        return None
    number, scale, yuan = match[1] or match[4], match[2] or match[5] or "", match[3] or match[6]
    value: float | None
    if number.isascii() and _DECIMAL.fullmatch(number):
        value = float(number)
    else:
        value = chinese_integer(number)
    if value is None or not math.isfinite(value):
        return None
    for character in scale:
        value *= _SCALES[character]
    return round(float(value), 6) if scale else float(value), bool(scale or yuan)


def decimal(text: str) -> float | None:
    """Return a decimal number (`1,234.50`, `¥300`, `90.5㎡`, `1.2E+5`), in yuan where it states a unit (`12.5万元`)."""
    found = _stated(text)
    return found and found[0]


def states_unit(text: str) -> bool:
    """Whether an amount states its own unit (`12.5万元`, `300元`), so that the column's does not apply."""
    found = _stated(text)
    return found is not None and found[1]


def whole(text: str) -> int | None:
    """Return a whole number (`12`, `12.0`, `三套`), years and months as months (`3年6个月` is 42); None for others."""
    bare = _SENTENCE.sub("", compact(text))
    if match := _YEAR.fullmatch(bare):
        return int(match[1])
    if bare == "半年":
        return 6
    if match := _TERM.fullmatch(bare):
        years, months = _integer(match[1]), 6 if match[2] else _integer(match[3] or "0")
        return None if years is None or months is None else 12 * years + months
    value = decimal(_COUNTED.sub("", bare))
    return int(value) if value is not None and value == int(value) and abs(value) < 2**53 else None


def _integer(numeral: str) -> int | None:
    return int(numeral) if numeral.isdecimal() else chinese_integer(numeral)


def share(text: str) -> float | None:
    """Return a part of ownership between 0 and 1 (`1/2`, `50%`, `0.5`, `50`, `二分之一`, `单独所有` = 1).

    共同共有 (owned jointly, 民法典 299) states no parts; it is read as 0.5, the case of a couple.
    """
    bare = compact(text).upper()
    if bare in ("单独所有", "全部", "全额", "独有", "单独"):
        return 1.0
    if bare in ("共同共有", "共同所有", "夫妻共有", "夫妻共同共有"):
        return 0.5
    bare = _SHARE_WORDS.sub("", _SHARE_WORDS.sub("", bare))
    value: float | None
    if match := _FRACTION.fullmatch(bare):
        value = int(match[1]) / int(match[2]) if int(match[2]) else None
    elif match := _OF.fullmatch(bare):
        above, below = chinese_integer(match[1] or match[3]), 100 if match[1] else chinese_integer(match[2])
        value = above / below if above and below else None
    elif bare.endswith("%"):
        value = decimal(bare[:-1])
        value = None if value is None else value / 100
    else:
        value = decimal(bare)
        value = value / 100 if value is not None and 1 < value <= 100 else value
    return value if value is not None and 0 <= value <= 1 else None
