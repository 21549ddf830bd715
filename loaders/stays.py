"""When the live records say that someone was held: custody and compulsory rehabilitation, with the facility."""

import duckdb

from loaders.expressions import literal, sql_condition, sql_valid, sql_value
from loaders.mapping import Mapping
from loaders.mentions import LIVE

_HELD = ("IN_CUSTODY", "IN_REHAB")


def write(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> None:
    """Write mention_stay(mention_id, place, held_from, held_to) of one table; an open or unknown day is NULL."""
    for relationship in mapping.relationships:
        if relationship.type not in _HELD or relationship.valid is None:
            continue
        place = mapping.nodes[relationship.object].set.get("facility")
        first, last = sql_valid(relationship.valid, mapping)
        con.execute(f"""
            INSERT INTO mention_stay
            SELECT m.mention_id, {sql_value(place, mapping, wanted="string") if place else "NULL"}, {first}, {last}
            FROM val_{mapping.table} v JOIN mention m USING (record_id)
            WHERE {LIVE} AND m.role = {literal(relationship.subject)}
              AND {sql_condition(relationship.when, mapping)}""")
