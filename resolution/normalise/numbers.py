"""Certificate and company numbers: what kind a text is, and whether its own check holds.

Sources: GB 11643-1999 (citizen number, check ISO 7064 MOD 11-2; 15-digit numbers are brought to 18), GB 32100-2015
(unified social credit code), GB 11714-1997 (organization code). An area code never makes a number invalid: a number
keeps the code under which it was first issued.
"""

import re
from datetime import date
from typing import Literal, NamedTuple

from resolution.normalise.text import compact, says_nothing

Kind = Literal["citizen", "uscc", "registration", "masked", "damaged", "passport", "permit", "placeholder", "other"]


class Number(NamedTuple):
    """A number as read: its normal form, what it is, and what a valid one says about its holder.

    `text` of a damaged number shows what is left of it, the rest as `*`. `birth_date` is given for valid citizen
    numbers and where all eight of its digits are visible in a masked or damaged one; `sex` for valid ones.
    """

    text: str
    kind: Kind
    valid: bool
    birth_date: date | None = None
    sex: Literal["male", "female"] | None = None


_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_USCC = {c: i for i, c in enumerate("0123456789ABCDEFGHJKLMNPQRTUWXY")}
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGAN_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_PROVINCES = frozenset(str(code) for code in (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47),
                                               *range(50, 55), *range(61, 66), 71, 81, 82, 83))  # fmt: skip
_MASKS = str.maketrans(dict.fromkeys("*×✱∗●•·■□#?＊", "*"))
_CROSSES = re.compile("X{3,}")
_EIGHTEEN = re.compile(r"\d{17}[\dX]")
_USCC_SHAPE = re.compile(r"[0-9A-Z]{2}\d{6}[0-9A-Z]{10}")
_LONE = re.compile(r"(?<![0-9A-Z])(\d{17}[\dX])(?![0-9A-Z])")
_SCIENTIFIC = re.compile(r"([1-9])\.?(\d*)E\+?(\d{1,2})")
_MASKED = re.compile(r"[\d*]{2,}[\dX*]")
_PASSPORT = re.compile(r"[EGDSP]\d{8}|E[A-Z]\d{7}|1[45]\d{7}|[A-Z]{1,2}\d{6,8}")
_PERMIT = re.compile(r"[HM]\d{8}(\d{2})?|[A-Z]{3}\d{12}")
_ORGAN = re.compile(r"[0-9A-Z]{8}-?[0-9X]")
_SLIPS = str.maketrans("OI|", "011")
_RUNS = ("12345678901234567", "01234567890123456", "98765432109876543")


def check_digit(first17: str) -> str:
    """Return the 18th character that GB 11643-1999 asks for after 17 digits."""
    return _CHECKS[sum(w * int(d) for w, d in zip(_WEIGHTS, first17, strict=True)) % 11]


def upgrade(fifteen: str) -> str:
    """Return the 18-digit form of a 15-digit citizen number; sequences 996 to 999 were kept for those over 100."""
    first17 = fifteen[:6] + ("18" if fifteen[12:] >= "996" else "19") + fifteen[6:]
    return first17 + check_digit(first17)


def parse(text: str) -> Number | None:
    """Return the number a cell holds, whatever its shape; None for an empty cell. Never raises."""
    bare = compact(text).strip("'\"`‘’“”.,;、:").upper()
    if not bare or says_nothing(bare):
        return None
    return _citizen(bare) or _wrapped(bare) or _damaged(bare) or _masked(bare) or _organization(bare) or _rest(bare)


def _day(eight: str) -> date | None:
    if not eight.isdecimal() or not 1800 <= int(eight[:4]) <= 2099:
        return None
    try:
        return date(int(eight[:4]), int(eight[4:6]), int(eight[6:]))
    except ValueError:
        return None


def _sex(digit: str) -> Literal["male", "female"]:
    return "male" if int(digit) % 2 else "female"


def _whole(bare: str) -> Number | None:
    """A citizen number whose check holds."""
    born = _day(bare[6:14])
    if born is None or bare[17] != check_digit(bare[:17]):
        return None
    return Number(bare, "citizen", True, born, _sex(bare[16]))


def _citizen(bare: str) -> Number | None:
    if len(bare) == 18:
        if bare[17] in "×*✱∗" and bare[:17].isdecimal():
            return _whole(bare[:17] + "X")
        if not bare[:17].isdecimal():
            slipped = bare.translate(_SLIPS)
            return _whole(slipped) if _EIGHTEEN.fullmatch(slipped) else None
        if not _EIGHTEEN.fullmatch(bare) or _is_placeholder(bare):
            return None
        if bare[15:] == "000":
            return None
        return _whole(bare) or _unless_company(bare)
    if len(bare) == 15 and bare.isdecimal():
        first, tail = bare[:6], "18" if bare[12:] >= "996" else "19"
        if first[:2] in _PROVINCES and _day(tail + bare[6:12]):
            return _whole(upgrade(bare))
    return None


