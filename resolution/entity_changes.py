"""How entities grew and shrank: kept for those whose mentions changed, and carried from generation to generation."""

from pathlib import Path

import duckdb

from records.store import attached

_TABLE = """
CREATE OR REPLACE TABLE entity_change (
    entity_id VARCHAR, generation INTEGER, mentions BIGINT, gained BIGINT, lost BIGINT)
"""

# Records that an older Clew made do not tell.
_TOLD = "FROM duckdb_tables() WHERE database_name = 'before' AND table_name = 'entity_change'"

_CHANGED = """
INSERT INTO entity_change BY NAME
WITH sealed AS (
    SELECT record_id FROM before.sealed_record UNION SELECT record_id FROM sealed_record),
moved AS (
    SELECT p.entity_id AS former, e.entity_id AS present
    FROM before.mention_entity p FULL JOIN mention_entity e USING (mention_id)
    WHERE p.entity_id IS DISTINCT FROM e.entity_id AND split_part(mention_id, '#', 1) NOT IN (FROM sealed)),
change AS (
    SELECT entity_id, count(*) FILTER (gained) AS gained, count(*) FILTER (NOT gained) AS lost
    FROM (SELECT former AS entity_id, false AS gained FROM moved UNION ALL SELECT present, true FROM moved)
    GROUP BY entity_id)
SELECT entity_id, $1 AS generation, mentions, gained, lost
FROM change JOIN (
    SELECT entity_id, count(*) AS mentions FROM before.mention_entity
    WHERE split_part(mention_id, '#', 1) NOT IN (FROM sealed) GROUP BY ALL) USING (entity_id)
ORDER BY entity_id
"""


def write(con: duckdb.DuckDBPyConnection, previous: Path | None, generation: int) -> None:
    """Write table entity_change from mention_entity: one line per entity and generation that changed its mentions.

    entity_change(entity_id, generation, mentions, gained, lost): mentions is how many it had before; an entity that
    went has lost them all, and one that is new has no line. Mentions of sealed records are not counted: when one came
    would tell that there is one. `previous` is the records file of the generation before.
    """
    con.execute(_TABLE)
    if previous is None:
        return
    with attached(con, previous, "before"):
        if con.execute(_TOLD).fetchall():
            con.execute("INSERT INTO entity_change FROM before.entity_change ORDER BY generation, entity_id")
        con.execute(_CHANGED, [generation])
