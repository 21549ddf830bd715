"""Certificate and company numbers: what kind a text is, and whether its own check holds.

Sources: GB 11643-1999 (citizen number, check ISO 7064 MOD 11-2; 15-digit numbers are brought to 18), GB 32100-2015
(unified social credit code), GB 11714-1997 (organization code). An area code never makes a number invalid: a number
keeps the code under which it was first issued.
"""

import re
from datetime import date, timedelta
from typing import Literal, NamedTuple

from resolution.normalise.text import capitals, fold, says_nothing

Kind = Literal["citizen", "uscc", "registration", "masked", "damaged", "passport", "permit", "placeholder", "other"]


class Number(NamedTuple):
    """A number as read: its normal form, what it is, and what a valid one says about its holder.

    `text` of a damaged number shows what is left of it, the rest as `*`, unless its check holds all the same.
    `birth_date` is given for valid citizen numbers and where all eight of its digits are visible in a masked or damaged
    one; `sex` for valid ones.
    `pattern` is what may be held against a whole number, `*` for an unknown character: the text of a masked or damaged
    number, and the first 15 digits of a wrong citizen number that has been through a spreadsheet, if not mistyped.
    """

    text: str
    kind: Kind
    valid: bool
    birth_date: date | None = None
    sex: Literal["male", "female"] | None = None

    @property
    def pattern(self) -> str | None:
        if self.kind in ("masked", "damaged"):
            return self.text if "*" in self.text else self.text[:15] + "***"
        rounded = self.kind == "citizen" and not self.valid and len(self.text) == 18 and _is_float(self.text)
        return self.text[:15] + "***" if rounded else None


WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
_USCC = {c: i for i, c in enumerate("0123456789ABCDEFGHJKLMNPQRTUWXY")}
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGAN_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
PROVINCES = frozenset(str(code) for code in (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47),
                                               *range(50, 55), *range(61, 66), 71, 81, 82, 83))  # fmt: skip
_MASKS = str.maketrans(dict.fromkeys("*×✱∗●•·■□#?＊", "*"))
_CROSSES = re.compile("X{3,}")
_EIGHTEEN = re.compile(r"\d{17}[\dX]")
_ONE_LETTER = re.compile(r"\d*[A-Z]\d*")
_USCC_SHAPE = re.compile(r"[0-9A-Z]{2}\d{6}[0-9A-Z]{10}")
# The authority and category pairs of GB 32100 (N, Y and others were added later); 10 is the nation's own division.
_USCC_START = re.compile(
    rf"(?:1[1239]|[2478][129]|3[123459]|5[123459]|6[129]|9[1239]|A[19]|G[1-9]|N[1239]|Y1)(?:10|{'|'.join(sorted(PROVINCES))})"
)
_LONE = re.compile(r"(?<![0-9A-Z*])(?:\d{15}|[0-9A-Z]{18})(?![0-9A-Z*])")
_SCIENTIFIC = re.compile(r"([1-9])\.?(\d*)E\+?(\d{1,2})")
_MASKED = re.compile(r"[\d*]{2,}[\dX*]")
# How many stars stand between what is shown of 18 characters is nobody's care.
_ENDS = re.compile(r"(\d{3,13})\*+(\d{3}[\dX])")
_MASKED_CODE = re.compile(r"(?:1[1239]|5[1239]|9[1239])[\d*]{6}[0-9A-HJ-NPQRTUWXY*]{10}")
# China's own, ordinary and official. Cards of members, staff and patients look like all the others.
_PASSPORT = re.compile(r"[EG]\d{8}|E[A-Z]\d{7}|[DSP]E\d{7}")
_LIKE_PASSPORT = re.compile(r"[EGDSP]\d{8}|E[A-Z]\d{7}|1[45]\d{7}|[A-Z]{1,2}\d{6,8}")
_PERMIT = re.compile(r"[HM]\d{8}(\d{2})?|[A-Z]{3}\d{12}")
_ORGAN = re.compile(r"[0-9A-Z]{8}-?[0-9X]")
_SLIPS = str.maketrans("OI|", "011")
_FILLED_IN = "19000101"
_DIGIT_SLIPS = str.maketrans("OI|L", "0111")
_RUNS = ("12345678901234567", "01234567890123456", "98765432109876543")


def _one_off(texts: frozenset[str]) -> frozenset[str]:
    """Texts of four digits and all that differ from one of them in one digit, or by two neighbours swapped."""
    wrong = {t[:i] + d + t[i + 1 :] for t in texts for i in range(4) for d in "0123456789"}
    return frozenset(wrong | {t[:i] + t[i + 1] + t[i] + t[i + 2 :] for t in texts for i in range(3)})


_YEARS = frozenset(str(year) for year in range(1880, 2050))
_DAYS = frozenset(f"{date(2000, 1, 1) + timedelta(days=n):%m%d}" for n in range(366))
_YEARS_ONE_OFF, _DAYS_ONE_OFF = _one_off(_YEARS), _one_off(_DAYS)


