"""Who and what the graph shows: the live records, and the entity or node that each name in a row stands for.

Temporary tables made here:
    live(place, record_id, table_name, observed, batch_date)    records in the graph; newer ones have a higher place
    mention_seat(mention_id, record_id, place, table_name, name, label, id, probability, bare)
    seat_<T>(place, record_id, name, label, id, probability)    mentions and keyed nodes of one agency table
"""

from collections.abc import Iterable

import duckdb

from graph.schema import ENTITY_LABELS
from loaders.mapping import Mapping

_BARE = """number IS NULL AND birth_date IS NULL AND len(coalesce(old_numbers, [])) = 0
           AND len(coalesce(phones, [])) = 0 AND len(coalesce(addresses, [])) = 0
           AND coalesce(birth_text, birth_place, postcode, occupation) IS NULL"""


def loaded(con: duckdb.DuckDBPyConnection, mappings: Iterable[Mapping]) -> list[Mapping]:
    """Return the mappings whose table holds records, in the order of their tables."""
    found = {name for (name,) in con.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").fetchall()}
    return sorted((m for m in mappings if f"val_{m.table}" in found), key=lambda m: m.table)


def prepare(con: duckdb.DuckDBPyConnection, mappings: Iterable[Mapping]) -> None:
    """Make the temporary tables from the records; retired and sealed records are in none of them.

    An entity all of whose mentions hold a name and nothing else is left out too.
    """
    tables = [mapping.table for mapping in mappings]
    nothing = "SELECT '' AS record_id, '' AS table_name, NULL::DATE AS observed, NULL::DATE AS batch_date LIMIT 0"
    stated = " UNION ALL ".join(
        [f"({nothing})"]
        + [f"SELECT record_id, '{table}', observed, batch_date FROM val_{table} WHERE NOT retired" for table in tables]
    )
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE live AS
        SELECT row_number() OVER (ORDER BY coalesce(observed, batch_date, DATE '0001-01-01'), record_id) AS place, *
        FROM ({stated})
        WHERE record_id NOT IN (SELECT record_id FROM sealed_record)""")
    label = " ".join(f"WHEN '{kind}' THEN '{label}'" for kind, label in ENTITY_LABELS.items())
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE mention_seat AS
        SELECT mention_id, record_id, place, table_name, regexp_replace(role, '\\.\\d+$', '') AS name,
               CASE entity_type {label} END AS label, entity_id AS id, match_probability AS probability,
               {_BARE} AND match_basis = 'alone' AS bare
        FROM mention JOIN mention_entity USING (mention_id) JOIN live USING (record_id, table_name)""")
    con.execute("DELETE FROM mention_seat WHERE bare AND id NOT IN (SELECT id FROM mention_seat WHERE NOT bare)")
    for table in tables:
        con.execute(f"""
            CREATE OR REPLACE TEMP TABLE seat_{table} AS
            SELECT place, record_id, name, label, id, probability FROM mention_seat WHERE table_name = '{table}'
            UNION ALL
            SELECT place, record_id, alias, label, node_id, NULL FROM row_node JOIN live USING (record_id)
            WHERE record_id >= '{table}:' AND record_id < '{table};'""")
