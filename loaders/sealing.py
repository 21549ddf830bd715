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

    A criminal row is sealed by itself when its person was under 18 on the offence date, else the row's earliest date,
    else the first day of the case it names; a row flagged as a minor's is sealed as such. With it is sealed every
    candidate of that person that names the same case at any stage, or the same correction, unless it knows of an
    offence as an adult. Not sealed is what belongs to a judgment of that person above five years, for life or to
    death, linked by case number.
    """
    tables = {name for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    minor = f"coalesce({sql_cal('day')} < {sql_cal('birth_date')} + 21600, FALSE)"
    con.execute(f"""
        CREATE OR REPLACE TABLE sealed_record AS
        WITH RECURSIVE names AS (
            SELECT record_id, node_id AS matter FROM row_node WHERE label IN ('Case', 'Correction')),
        stage AS ({_stages(tables)}),
        begun AS ({_begun(tables)}),
        heavy AS ({_heavy(tables)}),
        candidate AS (
            SELECT s.record_id, me.entity_id, bool_or(s.flagged) AS flagged, bool_and(s.along) AS along, e.birth_date,
                   min(s.offence) AS offence, coalesce(min(s.offence), min(s.earliest), min(b.day)) AS day
            FROM seal_candidate s JOIN mention_entity me USING (mention_id) JOIN entity e USING (entity_id)
            LEFT JOIN names n ON n.record_id = s.record_id LEFT JOIN begun b USING (matter)
            GROUP BY s.record_id, me.entity_id, e.birth_date),
        own AS MATERIALIZED (
            SELECT record_id, entity_id FROM candidate c
            WHERE flagged OR (NOT along AND {minor} AND NOT EXISTS (
                SELECT 1 FROM names n JOIN heavy h USING (matter)
                WHERE n.record_id = c.record_id AND h.entity_id = c.entity_id))),
        about AS MATERIALIZED (
            SELECT record_id, entity_id, matter FROM candidate c JOIN names n USING (record_id)
            WHERE entity_id IN (SELECT entity_id FROM own) AND (offence IS NULL OR {minor})
                  AND (entity_id, matter) NOT IN (SELECT entity_id, matter FROM heavy)),
        step AS MATERIALIZED (
            SELECT a.entity_id, a.matter, b.matter AS other FROM about a JOIN about b USING (record_id, entity_id)
            UNION SELECT DISTINCT a.entity_id, a.matter, s.other FROM about a JOIN stage s USING (matter)),
        sealed AS (
            SELECT entity_id, matter FROM own JOIN about USING (record_id, entity_id)
            UNION SELECT entity_id, step.other FROM sealed JOIN step USING (entity_id, matter))
        SELECT record_id FROM own UNION SELECT record_id FROM about JOIN sealed USING (entity_id, matter)
        ORDER BY record_id""")
    return int(con.execute("SELECT count(*) FROM sealed_record").fetchall()[0][0])


def _stages(tables: set[str]) -> str:
    """Return the query of (matter, other): two stages of one case, as rows of pc_case state them."""
    if "val_pc_case" not in tables:
        return "SELECT '' AS matter, '' AS other LIMIT 0"
    return """
        SELECT a.matter, b.matter AS other
        FROM names a JOIN val_pc_case USING (record_id) JOIN names b USING (record_id)"""


def _begun(tables: set[str]) -> str:
    """Return the query of (matter, day): the first day of a case."""
    found = [
        f"SELECT node_id, {days} AS day FROM row_node JOIN val_{table} USING (record_id) WHERE alias = 'case'"
        for table, days in _CASE_DAYS.items()
        if f"val_{table}" in tables
    ]
    every = " UNION ALL ".join(found) or "SELECT '' AS node_id, CAST(NULL AS DATE) AS day LIMIT 0"
    return f"SELECT node_id AS matter, min(day) AS day FROM ({every}) GROUP BY node_id"


def _heavy(tables: set[str]) -> str:
    """Return the query of (entity_id, matter): whom a heavy judgment concerns, and every stage of its case."""
    if "val_ct_criminal_judgment" not in tables:
        return "SELECT '' AS entity_id, '' AS matter LIMIT 0"
    return f"""
        WITH judged AS (
            SELECT me.entity_id, n.matter
            FROM val_ct_criminal_judgment v JOIN mention m USING (record_id) JOIN mention_entity me USING (mention_id)
            JOIN names n USING (record_id) WHERE NOT v.retired AND ({HEAVY}))
        SELECT * FROM judged UNION SELECT judged.entity_id, stage.other FROM judged JOIN stage USING (matter)"""
