"""What is known of one node: its mentions, identifiers, ties by group, and days."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from functools import cache
from typing import Any

import duckdb

from api.around import Around, around
from api.lead_data import words
from api.parts import Places, caption, edge_data, never_together, part, properties, records_of, shared
from core.masking import ORDINARY, by_level
from graph.schema import load_schema
from graph.store import Edge, GraphStore, Node
from records import lookup

MOST_EDGES = 300
"""Edges that a dossier reads at once; of a node with more it tells some of each type."""
MOST_OF_TYPE = 50
MOST_MENTIONS = 200
MOST_ROWS = 100
"""Rows of one group."""

GROUPS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "cases": ("案件", "Cases", ("Case", "Judgment", "Decision", "Measure", "ListEntry", "Complaint")),
    "custody": ("羁押、矫正与戒毒", "Custody, correction, rehabilitation", (
        "Custody", "Correction", "RehabStay", "DrugTest", "MonitorEvent",
    )),
    "family": ("家庭", "Family", ("SPOUSE", "PARENT_OF", "GUARDIAN_OF", "KIN", "Household")),
    "ties": ("关联", "Ties", ("TIED_TO",)),
    "organizations": ("单位与职务", "Organizations and posts", (
        "WORKS_AT", "LEGAL_REP_OF", "SHAREHOLDER_OF", "OFFICER_OF", "OPERATES", "RUNS", "ACTS_FOR", "BRANCH_OF",
        "Registration",
    )),
    "assets": ("财产", "Assets", (
        "RealEstate", "Vehicle", "Plate", "Account", "Loan", "Parcel", "Withdrawal", "Licence", "Certificate",
    )),
    "benefits": ("保障与参保", "Benefits and insurance", (
        "Benefit", "Tenancy", "RentDue", "Enrolment", "Settlement", "WorkInjury",
    )),
    "contacts": ("号码、电话与住址", "Numbers, phones, addresses", ("IdNumber", "Phone", "Address")),
    "other": ("其他", "Other", ()),
}  # fmt: skip
"""Titles of the groups, and the relationship types and labels of the other end that belong to each; types first."""
_IDENTIFIERS = ("IdNumber", "Phone", "Address", "Plate")


def group_of(type_: str, label: str) -> str:
    """Return the group that an edge is shown in, by its type and the label of the other end."""
    for name in (type_, label):
        for group, (_, _, members) in GROUPS.items():
            if name in members:
                return group
    return "other"


@cache
def groups_of(type_: str, label: str) -> frozenset[str]:
    """Return the groups that edges of a type may be shown in at a node of this label."""
    ends = [pair for one in load_schema().relationships[type_].ends for pair in (one, one[::-1])]
    return frozenset(group_of(type_, other) for mine, other in ends if mine == label)


def dossier(con: duckdb.DuckDBPyConnection, store: GraphStore, node_id: str, open_: bool) -> dict[str, Any] | None:
    """Return what is known of a node, or None where nothing has this id; an entity may be in the records alone."""
    with ThreadPoolExecutor(1) as aside:
        # The graph is read while the records are.
        reading = aside.submit(_of_graph, store, node_id)
        entity = lookup.entity(con, node_id)
        of_records = _of_records(con, node_id, entity, open_)
        found, near, things = reading.result()
    if entity is None and not found:
        return None
    edges = near.edges
    places = lookup.places(con, records_of([edge for edge, _ in edges]))
    return {
        **(part(found[0], open_) if found else _alone(node_id, entity or {}, open_)),
        **of_records,
        "properties": properties(found[0], open_) if found else [],
        "identifiers": [
            _identifier(edge, other, open_) for edge, other in edges if other.label in _IDENTIFIERS
        ],
        "groups": grouped(node_id, near, places, things, open_),
        "timeline": _timeline(edges, open_),
        "edges_total": near.total,
        "edges_shown": len(edges),
        "updating": store.updating(),
    }  # fmt: skip


def _alone(node_id: str, entity: Mapping[str, Any], open_: bool) -> dict[str, str]:
    kind = load_schema().entity(node_id)
    name = entity["name"] or ""
    return {"id": node_id, "label": kind.name, "title": name if open_ else str(by_level(name, kind.level("name")))}


def _of_graph(store: GraphStore, node_id: str) -> tuple[list[Node], Around, dict[str, Node]]:
    """Return a node, what is around it, and what its derived ties share: mostly what it is tied to itself."""
    found = store.nodes([node_id])
    if not found:
        return [], Around([], {}), {}
    near = around(store, node_id, most=MOST_EDGES, of_type=MOST_OF_TYPE)
    return found, near, shared(store, [edge for edge, _ in near.edges], {other.id: other for _, other in near.edges})


def _of_records(
    con: duckdb.DuckDBPyConnection, node_id: str, entity: Mapping[str, Any] | None, open_: bool
) -> dict[str, Any]:
    if entity is None:
        return {"flags": [], "names": [], "mentions": [], "mentions_total": 0}
    names = entity["names"] or []
    level = load_schema().entity(node_id).level("names")
    mentions = lookup.mentions_of(con, node_id, limit=MOST_MENTIONS)
    return {
        "flags": list(entity["flags"] or []),
        "names": list(names) if open_ else by_level(names, level),
        "mentions": [mention_data(row, node_id, open_) for row in mentions],
        "mentions_total": len(mentions) if len(mentions) < MOST_MENTIONS else lookup.mentions_total(con, node_id),
    }


def mention_data(row: Mapping[str, Any], entity_id: str, open_: bool) -> dict[str, Any]:
    """Return a mention with where it stands, masked unless open; `table_title` is added by who knows the titles."""
    kind = load_schema().entity(entity_id)
    told = {name: row[name] for name in (
        "mention_id", "agency", "role", "file", "sheet", "row", "record_id", "match_basis", "match_probability",
    )}  # fmt: skip
    facts = {name: row[name] if open_ else by_level(row[name], kind.level(name)) for name in ("name", "number")}
    return {**told, **facts, "table": row["table_name"]}


def _identifier(edge: Edge, other: Node, open_: bool) -> dict[str, Any]:
    told = edge.properties
    return {
        "kind": other.label, "value": caption(other, open_), "id": other.id,
        "valid_from": told.get("valid_from"), "valid_to": told.get("valid_to"),
        "holders": other.properties.get("holders"), "valid": other.properties.get("valid"),
    }  # fmt: skip


def grouped(
    node_id: str, near: Around, places: Places, things: Mapping[str, Node], open_: bool
) -> list[dict[str, Any]]:
    """Return edges by group: [{group, title, total, shown, rows: [{edge, other, facts}]}], of a hub some of each type.

    `total` is how many edges belong to the group in all; None where an edge that was not read may belong to another.
    """
    label = load_schema().label_of(node_id) or ""
    rows: dict[str, list[dict[str, Any]]] = {}
    for edge, other in near.edges:
        facts = properties(other, open_)
        row = {"edge": edge_data(edge, places, things, open_), "other": part(other, open_), "facts": facts}
        rows.setdefault(group_of(edge.type, other.label), []).append(row)
    told = []
    for name in (name for name in GROUPS if name in rows):
        shown = _some_of_each_type(rows[name], MOST_ROWS)
        total = _total(name, label, len(rows[name]), near)
        told.append(
            {"group": name, "title": words(*GROUPS[name][:2]), "total": total, "shown": len(shown), "rows": shown}
        )
    return told


def _total(group: str, label: str, read: int, near: Around) -> int | None:
    """Return how many edges belong to a group; None where a type that was cut may belong to others too."""
    cut = [name for name in near.cut if group in groups_of(name, label)]
    if any(len(groups_of(name, label)) > 1 for name in cut):
        return None
    told = sum(edge.type in cut for edge, _ in near.edges)
    return read - told + sum(near.totals[name] for name in cut)


def _some_of_each_type(rows: Sequence[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """Return at most so many rows in their order, of every type as many as of any other while it has some."""
    seen: dict[str, int] = {}
    turns = []
    for place, row in enumerate(rows):
        name = row["edge"]["type"]
        turns.append((seen.setdefault(name, 0), place))
        seen[name] += 1
    return [rows[place] for place in sorted(place for _, place in sorted(turns)[:most])]


def _timeline(edges: Sequence[tuple[Edge, Node]], open_: bool) -> list[dict[str, Any]]:
    """Return what has a day, by day: that of the edge, else that of the other end."""
    found = []
    for edge, other in edges:
        kind = load_schema().relationships[edge.type]
        of_edge = _days(edge.properties)
        day, until = of_edge if of_edge[0] else _days(other.properties)
        if day is not None:
            role = edge.properties.get("role")
            told = role if open_ or role is None else by_level(role, max(kind.level("role"), ORDINARY))
            found.append(
                {
                    "day": day, "until": until, "title": words(kind.title_zh, kind.title_en), "role": told,
                    "other": part(other, open_), "records": list(edge.properties.get("records") or ())[:5],
                }
            )  # fmt: skip
    return sorted(found, key=lambda one: (one["day"], one["title"]["en"], one["other"]["id"]))


def _days(told: Mapping[str, Any]) -> tuple[str | None, str | None]:
    if never_together(told):
        return None, None
    start = told.get("at") or told.get("valid_from")
    return day_of(start), day_of(told.get("valid_to")) if told.get("valid_from") else None


def day_of(value: Any) -> str | None:
    """Return a day or moment as YYYY-MM-DD, None for what is neither."""
    return value.isoformat()[:10] if isinstance(value, date | datetime) else None
