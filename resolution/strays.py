"""A number that stands alone in a role, where the matter holds a relative of its bearer in that role instead.

Nothing beside such a number says whose it is, and a clerk may have written a relative's. Two things give that away: the
matter names a relative in the role and its bearer nowhere; or the role is one that a single person holds, and all other
rows of the matter give it to a relative. Whose row it is, is then left to people.
"""

import duckdb

from resolution.contexts import EVERYONES, KIN

# A role is held by one where nearly all rows of a thing agree on who holds it, in enough things to tell.
_AGREE, _ENOUGH = 0.98, 20

_SEATS = """
CREATE OR REPLACE TABLE role_seat AS
WITH own AS (SELECT m.*, name IS NULL AND birth_date IS NULL AS bare
             FROM person_mention m SEMI JOIN own_number USING (mention_id)),
place AS (SELECT DISTINCT record_id, node_id AS thing, label FROM {source}.row_node
          WHERE label NOT IN {everyones}),
seated AS (SELECT thing, label, role, number, record_id, bare FROM own JOIN place USING (record_id))
SELECT thing, label, role, number, bool_and(bare) AS bare, count(DISTINCT record_id) AS records
FROM seated SEMI JOIN (SELECT DISTINCT thing, role FROM seated WHERE bare) USING (thing, role) GROUP BY ALL
"""

_SINGLE = f"""
CREATE OR REPLACE TABLE single_role AS
SELECT label, role FROM (
    SELECT label, role, sum(records) AS records, max(records) AS most FROM role_seat GROUP BY thing, label, role)
WHERE records > 1 GROUP BY label, role HAVING count(*) >= {_ENOUGH} AND sum(most) >= {_AGREE} * sum(records)
"""

_KIN = """
CREATE OR REPLACE TABLE kin AS
WITH tie AS (
    SELECT DISTINCT a.number AS one, b.number AS other
    FROM {source}.mention_tie t JOIN own_number a ON a.mention_id = t.subject
    JOIN own_number b ON b.mention_id = t.object
    WHERE t.type IN {kin} AND a.number <> b.number),
both_ways AS (FROM tie UNION SELECT other, one FROM tie)
FROM both_ways UNION
SELECT x.other, y.other FROM both_ways x JOIN both_ways y USING (one) WHERE x.other <> y.other
"""

_STRAYS = """
WITH doubted AS (
    SELECT s.thing, s.role, s.number, r.role IS NOT NULL AND s.records = 1 AND o.records > 1 AS outvoted
    FROM role_seat s JOIN role_seat o ON o.thing = s.thing AND o.label = s.label AND o.role = s.role
    SEMI JOIN kin k ON k.one = s.number AND k.other = o.number
    LEFT JOIN single_role r ON r.label = s.label AND r.role = s.role
    WHERE s.bare AND (NOT o.bare OR outvoted)),
called AS (
    SELECT r.node_id AS thing, m.name FROM {source}.row_node r JOIN person_mention m USING (record_id)
    WHERE m.name IS NOT NULL AND r.node_id IN (SELECT thing FROM doubted))
SELECT DISTINCT m.mention_id
FROM doubted d JOIN {source}.row_node r ON r.node_id = d.thing
JOIN person_mention m ON m.record_id = r.record_id AND m.role = d.role AND m.number = d.number
JOIN number_bearer b ON b.number = d.number
WHERE outvoted OR NOT EXISTS (FROM called c WHERE c.thing = d.thing AND c.name = b.name)
"""


def leave_out(con: duckdb.DuckDBPyConnection, source: str) -> None:
    """Take from own_number the numbers that stand alone where a relative of their bearer is known to belong.

    Makes role_seat and single_role, by which the like is told of new rows.
    """
    seat(con, source)
    con.execute(_SINGLE)
    con.execute("DELETE FROM own_number WHERE mention_id IN (SELECT unnest($1::VARCHAR[]))", [found(con, source)])


def found(con: duckdb.DuckDBPyConnection, source: str) -> list[str]:
    """Return the mentions whose number is in doubt; reads role_seat and single_role."""
    con.execute(_KIN.format(source=source, kin=KIN))
    rows = con.execute(_STRAYS.format(source=source)).fetchall()
    con.execute("DROP TABLE kin")
    return sorted(mention for (mention,) in rows)


def seat(con: duckdb.DuckDBPyConnection, source: str) -> None:
    """Make role_seat(thing, label, role, number, bare, records): who holds a role where a number stands alone in it."""
    con.execute(_SEATS.format(source=source, everyones=EVERYONES))
