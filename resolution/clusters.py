"""From edges to entities: the strongest edge first, unless a merge would say something impossible.

What is impossible: two different valid numbers, births that differ by more than a slip, two whom the rows tell apart.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


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


@dataclass
class _Cluster:
    anchor: int
    members: list[int]
    number: str | None
    birth: date | None
    apart: set[int] = field(default_factory=set)

    @property
    def rank(self) -> tuple[bool, int, int]:
        """Who takes whom in: a known number before none, many before few, the smaller id first."""
        return self.number is None, -len(self.members), self.anchor


def same_birth(one: date | None, other: date | None) -> bool:
    """Whether two births may be one: equal, unknown, month and day swapped, or a slip in a single digit."""
    if one is None or other is None or one == other:
        return True
    if one.year == other.year and (one.month, one.day) == (other.day, other.month):
        return True
    return sum(x != y for x, y in zip(f"{one:%Y%m%d}", f"{other:%Y%m%d}", strict=True)) <= 1


def merge(
    edges: Iterable[Edge],
    numbers: Mapping[int, str],
    births: Mapping[int, date],
    apart: Iterable[tuple[int, int]],
    same: Iterable[tuple[str, str]] = (),
) -> tuple[dict[int, Joined], int]:
    """Merge provisional persons along edges by constrained Kruskal.

    numbers: the valid number of those that own one; births: their births, where known; apart: pairs that the rows
    tell apart (parent and child, creditor and debtor, two suspects of one case); same: numbers that a correction
    record declares one person's.
    Returns how each node that was touched came into its cluster, and how many merges were vetoed.
    """
    clusters: dict[int, _Cluster] = {}
    joined: dict[int, Joined] = {}
    enemies: dict[int, set[int]] = {}
    declared = {frozenset(pair) for pair in same}
    for one, other in apart:
        enemies.setdefault(one, set()).add(other)
        enemies.setdefault(other, set()).add(one)

    def cluster(node: int) -> _Cluster:
        found = clusters.get(node)
        if found is None:
            found = _Cluster(node, [node], numbers.get(node), births.get(node), enemies.get(node, set()))
            clusters[node] = found
            joined[node] = Joined(node, "number" if node in numbers else "alone", 1.0)
        return found

    vetoes = 0
    for edge in sorted(edges, key=lambda e: (-e.weight, e.a, e.b, e.basis)):
        taking, taken = cluster(edge.a), cluster(edge.b)
        if taking is taken:
            continue
        if taken.rank < taking.rank:
            taking, taken = taken, taking
        if not _may_merge(taking, taken, declared):
            vetoes += 1
            continue
        if len(taking.members) == 1 and taking.number is None:
            joined[taking.anchor] = Joined(taking.anchor, edge.basis, edge.probability)
        for node in taken.members:
            basis, probability = joined[node].basis, joined[node].probability
            if basis != "number":
                basis, probability = edge.basis, edge.probability
            joined[node] = Joined(taking.anchor, basis, probability)
            clusters[node] = taking
        taking.members += taken.members
        taking.birth = taking.birth or taken.birth
        taking.apart = taking.apart | taken.apart
    return joined, vetoes


def _may_merge(one: _Cluster, other: _Cluster, declared: set[frozenset[str]]) -> bool:
    if one.number and other.number and one.number != other.number:
        return frozenset((one.number, other.number)) in declared
    if not same_birth(one.birth, other.birth):
        return False
    return one.apart.isdisjoint(other.members) and other.apart.isdisjoint(one.members)
