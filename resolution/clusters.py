"""From edges to entities: the strongest edge first, unless a merge would say something impossible.

What people judged comes before every other edge and is obeyed against the evidence. Where judgements contradict each
other, the cluster stands as its parts until they are settled.
"""

import gc
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, TypeVar

from resolution.constraints import Sexes, Stay, in_two_custodies, of_two_sexes
from resolution.normalise import lunar

JUDGED = "judged"
CORRECTED = "number"
CONTRADICTED = "contradicted"


class Edge(NamedTuple):
    """A reason to think that two provisional persons are one."""

    a: int
    b: int
    weight: float
    probability: float
    basis: str


class Joined(NamedTuple):
    """How a provisional person came into its cluster: its anchor, the basis, the probability of the joining edge."""

    anchor: int
    basis: str
    probability: float


class Outcome(NamedTuple):
    """What became of an edge: joined, redundant (both were one already) or vetoed, and by which impossibility."""

    outcome: str
    reason: str | None = None


@dataclass(frozen=True)
class Facts:
    """What speaks against merging provisional persons.

    numbers: the valid number of those that own one; births, sexes, stays (in custody): where known; apart: pairs that
    the rows tell apart (parent and child, creditor and debtor, two suspects of one case); same: numbers that a
    correction record declares one person's; parted: pairs that a person judged to be two; contradicted: those of whom
    the judgements contradict each other.
    """

    numbers: Mapping[int, str] = field(default_factory=dict)
    births: Mapping[int, date] = field(default_factory=dict)
    sexes: Mapping[int, Sexes] = field(default_factory=dict)
    stays: Mapping[int, frozenset[Stay]] = field(default_factory=dict)
    apart: Iterable[tuple[int, int]] = ()
    same: Iterable[tuple[str, str]] = ()
    parted: Iterable[tuple[int, int]] = ()
    contradicted: Collection[int] = ()


@dataclass(slots=True)
class _Cluster:
    anchor: int
    members: list[int]
    numbers: Set[str]
    birth: date | None
    sexes: Sexes
    stays: Set[Stay]
    apart: Set[int]
    parted: Set[int]

    @property
    def rank(self) -> tuple[bool, int, int]:
        """Who takes whom in: a known number before none, many before few, the smaller id first."""
        return not self.numbers, -len(self.members), self.anchor


_T = TypeVar("_T")
_NO_SEX, _NO_STAY, _NOBODY, _NO_NUMBER = Sexes(), frozenset[Stay](), frozenset[int](), frozenset[str]()
_JOINED, _REDUNDANT = Outcome("joined"), Outcome("redundant")


def same_birth(one: date | None, other: date | None) -> bool:
    """Whether two births may be one: equal, unknown, or apart by what clerks get wrong.

    A digit is wrong or two neighbours change places, month and day are swapped, the year is the next or the century
    another, one states the day by the lunar calendar, or only the year or month. Level `near` says the same.
    """
    if one is None or other is None or one == other or rough_day(one, other) or rough_day(other, one):
        return True
    if (one.month, one.day) == (other.month, other.day) and abs(one.year - other.year) in (1, 100):
        return True
    if one.year == other.year and (one.month, one.day) == (other.day, other.month):
        return True
    mine, theirs = f"{one:%Y%m%d}", f"{other:%Y%m%d}"
    wrong = [i for i in range(8) if mine[i] != theirs[i]]
    if len(wrong) == 1:
        return True
    i = wrong[0]
    if wrong == [i, i + 1] and mine[i : i + 2] == theirs[i + 1] + theirs[i]:
        return True
    return lunar.solar(one) == other or lunar.solar(other) == one


def rough_day(stated: date, born: date) -> bool:
    """Whether a date may state only the year or the month of a birth, as its first day."""
    return stated.day == 1 and stated.year == born.year and stated.month in (1, born.month)


def merge(edges: Iterable[Edge], facts: Facts) -> tuple[dict[int, Joined], list[tuple[Edge, Outcome]]]:
    """Merge provisional persons along edges by constrained Kruskal.

    An edge of basis `judged` goes before all others, and nothing but another judgement is held against it; against one
    of basis `number`, a correction record, neither birth nor sex.
    Returns how each node that was touched came into its cluster, and every edge, strongest first, with its outcome.
    """
    collecting = gc.isenabled()
    gc.disable()  # it would look again and again through a million small objects with no cycle among them
    try:
        return _merge(edges, facts)
    finally:
        if collecting:
            gc.enable()


