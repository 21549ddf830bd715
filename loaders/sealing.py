"""Which records are sealed because the person was a minor (刑事诉讼法 art. 286), once it is known who is who."""

import duckdb

from core.clock import sql_cal

HEAVY = "term_months > 60 OR principal_penalty IN ('life', 'death_suspended', 'death')"
_CASE_DAYS = {
    "ps_criminal_case": "least(accept_date, filing_date)",
    "pc_case": "accept_date",
    "ct_case": "filing_date",
}
"""Tables that describe a case (as `case` of their mapping) → its first day."""


def seal(con: duckdb.DuckDBPyConnection) -> int:
    """Fill sealed_record(record_id) and return how many records are sealed.

    A criminal row is sealed when its person was under 18 on the offence date, else the row's earliest date, else the
    first day of the case it names; a row flagged as a minor's is sealed as such. Not sealed is what belongs to a
    judgment of that person above five years, for life or to death, linked by case number.
    """
    tables = {name for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    con.execute(f"""
        CREATE OR REPLACE TABLE sealed_record AS
        WITH names AS (SELECT record_id, node_id AS case_id FROM row_node WHERE label = 'Case'),
        begun AS ({_begun(tables)}),
        heavy AS ({_heavy(tables)}),
        judged AS (
            SELECT s.record_id, me.entity_id, bool_or(s.flagged) AS flagged, e.birth_date,
                   coalesce(min(s.offence), min(s.earliest), min(b.day)) AS day
            FROM seal_candidate s JOIN mention_entity me USING (mention_id) JOIN entity e USING (entity_id)
            LEFT JOIN names n ON n.record_id = s.record_id LEFT JOIN begun b USING (case_id)
            GROUP BY ALL)
        SELECT DISTINCT record_id FROM judged j
        WHERE flagged OR ({sql_cal("day")} < {sql_cal("birth_date")} + 21600 AND NOT EXISTS (
            SELECT 1 FROM names n JOIN heavy h USING (case_id)
            WHERE n.record_id = j.record_id AND h.entity_id = j.entity_id))
        ORDER BY record_id""")
    return int(con.execute("SELECT count(*) FROM sealed_record").fetchall()[0][0])


def _begun(tables: set[str]) -> str:
    """Return the query of (case_id, day)."""
    found = [
        f"SELECT node_id, {days} AS day FROM row_node JOIN val_{table} USING (record_id) WHERE alias = 'case'"
        for table, days in _CASE_DAYS.items()
        if f"val_{table}" in tables
    ]
    every = " UNION ALL ".join(found) or "SELECT '' AS node_id, CAST(NULL AS DATE) AS day LIMIT 0"
    return f"SELECT node_id AS case_id, min(day) AS day FROM ({every}) GROUP BY node_id"


def _heavy(tables: set[str]) -> str:
    """Return the query of (entity_id, case_id): whom a heavy judgment concerns, and every stage of its case.

    The chain from police to court is what rows of pc_case state.
    """
    if "val_ct_criminal_judgment" not in tables:
        return "SELECT '' AS entity_id, '' AS case_id LIMIT 0"
    own = f"""
        SELECT me.entity_id, n.case_id
        FROM val_ct_criminal_judgment v JOIN mention m USING (record_id) JOIN mention_entity me USING (mention_id)
        JOIN names n USING (record_id) WHERE NOT v.retired AND ({HEAVY})"""
    if "val_pc_case" not in tables:
        return own
    return f"""
        WITH own AS ({own})
        SELECT * FROM own UNION SELECT own.entity_id, b.case_id
        FROM own JOIN names a USING (case_id) JOIN val_pc_case USING (record_id) JOIN names b USING (record_id)"""
