"""The rarest ways between two nodes: a best-first search from both ends that reads few nodes, and no hub whole."""

import heapq
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import log2

HUB = 200
"""Edges beyond which a node is a hub: it is shown with its size, and a search does not go on from it."""

READS = 150
"""Nodes that one search reads at most; which they are depends on the graph alone, so the answer does too."""

COMMON = 64
"""Neighbours that two hubs have in common of which a search knows at most."""

WEAKER = 8
"""A way is not searched for that stands so many steps, or powers of two of rarity, behind the best one."""


@dataclass(frozen=True, order=True)
class Link:
    """One edge as the search needs it: the other end, and for a derived tie what is shared and by how many."""

    other: str
    via: str = ""
    size: int = 2


@dataclass(frozen=True)
class Way:
    """A way found: the nodes in order, and how rare what ties them is (1 is the rarest, see `rarest`)."""

    nodes: tuple[str, ...]
    rarity: float

    @property
    def rank(self) -> tuple[float, int, tuple[str, ...]]:
        """What ways are sorted by: each step counts as much as a thing shared by twice as many."""
        return round(len(self.nodes) - log2(self.rarity), 9), len(self.nodes), self.nodes


@dataclass
class _Around:
    """What is known of a node that was read: the ties to each other node, and the cost of passing through it."""

    ties: dict[str, frozenset[str]] = field(default_factory=dict)
    steps: dict[str, float] = field(default_factory=dict)
    passing: float = 0.0


@dataclass
class _Side:
    """One end's search: for each node reached the cost, the steps and the node before it."""

    start: str
    cost: dict[str, float] = field(default_factory=dict)
    steps: dict[str, int] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)
    queue: list[tuple[float, str]] = field(default_factory=list)
    stopped_at_hub: bool = False

    def __post_init__(self) -> None:
        self.cost[self.start], self.steps[self.start] = 0.0, 0
        self.queue.append((0.0, self.start))

    def nearest(self) -> float:
        """Return the cost of the next node to go on from; infinite where there is none."""
        return self.queue[0][0] if self.queue else float("inf")

    def take(self) -> list[str]:
        """Take the nodes to go on from next: a step costs 1 at least, so all within 1 of the nearest are settled."""
        bound, taken = self.nearest() + 1, []
        while self.queue and self.queue[0][0] < bound:
            cost, node = heapq.heappop(self.queue)
            if cost == self.cost[node]:
                taken.append(node)
        return taken

    def reach(self, node: str, before: str, cost: float) -> None:
        """Note a way to a node if none as good is known."""
        if cost < self.cost.get(node, float("inf")):
            self.cost[node], self.steps[node], self.before[node] = cost, self.steps[before] + 1, before
            heapq.heappush(self.queue, (cost, node))

    def way(self, node: str) -> list[str]:
        """Return the nodes from the start to a node."""
        found = [node]
        while found[-1] != self.start:
            found.append(self.before[found[-1]])
        return found[::-1]


