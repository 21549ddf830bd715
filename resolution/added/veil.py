"""What sealed records alone say of somebody whom open ones name too: no answer may rest on it.

A sealed row then says nothing but the number that it shares with the open ones, its person is made of what these say,
and sits where these put it. A provisional person whom sealed rows alone make up is not found, but stays where the run
joined it: what was made one with its help is not told to fall apart.
"""

from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa

from core.progress import silent
from records.store import attached
from resolution import default_days, forms, kinds, nodes, owners

_SEALED = "record_id IN (SELECT record_id FROM records.sealed_record)"

_VEILED = f"""
CREATE SCHEMA told;
CREATE TABLE named AS
SELECT DISTINCT node FROM (SELECT *, split_part(mention_id, '#', 1) AS record_id FROM records.provisional_mention)
WHERE {_SEALED};
CREATE TABLE held AS
SELECT mention_id, node, {_SEALED} AS sealed
FROM (SELECT *, split_part(mention_id, '#', 1) AS record_id
      FROM records.provisional_mention SEMI JOIN named USING (node));
CREATE TABLE hidden AS SELECT node FROM held GROUP BY node HAVING bool_and(sealed);
CREATE TABLE veiled AS
SELECT node FROM held SEMI JOIN (SELECT node FROM records.provisional WHERE valid) USING (node)
GROUP BY node HAVING bool_or(sealed) AND NOT bool_and(sealed);
CREATE TABLE told.mention AS
SELECT m.* REPLACE (
    CASE WHEN NOT h.sealed THEN m.name END AS name, CASE WHEN NOT h.sealed THEN m.birth_date END AS birth_date,
    CASE WHEN NOT h.sealed THEN m.sex END AS sex, CASE WHEN NOT h.sealed THEN m.employer END AS employer,
    CASE WHEN h.sealed THEN [] ELSE m.phones END AS phones,
    CASE WHEN h.sealed THEN [] ELSE m.addresses END AS addresses,
    CASE WHEN h.sealed THEN [] ELSE m.other_names END AS other_names,
    CASE WHEN h.sealed THEN [] ELSE m.old_numbers END AS old_numbers)
FROM records.mention m JOIN held h USING (mention_id) SEMI JOIN veiled USING (node);
"""

_OWN = """
CREATE TABLE own_number AS
SELECT h.mention_id, n.number FROM held h SEMI JOIN veiled USING (node) JOIN records.provisional n USING (node)
"""

# What the run left out because too many share it stays out.
_PERSONS = """
SELECT n.* REPLACE (
    b.name AS name, b.sound AS sound, b.shape AS shape, b.surname AS surname, b.name_pattern AS name_pattern,
    b.names AS names, b.places AS places,
    nullif(list_filter(n.homes, lambda one: list_contains(b.homes, one)), []) AS homes,
    nullif(list_filter(n.buildings, lambda one: list_contains(b.buildings, one)), []) AS buildings,
    nullif(list_filter(n.phones, lambda one: list_contains(b.phones, one)), []) AS phones,
    nullif(list_filter(b.phone_times, lambda one: list_contains(n.phones, one.phone)), []) AS phone_times,
    nullif(list_filter(n.employers, lambda one: list_contains(
        list_transform(b.employers, lambda other: other[3:]), one[3:])), []) AS employers)
FROM records.provisional n
JOIN (SELECT DISTINCT h.node, m.node AS built FROM node_mention m JOIN held h USING (mention_id)) x USING (node)
JOIN node b ON b.node = x.built ORDER BY n.node
"""

_SEATS = """
WITH open AS (SELECT mention_id, node, split_part(mention_id, '#', 1) AS record_id
              FROM held SEMI JOIN veiled USING (node) WHERE NOT sealed),
placed AS (SELECT o.node, coalesce(m.matter, r.node_id) AS context, r.label
           FROM open o JOIN records.row_node r USING (record_id) LEFT JOIN records.kept_matter m USING (node_id)),
tied AS (SELECT o.node, 'tie:' || t.type || ':' || t.side AS label
         FROM (SELECT type, 'object' AS side, object AS mention_id FROM records.mention_tie
               UNION ALL SELECT type, 'subject', subject FROM records.mention_tie) t JOIN open o USING (mention_id))
SELECT k.* FROM records.kept_context k SEMI JOIN veiled USING (node)
WHERE (k.node, k.context, k.label) IN (SELECT (node, context, label) FROM placed)
   OR (k.node, k.label) IN (SELECT (node, label) FROM tied) ORDER BY ALL
"""


class Veil(NamedTuple):
    """hidden: nodes that sealed rows alone make up; mentions, persons and seats: the rows of mention, provisional and
    kept_context, as they are told, of those whom sealed and open rows make up."""

    hidden: pa.Table
    mentions: pa.Table
    persons: pa.Table
    seats: pa.Table


def read(records: Path) -> Veil:
    """Return what may be told of those of a generation whom sealed rows name."""
    with duckdb.connect() as con, attached(con, records, "records"):
        con.execute(_VEILED)
        forms.build(con, "told", silent)
        kinds.decide(con, "told", default_days.kept(con))
        owners.read(con)
        con.execute(_OWN)
        nodes.build(con)
        hidden, mentions = "FROM hidden ORDER BY node", "FROM told.mention ORDER BY mention_id"
        return Veil(*(con.sql(query).to_arrow_table() for query in (hidden, mentions, _PERSONS, _SEATS)))
