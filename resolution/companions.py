"""The company one keeps: who stands on a row beside a known person is looked for among those around that person.

Around a known person are all who share a row with them, and the known ones of their households, cases and other small
contexts. Who shows the number of another is looked for around that other too, and in the role of a parent may be their
spouse.
"""

import duckdb

# Who stands beside a known person, and who shows that one's number: the latter is hardly ever a stranger.
BESIDE, SHOWN = LABELS = ["Beside", "Shown"]
# A row of more persons is a list, a context of more a register: to be there says little about one's company.
LARGEST_ROW, LARGEST_CONTEXT = 8, 12
# Years between spouses; children and parents of one of them are further off.
BETWEEN_SPOUSES = 12

_BESIDE = f"""
CREATE OR REPLACE TABLE beside AS
WITH person AS (
    SELECT record_id, node, valid FROM (SELECT DISTINCT record_id, node FROM node_mention) JOIN node USING (node)),
row_of AS (
    SELECT record_id FROM person GROUP BY record_id
    HAVING count(*) BETWEEN 2 AND {LARGEST_ROW} AND NOT bool_and(valid) AND bool_or(valid))
SELECT x.node AS known, y.node, '{BESIDE}' AS label
FROM person x JOIN person y USING (record_id) JOIN row_of USING (record_id)
WHERE x.valid AND NOT y.valid
UNION
SELECT o.node, m.node, '{SHOWN}' FROM node_mention m JOIN node o ON o.number = m.number
WHERE m.valid AND NOT m.owned AND o.node <> m.node
"""

_AROUND = f"""
INSERT INTO context
WITH sought AS (SELECT DISTINCT known, label FROM beside),
small AS (
    SELECT context, label, node FROM (SELECT DISTINCT context, label, node FROM context) JOIN node USING (node)
    WHERE valid QUALIFY count(*) OVER (PARTITION BY context, label) BETWEEN 2 AND {LARGEST_CONTEXT}),
person AS (SELECT DISTINCT record_id, node FROM node_mention),
around AS (
    SELECT known, node, label FROM beside
    UNION SELECT s.known, b.node, s.label FROM sought s JOIN small a ON a.node = s.known
          JOIN small b ON b.context = a.context AND b.label = a.label AND b.node <> s.known
    UNION SELECT s.known, b.node, s.label FROM sought s JOIN person a ON a.node = s.known
          JOIN person b ON b.record_id = a.record_id AND b.node <> s.known JOIN node n ON n.node = b.node AND n.valid)
SELECT lower(around.label) || ':' || n.number, around.label, around.node, NULL FROM around JOIN node n ON n.node = known
"""

# Parents of one child, and spouses.
_COUPLES = """
CREATE OR REPLACE TABLE couple AS
WITH parent AS (
    SELECT t.record_id, object AS child, node FROM {source}.mention_tie t JOIN node_mention ON mention_id = subject
    WHERE type = 'PARENT_OF'),
pair AS (
    SELECT x.node AS one, y.node AS other FROM parent x JOIN parent y USING (record_id, child) WHERE x.node <> y.node
    UNION
    SELECT x.node, y.node FROM {source}.mention_tie t
    JOIN node_mention x ON x.mention_id = t.subject JOIN node_mention y ON y.mention_id = t.object
    WHERE t.type = 'SPOUSE' AND x.node <> y.node)
SELECT one, other FROM pair UNION SELECT other, one FROM pair
"""

# Whoever stands as a parent under the number of one of the other sex is that one's spouse; where no row names a spouse,
# the only one in their household who is of that sex and age.
_SPOUSES = f"""
CREATE OR REPLACE TABLE spouse_edge AS
WITH parent AS (
    SELECT m.node, o.node AS shown, o.birth_date AS born, m.sex
    FROM node_mention m JOIN {{source}}.mention_tie t ON t.subject = m.mention_id AND t.type = 'PARENT_OF'
    JOIN node o ON o.number = m.number
    WHERE m.valid AND NOT m.owned AND m.name IS NULL AND m.sex <> o.sex),
choice AS (
    SELECT p.node, n.node AS other, true AS named
    FROM parent p JOIN couple c ON c.one = p.shown JOIN node n ON n.node = c.other AND n.valid AND n.sex = p.sex
    UNION
    SELECT p.node, n.node, false
    FROM parent p JOIN (SELECT DISTINCT context, node FROM context WHERE label = 'Household') h ON h.node = p.shown
    JOIN (SELECT DISTINCT context, node FROM context WHERE label = 'Household') g ON g.context = h.context
    JOIN node n ON n.node = g.node AND n.valid AND n.sex = p.sex
    WHERE abs(year(n.birth_date) - year(p.born)) <= {BETWEEN_SPOUSES})
SELECT node AS a, min(other) AS b FROM choice c
WHERE named OR NOT EXISTS (FROM choice d WHERE d.node = c.node AND d.named)
GROUP BY node HAVING count(DISTINCT other) = 1
"""


def seat(con: duckdb.DuckDBPyConnection, source: str) -> None:
    """Add to context those who stand beside and around a known person; make spouse_edge(a, b)."""
    con.execute(_BESIDE)
    con.execute(_AROUND)
    con.execute(_COUPLES.format(source=source))
    con.execute(_SPOUSES.format(source=source))
