"""Asking what records would become in the graph, without an engine."""

from typing import Any

from graph.schema import load_schema
from graph.store import GraphRows
from loaders import graph_rows, sealing
from tests.graph.records import Rows, built_in, make_records

LI, WANG, XIAO = "110101198001310013", "110101198203050029", "110101201202290017"
PLANT = "91110000100000000X"


def build(tables: Rows, *, sealed: bool = False, sql: str = "") -> GraphRows:
    """Return the graph of records; `sealed` decides first what is sealed, `sql` changes the records before."""
    con = make_records(tables)
    if sql:
        con.execute(sql)
    if sealed:
        sealing.seal(con)
    return graph_rows.rows(con, built_in(), load_schema())


def nodes(rows: GraphRows, label: str) -> list[dict[str, Any]]:
    """Return the nodes of a label without what is empty."""
    return [
        {name: value for name, value in row.items() if value not in (None, [])} for row in rows.nodes[label].to_pylist()
    ]


def relationships(rows: GraphRows, name: str) -> list[dict[str, Any]]:
    """Return the relationships of a type without what is empty."""
    return [
        {key: value for key, value in row.items() if value not in (None, [])}
        for row in rows.relationships[name].to_pylist()
    ]
