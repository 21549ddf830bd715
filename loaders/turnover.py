"""Deliveries that replace the one before and share next to nothing with it: each may hold only rows of its own."""

import duckdb

FEW = 0.1
"""Share of the older keys; a register that is sent whole keeps far more of them from one delivery to the next."""

REMEDY = "if each delivery holds only rows of its own, say `delivery: increment` in sources.yaml"


def note(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Write a warning for the files of every such delivery of a table, with the number of keys that it retires.

    Reads the temporary tables standing and placed of loaders/settle.py.
    """
    con.execute(
        f"""
        INSERT INTO file_warning
        WITH snapshots AS (
            SELECT source_id, position AS newer, lag(position) OVER (PARTITION BY source_id ORDER BY position) AS older
            FROM (SELECT DISTINCT source_id, position FROM standing WHERE table_name = $1 AND delivery = 'snapshot')),
        replaced AS (SELECT * FROM snapshots WHERE older IS NOT NULL),
        keys AS (
            SELECT DISTINCT source_id, position, base FROM placed
            WHERE source_id IN (SELECT source_id FROM replaced)),
        unlike AS (
            SELECT r.source_id, r.newer, r.older, count(*) - count(n.base) AS gone
            FROM replaced r JOIN keys o ON o.source_id = r.source_id AND o.position = r.older
            LEFT JOIN keys n ON n.source_id = r.source_id AND n.position = r.newer AND n.base = o.base
            GROUP BY ALL HAVING count(n.base) < {FEW} * count(*)),
        named AS (SELECT position, min(path) AS path FROM standing GROUP BY position)
        SELECT s.file_id, 'shares almost no key with ' || o.path || ', which it retires; {REMEDY}', u.gone
        FROM unlike u JOIN standing s ON s.position = u.newer JOIN named o ON o.position = u.older
        """,
        [table],
    )
