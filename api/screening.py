"""Everyone in a case looked up at once: other cases, custody, judgments, open leads, and ties between the parties."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from api.dossier import day_of
from api.parts import caption, part
from core.masking import by_level
from graph.schema import ENTITY_LABELS, load_schema
from graph.store import Edge, GraphStore, Node

MOST_PARTIES = 40
MOST_EDGES = 200
_LOOKED_AT = {
    "PARTY_IN": "other_cases", "DEFENDANT_IN": "judgments", "SUBJECT_OF": "decisions", "IN_CUSTODY": "custody",
    "IN_REHAB": "custody", "UNDER": "measures", "LISTED_IN": "lists", "TIED_TO": "ties", "SPOUSE": "ties",
    "PARENT_OF": "ties", "GUARDIAN_OF": "ties", "KIN": "ties",
}  # fmt: skip
"""What is looked at of each party, and where it is told; a correction is told by its label."""
SECTIONS = ("other_cases", "judgments", "decisions", "custody", "corrections", "measures", "lists")


def parties_of(store: GraphStore, case_ids: Sequence[str]) -> tuple[list[Node], dict[str, list[str]], int]:
    """Return the parties of cases, their roles by id, and how many there are in all; at most `MOST_PARTIES`."""
    found: dict[str, Node] = {}
    roles: dict[str, set[str]] = {}
    for case_id in case_ids:
        for edge, other in store.neighbourhood(case_id, ["PARTY_IN"], limit=MOST_EDGES).edges:
            found[other.id] = other
            roles.setdefault(other.id, set()).add(str(edge.properties.get("role") or ""))
    ordered = [found[one] for one in sorted(found)]
    return ordered[:MOST_PARTIES], {one: sorted(roles[one] - {""}) for one in roles}, len(ordered)


def screen(
    store: GraphStore, case_ids: Sequence[str], open_: bool
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], int]:
    """Return the parties of cases with what else is known of each, the ties between them, and how many parties."""
    parties, roles, total = parties_of(store, case_ids)
    around = {
        one.id: store.neighbourhood(one.id, list(_LOOKED_AT), limit=MOST_EDGES).edges for one in parties
    }  # fmt: skip
    told = [
        {**part(one, open_), "roles": roles[one.id], **_sections(around[one.id], case_ids, open_)} for one in parties
    ]
    return told, _ties(parties, around, open_), total


def _sections(
    edges: Sequence[tuple[Edge, Node]], case_ids: Sequence[str], open_: bool
) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in SECTIONS}
    for edge, other in edges:
        section = "corrections" if other.label == "Correction" else _LOOKED_AT[edge.type]
        if section in found and other.id not in case_ids:
            found[section].append(_line(edge, other, open_))
    return {
        name: sorted(rows, key=lambda one: (one["day"] or "", one["id"]), reverse=True) for name, rows in found.items()
    }


def _line(edge: Edge, other: Node, open_: bool) -> dict[str, Any]:
    kind, told = load_schema().nodes[other.label], {**other.properties, **edge.properties}

    def shown(name: str) -> Any:
        value = other.properties.get(name)
        return value if open_ or value is None else by_level(value, kind.level(name))

    return {
        **part(other, open_), "role": edge.properties.get("role"), "kind": shown("kind"), "status": shown("status"),
        "crime": shown("crime"), "day": day_of(told.get("at") or told.get("valid_from")),
        "until": day_of(told.get("valid_to")),
    }  # fmt: skip


def _ties(
    parties: Sequence[Node], around: Mapping[str, Sequence[tuple[Edge, Node]]], open_: bool
) -> list[dict[str, Any]]:
    """Return what ties two parties directly, or by somebody or something that both are tied to; the rarest first."""
    ids = {one.id: one for one in parties}
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    third: dict[str, dict[str, Edge]] = {}
    for one in parties:
        for edge, other in around[one.id]:
            if _LOOKED_AT[edge.type] != "ties":
                continue
            if other.id in ids:
                a, b = sorted((one.id, other.id))
                told = edge.properties
                found[a, b, edge.type, str(told.get("kind")), str(told.get("via"))] = _tie(
                    ids[a], ids[b], [edge], None, open_
                )
            elif other.label in ENTITY_LABELS.values():
                third.setdefault(other.id, {}).setdefault(one.id, edge)
    nodes = {other.id: other for edges in around.values() for _, other in edges}
    for other_id, joined in sorted(third.items()):
        for a, b in combinations(sorted(joined), 2):
            found[a, b, other_id] = _tie(ids[a], ids[b], [joined[a], joined[b]], nodes[other_id], open_)
    return sorted(found.values(), key=lambda one: (one["via"] is not None, one["size"], one["a"]["id"], one["b"]["id"]))


def _tie(a: Node, b: Node, edges: Sequence[Edge], via: Node | None, open_: bool) -> dict[str, Any]:
    """Return a tie of two parties: of what kind, by whom, by a thing that how many share, and what it rests on."""
    schema, first = load_schema(), edges[0]
    through = None if via is None else {**part(via, open_), "title": caption(via, open_)}
    return {
        "a": part(a, open_), "b": part(b, open_),
        "types": [
            {"zh": schema.relationships[one.type].title_zh, "en": schema.relationships[one.type].title_en}
            for one in edges
        ],
        "kinds": [one.properties.get("kind") or one.type.lower() for one in edges],
        "via": through, "size": max(int(one.properties.get("size") or 2) for one in edges),
        "valid_from": day_of(first.properties.get("valid_from")), "valid_to": day_of(first.properties.get("valid_to")),
        "records": sorted({record for one in edges for record in one.properties.get("records") or ()})[:10],
    }  # fmt: skip
