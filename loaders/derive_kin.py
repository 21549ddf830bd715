"""Kin that no row states: members of one household or tenancy, through its head."""

import duckdb

KIN = {
    "spouse": ("spouse",),
    "child": ("son", "daughter", "child"),
    "parent": ("father", "mother", "parent"),
    "other": (
        "child_in_law", "grandchild", "parent_in_law", "grandparent", "sibling", "sibling_in_law", "other_relative",
    ),
}  # fmt: skip
"""Kind of KIN → words of the relation dictionary; `self` is the head, `unrelated` is no kin."""


def kin(con: duckdb.DuckDBPyConnection) -> None:
    """Add (member)-[:KIN {kind}]->(head): the member is the head's spouse, child, parent or other relative.

    Left out where a marriage or parentage between the two is stated by itself.
    """
    words = ", ".join(f"('{word}', '{kind}')" for kind, words in KIN.items() for word in words)
    con.execute(f"""
        INSERT INTO rel_KIN BY NAME
        WITH word(relation, kind) AS (VALUES {words}),
        tied AS (SELECT _from, _to FROM rel_SPOUSE UNION ALL SELECT _from, _to FROM rel_PARENT_OF),
        seat AS (
            SELECT _to AS home, _from AS person, 'self' AS relation, records, confidence FROM rel_HEADS
            UNION ALL SELECT _to, _from, relation, records, confidence FROM rel_MEMBER_OF
            UNION ALL SELECT _to, _from, CASE WHEN role = 'main' THEN 'self' ELSE relation END, records, confidence
                      FROM rel_RENTS)
        SELECT 'Person' AS _from_label, m.person AS _from, 'Person' AS _to_label, h.person AS _to, w.kind,
               list_sort(list_distinct(flatten(list(list_concat(m.records, h.records))))) AS records,
               min(least(m.confidence, h.confidence)) AS confidence
        FROM seat m JOIN word w USING (relation) JOIN seat h ON h.home = m.home AND h.relation = 'self'
        WHERE m.person <> h.person
          AND NOT EXISTS (SELECT 1 FROM tied t WHERE t._from = m.person AND t._to = h.person)
          AND NOT EXISTS (SELECT 1 FROM tied t WHERE t._from = h.person AND t._to = m.person)
        GROUP BY m.person, h.person, w.kind""")
