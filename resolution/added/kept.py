"""What a run keeps beside the entities, so that new records find the provisional persons that they may change.

Tables: kept_key(kind, value, node), who holds a number or held it before, a phone or a home of which few do;
kept_crowded(kind, value), phones, homes, buildings, births under one name and contexts that too many share to tell
anything, and default days;
kept_context(context, label, node), who sits in what; kept_matter(node_id, matter), cases of one chain;
kept_apart(a, b), whom the rows tell apart; kept_entity(node, entity_id); kept_bare(thing, role, number), where numbers
stand alone, and kept_single_role(label, role), which one person holds. Organizations and persons of profile latin need
nothing beside the records.
"""

import duckdb

from resolution.contexts import LARGEST
from resolution.nodes import BIRTH_KEY

_KEPT = {
    "kept_key": """
        SELECT 'number' AS kind, number AS value, node FROM node_mention WHERE valid GROUP BY ALL
        UNION SELECT 'number', f.text, node
        FROM (SELECT node, unnest(old_numbers) AS old FROM node_mention WHERE owned)
        JOIN number_form f ON f.number = old AND f.valid
        UNION ALL SELECT 'phone', phone, node FROM node_phone
        UNION ALL SELECT 'home', unnest(homes), node FROM node""",
    "kept_crowded": f"""
        SELECT 'phone' AS kind, phone AS value FROM (SELECT DISTINCT unnest(phones) AS phone FROM person_mention)
        WHERE phone NOT IN (SELECT phone FROM node_phone)
        UNION ALL
        SELECT 'home', home FROM (SELECT home FROM node_home EXCEPT SELECT unnest(homes) FROM node)
        UNION ALL
        SELECT 'building', building FROM (SELECT building FROM node_place WHERE building IS NOT NULL
                                          EXCEPT SELECT unnest(buildings) FROM node)
        UNION ALL
        SELECT 'day', day::VARCHAR FROM default_day
        UNION ALL
        SELECT DISTINCT 'birth', {BIRTH_KEY} FROM node WHERE {BIRTH_KEY} IS NOT NULL AND day IS NULL
        UNION ALL
        SELECT 'context', context || ' ' || label FROM context JOIN node USING (node) GROUP BY context, label
        HAVING count(DISTINCT coalesce(number, name, name_pattern, wrong, pattern)) > {LARGEST}""",
    "kept_context": """
        SELECT DISTINCT context, label, node FROM context
        WHERE context || ' ' || label NOT IN (SELECT value FROM {target}.kept_crowded WHERE kind = 'context')""",
    "kept_matter": "SELECT node_id, matter FROM matter",
    "kept_bare": "SELECT thing, role, number FROM role_seat WHERE bare",
    "kept_single_role": "FROM single_role",
    "kept_apart": "SELECT a, b FROM apart",
    "kept_entity": """
        SELECT m.node, min(e.entity_id) AS entity_id
        FROM node_mention m JOIN {target}.mention_entity e USING (mention_id) GROUP BY m.node""",
}


def write(con: duckdb.DuckDBPyConnection, target: str) -> None:
    """Write the kept tables into the database `target`, from what a run made on the workbench."""
    for table, query in _KEPT.items():
        con.execute(f"CREATE OR REPLACE TABLE {target}.{table} AS {query.format(target=target)}")
