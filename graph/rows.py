"""Graphs as Arrow tables in the order that the schema declares."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from core import clock
from graph.schema import Element, Property, Schema
from graph.store import GraphRows

ENDS = ("_from_label", "_from", "_to_label", "_to")
_ARROW = {
    "string": pa.string(),
    "strings": pa.list_(pa.string()),
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
}


def arrow_schema(element: Element) -> pa.Schema:
    """Return names and types of the properties of a node label or relationship type, in their fixed order."""
    return pa.schema([(p.name, _ARROW[p.type]) for p in element.properties])


def node_schema(element: Element) -> pa.Schema:
    """Return the columns of a node table: `id`, then the properties."""
    return pa.schema([("id", pa.string()), *arrow_schema(element)])


def relationship_schema(element: Element) -> pa.Schema:
    """Return the columns of a relationship table: the four that name its ends, then the properties."""
    return pa.schema([*((name, pa.string()) for name in ENDS), *arrow_schema(element)])


def companions(element: Element, given: Mapping[str, Any], workdays: bool = True) -> dict[str, Any]:
    """Return given properties with those that dates and intervals bring (`_day`, `_cal`, `_workday`, open ends)."""
    found = dict(given)
    for name in [p.name for p in element.properties if p.type == "date"]:
        value: date | None = given.get(name)
        stem = name.removeprefix("valid_")
        if element.interval and name.startswith("valid_"):
            value = value or (clock.UNKNOWN_FROM if stem == "from" else clock.UNKNOWN_TO)
        if value is not None:
            found[f"{stem}_day"], found[f"{stem}_cal"] = clock.day(value), clock.cal(value)
            if workdays and name in element.workdays:
                found[f"{stem}_workday"] = clock.workday(value)
    return found


def _table(schema: pa.Schema, rows: list[dict[str, Any]], properties: Iterable[Property]) -> pa.Table:
    lists = [p.name for p in properties if p.type == "strings"]
    for row in rows:
        if unknown := sorted(row.keys() - set(schema.names)):
            raise KeyError(f"the schema does not declare {', '.join(unknown)}")
        for name in lists:
            row[name] = row.get(name) or []
    return pa.Table.from_pylist(rows, schema=schema)


def from_dicts(
    schema: Schema,
    nodes: Iterable[tuple[str, str, Mapping[str, Any]]],
    relationships: Iterable[tuple[str, str, str, Mapping[str, Any]]] = (),
) -> GraphRows:
    """Make a small graph from (label, id, properties) and (type, id of start, id of end, properties).

    Date companions are derived; `confidence` is 1.0 unless given. Raises KeyError for what the schema does not declare.
    """
    labels: dict[str, str] = {}
    by_label: dict[str, list[dict[str, Any]]] = {}
    for label, node_id, given in nodes:
        labels[node_id] = label
        by_label.setdefault(label, []).append({"id": node_id, **companions(schema.nodes[label], given)})
    by_type: dict[str, list[dict[str, Any]]] = {}
    for name, start, end, given in relationships:
        ends = dict(zip(ENDS, (labels[start], start, labels[end], end), strict=True))
        found = {"confidence": 1.0, **companions(schema.relationships[name], given)}
        by_type.setdefault(name, []).append({**ends, **found})
    return GraphRows(
        {k: _table(node_schema(schema.nodes[k]), v, schema.nodes[k].properties) for k, v in by_label.items()},
        {
            k: _table(relationship_schema(schema.relationships[k]), v, schema.relationships[k].properties)
            for k, v in by_type.items()
        },
    )