def check_digit(first17: str) -> str:
    """Return the 18th character that GB 11643-1999 asks for after 17 digits."""
    return CHECKS[sum(w * int(d) for w, d in zip(WEIGHTS, first17, strict=True)) % 11]


def upgrade(fifteen: str) -> str:
    """Return the 18-digit form of a 15-digit citizen number; sequences 996 to 999 were kept for those over 100."""
    first17 = fifteen[:6] + ("18" if fifteen[12:] >= "996" else "19") + fifteen[6:]
    return first17 + check_digit(first17)


def parse(text: str) -> Number | None:
    """Return the number a cell holds, whatever its shape; None for an empty cell. Never raises."""
    bare = capitals(text).strip("'\"`‘’“”.,;、:")
    if not bare or says_nothing(bare):
        return None
    return _citizen(bare) or _damaged(bare) or _wrapped(bare) or _masked(bare) or _organization(bare) or _rest(bare)


def like_passport(text: str) -> bool:
    """Whether a parsed number is one if its row says that the certificate is a passport: some country writes it so."""
    return bool(_LIKE_PASSPORT.fullmatch(text))


def inside(text: str) -> str | None:
    """Return the one whole citizen number or credit code, its check holding, that stands in a longer text, or None.

    Reads `徐海辉140802198710065436`; None where two different ones stand.
    """
    for bare in (capitals(text), fold(text).upper()):
        valid = [number.text for number in _lone(bare) if number.valid and len(number.text) == 18]
        if valid:
            return valid[0] if len(set(valid)) == 1 else None
    return None


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
        if not _EIGHTEEN.fullmatch(bare) and _uscc_valid(bare):
            return None
        slipped = bare.translate(_DIGIT_SLIPS)
        if _EIGHTEEN.fullmatch(slipped):
            return None if _is_placeholder(slipped) else _eighteen(slipped)
        if _ONE_LETTER.fullmatch(bare) and bare[:2] in PROVINCES and _day(bare[6:14]):
            return Number(bare, "citizen", False)
    if len(bare) == 15 and bare.isdecimal():
        first, tail = bare[:6], "18" if bare[12:] >= "996" else "19"
        if first[:2] in PROVINCES and _day(tail + bare[6:12]):
            whole = upgrade(bare)
            return Number(whole, "placeholder", False) if _of_nobody(whole) or bare[12:] == "000" else _whole(whole)
    return None


def _of_nobody(bare: str) -> bool:
    """Whether 18 characters are filled in where no number is known: born on 1900-01-01, of order 000, or one digit.

    Orders are given from 001, but nobody fills in a check that holds. What ends in 0000 may be what a spreadsheet left
    of a number.
    """
    unnumbered = bare[14:17] == "000" and bare[17] not in ("0", check_digit(bare[:17])) and _day(bare[6:14])
    one_digit = bare[6] != "0" and len(set(bare[6:])) == 1 and not _uscc_valid(bare)
    return bare[:2] in PROVINCES and bool(bare[6:14] == _FILLED_IN or unnumbered or one_digit)


def _eighteen(bare: str) -> Number | None:
    """A citizen number, right, cut off by a spreadsheet (it ends in 000) or wrong; None if the digits are no person's.

    One in a thousand numbers ends in 000 by right: where its check holds, the digits are kept, and who bears it in
    several tables may show that it is whole. A mistyped number passes the check of a company's code once in 31 times:
    where a birth date can almost be read, the organization code within has to pass its own check too.
    """
    born = _day(bare[6:14])
    if _of_nobody(bare):
        return Number(bare, "placeholder", False)
    if not born and bare[:2] in PROVINCES and len(left := bare.rstrip("0")) < 10:
        return _remains(left)
    whole = None if bare.endswith("0000") else _whole(bare)
    if born and bare.endswith("000"):
        return Number(bare, "damaged", False, born) if whole else _remains(bare)
    if whole:
        return whole
    area, near = bare[:2] in PROVINCES, _near_day(bare[6:14])
    if not (born and area) and _uscc_valid(bare) and (_organ_valid(bare[8:17]) or not near):
        return None
    wrong = born or (area and (near or bare[6:8] in ("18", "19", "20")))
    return Number(bare, "citizen", False) if wrong else None


def _near_day(eight: str) -> bool:
    """Whether eight digits are a birth date but for one slip."""
    year, day = eight[:4], eight[4:]
    return (year in _YEARS and day in _DAYS_ONE_OFF) or (year in _YEARS_ONE_OFF and day in _DAYS)


def _is_float(digits: str) -> bool:
    """Whether a float holds just these digits, as it does once it has rounded 18 digits to a multiple of 16 to 128."""
    return digits.isdecimal() and int(float(digits)) == int(digits)


