"""Phones, addresses and certificate numbers of mentions: key nodes, and how long each was seen with whom."""

from collections.abc import Iterable

import duckdb
import pyarrow as pa

from core.ids import sql_node_id
from graph.schema import Schema
from loaders.expressions import literal, sql_value
from loaders.graph_columns import RECORDS
from loaders.graph_nodes import Statements
from loaders.graph_relationships import CONFIDENCE
from loaders.mapping import Mapping
from loaders.python_values import look_up
from resolution.normalise import numbers

_KEYS = {"Phone": ("USES", "number"), "Address": ("AT", "text"), "IdNumber": ("HAS_NUMBER", "number")}
"""Label → relationship type that leads to it, property that holds its text."""


def make_keys(con: duckdb.DuckDBPyConnection, mappings: Iterable[Mapping]) -> dict[str, list[Statements]]:
    """Make key_<Label>(id, text, kind, record_id, place, _from_label, _from, probability) of mentions in the graph.

    Returns what they say of nodes. Numbers that are placeholders make no node.
    """
    said = "SELECT s.*, {} AS text, NULL AS kind FROM mention JOIN mention_seat s USING (mention_id)"
    queries = {
        "Phone": said.format("unnest(phones)"),
        "IdNumber": said.format("unnest(list_concat([number], old_numbers))"),
        "Address": " UNION ALL ".join(
            f"SELECT s.*, {sql_value(value, mapping)} AS text, {literal(kind)} AS kind "
            f"FROM mention_seat s JOIN val_{mapping.table} v USING (record_id) "
            f"WHERE s.table_name = '{mapping.table}' AND s.name = {literal(role)}"
            for mapping in mappings
            for role, mention in mapping.mentions.items()
            for kind, value in mention.addresses.items()
        )
        or said.format("CAST(NULL AS VARCHAR)"),
    }
    for label, query in queries.items():
        con.execute(f"""
            CREATE OR REPLACE TEMP TABLE key_{label} AS
            SELECT {sql_node_id(label, "text")} AS id, text, kind, record_id, place, label AS _from_label, id AS _from,
                   probability
            FROM ({query}) WHERE text IS NOT NULL""")
    _judge_numbers(con)
    found = {
        label: (f'SELECT id, place, record_id, text AS "{name}" FROM key_{label}', {name})
        for label, (_, name) in _KEYS.items()
    }
    query, said_of = found["IdNumber"]
    found["IdNumber"] = (query.replace(" FROM", ", kind, valid FROM"), {*said_of, "kind", "valid"})
    return {label: [statement] for label, statement in found.items()}


def _judge_numbers(con: duckdb.DuckDBPyConnection) -> None:
    """Give key_IdNumber the kind and validity of each number, and leave placeholders out."""
    look_up(con, "SELECT text FROM key_IdNumber", "judged", {
        "kind": (pa.string(), lambda text: (found := numbers.parse(text)) and found.kind),
        "valid": (pa.bool_(), lambda text: (found := numbers.parse(text)) and found.valid),
    })  # fmt: skip
    con.execute("""
        CREATE OR REPLACE TEMP TABLE key_IdNumber AS
        SELECT k.* REPLACE (j.kind AS kind), j.valid FROM key_IdNumber k JOIN judged j USING (text)
        WHERE j.kind IS DISTINCT FROM 'placeholder'""")


def make_key_relationships(con: duckdb.DuckDBPyConnection, schema: Schema) -> None:
    """Add what key nodes are reached by, with the first and last day each was seen, to rel_<TYPE>."""
    _make_seen(con)
    for label, (name, _) in _KEYS.items():
        kind = ", kind" if any(p.name == "kind" for p in schema.relationships[name].declared) else ""
        con.execute(f"""
            INSERT INTO rel_{name} BY NAME
            SELECT _from_label, _from, '{label}' AS _to_label, id AS _to{kind}, min(day) AS valid_from,
                   max(day) AS valid_to, {RECORDS}, {CONFIDENCE}
            FROM key_{label} JOIN seen USING (place) GROUP BY _from_label, _from, id{kind}""")


def _make_seen(con: duckdb.DuckDBPyConnection) -> None:
    """Make seen(place, day): the day a record speaks of, else the first day of a Case it names, else its batch's."""
    con.execute("""
        CREATE OR REPLACE TEMP TABLE seen AS
        SELECT place, coalesce(observed, first, batch_date) AS day
        FROM live LEFT JOIN (
            SELECT record_id, min(least(c.valid_from, c.at, c.accepted)) AS first
            FROM row_node JOIN node_Case c ON c.id = node_id GROUP BY record_id) USING (record_id)""")