def _unless_company(bare: str) -> Number | None:
    """An 18-character number whose check fails: rounded by a spreadsheet, a company's, or simply wrong."""
    if bare.isdecimal() and _uscc_valid(bare):
        return Number(bare, "uscc", True)
    if bare[:2] not in _PROVINCES or bare[6:8] not in ("18", "19", "20"):
        return None
    value = int(bare) if bare.isdecimal() else 1
    step = 128 if value >= 2**59 else 64 if value >= 2**58 else 32
    return _remains(bare) if value % step == 0 else Number(bare, "citizen", False)


def _wrapped(bare: str) -> Number | None:
    """A citizen number with a letter before it (学籍 G/L/J, 特种作业 T) or a disability category and level behind."""
    if len(bare) in (16, 19) and bare[0] in "GLJT":
        inner = _citizen(bare[1:])
    elif 20 <= len(bare) <= 22 and bare[18] in "1234567" and bare[19] in "1234" and _EIGHTEEN.match(bare):
        inner = _citizen(bare[:18])
    elif len(bare) > 18 and (found := _LONE.findall(bare)) and len(set(found)) == 1:
        inner = _whole(found[0])
    else:
        return None
    return inner if inner and inner.kind == "citizen" else None


def _remains(digits: str) -> Number:
    """What a spreadsheet left of an 18-digit number: 15 digits at most."""
    left = digits[:15]
    return Number(left + "*" * (18 - len(left)), "damaged", False, _day(left[6:14]))


def _damaged(bare: str) -> Number | None:
    if bare.endswith((".0", ".00")):
        whole = bare.split(".")[0]
        if len(whole) == 18 and whole.isdecimal():
            return _remains(whole)
        return parse(whole) if whole.isdecimal() else None
    if match := _SCIENTIFIC.fullmatch(bare):
        digits = match[1] + match[2]
        if match[3] == "17":
            return _remains(digits.rstrip("0")) if len(digits) > 1 else Number(bare, "placeholder", False)
        if match[3] == "14" and len(digits) <= 15:
            return parse(digits) if len(digits) == 15 else Number(digits.ljust(15, "*"), "masked", False)
        return None
    if len(bare) == 18 and bare.isdecimal() and bare.endswith("000") and _day(bare[6:14]):
        return _remains(bare)
    return None


def _masked(bare: str) -> Number | None:
    bare = _CROSSES.sub(lambda run: "*" * len(run[0]), bare)
    stars = bare[:-1].translate(_MASKS) + ("*" if bare[-1] in "*×✱∗●•■□#?" else bare[-1])
    if (
        "*" not in stars
        or not 6 <= len(stars) <= 20
        or not _MASKED.fullmatch(stars)
        or not any(map(str.isdecimal, stars))
    ):
        return None
    return Number(stars, "masked", False, _day(stars[6:14]) if len(stars) == 18 else None)


def _uscc_valid(bare: str) -> bool:
    if any(c not in _USCC for c in bare):
        return False
    return (31 - sum(w * _USCC[c] for w, c in zip(_USCC_WEIGHTS, bare[:17], strict=True)) % 31) % 31 == _USCC[bare[17]]


def _registration_valid(bare: str) -> bool:
    """The check of a 15-digit company registration number (GS 15-2006, ISO 7064 MOD 11,10)."""
    rest = 10
    for digit in bare[:14]:
        rest = ((rest + int(digit)) % 10 or 10) * 2 % 11
    return (rest + int(bare[14])) % 10 == 1


def _organ_valid(bare: str) -> bool:
    check = 11 - sum(w * int(c, 36) for w, c in zip(_ORGAN_WEIGHTS, bare[:8], strict=True)) % 11
    return bare[8] == {10: "X", 11: "0"}.get(check, str(check))


def _organization(bare: str) -> Number | None:
    if _is_placeholder(bare):
        return None
    if len(bare) == 18 and not bare.isdecimal():
        bare = bare.translate(_SLIPS)
    if len(bare) == 18 and _USCC_SHAPE.fullmatch(bare):
        valid = _uscc_valid(bare)
        if valid or not bare.isdecimal() or bare[0] == "9":
            return Number(bare, "uscc", valid)
    if len(bare) == 15 and bare.isdecimal():
        return Number(bare, "registration", _registration_valid(bare))
    code = bare.replace("-", "")
    if _ORGAN.fullmatch(bare) and _organ_valid(code) and not _PASSPORT.fullmatch(bare) and not _PERMIT.fullmatch(bare):
        return Number(code, "registration", True)
    return None


def _is_placeholder(bare: str) -> bool:
    return len(set(bare)) == 1 or (len(bare) >= 15 and bare.startswith(_RUNS)) or bare.strip("0*X") == ""


def _rest(bare: str) -> Number:
    if _is_placeholder(bare):
        return Number(bare, "placeholder", False)
    if bare[:-1].isdecimal() and 17 <= len(bare) <= 19 and bare[:2] in _PROVINCES and bare[6:8] in ("18", "19", "20"):
        return Number(bare, "citizen", False)
    if _PERMIT.fullmatch(bare):
        return Number(bare, "permit", True)
    if _PASSPORT.fullmatch(bare):
        return Number(bare, "passport", True)
    return Number(bare, "other", False)
