"""Everyone in a case looked up at once: other cases, custody, judgments, open leads, and ties between the parties."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from api.around import around
from api.dossier import day_of
from api.parts import never_together, part, shared
from core.masking import by_level
from graph.schema import ENTITY_LABELS, load_schema
from graph.store import Edge, GraphStore, Node

MOST_PARTIES = 40
MOST_EDGES = 200
"""Edges of a party that are looked at at once; of one with more, some of each type."""
MOST_OF_TYPE = 100
_SOUGHT_ROLES = (
    "suspect", "defendant", "original_defendant", "convict", "not_prosecuted", "debtor", "respondent", "guarantor",
)  # fmt: skip
"""Roles of those whom a case is about: they are looked up first where a case has more parties than are."""
_PARTIES = "MATCH (c:`Case` {id: $id})<-[r:PARTY_IN]-(p) RETURN p.id AS id, r.role AS role"
_LOOKED_AT = {
    "PARTY_IN": "other_cases", "DEFENDANT_IN": "judgments", "SUBJECT_OF": "decisions", "IN_CUSTODY": "custody",
    "IN_REHAB": "custody", "UNDER": "measures", "LISTED_IN": "lists", "TIED_TO": "ties", "SPOUSE": "ties",
    "PARENT_OF": "ties", "GUARDIAN_OF": "ties", "KIN": "ties",
}  # fmt: skip
"""What is looked at of each party, and where it is told; a correction is told by its label."""
SECTIONS = ("other_cases", "judgments", "decisions", "custody", "corrections", "measures", "lists")


def parties_of(store: GraphStore, case_ids: Sequence[str]) -> tuple[list[Node], dict[str, list[str]], int]:
    """Return the parties of cases, their roles by id, and how many there are in all; at most `MOST_PARTIES`.

    Where there are more, those stay whom the case is about.
    """
    roles: dict[str, set[str]] = {}
    for case_id in case_ids:
        for row in store.read(_PARTIES, {"id": case_id}):
            roles.setdefault(row["id"], set()).add(row["role"] or "")
    first = sorted(roles, key=lambda one: (roles[one].isdisjoint(_SOUGHT_ROLES), one))[:MOST_PARTIES]
    return store.nodes(first), {one: sorted(roles[one] - {""}) for one in first}, len(roles)


def screen(
    store: GraphStore, case_ids: Sequence[str], open_: bool
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], int]:
    """Return the parties of cases with what else is known of each, the ties between them, and how many parties."""
    parties, roles, total = parties_of(store, case_ids)
    near = {
        one.id: around(store, one.id, list(_LOOKED_AT), most=MOST_EDGES, of_type=MOST_OF_TYPE) for one in parties
    }  # fmt: skip
    edges = {one: found.edges for one, found in near.items()}
    told = [
        {
            **part(one, open_), "roles": roles[one.id], **_sections(edges[one.id], case_ids, open_),
            "cut": bool(near[one.id].cut),
        }
        for one in parties
    ]  # fmt: skip
    return told, _ties(store, parties, edges, open_), total


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
    store: GraphStore, parties: Sequence[Node], edges_of: Mapping[str, Sequence[tuple[Edge, Node]]], open_: bool
) -> list[dict[str, Any]]:
    """Return what ties two parties directly, or by somebody or something that both are tied to; the rarest first."""
    ids = {one.id: one for one in parties}
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    direct: list[Edge] = []
    third: dict[str, dict[str, Edge]] = {}
    for one in parties:
        for edge, other in edges_of[one.id]:
            if _LOOKED_AT[edge.type] != "ties":
                continue
            if other.id in ids:
                direct.append(edge)
            elif other.label in ENTITY_LABELS.values():
                third.setdefault(other.id, {}).setdefault(one.id, edge)
    nodes = shared(store, direct, {other.id: other for some in edges_of.values() for _, other in some})
    for edge in direct:
        a, b = sorted((edge.start, edge.end))
        via = str(edge.properties.get("via") or "")
        # A tie that begins anew is told once for each time; seen from both ends it is one.
        key = (a, b, edge.type, str(edge.properties.get("kind")), via, str(edge.properties.get("valid_from")))
        found[key] = _tie(ids[a], ids[b], [edge], nodes.get(via), open_)
    for other_id, joined in sorted(third.items()):
        for a, b in combinations(sorted(joined), 2):
            found[a, b, other_id] = _tie(ids[a], ids[b], [joined[a], joined[b]], nodes[other_id], open_)
    return sorted(found.values(), key=lambda one: (len(one["types"]), one["size"], one["a"]["id"], one["b"]["id"]))


def _tie(a: Node, b: Node, edges: Sequence[Edge], via: Node | None, open_: bool) -> dict[str, Any]:
    """Return a tie of two parties: of what kind, by whom or what, how many share it, and what it rests on."""
    schema, first = load_schema(), edges[0]
    apart = never_together(first.properties)
    return {
        "a": part(a, open_), "b": part(b, open_),
        "types": [
            {"zh": schema.relationships[one.type].title_zh, "en": schema.relationships[one.type].title_en}
            for one in edges
        ],
        "kinds": [one.properties.get("kind") or one.type.lower() for one in edges],
        "via": part(via, open_) if via else None, "size": max(int(one.properties.get("size") or 2) for one in edges),
        "valid_from": None if apart else day_of(first.properties.get("valid_from")),
        "valid_to": None if apart else day_of(first.properties.get("valid_to")), "apart": apart,
        "records": sorted({record for one in edges for record in one.properties.get("records") or ()})[:10],
    }  # fmt: skip