class _Search:
    def __init__(
        self,
        a: str,
        b: str,
        read: "Read",
        between: "Between",
        is_entity: Callable[[str], bool],
        longest: int,
        limit: int,
    ):
        self.read, self.between, self.is_entity, self.longest, self.limit = read, between, is_entity, longest, limit
        self.sides = (_Side(a), _Side(b))
        self.ends = (a, b)
        self.known: dict[str, _Around | None] = {}  # None: a hub
        self.cut = False  # more was to be read than may be
        self.found: dict[tuple[str, ...], Way] = {}
        self.through_hubs: dict[tuple[str, ...], str] = {}

    def run(self) -> None:
        self._learn(self.ends)
        if all(self.known[end] is None for end in self.ends):
            self._learn_between_hubs()
        while not self._done():
            side, other = sorted(self.sides, key=_Side.nearest)
            taken = side.take()
            self._learn([node for node in taken if side.steps[node] < self.longest])
            for node in taken:
                self._expand(side, other, node)
            # A way is known by the node where the sides meet; what passing through it costs must be read first.
            meeting = [node for node in side.cost.keys() & other.cost.keys() if self._promising(node)]
            self._learn(sorted(meeting))
            for node in sorted(meeting):
                self._join(node)

    def _done(self) -> bool:
        """Say whether nothing better can be found, or no more may be read."""
        waiting = [side.nearest() for side in self.sides if side.queue]
        if self._exhausted() or not waiting or sum(waiting) >= self._good_enough():
            return True
        ended = len(self.known) >= READS
        self.cut = self.cut or ended
        return ended

    def _exhausted(self) -> bool:
        """Say whether all that one side can reach has been looked at."""
        return any(not side.queue and not side.stopped_at_hub for side in self.sides)

    def complete(self) -> bool:
        """Say whether no way was missed because no more may be read, or because a hub was not gone through."""
        return not self.cut and (self._exhausted() or not any(side.stopped_at_hub for side in self.sides))

    def _good_enough(self) -> float:
        ranks = sorted(way.rank[0] - 1 for way in self.found.values())
        if not ranks:
            return float("inf")
        return ranks[self.limit - 1] if len(ranks) >= self.limit else ranks[0] + WEAKER

    def _promising(self, node: str) -> bool:
        return sum(side.cost[node] for side in self.sides) < self._good_enough()

    def _learn(self, nodes: Sequence[str]) -> None:
        unknown = [node for node in nodes if node not in self.known]
        allowed = max(0, READS - len(self.known))
        self.cut = self.cut or len(unknown) > allowed
        read = self.read(unknown[:allowed])
        for node in unknown[:allowed]:
            links = read.get(node, ())  # of what nobody knows there are none
            self.known[node] = None if links is None else self._around(links)

    def _learn_between_hubs(self) -> None:
        """Learn of two hubs how they are tied and whom both are tied to: of all else around them nothing is known."""
        self.cut, self.longest = True, min(self.longest, 2)
        direct, common = self.between(*self.ends)
        self._learn(common)
        for end, other in (self.ends, self.ends[::-1]):
            around = self._around([Link(other, one.via, one.size) for one in direct])
            for node in common:
                seen = self.known.get(node) or self._around([Link(end)])
                around.ties[node], around.steps[node] = seen.ties[end], seen.steps[end]
            self.known[end] = around

    def _around(self, links: Sequence[Link]) -> _Around:
        found = _Around()
        for link in sorted(links):
            found.ties[link.other] = found.ties.get(link.other, frozenset()) | {link.via}
            step = 1 + log2(max(link.size, 2) - 1)
            found.steps[link.other] = min(step, found.steps.get(link.other, step))
        entities = sum(map(self.is_entity, found.ties))
        found.passing = log2(max(entities if entities > 1 else len(found.ties), 2) - 1)
        return found

    def _expand(self, side: _Side, other: _Side, node: str) -> None:
        if node == other.start or side.steps[node] == self.longest:
            return
        around = self.known.get(node)
        if around is None:
            side.stopped_at_hub = True
            return
        cost = side.cost[node] + (0.0 if node == side.start else around.passing)
        for neighbour, step in around.steps.items():
            if neighbour != side.start and not self._idle(side.before.get(node), node, neighbour):
                side.reach(neighbour, node, cost + step)

    def _ties(self, a: str, b: str) -> frozenset[str]:
        for one, other in ((a, b), (b, a)):
            if around := self.known.get(one):
                return around.ties.get(other, frozenset())
        return frozenset()

    def _idle(self, x: str | None, node: str, y: str) -> bool:
        """Say whether x and y are tied anyhow by the node itself, or by what ties both to it: no need to pass it."""
        direct = self._ties(x, y) - {""} if x else frozenset()
        return bool(x and direct) and (node in direct or self._ties(x or "", node) | self._ties(node, y) <= direct)

    def _join(self, node: str) -> None:
        if node not in self.known:
            return
        nodes = (*self.sides[0].way(node), *self.sides[1].way(node)[-2::-1])
        if len(nodes) - 1 > self.longest or len(set(nodes)) < len(nodes):
            return
        if any(self._idle(*three) for three in zip(nodes, nodes[1:], nodes[2:], strict=False)):
            return
        if self.known[node] is None and node not in self.ends:
            self.through_hubs[nodes] = node
        else:
            self.found[nodes] = self.weighed(nodes)

    def weighed(self, nodes: tuple[str, ...], sizes: Mapping[str, int] | None = None) -> Way:
        """Return nodes as a way with its rarity; `sizes` has the number of edges of hubs on it."""
        bits = sum(self._step(*pair) - 1 for pair in pairwise(nodes))
        for node in nodes[1:-1]:
            around = self.known[node]
            bits += around.passing if around else log2((sizes or {})[node] - 1)
        return Way(nodes, 2.0**-bits)

    def _step(self, a: str, b: str) -> float:
        return next(around.steps[y] for x, y in ((a, b), (b, a)) if (around := self.known.get(x)))


Read = Callable[[Sequence[str]], Mapping[str, Sequence[Link] | None]]
"""Reads what is around nodes: their links, or None for a hub."""

Between = Callable[[str, str], tuple[Sequence[Link], Sequence[str]]]
"""Reads the links from one hub to another, and up to `COMMON` nodes that are tied to both."""


def rarest(
    a: str,
    b: str,
    read: Read,
    between: Between,
    sizes: Callable[[Sequence[str]], Mapping[str, int]],
    is_entity: Callable[[str], bool],
    *,
    longest: int,
    limit: int,
) -> tuple[list[Way], bool]:
    """Return up to `limit` ways of at most `longest` steps between two nodes, rarest first, and whether that is all.

    Rarity is the product of 1/(n-1) over all that the way passes through or shares: n is how many persons and
    organizations are at an inner node (where it has fewer than two, how many nodes), for a derived tie the number of
    those who share what ties them. So 1 is family, or what only these two share; a company of 20 gives 1/19. A way of
    one step more must be twice as rare to stand before another. What is found is the best way through each node.
    A hub is passed through only where there is no other way. Between two hubs the search begins with their ties to each
    other and with some of those that are tied to both. `sizes` gives the number of edges of hubs.
    There may be other ways where the search ended because it may read no more, or did not go on from a hub.
    """
    if a == b:
        return [], True
    search = _Search(a, b, read, between, is_entity, longest, limit)
    search.run()
    found = list(search.found.values())
    if not found and search.through_hubs:
        counted = sizes(sorted(set(search.through_hubs.values())))
        found = [search.weighed(nodes, counted) for nodes in search.through_hubs]
    return sorted(found, key=lambda way: way.rank)[:limit], search.complete()
