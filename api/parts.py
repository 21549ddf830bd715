"""Nodes and edges as data, masked as the schema asks for; page, case system and `clew path` are told the same."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.masking import by_level
from graph.path_search import HUB
from graph.schema import ENTITY_LABELS, load_schema
from graph.store import Edge, GraphStore, Node

Places = Mapping[str, Sequence[Mapping[str, Any]]]
"""By record id, where it stands: [{file, sheet, row}]."""

SHOWN_ROWS = 5
"""Rows of evidence of an edge that are told; one of long standing has hundreds, and `evidence_total` counts them."""
SOUGHT = (
    "Person", "Organization", "Undecided", "Case", "Vehicle", "Plate", "RealEstate", "Address", "Phone", "Account"
)  # fmt: skip
"""Labels of what search finds, in the order of the page."""
_STAND_INS = ("code", "number")
"""What a thing is called by where it has no name: an agency of which rows give the code alone."""
_FACTS = ("number", "birth_date")


def caption(node: Node, open_: bool) -> str:
    """Return how a node is called, masked unless open as its caption asks for; empty where it has no name."""
    kind = load_schema().nodes[node.label]
    named = [kind.caption, *(name for name in _STAND_INS if name != kind.caption)]
    for name in named:
        if value := node.properties.get(name):
            return str(value if open_ else by_level(value, kind.level(name)))
    return ""


def part(node: Node, open_: bool) -> dict[str, str]:
    """Return a node as {id, label, title}."""
    return {"id": node.id, "label": node.label, "title": caption(node, open_)}


def sized_part(node: Node, size: int, open_: bool) -> dict[str, Any]:
    """Return a node with how many edges it has, and whether that makes it a hub."""
    return {**part(node, open_), "size": size, "hub": size > HUB}


def properties(node: Node, open_: bool) -> list[dict[str, Any]]:
    """Return the declared properties of a node that have a value: [{name, title, value}], masked unless open."""
    kind = load_schema().nodes[node.label]
    return [
        {
            "name": one.name,
            "title": {"zh": one.title or one.name, "en": one.name.replace("_", " ")},
            "value": node.properties[one.name] if open_ else by_level(node.properties[one.name], one.level),
        }
        for one in kind.declared
        if node.properties.get(one.name) not in (None, "", [])
    ]


def shared(store: GraphStore, edges: Iterable[Edge], known: Mapping[str, Node] | None = None) -> dict[str, Node]:
    """Return by id the things that derived ties say are shared; those already known are not read again."""
    found = dict(known or {})
    ids = {str(edge.properties.get("via") or "") for edge in edges} - found.keys()
    unknown = sorted(one for one in ids if load_schema().label_of(one))
    return found | {node.id: node for node in (store.nodes(unknown) if unknown else ())}


def never_together(told: Mapping[str, Any]) -> bool:
    """Say whether two shared a thing one after the other: then the interval of their tie ends before it begins."""
    start, end = told.get("valid_from"), told.get("valid_to")
    return start is not None and end is not None and end < start


def edge_data(
    edge: Edge, places: Places, things: Mapping[str, Node], open_: bool, most: int | None = SHOWN_ROWS
) -> dict[str, Any]:
    """Return an edge with its days and at most so many of the rows that state it; days are null where unknown.

    `apart` says that two shared a thing one after the other, so that their tie has no days. `via` is what a derived
    tie says is shared, null where that is kinship, and `size` how many share it; `things` are nodes by id (`shared`).
    """
    kind = load_schema().relationships[edge.type]
    told = edge.properties

    def shown(name: str) -> Any:
        value = told.get(name)
        return value if open_ or value is None else by_level(value, kind.level(name))

    via, apart = things.get(told.get("via") or ""), never_together(told)
    rows = [{"record_id": one, **place} for one in told.get("records") or () for place in places.get(one, ())]
    return {
        "type": edge.type, "title": {"zh": kind.title_zh, "en": kind.title_en}, "from": edge.start, "to": edge.end,
        "kind": shown("kind"), "role": shown("role"),
        "via": part(via, open_) if via else None, "size": told.get("size"),
        **{name: None if apart else told.get(name) for name in ("valid_from", "valid_to")}, "at": told.get("at"),
        "apart": apart,
        "confidence": told.get("confidence"), "records": list(told.get("records") or ())[:most],
        "evidence": rows[:most], "evidence_total": len(rows),
    }  # fmt: skip


def records_of(edges: Sequence[Edge]) -> list[str]:
    """Return the ids of the records that edges rest on, sorted."""
    return sorted({record for edge in edges for record in edge.properties.get("records") or ()})


def masked_entity(row: Mapping[str, Any], open_: bool) -> dict[str, Any]:
    """Return an entity of `records.lookup.entities`: {id, label, title, number, birth_date, sex}."""
    label = ENTITY_LABELS[row["entity_type"]]
    kind = load_schema().nodes[label]
    facts = {name: row[name] if open_ else by_level(row[name], kind.level(name)) for name in _FACTS}
    title = row["name"] or ""
    told = {"id": row["entity_id"], "label": label, "sex": row["sex"]}
    return {**told, **facts, "title": title if open_ else str(by_level(title, kind.level(kind.caption)))}


def masked_facts(row: Mapping[str, Any], open_: bool) -> dict[str, Any]:
    """Return what search found: {id, label, title, number, birth_date, sex, mentions, sources, matched}."""
    kind = load_schema().nodes[row["label"]]
    told = {name: row[name] for name in ("id", "label", "sex", "mentions", "sources", "matched")}
    facts = {name: row[name] if open_ else by_level(row[name], kind.level(name)) for name in _FACTS}
    title = row["name"] or ""
    return {**told, **facts, "title": title if open_ else str(by_level(title, kind.level(kind.caption)))}
