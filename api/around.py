"""The edges of a node that an answer can hold: all of most nodes, of a hub some of every type."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph.store import Edge, GraphStore, Node


@dataclass(frozen=True)
class Around:
    """Edges of a node with their other ends, sorted by type, and how many of each type there are in all."""

    edges: list[tuple[Edge, Node]]
    totals: dict[str, int]

    @property
    def total(self) -> int:
        """How many edges there are in all."""
        return sum(self.totals.values())

    @property
    def cut(self) -> set[str]:
        """Types of which there are more edges than were read."""
        read = _by_type(self.edges)
        return {name for name, n in self.totals.items() if n > read.get(name, 0)}


def around(store: GraphStore, node_id: str, types: Sequence[str] = (), *, most: int, of_type: int) -> Around:
    """Return the edges of a node, of these types or of all: where there are more than `most`, `of_type` of each type.

    One read where there are no more, so that a dossier is quick; else one for all types of few edges, and one for each
    of the others.
    """
    near = store.neighbourhood(node_id, types, limit=most)
    if near.total <= most:
        return Around(near.edges, _by_type(near.edges))
    totals = store.degrees([node_id])[node_id]
    totals = {name: n for name, n in sorted(totals.items()) if not types or name in types}
    few = [name for name, n in totals.items() if n <= of_type]
    edges = store.neighbourhood(node_id, few, limit=sum(totals[name] for name in few)).edges if few else []
    for name in (name for name in totals if name not in few):
        edges += store.neighbourhood(node_id, [name], limit=of_type).edges
    return Around(sorted(edges, key=lambda found: found[0].type), totals)


def _by_type(edges: Sequence[tuple[Edge, Node]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for edge, _ in edges:
        found[edge.type] = found.get(edge.type, 0) + 1
    return found
