"""Names in Latin script: words without case, accents and titles; full forms of diminutives; how a word sounds."""

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

_FOREIGN = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_BREAKS = re.compile(r"[^a-z0-9']+")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)|[ivx]{2,}")


class Name(NamedTuple):
    """A name as it is compared: given and family in full form, all words, and the other words beside those two."""

    given: str | None
    family: str | None
    words: list[str]
    rest: list[str]


def fold(text: str) -> str:
    """Return text in lower case ASCII letters, digits and single spaces; no accents, punctuation or apostrophes."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_FOREIGN))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("\u2019", "'")
    return " ".join(part for part in _BREAKS.sub(" ", plain).replace("'", "").split())


def words(text: str) -> list[str]:
    """Return the words of a name without titles, ordinals and particles; all of them if nothing else is left."""
    found = fold(text).split()
    return [word for word in found if not _is_title(word)] or found


def _is_title(word: str) -> bool:
    return word in _titles() or bool(_ORDINAL.fullmatch(word))


@lru_cache(maxsize=1)
def _titles() -> frozenset[str]:
    """Titles, ranks and particles, which tell nobody apart."""
    return frozenset(files("resolution.latin").joinpath("titles.txt").read_text("utf-8").split())


@lru_cache(maxsize=1)
def _full_forms() -> dict[str, str]:
    """Diminutive → the full name it most often stands for; one that stands for several belongs to the first."""
    found: dict[str, str] = {}
    for line in files("resolution.latin").joinpath("nicknames.tsv").read_text("utf-8").splitlines():
        full, short = line.split("\t")
        for word in short.split():
            found.setdefault(word, full)
        found[full] = full
    return found


def full_form(word: str) -> str:
    """Return the full name that a diminutive stands for (tom → thomas), any other word as it is."""
    return _full_forms().get(word, word)


def read(name: str | None, given: str | None, family: str | None) -> Name:
    """Return a name that is stated whole, in parts, or both.

    A whole name alone is read as given names first, unless a comma stands behind the family name. A single word may be
    either: it is taken as given, and compared with both.
    """
    whole = words(name or "")
    first, last = _said(given), _said(family)
    before, comma, behind = (name or "").partition(",")
    if not first and not last and comma and len(_said(before)) == 1 and _said(behind):
        first, last = _said(behind), _said(before)
    every = list(dict.fromkeys([*first[:1], *whole, *first, *last]))
    chosen = first[0] if first else next((word for word in every if word not in last), None)
    behind_it = [word for word in every if word != chosen]
    ending = last[-1] if last else behind_it[-1] if behind_it and not family else None
    full = [full_form(word) if word != ending else word for word in every]
    own = full_form(chosen) if chosen and chosen != ending else None
    return Name(own, ending, sorted(set(full)), sorted({*full} - {own, ending}))


def _said(text: str | None) -> list[str]:
    """The words of a part of a name; none where it holds nothing but titles."""
    found = words(text or "")
    return [] if all(map(_is_title, found)) else found


def sound(word: str) -> str:
    """Return how a word roughly sounds: its first letter's sound, then its consonants (smith, smyth → smt)."""
    found = word
    for spelled, spoken in (
        ("sch", "s"), ("tch", "c"), ("ch", "c"), ("sh", "s"), ("ph", "f"), ("th", "t"), ("gh", ""), ("ck", "k"),
        ("kn", "n"), ("wr", "r"), ("mb", "m"), ("dg", "j"), ("wh", "w"), ("qu", "k"), ("mac", "mc"),
    ):  # fmt: skip
        found = found.replace(spelled, spoken)
    found = found.translate(str.maketrans("czxqvyj", "kskkfig"))
    head = "a" if found[:1] in "aeiou" else found[:1]
    tail = re.sub("[aeiouhw]", "", found[1:])
    return re.sub(r"(.)\1+", r"\1", head + tail)