def _wrapped(bare: str) -> Number | None:
    """A number with a letter before it (学籍 G/L/J, 特种作业 T), a disability's code behind, or words around it."""
    if len(bare) in (16, 19) and bare[0] in "GLJT":
        inner = _citizen(bare[1:])
    elif 20 <= len(bare) <= 22 and bare[18] in "1234567" and bare[19] in "1234" and _EIGHTEEN.match(bare):
        inner = _citizen(bare[:18])
    else:
        found = list(dict.fromkeys(_lone(bare)))
        return found[0] if len(found) == 1 else None
    return inner if inner and inner.kind == "citizen" else None


def _lone(bare: str) -> list[Number]:
    """The citizen numbers and credit codes that stand in a longer text."""
    if len(bare) < 15:
        return []
    read = (_citizen(run) or (_company(run) if len(run) == 18 else None) for run in _LONE.findall(bare))
    return [number for number in read if number]


def _remains(digits: str) -> Number:
    """What a spreadsheet left of an 18-digit number: 15 digits at most, of which a last 0 may be its own."""
    if digits[6:14] == _FILLED_IN:
        return Number(digits, "placeholder", False)
    left = digits[:15] if digits[14:].strip("0") else digits[:14]
    return Number(left + "*" * (18 - len(left)), "damaged", False, _day(left[6:14]))


def _damaged(bare: str) -> Number | None:
    if bare.endswith((".0", ".00")):
        whole = bare.split(".")[0]
        if len(whole) == 18 and _is_float(whole):
            return _remains(whole)
        return parse(whole) if whole.isdecimal() else None
    if match := _SCIENTIFIC.fullmatch(bare):
        digits = match[1] + match[2]
        if match[3] == "17":
            return _remains(digits.rstrip("0")) if len(digits) > 1 else Number(bare, "placeholder", False)
        if match[3] == "14" and len(digits) <= 15:
            return parse(digits) if len(digits) == 15 else Number(digits.ljust(15, "*"), "masked", False)
    return None


def _masked(bare: str) -> Number | None:
    bare = _CROSSES.sub(lambda run: "*" * len(run[0]), bare)
    stars = bare[:-1].translate(_MASKS) + ("*" if bare[-1] in "*×✱∗●•■□#?" else bare[-1])
    if (
        "*" not in stars
        or not 6 <= len(stars) <= 20
        or not (_MASKED.fullmatch(stars) or (_MASKED_CODE.fullmatch(stars) and not _company(bare)))
        or not any(map(str.isdecimal, stars))
    ):
        return None
    if len(stars) != 15 and stars[:2] in PROVINCES and (shown := _ENDS.fullmatch(stars)):
        stars = shown[1].ljust(14, "*") + shown[2]
    if len(stars) == 18 and stars.endswith("000"):
        stars = stars[:15] + "***"
    if len(stars) == 18 and stars[6:14] == _FILLED_IN:
        return Number(stars, "placeholder", False)
    return Number(stars, "masked", False, _day(stars[6:14]) if len(stars) == 18 else None)


def _uscc_valid(bare: str) -> bool:
    if not _USCC_START.match(bare) or any(c not in _USCC for c in bare):
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


def _company(bare: str) -> Number | None:
    """A unified social credit code; one whose check fails needs a letter in it, or the 9 of the market authority."""
    code = bare.translate(_SLIPS)
    if not _USCC_SHAPE.fullmatch(code) or _is_placeholder(code):
        return None
    valid = _uscc_valid(code)
    return Number(code, "uscc", valid) if valid or code[0] == "9" or not _EIGHTEEN.fullmatch(code) else None


def _organization(bare: str) -> Number | None:
    if _is_placeholder(bare):
        return None
    if company := _company(bare):
        return company
    if len(bare) == 15 and bare.isdecimal():
        return Number(bare, "registration", _registration_valid(bare))
    code = bare.replace("-", "")
    if _ORGAN.fullmatch(bare) and _organ_valid(code) and not like_passport(bare) and not _PERMIT.fullmatch(bare):
        return Number(code, "registration", True)
    return None


def _is_placeholder(bare: str) -> bool:
    return len(set(bare)) == 1 or (len(bare) >= 15 and bare.startswith(_RUNS)) or bare.strip("0*X") == ""


def _rest(bare: str) -> Number:
    if _is_placeholder(bare):
        return Number(bare, "placeholder", False)
    if bare[:-1].isdecimal() and len(bare) in (17, 19) and bare[:2] in PROVINCES and bare[6:8] in ("18", "19", "20"):
        return Number(bare, "citizen", False)
    if _PERMIT.fullmatch(bare):
        return Number(bare, "permit", True)
    if _PASSPORT.fullmatch(bare):
        return Number(bare, "passport", True)
    return Number(bare, "other", False)
