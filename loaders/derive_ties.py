"""Ties between two: what they share, and kinship, as one relationship that a rule can follow in a step.

TIED_TO has kind, via (the shared node, or what kin they are), size (how many share it) and an interval in which both
shared it. A sighting of a phone or address tells of a use that began at an unknown day.
"""

import duckdb

from resolution.normalise import phones

LARGEST = 20
"""Groups beyond this are hubs: they stay visible as nodes, and nobody is tied to everybody in them."""

_OFFICES = ("SHAREHOLDER_OF", "LEGAL_REP_OF", "OFFICER_OF")
_PERIOD = "r.valid_from, r.valid_to, r.records, r.confidence"
_SIGHTING = "NULL::DATE AS valid_from, r.valid_to, r.records, r.confidence"
_ENDS = "r._from_label AS label, r._from AS entity"

_DIRECT = "_from_label, _from, _to_label, _to, records, confidence"

_ATTACHED = f"""
CREATE OR REPLACE TEMP TABLE attached AS
SELECT 'phone' AS kind, r._to AS via, {_ENDS}, {_SIGHTING} FROM rel_USES r JOIN node_Phone p ON p.id = r._to
WHERE NOT regexp_full_match(p.number, '{phones.SERVICE}')
UNION ALL SELECT 'address', r._to, {_ENDS}, {_SIGHTING} FROM rel_AT r JOIN node_Address a ON a.id = r._to
          WHERE a.room_level AND r._from_label IN ('Person', 'Organization', 'Undecided')
UNION ALL SELECT 'vehicle', r._to, {_ENDS}, {_PERIOD} FROM rel_OWNS r WHERE r._to_label = 'Vehicle'
UNION ALL SELECT 'employer', r._to, {_ENDS}, {_PERIOD} FROM rel_WORKS_AT r
          WHERE r._to_label = 'Organization' AND r.valid_from IS NOT NULL
UNION ALL SELECT 'account', r._to, {_ENDS}, {_PERIOD} FROM rel_HOLDS r WHERE r._to_label = 'Account'
UNION ALL SELECT 'account', p._to, {_ENDS}, r.valid_from, r.valid_to, list_concat(r.records, p.records),
                 least(r.confidence, p.confidence)
          FROM rel_RECEIVES r JOIN rel_PAID_TO p ON p._from = r._to
"""

_TIES = f"""
INSERT INTO rel_TIED_TO BY NAME
WITH sized AS (
    SELECT kind, via, count(DISTINCT entity) AS size FROM attached GROUP BY ALL HAVING size BETWEEN 2 AND {LARGEST}),
shared AS (
    SELECT a.label AS _from_label, a.entity AS _from, b.label AS _to_label, b.entity AS _to, kind, via, s.size,
           greatest(a.valid_from, b.valid_from) AS valid_from, least(a.valid_to, b.valid_to) AS valid_to,
           list_concat(a.records, b.records) AS records, least(a.confidence, b.confidence) AS confidence
    FROM sized s JOIN attached a USING (kind, via) JOIN attached b USING (kind, via) WHERE a.entity < b.entity),
direct AS (
    SELECT {_DIRECT}, valid_from AS since, 'family' AS kind, 'spouse' AS via FROM rel_SPOUSE
    UNION ALL SELECT {_DIRECT}, NULL, 'family', 'parent' FROM rel_PARENT_OF
    UNION ALL SELECT {_DIRECT}, valid_from, 'own_company', _to FROM attached_office),
every AS (
    SELECT * FROM shared
    UNION ALL BY NAME
    SELECT CASE WHEN _from < _to THEN _from_label ELSE _to_label END AS _from_label, least(_from, _to) AS _from,
           CASE WHEN _from < _to THEN _to_label ELSE _from_label END AS _to_label, greatest(_from, _to) AS _to,
           kind, via, 2 AS size, since AS valid_from, records, confidence
    FROM direct WHERE _from <> _to)
SELECT _from_label, _from, _to_label, _to, kind, via, any_value(size) AS size, valid_from,
       CASE WHEN count(*) = count(valid_to) THEN max(valid_to) END AS valid_to,
       list_sort(list_distinct(flatten(list(records)))) AS records, min(confidence) AS confidence
FROM every GROUP BY _from_label, _from, _to_label, _to, kind, via, valid_from
"""


def ties(con: duckdb.DuckDBPyConnection) -> None:
    """Add (one)-[:TIED_TO {kind, via, size}]-(other), once per pair, kind, thing and beginning.

    kind: family, own_company (one runs or holds the other), phone, address (of room level), vehicle, employer, company,
    account. An interval whose end lies before its beginning says that both shared the thing, and never at one time.
    """
    offices = " UNION ALL BY NAME ".join(
        f"SELECT _from_label, _from, _to_label, _to, valid_from, valid_to, records, confidence FROM rel_{name}"
        for name in _OFFICES
    )
    con.execute(f"CREATE OR REPLACE TEMP TABLE attached_office AS {offices}")
    con.execute(_ATTACHED)
    con.execute(f"""
        INSERT INTO attached BY NAME
        SELECT 'company' AS kind, r._to AS via, {_ENDS}, {_PERIOD} FROM attached_office r""")
    con.execute(_TIES)
    con.execute("DROP TABLE attached")
    con.execute("DROP TABLE attached_office")
