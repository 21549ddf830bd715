"""Numbers with a rule of their own: citizen numbers, company codes, VINs, plates, phones."""

from collections.abc import Sequence
from datetime import date

import numpy as np

CITIZEN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
COMPANY_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
COMPANY_WEIGHTS = tuple(3**place % 31 for place in range(17))
ORGANIZATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
VIN_VALUES = {c: int(c) for c in "0123456789"} | dict(
    zip("ABCDEFGHJKLMNPRSTUVWXYZ", (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)
)
VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
VIN_MAKERS = ("LSVAB2BR", "LGWEF4A5", "LFV3A23C", "LB37722S", "LVGBE42K", "LC0CE4CB", "LSGJA52U", "LS5A3DKE")
PLATE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
PHONE_PREFIXES = ("138", "139", "135", "136", "150", "151", "152", "158", "182", "183", "187", "188", "130", "131",
                  "155", "156", "185", "186", "133", "153", "177", "180", "189", "191", "199")  # fmt: skip


def citizen_number(area: str, birth: date, sequence: int) -> str:
    """Return the 18 characters of a citizen number (GB 11643-1999); an odd sequence is a man's."""
    body = f"{area}{birth:%Y%m%d}{sequence:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, CITIZEN_WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def masked(number: str) -> str:
    """A citizen number as public court lists show it: places 11 to 14 hidden."""
    return f"{number[:10]}****{number[14:]}"


def company_code(division: str, serial: int, kind: str = "91") -> str:
    """Return an 18-character unified social credit code (GB 32100-2015) with a GB 11714 organization code inside."""
    if serial % 3:
        stem = "MA" + "".join(COMPANY_CHARACTERS[serial * 48_271 // 31**place % 31] for place in range(6))
    else:
        stem = f"{serial * 48_271 % 99_999_989:08d}"
    values = ["0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(c) for c in stem]
    check = (11 - sum(v * w for v, w in zip(values, ORGANIZATION_WEIGHTS, strict=True)) % 11) % 11
    body = kind + division + stem + ("X" if check == 10 else str(check))
    total = sum(COMPANY_CHARACTERS.index(c) * w for c, w in zip(body, COMPANY_WEIGHTS, strict=True))
    return body + COMPANY_CHARACTERS[(31 - total % 31) % 31]


def registration_number(division: str, serial: int) -> str:
    """Return a 15-digit registration number as used before 2015, with its ISO 7064 MOD 11,10 check digit."""
    body, rest = f"{division}{serial:08d}", 10
    for digit in body:
        rest = (rest + int(digit)) % 10 or 10
        rest = rest * 2 % 11
    return body + str((11 - rest) % 10)


def vin(serial: int) -> str:
    """Return a 17-character vehicle identification number with its check digit in ninth place."""
    body = f"{VIN_MAKERS[serial % len(VIN_MAKERS)]}0{'KLMNPRS'[serial % 7]}{'BHE'[serial % 3]}{serial:06d}"
    total = sum(VIN_VALUES[c] * w for c, w in zip(body, VIN_WEIGHTS, strict=True)) % 11
    return f"{body[:8]}{'X' if total == 10 else total}{body[9:]}"


def plate(prefix: str, serial: int, *, electric: bool = False) -> str:
    """Return a plate of GA 36-2018: five places after the prefix, six of them (first D or F) on an electric car."""
    scattered = serial * 6_871 % 240_000
    letter, digits = PLATE_LETTERS[scattered // 10_000], scattered % 10_000
    if electric:
        return f"{prefix}{'DF'[serial % 5 == 0]}{letter}{digits:04d}"
    return f"{prefix}{letter}{digits:04d}" if serial % 3 else f"{prefix}{digits:04d}{letter}"


def phone(serial: int, prefixes: Sequence[str] = PHONE_PREFIXES) -> str:
    """Return an 11-digit mobile number; different serials give different numbers below 2.5 thousand million."""
    scattered = serial * 48_271 % 99_999_989
    return prefixes[serial % len(prefixes)] + f"{scattered:08d}"


def unit_number(division: str, serial: int) -> str:
    """Return a 28-character real-estate unit number (自然资源部, 不动产单元设定与代码编制规则)."""
    block, home = divmod(serial, 60)
    parcel = block // 4
    district = f"{1 + parcel % 40:03d}{1 + parcel // 40 % 30:03d}"
    return f"{division}{district}GB{1 + parcel // 1200:05d}F{1 + block % 4:04d}{1 + home:04d}"


def citizen_numbers(
    rng: np.random.Generator, areas: np.ndarray, births: np.ndarray, male: np.ndarray
) -> tuple[np.ndarray, list[str]]:
    """Draw different citizen numbers for many persons at once.

    areas: six-digit codes as int; births: datetime64[D]. Returns the bodies as int and the numbers as 18 characters.
    """
    years = births.astype("datetime64[Y]").astype(int) + 1970
    months = births.astype("datetime64[M]").astype(int) % 12 + 1
    in_month = (births - births.astype("datetime64[M]")).astype(int) + 1
    stem = (areas.astype(np.int64) * 10**8 + years * 10**4 + months * 100 + in_month) * 1000
    bodies = stem + rng.integers(1, 499, len(stem)) * 2 + male
    while True:
        _, first = np.unique(bodies, return_index=True)
        again = np.setdiff1d(np.arange(len(bodies)), first)
        if not len(again):
            break
        bodies[again] = stem[again] + rng.integers(1, 499, len(again)) * 2 + male[again]
    total = np.zeros(len(bodies), dtype=np.int64)
    for place, weight in enumerate(CITIZEN_WEIGHTS):
        total += bodies // 10 ** (16 - place) % 10 * weight
    checks = np.array(list("10X98765432"))[total % 11]
    return bodies, [f"{body}{check}" for body, check in zip(bodies.tolist(), checks.tolist(), strict=True)]
