"""What people say about who is who: a judgement on two mentions, and what many of them say together.

A judgement is a line that is never changed; a withdrawal is another line that undoes one. What is in force, and what it
comes to, are functions of the lines alone: their order does not matter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from core.errors import UserError

Pair = tuple[str, str]
Named = TypeVar("Named", int, str)
Shown = tuple[str | None, str | None]
"""The name and the number that a row showed."""


class Verdict(StrEnum):
    """What a reviewer decided about two mentions."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A reviewer's verdict on two mentions, by their ids, the smaller first; made by `judge`, which orders them.

    at: ISO 8601 in UTC, to the microsecond, so that text order is the order in time; shown: what the rows of a and b
    showed the reviewer, None where that was not kept.
    """

    judgement_id: str
    a: str
    b: str
    verdict: Verdict
    by: str
    at: str
    why: str
    shown: tuple[Shown, Shown] | None = None

    @property
    def pair(self) -> Pair:
        """The two mentions."""
        return self.a, self.b


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A line that undoes a judgement; an earlier one of the same reviewer on the same pair counts again."""

    withdrawal_id: str
    judgement_id: str
    by: str
    at: str
    why: str


def judge(
    judgement_id: str, one: str, other: str, verdict: Verdict, by: str, at: str, why: str,
    shown: tuple[Shown, Shown] | None = None,
) -> Judgement:  # fmt: skip
    """Return the judgement on two mentions given in any order; `shown` is in the order of their ids.

    Raises UserError when they are one and the same.
    """
    if one == other:
        raise UserError(f"A judgement is about two mentions; {one} was given twice.")
    return Judgement(judgement_id, min(one, other), max(one, other), verdict, by, at, why, shown)


def in_force(lines: Iterable[Judgement | Withdrawal]) -> list[Judgement]:
    """Return each reviewer's latest judgement on each pair, leaving out withdrawn ones; by pair, then reviewer."""
    known = list(lines)
    withdrawn = {line.judgement_id for line in known if isinstance(line, Withdrawal)}
    made = (line for line in known if isinstance(line, Judgement) and line.judgement_id not in withdrawn)
    latest = {(one.a, one.b, one.by): one for one in sorted(made, key=lambda one: (one.at, one.judgement_id))}
    return [latest[key] for key in sorted(latest)]


@dataclass(frozen=True, slots=True)
class Settled:
    """What judgements say together.

    must: pairs that are one; cannot: pairs that are two; both leave out what is contradicted.
    contradicted: groups of mentions, in each of which `same` leads from one to another that is said to be different
    (also where reviewers differ on one pair); nothing within such a group holds until people settle it.
    """

    must: tuple[Pair, ...]
    cannot: tuple[Pair, ...]
    contradicted: tuple[tuple[str, ...], ...]


def settle(judgements: Iterable[Judgement]) -> Settled:
    """Return what judgements in force say together; `unsure` says nothing, and contradicts nobody."""
    known = list(judgements)
    same = sorted({one.pair for one in known if one.verdict is Verdict.SAME})
    different = sorted({one.pair for one in known if one.verdict is Verdict.DIFFERENT})
    group = groups(same)
    broken = {group[a] for a, b in different if a in group and group[a] == group.get(b)}
    members: dict[str, list[str]] = {first: [] for first in sorted(broken)}
    for mention in sorted(group):
        if group[mention] in broken:
            members[group[mention]].append(mention)
    return Settled(
        must=tuple((a, b) for a, b in same if group[a] not in broken),
        cannot=tuple((a, b) for a, b in different if not (group.get(a) in broken and group.get(a) == group.get(b))),
        contradicted=tuple(tuple(found) for found in members.values()),
    )


def groups(pairs: Iterable[tuple[Named, Named]]) -> dict[Named, Named]:
    """Return of everything named in pairs the smallest member of its connected component."""
    above: dict[Named, Named] = {}

    def top(one: Named) -> Named:
        while above.setdefault(one, one) != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    for a, b in pairs:
        one, other = sorted((top(a), top(b)))
        above[other] = one
    return {one: top(one) for one in sorted(above)}
