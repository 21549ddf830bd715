"""Amounts, shares and whole numbers."""

import math
import re

from resolution.normalise.text import chinese_integer, compact

_DECIMAL = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:E[-+]?\d{1,2})?")
_GROUPS = re.compile(r"(?<=\d),(?=\d{3})")
_AROUND = re.compile(r"^(?:人民币|RMB|CNY|¥|￥|\$)|(?:元整?|圆整?|平方米|㎡|M2|平米)$")
_COUNTED = re.compile(r"(?:个月|月|人|次|天|日|户|份|辆|套|笔)$")
_FRACTION = re.compile(r"(\d{1,6})/(\d{1,6})")
_OF = re.compile(
    r"(?:百分之([零一二三四五六七八九十百]+))|(?:([二三四五六七八九十百]+)分之([一二三四五六七八九十百]+))"
)
_SHARE_WORDS = re.compile(r"^(?:按份共有|共有|各占?|占有?|份额)+[:,]?|(?:份额|产权|所有权|份)$")


def decimal(text: str) -> float | None:
    """Return a decimal number (`1,234.50`, `¥300`, `90.5㎡`, `1.2E+5`); 万 is refused, units are the column's."""
    bare = _AROUND.sub("", _AROUND.sub("", compact(text).upper().strip("'\"")))
    if bare.startswith("(") and bare.endswith(")"):
        bare = "-" + bare[1:-1]
    bare = _GROUPS.sub("", bare)
    if not bare.isascii() or not _DECIMAL.fullmatch(bare):
        return None
    value = float(bare)
    return value if math.isfinite(value) else None


def whole(text: str) -> int | None:
    """Return a whole number (`12`, `12.0`, `36个月`); None for a fraction or any other unit."""
    value = decimal(_COUNTED.sub("", compact(text)))
    return int(value) if value is not None and value == int(value) and abs(value) < 2**53 else None


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
