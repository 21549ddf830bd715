"""The few verbs the rest of Clew needs of a graph, and what they return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:  # who only reads a graph does not wait for Arrow
    import pyarrow as pa


@dataclass(frozen=True)
class Node:
    """A node as read: its id, label and properties that have a value (dates as `datetime.date`)."""

    id: str
    label: str
    properties: dict[str, Any]


@dataclass(frozen=True)
class Edge:
    """A relationship as read: its type, the ids of its ends and its properties that have a value."""

    type: str
    start: str
    end: str
    properties: dict[str, Any]


@dataclass(frozen=True)
class Path:
    """A path as read: its nodes in order and the edges between them."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True)
class RankedPath:
    """A way between two nodes: its nodes, what ties each to the next, how many edges each node has, and its rarity.

    `steps` has one item fewer than `nodes`: all edges between the two, at least one. `rarity` is in (0, 1], see
    `graph.path_search.rarest`.
    """

    nodes: tuple[Node, ...]
    steps: tuple[tuple[Edge, ...], ...]
    sizes: tuple[int, ...]
    rarity: float


@dataclass(frozen=True)
class RankedPaths:
    """Ways between two nodes, the rarest first; `complete` is False where others may have been missed.

    That is so where the search read as much as it may, or came to a hub and did not go through it.
    """

    paths: list[RankedPath]
    complete: bool


@dataclass(frozen=True)
class Neighbourhood:
    """Some edges of a node with their other ends, and how many edges there are in all that were asked for."""

    edges: list[tuple[Edge, Node]]
    total: int


@dataclass
class GraphRows:
    """A whole graph to write: one Arrow table per label and per relationship type.

    Node tables have `id` and the schema's properties in its order; relationship tables have `_from_label`, `_from`,
    `_to_label`, `_to` and then the schema's properties. No list is NULL. No two relationships of a type share their
    ends and the values of its `distinguished_by`. The mappings may make their tables when asked; each is read once.
    """

    nodes: Mapping[str, pa.Table] = field(default_factory=dict)
    relationships: Mapping[str, pa.Table] = field(default_factory=dict)


class GraphStore(Protocol):
    """A graph in either engine."""

    engine: str

    def replace(self, rows: GraphRows) -> None:
        """Make the graph hold exactly `rows`. Not a merge: whatever else was there is gone when it returns."""

    def read(
        self,
        cypher: str,
        parameters: Mapping[str, object] | None = None,
        *,
        timeout: float = 60.0,
        limit: int | None = None,
    ) -> list[dict[str, Any]]:
        """Run a reading statement and return its rows, at most `limit`; order inside `collect` means nothing.

        Raises QueryFailed with engine, text and parameters, QueryTimeout after `timeout` seconds.
        """

    def nodes(self, ids: Sequence[str]) -> list[Node]:
        """Return the nodes with these ids, in the order of ids; unknown ones are left out.

        Here and below the label of a node is told by its id (`core.ids`).
        """

    def degrees(self, ids: Sequence[str]) -> dict[str, dict[str, int]]:
        """Return how many edges of each type nodes have, by id, so that a hub is known before it is expanded.

        An edge from a node to itself is none. Unknown ids have none.
        """

    def neighbourhood(
        self,
        node_id: str,
        types: Sequence[str] = (),
        since: date | None = None,
        until: date | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> Neighbourhood:
        """Return up to `limit` edges of a node with their other ends after the first `offset`, and how many there are.

        Sorted by type, other end and what tells edges of one pair apart. No types means all. An edge is meant when
        its interval or its day meets [since, until], both included; one of which no day is known is meant too: what is
        unknown may have been then. No more of a hub is read than its first `offset + limit` edges.
        Raises UserError for a type that the schema does not declare.
        """

    def paths(self, a: str, b: str, types: Sequence[str] = (), longest: int = 6, limit: int = 5) -> RankedPaths:
        """Return up to `limit` ways of at most `longest` steps between two nodes, the rarest ties first.

        See `graph.path_search.rarest`. The work is bounded: far apart or behind hubs there may be ways that are not
        found, and the answer is not `complete`. None from a node to itself.
        Raises UserError for a type that the schema does not declare.
        """

    def counts(self) -> dict[str, int]:
        """Return the number of nodes per label and of relationships per type (all declared names, zero included)."""

    def updating(self) -> bool:
        """Say whether what is read may not be the graph that this generation's run built.

        A run is writing in place, was broken off, or has written the graph of another generation. Ask after reading:
        a run may have begun meanwhile.
        """

    def close(self) -> None:
        """Release the engine."""
