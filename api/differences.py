"""Where two values differ, character by character: what a reviewer's eye should be led to."""

from collections.abc import Sequence
from difflib import SequenceMatcher

Span = tuple[int, int]
"""From the first character that differs to the one behind the last."""
HIDDEN = "*"
"""Stands for a character that is masked: neither equal to another nor different."""
_NUMBER = 15
"""Characters from which a text with hidden ones is a number, compared place by place."""
_LIKE = 0.5
"""Texts less alike than this are different as a whole."""


def texts(value: object) -> list[str]:
    """Return a value as the texts it is made of: a list item by item, nothing of what is unknown."""
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return [] if value in (None, "") else [str(value)]


def spans(one: Sequence[str], other: Sequence[str]) -> list[list[Span]]:
    """Return for each text of `one` where it differs from the text of `other` that is most like it.

    A text that both have, or that meets nothing on the other side, has no difference.
    """
    return [[] if text in other or not other else _apart(text, [t for t in other if t not in one]) for text in one]


def fits(one: str, other: str) -> bool:
    """Return whether texts of one length, of which one hides characters behind *, show nothing that differs."""
    return HIDDEN in one + other and len(one) == len(other) >= _NUMBER and not _shown_apart(one, other)


def _shown_apart(one: str, other: str) -> list[Span]:
    pairs = enumerate(zip(one, other, strict=True))
    return [(n, n + 1) for n, (x, y) in pairs if x != y and HIDDEN not in (x, y)]


def _apart(text: str, others: Sequence[str]) -> list[Span]:
    masked = [other for other in others if HIDDEN in text + other and len(text) == len(other) >= _NUMBER]
    if masked:
        return min((_shown_apart(text, other) for other in masked), key=len)
    matched = [SequenceMatcher(None, text, other, autojunk=False) for other in others]
    best = max(matched, key=lambda found: found.ratio(), default=None)
    if best is None or best.ratio() < _LIKE:
        return [(0, len(text))]
    # Where the other has more, the characters on both sides of the gap stand for what is missing.
    changed = [(a, b) if b > a else (max(a - 1, 0), min(a + 1, len(text))) for a, b in _unequal(best)]
    return [span for n, span in enumerate(changed) if n == 0 or span != changed[n - 1]]


def _unequal(found: SequenceMatcher[str]) -> list[Span]:
    return [(a, b) for kind, a, b, _, _ in found.get_opcodes() if kind != "equal"]


def bracketed(text: str, marks: Sequence[Span]) -> str:
    """Return a text with what differs in brackets, overlapping marks as one."""
    marked = {place for start, end in marks for place in range(start, end)}
    told = ""
    for place, character in enumerate(text):
        opens = place in marked and place - 1 not in marked
        closes = place in marked and place + 1 not in marked
        told += ("[" if opens else "") + character + ("]" if closes else "")
    return told
