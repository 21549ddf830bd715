"""Nodes of the graph from records: temporary tables node_<Label>(id, stored properties, records)."""

from collections.abc import Iterable

import duckdb

from graph.schema import ENTITY_LABELS, NodeType, Schema
from loaders.expressions import literal, sql_valid, sql_value
from loaders.graph_columns import RECORDS, merged, null, stored
from loaders.mapping import Mapping, NodeSpec
from records.open_entities import OPEN_ENTITIES

Statements = tuple[str, set[str]]
"""A query of (id, place, record_id, properties …), and the properties it gives."""


def make_nodes(
    con: duckdb.DuckDBPyConnection, mappings: Iterable[Mapping], schema: Schema, keys: dict[str, list[Statements]]
) -> None:
    """Make node_<Label> for every label; `keys` are statements about nodes that mentions make by themselves."""
    found: dict[str, list[Statements]] = {label: list(keys.get(label, ())) for label in schema.nodes}
    for mapping in mappings:
        for spec in mapping.nodes.values():
            found[spec.label].append(_said(mapping, spec, schema.nodes[spec.label]))
    for label, statements in found.items():
        if label not in ENTITY_LABELS.values():
            con.execute(f"CREATE OR REPLACE TEMP TABLE node_{label} AS {_merge(schema.nodes[label], statements)}")
    for kind, label in ENTITY_LABELS.items():
        if label in schema.nodes:
            con.execute(f"CREATE OR REPLACE TEMP TABLE node_{label} AS {_entities(schema.nodes[label], kind)}")


def _said(mapping: Mapping, spec: NodeSpec, node: NodeType) -> Statements:
    types = {p.name: p.type for p in node.declared}
    values = {name: sql_value(value, mapping, "v", types[name]) for name, value in spec.set.items()}
    if spec.valid:
        values["valid_from"], values["valid_to"] = sql_valid(spec.valid, mapping)
    if spec.at:
        values["at"] = sql_value(spec.at, mapping, "v", "date")
    columns = "".join(f', {value} AS "{name}"' for name, value in values.items())
    row = f"JOIN val_{mapping.table} v USING (record_id)" if values else ""
    return (
        f"SELECT s.id, s.place, s.record_id{columns} FROM seat_{mapping.table} s {row} "
        f"WHERE s.name = {literal(spec.alias)}",
        set(values),
    )


def _merge(node: NodeType, statements: list[Statements]) -> str:
    said = {name for _, given in statements for name in given}
    if not statements:
        columns = ", ".join(f'{null(sql_type)} AS "{name}"' for name, sql_type in stored(node).items())
        return f"SELECT '' AS id{', ' if columns else ''}{columns}, CAST([] AS VARCHAR[]) AS records LIMIT 0"
    parts = [part for part in ("id", merged(node, said), RECORDS) if part]
    union = " UNION ALL BY NAME ".join(query for query, _ in statements)
    return f"SELECT {', '.join(parts)} FROM ({union}) GROUP BY id"


def _entities(node: NodeType, kind: str) -> str:
    """Return the query of one kind of entity; what only sealed records say of it is left out."""
    known = {"name", "names", "number", "numbers", "sex", "birth_date", "death_date", "flags"}
    columns = []
    for name, sql_type in stored(node).items():
        if name not in known:
            columns.append(f'{null(sql_type)} AS "{name}"')
        elif sql_type.endswith("[]"):
            columns.append(f"coalesce(e.{name}, []) AS {name}")
        else:
            columns.append(f"e.{name}")
    return f"""
        SELECT e.entity_id AS id, {", ".join(columns)}, s.records
        FROM ({OPEN_ENTITIES}) e
        JOIN (SELECT id, {RECORDS} FROM mention_seat WHERE label = '{node.label}' GROUP BY id) s ON s.id = e.entity_id
        WHERE e.entity_type = '{kind}'"""
