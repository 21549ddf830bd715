"""Names of persons and organizations: one written form, and a form for comparison only."""

import re
from functools import lru_cache

import opencc

from resolution.normalise.text import compact, fold, says_nothing

_DOTS = re.compile("[\u00b7\u2022\u2027\u2219\u22c5\u25cf\u25e6\u30fb\u0387\u1427\u2024]")
_DOT_AS_POINT = re.compile(r"(?<=[㐀-鿿])[.。](?=[㐀-鿿])")
_QUOTES = re.compile("^[\"'“”‘’「」《》]+|[\"'“”‘’「」《》]+$")
_HAN = re.compile("[㐀-鿿]")
_PUNCTUATION = re.compile(r"[\s·.,，。'\"“”‘’()\[\]〔〕【】<>《》、:;_/&-]+")
_BRACKETED = re.compile(r"[(\[【〔].*$")
_REDACTED = re.compile(
    r"^[㐀-鿿]{1,2}某+[甲乙丙丁戊己庚辛壬癸一二三四五六七八九十\dA-Z]?$|^[㐀-鿿]+[*×xX]+[㐀-鿿]?$|^[*×]+[㐀-鿿]{1,2}$"
)
_simplify = opencc.OpenCC("t2s")


def clean(text: str) -> str | None:
    """Return the name in NFKC with one kind of middle dot and no stray spaces; None for an empty cell."""
    folded = fold(text)
    if _HAN.search(folded):
        folded = compact(folded)
    folded = _QUOTES.sub("", _DOT_AS_POINT.sub("·", _DOTS.sub("·", folded))).strip()
    return None if says_nothing(folded) else folded


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
    """Return `comparable` of a person's name without what stands in brackets behind it (`张三(绰号老三)`)."""
    bare = _BRACKETED.sub("", compact(name))
    return comparable(bare) or comparable(name)


def is_redacted(name: str) -> bool:
    """Whether a cleaned name hides its bearer (`杨某`, `张某甲`, `李**`)."""
    return bool(_REDACTED.match(name))
