"""Which provisional persons cannot be one: the rows name them side by side.

Two roles of one row are two persons, unless the mapping says that one may be the other; so are two parts of a cell, and
two whom one list of a case names, unless both show one number.
"""

import duckdb

_MAY_BE = """
    EXISTS (FROM {source}.may_be x WHERE x.table_name = a.table_name AND (
        (x.role = split_part(a.role, '.', 1) AND x.other = split_part(b.role, '.', 1))
        OR (x.role = split_part(b.role, '.', 1) AND x.other = split_part(a.role, '.', 1))))
"""


def _of_rows(held: str) -> str:
    return f"""SELECT a.node AS one, b.node AS other FROM {held} a JOIN {held} b USING (record_id)
    WHERE a.mention_id < b.mention_id AND NOT {_MAY_BE}"""


# A list may be long: only those are compared who could be taken for each other.
_APART = f"""
CREATE OR REPLACE TABLE apart AS
WITH listed AS (
    SELECT list_id, node, number, surname, left(sound, 1) AS initial
    FROM {{source}}.mention_list JOIN node_mention USING (mention_id)),
pair AS (
    {_of_rows("node_mention")}
    UNION ALL
    SELECT a.node, b.node FROM listed a JOIN listed b USING (list_id)
    WHERE a.node < b.node AND (a.number = b.number) IS DISTINCT FROM true
      AND (a.surname = b.surname OR a.initial = b.initial OR a.surname IS NULL OR b.surname IS NULL))
SELECT DISTINCT least(one, other) AS a, greatest(one, other) AS b
FROM pair JOIN node x ON x.node = one JOIN node y ON y.node = other
WHERE one <> other AND NOT (x.valid AND y.valid)
ORDER BY ALL
"""


def find(con: duckdb.DuckDBPyConnection, source: str) -> None:
    """Make apart(a, b): pairs of nodes, not both with a number of their own, whom the rows tell apart."""
    con.execute(_APART.format(source=source))


# Of profile latin a word of the name, or the sound of the family name, makes two alike.
_OF_LATIN = f"""
WITH listed AS (
    SELECT list_id, m.node, m.number, n.words, n.sound_family
    FROM {{source}}.mention_list JOIN latin_node_mention m USING (mention_id) JOIN latin_node n USING (node)),
pair AS (
    {_of_rows("latin_node_mention")} AND (a.number = b.number) IS DISTINCT FROM true
    UNION ALL
    SELECT a.node, b.node FROM listed a JOIN listed b USING (list_id)
    WHERE a.node < b.node AND (a.number = b.number) IS DISTINCT FROM true
      AND (list_has_any(a.words, b.words) OR a.sound_family = b.sound_family))
SELECT DISTINCT least(one, other), greatest(one, other) FROM pair WHERE one <> other ORDER BY ALL
"""


def of_latin(con: duckdb.DuckDBPyConnection, source: str) -> list[tuple[int, int]]:
    """Return the pairs of nodes of profile latin whom one row or list names under different numbers or none."""
    return con.execute(_OF_LATIN.format(source=source)).fetchall()
