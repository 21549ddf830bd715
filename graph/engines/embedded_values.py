"""From Ladybug's result rows to nodes, edges and paths."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from graph.store import Edge, Node, Path

InternalId = tuple[int, int]
"""Table and offset: how Ladybug names the ends of a relationship."""


def _internal(value: Mapping[str, int]) -> InternalId:
    return value["table"], value["offset"]


def _properties(value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: found for name, found in value.items() if found is not None and name[0] != "_" and name != "id"}


def _ends(value: Any, known: dict[InternalId, str], wanted: set[InternalId]) -> None:
    """Note the ids of all nodes in a value, and the ends of all its relationships."""
    if isinstance(value, list):
        for part in value:
            _ends(part, known, wanted)
    elif isinstance(value, dict):
        if "_SRC" in value:
            wanted.update((_internal(value["_SRC"]), _internal(value["_DST"])))
        elif "_LABEL" in value:
            known[_internal(value["_ID"])] = value["id"]
        else:
            for part in value.values():
                _ends(part, known, wanted)


def convert(rows: Iterable[Any], look_up: Callable[[set[InternalId]], dict[InternalId, str]]) -> list[list[Any]]:
    """Return rows with Node, Edge and Path in place of Ladybug's dictionaries.

    `look_up` gives the ids of nodes that are only known as ends of a relationship.
    """
    rows = list(rows)
    ids: dict[InternalId, str] = {}
    wanted: set[InternalId] = set()
    for row in rows:
        _ends(row, ids, wanted)
    if missing := wanted - ids.keys():
        ids.update(look_up(missing))

    def value(raw: Any) -> Any:
        if isinstance(raw, list):
            return [value(part) for part in raw]
        if not isinstance(raw, dict):
            return raw
        if "_NODES" in raw:
            return Path(tuple(map(value, raw["_NODES"])), tuple(map(value, raw["_RELS"])))
        if "_SRC" in raw:
            start, end = ids[_internal(raw["_SRC"])], ids[_internal(raw["_DST"])]
            return Edge(raw["_LABEL"], start, end, _properties(raw))
        if "_LABEL" in raw:
            return Node(raw["id"], raw["_LABEL"], _properties(raw))
        return {name: value(part) for name, part in raw.items()}

    return [[value(cell) for cell in row] for row in rows]
