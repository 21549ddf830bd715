"""What look-ups read: open entities, open mentions and places of records, each sorted by what it is looked up by.

DuckDB skips the row groups whose smallest and greatest value rule a key out, so that one key costs a millisecond.
"""

import duckdb

from records.open_entities import OPEN_ENTITIES, OPEN_MENTIONS


def sql_key(expression: str) -> str:
    """Return the DuckDB expression for the number that a text is filed under; two texts share one by chance never."""
    return f"md5_number_lower({expression})"


_TABLES = {
    "open_entity": f"SELECT * FROM ({OPEN_ENTITIES}) ORDER BY entity_id",
    "open_mention": f"""
        SELECT o.entity_id, o.entity_type, o.mention_id, o.record_id, o.table_name, o.role, o.name, o.other_names,
               o.number, o.old_numbers, o.phones, o.match_basis, o.match_probability, s.file_id, s.row
        FROM ({OPEN_MENTIONS}) o JOIN sighting s USING (record_id)
        ORDER BY o.entity_id, o.table_name, s.file_id, s.row, o.mention_id""",
    "place": f"""
        SELECT {sql_key("record_id")} AS key, table_name, file_id, row FROM sighting
        WHERE record_id NOT IN (SELECT record_id FROM sealed_record) ORDER BY key, file_id, row""",
}


def write(con: duckdb.DuckDBPyConnection) -> None:
    """Write the tables that look-ups read, from resolved and sealed records."""
    for name, query in _TABLES.items():
        con.execute(f"CREATE OR REPLACE TABLE {name} AS {query}")
