"""From the Neo4j driver's records to nodes, edges and paths."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from neo4j.graph import Node as RawNode
from neo4j.graph import Path as RawPath
from neo4j.graph import Relationship as RawRelationship
from neo4j.time import Date, DateTime

from graph.store import Edge, Node, Path


def _plain(value: Any) -> Any:
    if isinstance(value, Date | DateTime):
        native: date | datetime = value.to_native()
        return native
    return value


def _properties(part: RawNode | RawRelationship) -> dict[str, Any]:
    return {name: _plain(value) for name, value in part.items() if name[0] != "_" and name != "id"}


def _ends(value: Any, known: dict[str, str], wanted: set[str]) -> None:
    """Note the ids of all nodes in a value, and the ends of all its relationships."""
    if isinstance(value, RawNode):
        known[value.element_id] = value["id"]
    elif isinstance(value, RawRelationship):
        wanted.update(node.element_id for node in value.nodes if node is not None)
    elif isinstance(value, RawPath):
        for node in value.nodes:
            _ends(node, known, wanted)
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            _ends(part, known, wanted)


def convert(rows: Iterable[list[Any]], look_up: Callable[[list[str]], dict[str, str]]) -> list[list[Any]]:
    """Return rows with Node, Edge, Path and Python dates in place of the driver's objects.

    `look_up` gives the ids of nodes that are only known as ends of a relationship, by their element ids.
    """
    rows = list(rows)
    ids: dict[str, str] = {}
    wanted: set[str] = set()
    for row in rows:
        _ends(row, ids, wanted)
    if missing := sorted(wanted - ids.keys()):
        ids.update(look_up(missing))

    def value(raw: Any) -> Any:
        if isinstance(raw, RawNode):
            return Node(raw["id"], next(iter(raw.labels)), _properties(raw))
        if isinstance(raw, RawRelationship):
            start, end = (ids[node.element_id] for node in raw.nodes if node is not None)
            return Edge(raw.type, start, end, _properties(raw))
        if isinstance(raw, RawPath):
            return Path(tuple(map(value, raw.nodes)), tuple(map(value, raw.relationships)))
        if isinstance(raw, list):
            return [value(part) for part in raw]
        if isinstance(raw, dict):
            return {name: value(part) for name, part in raw.items()}
        return _plain(raw)

    return [[value(cell) for cell in row] for row in rows]