def _merge(edges: Iterable[Edge], facts: Facts) -> tuple[dict[int, Joined], list[tuple[Edge, Outcome]]]:
    clusters: dict[int, _Cluster] = {}
    joined: dict[int, Joined] = {}
    enemies, parted = _enemies(facts.apart), _enemies(facts.parted)
    declared = {frozenset(pair) for pair in facts.same}

    def cluster(node: int) -> _Cluster:
        found = clusters.get(node)
        if found is None:
            number = facts.numbers.get(node)
            found = _Cluster(
                node, [node], _NO_NUMBER if number is None else frozenset((number,)), facts.births.get(node),
                facts.sexes.get(node, _NO_SEX), facts.stays.get(node, _NO_STAY), enemies.get(node, _NOBODY),
                parted.get(node, _NOBODY),
            )  # fmt: skip
            clusters[node] = found
            joined[node] = Joined(node, "alone" if number is None else "number", 1.0)
        return found

    outcomes: list[tuple[Edge, Outcome]] = []
    for edge in sorted(edges, key=lambda e: (e.basis != JUDGED, -e.weight, e.a, e.b, e.basis)):
        taking, taken = cluster(edge.a), cluster(edge.b)
        if taking is taken:
            outcomes.append((edge, _REDUNDANT))
            continue
        if taken.rank < taking.rank:
            taking, taken = taken, taking
        corrected = edge.basis == CORRECTED
        reason = _judged_apart(taking, taken) or _impossible(taking, taken, declared, corrected)
        if reason and not (edge.basis == JUDGED and reason != JUDGED):
            outcomes.append((edge, Outcome("vetoed", reason)))
            continue
        outcomes.append((edge, Outcome("joined", reason) if reason else _JOINED))
        if len(taking.members) == 1 and not taking.numbers:
            joined[taking.anchor] = Joined(taking.anchor, edge.basis, edge.probability)
        for node in taken.members:
            basis, probability = joined[node].basis, joined[node].probability
            if basis != "number" or edge.basis == JUDGED:
                basis, probability = edge.basis, edge.probability
            joined[node] = Joined(taking.anchor, basis, probability)
            clusters[node] = taking
        taking.members += taken.members
        taking.numbers = _both(taking.numbers, taken.numbers)
        told_anew = corrected and not same_birth(taking.birth, taken.birth)
        taking.birth = None if told_anew else _exact(taking.birth, taken.birth)
        taking.sexes = taking.sexes.with_(taken.sexes)
        taking.stays = _both(taking.stays, taken.stays)
        taking.apart = _both(taking.apart, taken.apart)
        taking.parted = _both(taking.parted, taken.parted)
    if facts.contradicted:
        return _dissolve(clusters, joined, outcomes, facts)
    return joined, outcomes


def _exact(one: date | None, other: date | None) -> date | None:
    """The first birth that is known, the other where that may be its year or month alone."""
    return one if one and not (other and rough_day(one, other)) else other


def _both(one: Set[_T], other: Set[_T]) -> Set[_T]:
    """One that holds both; the larger of the two grows, for copying it at every merge would take the square."""
    if not one or not other:
        return one or other
    large, small = (one, other) if len(one) >= len(other) else (other, one)
    grown = large if isinstance(large, set) else set(large)
    grown |= small
    return grown


def _enemies(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


def _judged_apart(one: _Cluster, other: _Cluster) -> str | None:
    """A person judged two of them to be two."""
    return None if one.parted.isdisjoint(other.members) else JUDGED


def _impossible(one: _Cluster, other: _Cluster, declared: set[frozenset[str]], corrected: bool) -> str | None:
    """Two valid numbers, births that differ by more than a slip, two sexes, two custodies at once, two in one row.

    Birth and sex are what a number shows: where a record corrects the number, it corrects them.
    """
    for mine in one.numbers:
        if any(mine != theirs and frozenset((mine, theirs)) not in declared for theirs in other.numbers):
            return "two_numbers"
    if not corrected and not same_birth(one.birth, other.birth):
        return "births"
    if not corrected and of_two_sexes(one.sexes, other.sexes):
        return "sexes"
    if one.stays and other.stays and in_two_custodies(one.stays, other.stays):
        return "custody"
    return None if one.apart.isdisjoint(other.members) else "told_apart"


def _dissolve(
    clusters: Mapping[int, _Cluster],
    joined: dict[int, Joined],
    outcomes: Sequence[tuple[Edge, Outcome]],
    facts: Facts,
) -> tuple[dict[int, Joined], list[tuple[Edge, Outcome]]]:
    """Take every cluster apart that holds someone of whom the judgements contradict each other."""
    torn: set[int] = set()
    for node in facts.contradicted:
        torn.update(clusters[node].members if node in clusters else (node,))
    joined |= {node: Joined(node, CONTRADICTED, 0.5) for node in torn}
    return joined, [
        (edge, Outcome("vetoed", CONTRADICTED) if edge.a in torn and edge.b in torn else outcome)
        for edge, outcome in outcomes
    ]
