"""How paths between two are told: the lines of `clew path`, and the data that programs get."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from api.parts import SHOWN_ROWS, Places, caption, edge_data, never_together, sized_part
from graph.path_search import HUB
from graph.schema import ENTITY_LABELS
from graph.store import Edge, Node, RankedPath


def title(node: Node, open_: bool) -> str:
    """Return how a node is called, masked as its caption asks for; entities with their id."""
    named = caption(node, open_)
    if node.label in ENTITY_LABELS.values():
        return f"{named} ({node.id})"
    return f"{node.label} {named}".strip()


def edges_of(paths: Sequence[RankedPath]) -> list[Edge]:
    """Return the edges of paths, in their order."""
    return [edge for path in paths for step in path.steps for edge in step]


def as_data(
    path: RankedPath, places: Places, things: Mapping[str, Node], open_: bool, most: int | None = None
) -> dict[str, Any]:
    """Return a path as JSON values: {rarity, nodes: [part with size and hub], steps: [[edge]]}, see `api.parts`.

    `things` are what ties say is shared (`api.parts.shared`); `most` is how many rows of evidence each edge tells,
    None means all.
    """
    return {
        "rarity": path.rarity,
        "nodes": [sized_part(node, size, open_) for node, size in zip(path.nodes, path.sizes, strict=True)],
        "steps": [[edge_data(edge, places, things, open_, most) for edge in step] for step in path.steps],
    }


def as_lines(path: RankedPath, places: Places, open_: bool) -> list[str]:
    """Return a path as lines: the way itself, how rare its ties are, then every tie with its days and rows."""
    way = title(path.nodes[0], open_)
    for node, ties in zip(path.nodes[1:], path.steps, strict=True):
        names = " + ".join(dict.fromkeys(tie.type for tie in ties))
        left = "←" if all(tie.end != node.id for tie in ties) else "—"
        right = "→" if all(tie.end == node.id for tie in ties) else "—"
        way += f" {left}{names}{right} {title(node, open_)}"
    return [way, _rarity(path), *chain.from_iterable(_tie(tie, places) for ties in path.steps for tie in ties)]


def _rarity(path: RankedPath) -> str:
    hubs = [f"{node.id} ({size:,})" for node, size in zip(path.nodes, path.sizes, strict=True) if size > HUB]
    return f"rarity {path.rarity:.2g}" + (f"; with many ties: {', '.join(hubs)}" if hubs else "")


def _tie(tie: Edge, places: Places) -> list[str]:
    kind = tie.properties.get("kind")
    said = " ".join(filter(None, (f"{tie.type} ({kind})" if kind else tie.type, days(tie))))
    rows = [(record, place) for record in tie.properties.get("records") or () for place in places.get(record, ())]
    lines = [
        f"  {place['file']}{' / ' + place['sheet'] if place['sheet'] else ''}, row {place['row']}  {record}"
        for record, place in rows[:SHOWN_ROWS]
    ]
    more = len(rows) - SHOWN_ROWS
    return [said, *lines, *([f"  and {more:,} rows more (--json names all)"] if more > 0 else [])]


def days(tie: Edge) -> str:
    """Return when a tie was in force, in words; empty where no day of it is known."""
    if never_together(tie.properties):
        return "never at the same time"
    start, end, at = (tie.properties.get(name) for name in ("valid_from", "valid_to", "at"))
    told = [f"on {at}"] if at else []
    told += [f"from {start}"] if start else []
    told += [f"to {end}" if start else f"until {end}"] if end else []
    return " ".join(told)
