// M19 R8 异地并案未并 · Cases of several counties not joined
// Set the parameters first (00): $as_of, $as_of_day
CALL () {
// R8 异地并案未并: (a) one suspect in open cases of different counties, or (b) on bail in one county and under arrest in
// another. A case of the procuratorate belongs to the matter of its police case. Each person is one lead, under the case
// that was filed first.
MATCH (p:Person)-[t:PARTY_IN|UNDER]->(n:`Case`|Measure)
WHERE t.role IN ['suspect', 'defendant'] AND n.kind IN ['police', 'procuratorate']
   OR n.kind IN ['bail', 'arrest'] AND n.from_day <= $as_of_day AND $as_of_day <= n.to_day
OPTIONAL MATCH (n)<-[h:HAS_MEASURE]-(m:`Case`)
WITH p, n.kind AS kind, coalesce(m.id, n.id) AS id
MATCH (c:`Case` {id: id})
OPTIONAL MATCH (c)-[gone:MERGED_INTO]->(into:`Case`)
WITH p, c,
     CASE WHEN kind = 'police' AND gone IS NULL
               AND (c.status = 'investigating' OR c.valid_to IS NOT NULL AND c.to_day > $as_of_day) THEN 'open'
          WHEN kind = 'procuratorate' AND c.type IN ['arrest_review', 'prosecution_review']
               AND (c.decision IS NULL OR c.decision = 'returned' OR c.decided_day > $as_of_day) THEN 'open'
          WHEN kind IN ['bail', 'arrest']
               AND NOT (coalesce(c.status, '') IN ['jurisdiction_moved', 'merged'] AND c.to_day <= $as_of_day) THEN kind
          ELSE '' END AS standing
WHERE c.kind = 'police' AND c.valid_from <= $as_of OR c.kind <> 'police' AND c.accepted <= $as_of
WITH p, collect(DISTINCT c.id) AS ids,
     collect(CASE WHEN standing = 'open' THEN c.id ELSE null END) AS open,
     collect(CASE WHEN standing = 'bail' THEN c.id ELSE null END) AS bailed,
     collect(CASE WHEN standing = 'arrest' THEN c.id ELSE null END) AS arrested
WHERE size(ids) > 1
UNWIND ids AS one
UNWIND ids AS other
WITH p, one, other, open, bailed, arrested
WHERE one IN open AND other IN open OR one IN bailed AND other IN arrested OR one IN arrested AND other IN bailed
MATCH (a:`Case` {id: one})
MATCH (b:`Case` {id: other})
OPTIONAL MATCH (before_a:`Case` {kind: 'police'})-[s1:NEXT_STAGE]->(a)
OPTIONAL MATCH (before_b:`Case` {kind: 'police'})-[s2:NEXT_STAGE]->(b)
WITH p, a, b, coalesce(before_a.id, a.id) AS matter_a, coalesce(before_b.id, b.id) AS matter_b,
     toString(CASE WHEN a.kind = 'police' THEN a.valid_from ELSE a.accepted END) + ' ' + a.case_no AS place
WHERE matter_a <> matter_b
  AND a.county <> b.county
WITH p, min(place) AS first, collect(DISTINCT a.county) AS counties, collect(DISTINCT a.case_no) AS cases,
     collect(DISTINCT a.id) AS ids
UNWIND ids AS id
MATCH (c:`Case` {id: id})
OPTIONAL MATCH (p)-[t:PARTY_IN]->(c)
OPTIONAL MATCH (p)-[u:UNDER]->(m:Measure)<-[h:HAS_MEASURE]-(c)
RETURN p.id AS principal, right(first, size(first) - 11) AS event_key, date(left(first, 10)) AS event_date, null AS amount,
       [] AS parties, '' AS excluded, counties, cases, collect(t) AS ties, collect(u) AS held, collect(h) AS measures
}
CALL (*) {
  UNWIND [{proof: ties}, {proof: held}, {proof: measures}] AS part
  UNWIND part.proof AS a UNWIND a AS b UNWIND b AS c UNWIND c AS d UNWIND d AS edge
  RETURN collect(DISTINCT edge) AS edges, min(edge.confidence) AS confidence,
         collect(DISTINCT startNode(edge)) + collect(DISTINCT endNode(edge)) AS ends
}
WITH *
WHERE excluded = '' AND coalesce(confidence, 1.0) >= 0.8
RETURN principal, event_key, event_date, amount, parties, cases, counties, confidence, ends, edges
ORDER BY principal, toString(event_date)
LIMIT 100
