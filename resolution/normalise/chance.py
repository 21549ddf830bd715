"""Which valid citizen numbers may stand for each other by chance: what writing one wrongly made passes the check too.

A spreadsheet rounds eighteen digits to what a float holds; a number of fifteen digits is raised into the wrong century.
"""

from resolution.normalise.numbers import check_digit, parse


def others(number: str) -> list[str]:
    """Return the valid numbers that may have been meant by a valid one, or may mean it; of what is none, nothing."""
    if not _is_valid(number):
        return []
    found = {_with_check(f"{number[:6]}{century}{number[8:17]}") for century in _centuries(number[6:8])}
    if number.isdecimal():
        rounded = _rounded(number)
        if rounded != number:
            found |= {rounded} if rounded[:15] == number[:15] else set()
        else:
            near = (_with_check(f"{number[:15]}{end:02}") for end in range(100))
            found |= {one for one in near if one.isdecimal() and _rounded(one) == number}
    found.discard(number)
    return sorted(one for one in found if _is_valid(one))


def _is_valid(number: str) -> bool:
    read = parse(number)
    return read is not None and read.valid and read.kind == "citizen" and len(number) == 18


def _centuries(century: str) -> tuple[str, ...]:
    return ("19", "20") if century == "18" else ("18",)


def _rounded(number: str) -> str:
    return str(int(float(number)))


def _with_check(first17: str) -> str:
    return first17 + check_digit(first17)
