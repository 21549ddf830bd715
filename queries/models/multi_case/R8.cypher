// R8 异地并案未并: (a) one suspect in open cases of different counties, or (b) on bail in one county and under arrest in
// another. A case of the procuratorate belongs to the matter of its police case. Each person is one lead, under the case
// that was filed first.
MATCH (p:Person)-[t:PARTY_IN|UNDER]->(n:`Case`|Measure)
OPTIONAL MATCH (n)<-[h:HAS_MEASURE]-(m:`Case`)
WITH p, t, h, n.kind AS kind, n.from_day AS from_day, n.to_day AS to_day, coalesce(m.id, n.id) AS id
MATCH (c:`Case` {id: id})
OPTIONAL MATCH (c)-[gone:MERGED_INTO]->(into:`Case`)
WITH p, t, h, c,
     CASE WHEN h IS NULL AND t.role IN ['suspect', 'defendant'] AND c.kind = 'police'
               AND (c.status = 'investigating' OR c.valid_to IS NOT NULL AND c.to_day > $as_of_day)
               AND gone IS NULL THEN 'open'
          WHEN h IS NULL AND t.role IN ['suspect', 'defendant'] AND c.kind = 'procuratorate'
               AND c.type IN ['arrest_review', 'prosecution_review']
               AND (c.decision IS NULL OR c.decision = 'returned' OR c.decided_day > $as_of_day) THEN 'open'
          WHEN kind IN ['bail', 'arrest'] AND from_day <= $as_of_day AND $as_of_day <= to_day
               AND NOT (coalesce(c.status, '') IN ['jurisdiction_moved', 'merged'] AND c.to_day <= $as_of_day)
               THEN kind
          ELSE '' END AS standing,
     CASE WHEN c.kind = 'police' THEN c.valid_from ELSE c.accepted END AS since
WHERE standing <> '' AND since <= $as_of
WITH p, collect(DISTINCT c.id) AS ids, collect(t) AS ties, collect(h) AS measures,
     collect(CASE WHEN standing = 'open' THEN c.id ELSE null END) AS open,
     collect(CASE WHEN standing = 'bail' THEN c.id ELSE null END) AS bailed,
     collect(CASE WHEN standing = 'arrest' THEN c.id ELSE null END) AS arrested
UNWIND ids AS one
UNWIND ids AS other
MATCH (a:`Case` {id: one})
MATCH (b:`Case` {id: other})
OPTIONAL MATCH (before_a:`Case` {kind: 'police'})-[s1:NEXT_STAGE]->(a)
OPTIONAL MATCH (before_b:`Case` {kind: 'police'})-[s2:NEXT_STAGE]->(b)
WITH p, ties, measures, open, bailed, arrested, a, b, coalesce(before_a.id, a.id) AS matter_a,
     coalesce(before_b.id, b.id) AS matter_b,
     toString(CASE WHEN a.kind = 'police' THEN a.valid_from ELSE a.accepted END) + ' ' + a.case_no AS place
WHERE matter_a <> matter_b
  AND a.county <> b.county
  AND (a.id IN open AND b.id IN open OR a.id IN bailed AND b.id IN arrested OR a.id IN arrested AND b.id IN bailed)
WITH p, min(place) AS first, collect(DISTINCT a.county) AS counties, collect(DISTINCT a.case_no) AS cases,
     collect(ties) AS ties, collect(measures) AS measures
RETURN p.id AS principal, right(first, size(first) - 11) AS event_key, date(left(first, 10)) AS event_date, null AS amount,
       [] AS parties, '' AS excluded, counties, cases, ties, measures
