"""Names of persons and organizations: one written form, and a form for comparison only."""

import re
from functools import lru_cache

import opencc

from resolution.normalise.text import compact, fold, says_nothing

_DOTS = re.compile("[\u00b7\u2022\u2027\u2219\u22c5\u25e6\u30fb\u0387\u1427\u2024]|(?<!●)●(?!●|$)")
_DOT_AS_POINT = re.compile(r"(?<=[㐀-鿿])[.。](?=[㐀-鿿])")
_QUOTES = re.compile("^[\"'“”‘’「」《》]+|[\"'“”‘’「」《》]+$")
_HAN = re.compile("[㐀-鿿]")
_SIGNS = r"[\s·.,，。'\"“”‘’()\[\]〔〕【】<>《》、:;_/&-]"
_PUNCTUATION = re.compile(f"{_SIGNS}+")
_BRACKETED = re.compile(r"[(\[【〔].*$")
_MARKS = re.compile(r"(?<=[㐀-鿿])[*×✕✱∗●■□○◯〇?xX]+(?=[㐀-鿿]{0,2}$)|^[*×✕✱∗●■□○◯〇?]+(?=[㐀-鿿]{1,2}$)")
_NUMBER = re.compile(
    r"[(:,]*(?:(?:公民|居民)?(?:身份证|身份|证件)号?码?|电话|手机号?码?|统一社会信用代码)?:?"
    r"(?<![\dA-Za-z])(?:[\dA-Z]{2}\d{6}[\dA-Z]{10}|\d{6}[\d*]{5,12}[Xx]?)(?![\dA-Za-z*])\)?"
)
_NOTED = re.compile(
    r"([㐀-鿿]{2,4}|[㐀-鿿]+(?:·[㐀-鿿]+)+)(?:[(\[【〔](?![^)]*(?:集团|公司|[店厂社行馆]\)))[^)\]】〕]*[)\]】〕]?)+"
)
_TITLE = r"(?:先生|女士|小姐|同志)"
_TITLED = re.compile(rf"([㐀-鿿]{{2,4}}?|[㐀-鿿]+(?:·[㐀-鿿]+?)+){_TITLE}+")
_SURNAME_TITLED = re.compile(rf"([㐀-鿿]){_TITLE}+")
_SEXES = {"先生": "male", "女士": "female", "小姐": "female"}
_ORDINAL = re.compile(r"^(?:\(\d{1,3}\)|\d{1,3}[.、,)])(?=[㐀-鿿]{2})")
_ALSO = re.compile(r"(?<=[㐀-鿿]{2})[,、;/ ]*(?:又名|绰号|外号|化名|曾用名|别名|乳名):?[㐀-鿿].*$")
_simplify = opencc.OpenCC("t2s")


def clean(text: str) -> str | None:
    """Return the name in NFKC with one kind of middle dot and no stray spaces; None for an empty cell.

    A number glued to it and its place in a list are left aside; of a person also a remark in brackets, a title and
    another name (`1、杨洋`, `杨洋(已故)`, `杨洋先生`, `杨洋,绰号老三`).
    """
    folded = _bare(_spaced(text))
    return None if says_nothing(folded) else folded


def _spaced(text: str) -> str:
    """The folded text; a name in Chinese characters has no spaces."""
    folded = fold(text)
    return compact(folded) if _HAN.search(folded) else folded


def _bare(folded: str) -> str:
    """Take off what does not belong to a name until nothing is left to take."""
    before = ""
    while before != folded:
        before = folded
        if not folded.isalpha():
            folded = (_NUMBER.sub("", folded) if folded[:1].isalpha() else folded).strip() or folded
            folded = _ORDINAL.sub("", folded)
            folded = _QUOTES.sub("", _DOT_AS_POINT.sub("·", _DOTS.sub("·", folded))).strip()
            folded = match[1] if (match := _NOTED.fullmatch(folded)) else folded
        folded = _ALSO.sub("", folded)
        folded = match[1] if (match := _TITLED.fullmatch(folded)) else folded
    return folded


@lru_cache(maxsize=1 << 16)
def _simplified(character: str) -> str:
    return str(_simplify.convert(character))


def comparable(name: str) -> str | None:
    """Return a name for comparison only: simplified characters, upper case, no dots, brackets or punctuation.

    Never shown or stored as the name: 乾 and 昇 are legal simplified characters that this folds into 干 and 升.
    """
    folded = _PUNCTUATION.sub("", _DOTS.sub("·", compact(name))).upper()
    return "".join(_simplified(c) if c > "\x7f" else c for c in folded) or None


def person(name: str) -> str | None:
    """Return `comparable` of a person's name without numbers, titles and what stands in brackets (`张三(绰号老三)`).

    Each hidden character is `*`, whatever mark stood for it (`杨××`, `杨XX`); of 杨先生 only 杨某 is known.
    """
    marked = _MARKS.sub(lambda run: "*" * len(run[0]), _BRACKETED.sub("", _ORDINAL.sub("", _spaced(name))))
    bare = _bare(marked)
    if match := _SURNAME_TITLED.fullmatch(bare):
        bare = match[1] + "某"
    return comparable(bare) or comparable(name)


def title_sex(name: str) -> str | None:
    """Return the sex that a title behind a name or surname tells: male for 杨先生, female for 杨女士; else None."""
    return _SEXES.get(_spaced(name)[-2:])
