"""Numbers of bank cards and accounts."""

import re

from resolution.normalise.text import compact, says_nothing

_QUOTES = "'\"`‘’“”"
_NOISE = re.compile("[-\u2010-\u2015\u2212_.·]")
_WORDS = re.compile(
    "^(?:(?:银行|收款|付款|对方|本方)?(?:卡号|账号|账户|帐号|帐户)|NO|№)[:.]?|(?<=\\d)\\([^()]*[㐀-鿿][^()]*\\)$", re.I
)
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.I)
_HIDDEN = re.compile("[*×✱∗●■□?]|X{3,}", re.I)


def clean(text: str) -> str | None:
    """Return an account in one written form: digits without spaces and dashes, anything else without white space.

    None for what is no whole number: hidden in part, in scientific notation, or one digit over and over. An address of
    electronic mail, as which payment services number their accounts, is in small letters.
    """
    bare = _WORDS.sub("", compact(text).strip(_QUOTES)).strip(_QUOTES)
    if says_nothing(bare) or _SCIENTIFIC.fullmatch(bare) or _HIDDEN.search(bare):
        return None
    if "@" in bare:
        return bare.lower()
    digits = _NOISE.sub("", bare.removesuffix(".0").removesuffix(".00"))
    if digits.isascii() and digits.isdecimal():
        return None if len(digits) > 5 and len(set(digits)) == 1 else digits
    return bare or None
