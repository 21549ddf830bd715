"""The build stage: from records, mentions and entities to the graph."""

from collections.abc import Callable, Iterator, Mapping

import duckdb
import pyarrow as pa

from core.progress import Progress
from graph.rows import ENDS, node_schema, relationship_schema
from graph.schema import Schema
from graph.store import GraphRows, GraphStore
from loaders import derive, graph_columns, graph_keys, graph_nodes, graph_relationships, graph_seats, search_index
from loaders.mapping import Mapping as TableMapping
from records import lookup_tables


class _Tables(Mapping[str, pa.Table]):
    """Arrow tables made when they are asked for, so that only one is in memory at a time."""

    def __init__(self, names: Mapping[str, object], make: Callable[[str], pa.Table]) -> None:
        self._names, self._make = names, make

    def __getitem__(self, name: str) -> pa.Table:
        if name not in self._names:
            raise KeyError(name)
        return self._make(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def write(
    con: duckdb.DuckDBPyConnection,
    mappings: Mapping[str, TableMapping],
    schema: Schema,
    store: GraphStore,
    progress: Progress,
) -> dict[str, object]:
    """Build the graph of the records in `store`, and in the records what look-ups and search read.

    Returns counts: nodes, relationships, labels and types (of each, none left out), same_entity and undeclared_ends
    (statements dropped because both ends are one entity, or because the schema does not join such ends).
    """
    progress("putting nodes and relationships together")
    dropped = _assemble(con, mappings, schema)
    progress("writing the graph")
    store.replace(_rows(con, schema))
    progress("writing what look-ups and search read")
    lookup_tables.write(con)
    search_index.write(con)
    counts = store.counts()
    labels = {name: counts[name] for name in schema.nodes}
    types = {name: counts[name] for name in schema.relationships}
    return {
        "nodes": sum(labels.values()), "relationships": sum(types.values()), "labels": labels, "types": types, **dropped
    }  # fmt: skip


def rows(con: duckdb.DuckDBPyConnection, mappings: Mapping[str, TableMapping], schema: Schema) -> GraphRows:
    """Return the graph of the records; its tables are read from `con` when they are asked for."""
    _assemble(con, mappings, schema)
    return _rows(con, schema)


def _assemble(con: duckdb.DuckDBPyConnection, mappings: Mapping[str, TableMapping], schema: Schema) -> dict[str, int]:
    """Make the temporary tables node_<Label> and rel_<TYPE>; return what was dropped."""
    loaded = graph_seats.loaded(con, mappings.values())
    graph_columns.make_calendar(con)
    graph_seats.prepare(con, loaded)
    keys = graph_keys.make_keys(con, loaded)
    graph_nodes.make_nodes(con, loaded, schema, keys)
    dropped = graph_relationships.make_relationships(con, loaded, schema)
    graph_keys.make_key_relationships(con, schema)
    derive.derive(con)
    return dropped


def _rows(con: duckdb.DuckDBPyConnection, schema: Schema) -> GraphRows:
    def nodes(label: str) -> pa.Table:
        node = schema.nodes[label]
        columns = graph_columns.finished(node)
        found = con.sql(f"SELECT t.id, {columns} FROM node_{label} t ORDER BY id").to_arrow_table()
        return found.cast(node_schema(node))

    def relationships(name: str) -> pa.Table:
        kind = schema.relationships[name]
        columns = graph_columns.finished(kind)
        order = ", ".join((*ENDS, *(f'"{column}"' for column in kind.distinguished_by)))
        found = con.sql(f"SELECT {', '.join(ENDS)}, {columns} FROM rel_{name} t ORDER BY {order}").to_arrow_table()
        return found.cast(relationship_schema(kind))

    return GraphRows(_Tables(schema.nodes, nodes), _Tables(schema.relationships, relationships))
