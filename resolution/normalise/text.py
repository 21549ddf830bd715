"""What every normaliser does first: one form for characters that look or mean the same."""

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+"
)
_SPACE = re.compile(r"\s+")
_NOTHING = frozenset(
    [
        "",
        "-",
        "--",
        "---",
        "/",
        "\\",
        "无",
        "不详",
        "未知",
        "暂无",
        "空",
        "没有",
        "同上",
        "见附件",
        "详见附件",
        "待补",
        "待补充",
        "未提供",
        "未填写",
        "NULL",
        "NONE",
        "NAN",
        "N/A",
        "NA",
        "<NA>",
        "NAT",
    ]
)


def fold(text: str) -> str:
    """Return text in NFKC without invisible characters, runs of white space as one space, trimmed."""
    if text.isascii() and text.isalnum():
        return text
    text = _SPACE.sub(" ", unicodedata.normalize("NFKC", text))
    if (visible := _INVISIBLE.sub("", text)) != text:
        text = _SPACE.sub(" ", unicodedata.normalize("NFKC", visible))
    return text.strip()


def compact(text: str) -> str:
    """Return `fold` of the text without any white space."""
    return unicodedata.normalize("NFKC", fold(text).replace(" ", ""))


def capitals(text: str) -> str:
    """Return `compact` of the text in capitals, composed again: ß becomes SS, which may take up an accent behind it."""
    bare = compact(text)
    return bare.upper() if bare.isascii() else unicodedata.normalize("NFKC", bare.upper())


def says_nothing(text: str) -> bool:
    """Whether a folded cell stands for an empty one (`-`, `无`, `不详`, `待补`, `NULL`)."""
    return text.upper() in _NOTHING


_DIGITS = {c: d for row in ("零一二三四五六七八九", "〇壹贰叁肆伍陆柒捌玖") for d, c in enumerate(row)}
_DIGITS |= {"○": 0, "两": 2}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
CHINESE_NUMERAL = "[零〇○一二三四五六七八九两十百千壹贰叁肆伍陆柒捌玖拾佰仟]+"


def chinese_integer(text: str) -> int | None:
    """Return the number that Chinese numerals below ten thousand write (`十二`, `一百零三`, `二〇二三`)."""
    if not text or any(c not in _DIGITS and c not in _UNITS for c in text):
        return None
    if not any(c in _UNITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text)) if len(text) < 10 else None
    total, digit = 0, -1
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        else:
            total += _UNITS[c] * (1 if digit < 0 else digit)
            digit = -1
    return total + max(digit, 0)
