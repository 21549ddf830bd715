"""How two are tied, as lines for people and as data for programs: each step with its days and its rows."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from core.masking import by_level
from graph.schema import ENTITY_LABELS, load_schema
from graph.store import Edge, Node, Path

Places = Mapping[str, Sequence[Mapping[str, Any]]]
"""By record id, where it stands: [{file, sheet, row}]."""

SHOWN_ROWS = 5
"""Rows of evidence of a tie on the screen; a tie of long standing has hundreds."""


def title(node: Node, open_: bool) -> str:
    """Return how a node is called, masked as its caption asks for; entities with their id."""
    kind = load_schema().nodes[node.label]
    value = node.properties.get(kind.caption)
    caption = str(value if open_ else by_level(value, kind.level(kind.caption))) if value else ""
    if node.label in ENTITY_LABELS.values():
        return f"{caption} ({node.id})"
    return f"{node.label} {caption}".strip()


def records_of(paths: Sequence[Path]) -> list[str]:
    """Return the ids of the records that the ties of paths rest on, sorted."""
    return sorted({record for path in paths for edge in path.edges for record in edge.properties.get("records") or ()})


def as_data(path: Path, places: Places, open_: bool) -> dict[str, Any]:
    """Return a path as JSON values; days are null where nothing is known of them."""
    return {
        "nodes": [{"id": node.id, "label": node.label, "title": title(node, open_)} for node in path.nodes],
        "edges": [
            {
                "type": edge.type, "from": edge.start, "to": edge.end,
                **{name: edge.properties.get(name) for name in ("valid_from", "valid_to", "at")},
                "records": edge.properties.get("records") or [],
                "evidence": [{"record_id": record, **place} for record, place in _rows(edge, places)],
            }
            for edge in path.edges
        ],
    }  # fmt: skip


def as_lines(paths: Sequence[Path], places: Places, open_: bool) -> list[list[str]]:
    """Return paths as lines: the way itself, then every tie of it with its days and rows.

    Paths through the same nodes are one: what ties two in several ways stands in one step.
    """
    ways: dict[tuple[str, ...], list[Path]] = {}
    for path in paths:
        ways.setdefault(tuple(node.id for node in path.nodes), []).append(path)
    return [_lines(alike, places, open_) for alike in ways.values()]


def _lines(alike: Sequence[Path], places: Places, open_: bool) -> list[str]:
    nodes = alike[0].nodes
    steps: list[list[Edge]] = []
    for number in range(len(nodes) - 1):
        ties = [path.edges[number] for path in alike]
        steps.append([tie for first, tie in enumerate(ties) if tie not in ties[:first]])
    way = title(nodes[0], open_)
    for node, ties in zip(nodes[1:], steps, strict=True):
        names = " + ".join(dict.fromkeys(tie.type for tie in ties))
        left = "←" if all(tie.end != node.id for tie in ties) else "—"
        right = "→" if all(tie.end == node.id for tie in ties) else "—"
        way += f" {left}{names}{right} {title(node, open_)}"
    return [way, *chain.from_iterable(_tie(tie, places) for ties in steps for tie in ties)]


def _tie(tie: Edge, places: Places) -> list[str]:
    kind = tie.properties.get("kind")
    said = " ".join(filter(None, (f"{tie.type} ({kind})" if kind else tie.type, days(tie))))
    rows = _rows(tie, places)
    lines = [
        f"  {place['file']}{' / ' + place['sheet'] if place['sheet'] else ''}, row {place['row']}  {record}"
        for record, place in rows[:SHOWN_ROWS]
    ]
    more = len(rows) - SHOWN_ROWS
    return [said, *lines, *([f"  and {more:,} rows more (--json names all)"] if more > 0 else [])]


def days(tie: Edge) -> str:
    """Return when a tie was in force, in words; empty where no day of it is known."""
    start, end, at = (tie.properties.get(name) for name in ("valid_from", "valid_to", "at"))
    told = [f"on {at}"] if at else []
    told += [f"from {start}"] if start else []
    told += [f"to {end}" if start else f"until {end}"] if end else []
    return " ".join(told)


def _rows(tie: Edge, places: Places) -> list[tuple[str, Mapping[str, Any]]]:
    return [(record, place) for record in tie.properties.get("records") or () for place in places.get(record, ())]
