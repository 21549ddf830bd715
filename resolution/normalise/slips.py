"""Which citizen numbers a mistyped one can have been: the check character leaves few.

A slip is one character wrong, missing or too many, or two neighbours swapped.
"""

from datetime import date

from resolution.normalise.numbers import CHECKS, PROVINCES, WEIGHTS

_INVERSE = tuple(pow(weight, -1, 11) for weight in WEIGHTS)


def corrections(text: str) -> list[str]:
    """Return the valid citizen numbers that are one slip away from a wrong one of 17 to 19 characters, sorted."""
    body, last = text[:-1], text[-1:]
    if not body.isdecimal() or last not in CHECKS:
        return []
    found: set[str] = set()
    if len(text) == 18:
        digits = [int(c) for c in body]
        found |= {_filled(digits, place, last) for place in range(17)} | {body + _check(digits)}
        found |= {_swapped(text, place) for place in range(17)}
    elif len(text) == 17:
        digits = [int(c) for c in body]
        found |= {_filled([*digits[:place], 0, *digits[place:]], place, last) for place in range(17)}
        if last != "X":
            found.add(text + _check([*digits, int(last)]))
    elif len(text) == 19:
        found |= {text[:place] + text[place + 1 :] for place in range(19)}
    return sorted(number for number in found if _is_valid(number))


def _check(digits: list[int]) -> str:
    return CHECKS[sum(w * d for w, d in zip(WEIGHTS, digits, strict=True)) % 11]


def _filled(digits: list[int], place: int, last: str) -> str:
    """The number with the one digit in a place that makes the check hold; empty if none does."""
    rest = sum(w * d for i, (w, d) in enumerate(zip(WEIGHTS, digits, strict=True)) if i != place)
    digit = (CHECKS.index(last) - rest) * _INVERSE[place] % 11
    return "".join(map(str, [*digits[:place], digit, *digits[place + 1 :]])) + last if digit < 10 else ""


def _swapped(text: str, place: int) -> str:
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _is_valid(number: str) -> bool:
    if len(number) != 18 or not number[:17].isdecimal() or number[:2] not in PROVINCES:
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return 1800 <= int(number[6:10]) <= 2099 and _check([int(c) for c in number[:17]]) == number[17]
