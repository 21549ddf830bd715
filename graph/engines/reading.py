"""What both engines read alike: nodes, edges and ways between nodes, each text with the label that an id tells.

Every text names one label and one node, and is the same for all nodes of the label: an engine plans it once (Ladybug
takes ten times as long to plan it as to run it) and finds the node by its key. Ladybug does not do that for
`a.id IN $ids`, nor for the end of a relationship after UNWIND, which reads all relationships; a text with `LIMIT $n`
it plans each time, so limits stand in the text, as powers of two that there be few of them.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from core import clock
from core.errors import UserError
from graph.path_search import COMMON, HUB, Link, rarest
from graph.schema import ENTITY_LABELS, RelationshipType, Schema
from graph.store import Edge, Neighbourhood, Node, RankedPath, RankedPaths

_OUT, _IN = 0, 1
_ARROWS = ("-[r{}]->", "<-[r{}]-")
_EMPTY = {"string": "''", "int": "0", "float": "0.0", "date": "date('0001-01-01')"}
_FIRST: dict[str, Any] = {"string": "", "int": 0, "float": 0.0, "date": clock.UNKNOWN_FROM}


class Reading(ABC):
    """The verbs of GraphStore that need nothing but `read`; see there."""

    schema: Schema

    @abstractmethod
    def read(
        self,
        cypher: str,
        parameters: Mapping[str, object] | None = None,
        *,
        timeout: float = 60.0,
        limit: int | None = None,
    ) -> list[dict[str, Any]]:
        """Run a reading statement and return its rows (see GraphStore)."""

    def nodes(self, ids: Sequence[str]) -> list[Node]:
        """Return the nodes with these ids (see GraphStore)."""
        found: dict[str, Node] = {}
        for label, some in self._by_label(ids):
            rows = self.read(f"UNWIND $ids AS one MATCH (n:`{label}` {{id: one}}) RETURN n", {"ids": some})
            found |= {row["n"].id: row["n"] for row in rows}
        return [found[node_id] for node_id in ids if node_id in found]

    def degrees(self, ids: Sequence[str]) -> dict[str, dict[str, int]]:
        """Return how many edges of each type nodes have (see GraphStore)."""
        found: dict[str, dict[str, int]] = {}
        for label, some in self._by_label(ids):
            text = (
                f"MATCH (a:`{label}` {{id: $id}})-[r]-(b) WHERE a.id <> b.id "
                "RETURN type(r) AS type, count(*) AS n ORDER BY type"
            )
            for node_id in some:
                found[node_id] = {row["type"]: row["n"] for row in self.read(text, {"id": node_id})}
        return {node_id: found.get(node_id, {}) for node_id in ids}

    def neighbourhood(
        self,
        node_id: str,
        types: Sequence[str] = (),
        since: date | None = None,
        until: date | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> Neighbourhood:
        """Return some edges of a node with their other ends, and how many there are (see GraphStore)."""
        asked = self._asked(types)
        edges, total = [], 0
        for direction in (_OUT, _IN):
            kinds = self._kinds(node_id, direction, asked)
            where, parameters = _in_time(kinds, since, until)
            some = self._edges(node_id, direction, kinds, where, parameters, offset + limit)
            edges += some
            if len(some) < offset + limit:
                total += len(some)
            else:
                text = f"{self._pattern(node_id, direction, kinds)} AND {where} RETURN count(*) AS n"
                total += self.read(text, {"id": node_id, **parameters})[0]["n"]
        chosen = sorted(edges, key=lambda found: self._order(node_id, found))[offset : offset + limit]
        others = {node.id: node for node in self.nodes(sorted({_other(edge, node_id) for edge in chosen}))}
        return Neighbourhood([(edge, others[_other(edge, node_id)]) for edge in chosen], total)

    def paths(self, a: str, b: str, types: Sequence[str] = (), longest: int = 6, limit: int = 5) -> RankedPaths:
        """Return the rarest ways between two nodes (see GraphStore)."""
        asked = self._asked(types)
        ways, complete = rarest(
            a, b,
            lambda ids: self._links(ids, asked),
            lambda one, other: self._between(one, other, asked),
            lambda ids: {node_id: sum(by_type.values()) for node_id, by_type in self.degrees(ids).items()},
            lambda node_id: self.schema.label_of(node_id) in ENTITY_LABELS.values(),
            longest=longest, limit=limit,
        )  # fmt: skip
        ids = sorted({node_id for way in ways for node_id in way.nodes})
        nodes = {node.id: node for node in self.nodes(ids)}
        sizes = {node_id: sum(by_type.values()) for node_id, by_type in self.degrees(ids).items()}
        steps = self._steps([way.nodes for way in ways], sizes, asked)
        paths = [
            RankedPath(
                tuple(nodes[node_id] for node_id in way.nodes),
                tuple(steps[pair] for pair in pairwise(way.nodes)),
                tuple(sizes[node_id] for node_id in way.nodes),
                way.rarity,
            )
            for way in ways
        ]
        return RankedPaths(paths, complete)

    def _asked(self, types: Sequence[str]) -> frozenset[str]:
        if unknown := sorted(set(types) - self.schema.relationships.keys()):
            known = ", ".join(self.schema.relationships)
            raise UserError(f"The graph has no relationship type {', '.join(unknown)}. Known types: {known}.")
        return frozenset(types or self.schema.relationships)

    def _by_label(self, ids: Iterable[str]) -> list[tuple[str, list[str]]]:
        """Return ids by their labels, each once and sorted; those that tell no label of the schema are unknown."""
        found: dict[str, list[str]] = {}
        for node_id in sorted(set(ids)):
            if label := self.schema.label_of(node_id):
                found.setdefault(label, []).append(node_id)
        return sorted(found.items())

    def _kinds(self, node_id: str, direction: int, asked: frozenset[str]) -> list[RelationshipType]:
        label = self.schema.label_of(node_id)
        kinds = self.schema.relationships.values()
        return [kind for kind in kinds if kind.name in asked and any(ends[direction] == label for ends in kind.ends)]

    def _pattern(self, node_id: str, direction: int, kinds: Iterable[RelationshipType]) -> str:
        arrow = _ARROWS[direction].format(_types(kinds))
        return f"MATCH (a:`{self.schema.label_of(node_id)}` {{id: $id}}){arrow}(b) WHERE a.id <> b.id"

    def _edges(
        self,
        node_id: str,
        direction: int,
        kinds: Sequence[RelationshipType],
        where: str,
        parameters: Mapping[str, object],
        limit: int,
    ) -> list[Edge]:
        """Return edges of one direction, in the order of `_order`.

        Properties are asked for one by one: Ladybug makes a whole relationship of many types far more slowly.
        """
        if not kinds:
            return []
        names = sorted({found.name for kind in kinds for found in kind.properties})
        order = [f"coalesce(r.`{name}`, {_EMPTY[type_]})" for name, type_ in _distinguishing(kinds)]
        rows = self.read(
            f"{self._pattern(node_id, direction, kinds)} AND {where} RETURN type(r) AS _type, b.id AS _other, "
            f"{', '.join(f'r.`{name}` AS `{name}`' for name in names)} "
            f"ORDER BY {', '.join(['_type', '_other', *order])} LIMIT {1 << (limit - 1).bit_length()}",
            {"id": node_id, **parameters},
        )[:limit]
        found = []
        for row in rows:
            start, end = (node_id, row["_other"]) if direction == _OUT else (row["_other"], node_id)
            told = {name: row[name] for name in names if row[name] is not None}
            found.append(Edge(row["_type"], start, end, told))
        return found

    def _order(self, node_id: str, edge: Edge) -> tuple[Any, ...]:
        keys = _distinguishing(self.schema.relationships.values())
        values = (edge.properties.get(name, _FIRST[type_]) for name, type_ in keys)
        return edge.type, _other(edge, node_id), *values, edge.start != node_id

    def _links(self, ids: Sequence[str], asked: frozenset[str]) -> dict[str, list[Link] | None]:
        """Return the links of nodes, None for hubs, of which no more is read than shows that they are hubs."""
        found: dict[str, list[Link] | None] = {}
        for label, some in self._by_label(ids):
            kinds = self._kinds_at(label, asked)
            text = (
                f"MATCH (a:`{label}` {{id: $id}})-[r{_types(kinds)}]-(b) WHERE a.id <> b.id "
                f"RETURN b.id AS other{_shared(kinds)} LIMIT {HUB + 1}"
            )
            for node_id in some:
                rows = self.read(text, {"id": node_id}) if kinds else []
                links = [_link(row) for row in rows]
                found[node_id] = links if len(links) <= HUB else None
        return found

    def _between(self, a: str, b: str, asked: frozenset[str]) -> tuple[list[Link], list[str]]:
        """Return the links from one hub to another, and some nodes that are tied to both, by their ids."""
        labels = [self.schema.label_of(end) or "" for end in (a, b)]
        of_a, of_b = (self._kinds_at(label, asked) for label in labels)
        if not of_a or not of_b:
            return [], []
        one, other = f"(a:`{labels[0]}` {{id: $a}})", f"(b:`{labels[1]}` {{id: $b}})"
        ends = {"a": a, "b": b}
        direct = f"MATCH {one}-[r{_types(of_a)}]-{other} RETURN b.id AS other{_shared(of_a)} LIMIT {HUB}"
        common = (
            f"MATCH {one}-[r{_types(of_a)}]-(x)-[s{_types(of_b)}]-{other} WHERE x.id <> a.id AND x.id <> b.id "
            f"RETURN DISTINCT x.id AS id ORDER BY id LIMIT {COMMON}"
        )
        return [_link(row) for row in self.read(direct, ends)], [row["id"] for row in self.read(common, ends)]

    def _kinds_at(self, label: str, asked: frozenset[str]) -> list[RelationshipType]:
        kinds = self.schema.relationships.values()
        return [kind for kind in kinds if kind.name in asked and any(label in ends for ends in kind.ends)]

    def _steps(
        self, ways: Sequence[tuple[str, ...]], sizes: Mapping[str, int], asked: frozenset[str]
    ) -> dict[tuple[str, str], tuple[Edge, ...]]:
        """Return all edges between two that follow each other on a way, read from the end that has fewer."""
        pairs = sorted({pair for way in ways for pair in pairwise(way)})
        wanted: dict[str, set[str]] = {}
        for pair in pairs:
            near, far = sorted(pair, key=lambda node_id: (sizes[node_id], node_id))
            wanted.setdefault(near, set()).add(far)
        found: dict[frozenset[str], list[Edge]] = {}
        for near, fars in sorted(wanted.items()):
            for direction in (_OUT, _IN):
                kinds = self._kinds(near, direction, asked)
                if sizes[near] <= HUB:
                    edges = self._edges(near, direction, kinds, "true", {}, sizes[near])
                else:  # between two hubs
                    edges = [
                        edge
                        for far in sorted(fars)
                        for edge in self._edges(near, direction, kinds, "b.id = $far", {"far": far}, HUB)
                    ]
                for edge in edges:
                    if _other(edge, near) in fars:
                        found.setdefault(frozenset((edge.start, edge.end)), []).append(edge)
        return {
            pair: tuple(sorted(found[frozenset(pair)], key=lambda edge, a=pair[0]: self._order(a, edge)))  # type: ignore[misc]
            for pair in pairs
        }


def _other(edge: Edge, node_id: str) -> str:
    return edge.end if edge.start == node_id else edge.start


def _types(kinds: Iterable[RelationshipType]) -> str:
    return ":" + "|".join(f"`{kind.name}`" for kind in kinds)


def _shared(kinds: Iterable[RelationshipType]) -> str:
    return ", r.via AS via, r.size AS size" if any(kind.name == "TIED_TO" for kind in kinds) else ""


def _link(row: Mapping[str, Any]) -> Link:
    return Link(row["other"], row.get("via") or "", row.get("size") or 2)


def _distinguishing(kinds: Iterable[RelationshipType]) -> list[tuple[str, str]]:
    """Return what tells two edges of one pair apart, as (property, type), sorted."""
    return sorted(
        {(found.name, found.type) for kind in kinds for found in kind.properties if found.name in kind.distinguished_by}
    )


def _in_time(
    kinds: Iterable[RelationshipType], since: date | None, until: date | None
) -> tuple[str, dict[str, object]]:
    """Return the condition that an edge met some day of a time, and its parameters; what has no day meets all."""
    if since is None and until is None:
        return "true", {}
    parts = []
    if any(kind.at for kind in kinds):
        parts.append("(r.at_day IS NULL OR (r.at_day >= $since AND r.at_day <= $until))")
    if any(kind.interval for kind in kinds):
        parts.append("(r.from_day IS NULL OR (r.from_day <= $until AND r.to_day >= $since))")
    days: dict[str, object] = {
        "since": clock.day(since or clock.UNKNOWN_FROM),
        "until": clock.day(until or clock.UNKNOWN_TO),
    }
    return (" AND ".join(parts), days) if parts else ("true", {})
