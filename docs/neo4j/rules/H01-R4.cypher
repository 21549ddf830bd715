// H01 R4 两案嫌疑人关系密切 · Suspects of two cases who are close
// Set the parameters first (00): $as_of_day, $max_account, $max_address, $max_company, $max_phone, $max_vehicle, $window_days
CALL () {
// R4 两案嫌疑人: suspects of two separate cases are tied to each other, and perhaps the two cases are one.
MATCH (p:Person)-[claim:PARTY_IN]->(c:`Case`)
WHERE claim.role = 'suspect' AND c.kind = 'police' AND c.from_day <= $as_of_day
WITH p, claim, c
MATCH (p)-[t:TIED_TO]-(q:Person)
WHERE t.from_day <= $as_of_day
  AND t.size <= CASE WHEN t.kind = 'phone' THEN $max_phone WHEN t.kind = 'address' THEN $max_address WHEN t.kind = 'vehicle' THEN $max_vehicle
                     WHEN t.kind IN ['employer', 'company'] THEN $max_company WHEN t.kind = 'account' THEN $max_account ELSE 2 END
WITH p, claim, c, q, t
MATCH (q)-[debt:PARTY_IN]->(d:`Case`)
WHERE debt.role = 'suspect' AND d.kind = 'police' AND d.valid_from IS NOT NULL
  AND (d.from_day < c.from_day OR (d.from_day = c.from_day AND d.case_no < c.case_no))
WITH p, q, c, d, collect(claim) AS claims, collect(debt) AS debts, collect(t) AS ties, collect(DISTINCT t.kind) AS kinds, max(1.0 / (t.size - 1)) AS rarity,
     max(CASE WHEN t.from_day <= t.to_day AND t.from_day <= c.from_day + $window_days AND c.from_day - $window_days <= t.to_day THEN 1 ELSE 0 END) AS now
// suspects of each other's case are no pair of separate cases; those of a third case, or of merged cases, are known to be tied
OPTIONAL MATCH (p)-[mine:PARTY_IN]->(m:`Case`)
WHERE mine.role = 'suspect' AND m.kind = 'police' AND m.from_day <= $as_of_day
WITH p, q, c, d, claims, debts, ties, kinds, rarity, now, collect(DISTINCT m.id) AS mine
OPTIONAL MATCH (q)-[theirs:PARTY_IN]->(o:`Case`)
WHERE theirs.role = 'suspect'
WITH p, q, c, d, claims, debts, ties, kinds, rarity, now, count(CASE WHEN o.id IN mine AND (o.id = c.id OR o.id = d.id) THEN 1 END) AS crossed,
     count(CASE WHEN o.id IN mine THEN 1 END) AS together
WHERE crossed = 0
OPTIONAL MATCH (c)-[merger:MERGED_INTO]-(e:`Case`)
WHERE e.id = d.id
WITH p, q, c, d, claims, debts, ties, kinds, rarity, now, together, count(merger) AS mergers
WITH p, q, c, d, claims, debts, ties, kinds, rarity,
     CASE WHEN p.number IS NULL OR q.number IS NULL THEN 3 WHEN now = 0 THEN 5 WHEN together + mergers > 0 THEN 4 ELSE 0 END AS rank
UNWIND kinds AS kind
WITH p, c, d, min(rank) AS best, collect(DISTINCT q.id) AS others, collect(DISTINCT CASE WHEN rank = 0 THEN q.id END) AS unsaid,
     collect(DISTINCT kind) AS kinds, round(max(rarity), 4) AS rarity,
     collect(claims) AS claims, collect(debts) AS debts, collect(ties) AS ties
RETURN p.id AS principal, [c.case_no, d.case_no] AS event_key, c.valid_from AS event_date, null AS amount,
       CASE WHEN best = 0 THEN unsaid ELSE others END AS parties,
       CASE WHEN best = 3 THEN 'name_only' WHEN best = 4 THEN 'already_known' WHEN best = 5 THEN 'not_overlapping' ELSE '' END AS excluded,
       kinds, rarity, claims, debts, ties
}
CALL (*) {
  UNWIND [{proof: claims}, {proof: debts}, {proof: ties}] AS part
  UNWIND part.proof AS a UNWIND a AS b UNWIND b AS c UNWIND c AS d UNWIND d AS edge
  RETURN collect(DISTINCT edge) AS edges, min(edge.confidence) AS confidence,
         collect(DISTINCT startNode(edge)) + collect(DISTINCT endNode(edge)) AS ends
}
WITH *
WHERE excluded = '' AND coalesce(confidence, 1.0) >= 0.8
RETURN principal, event_key, event_date, amount, parties, kinds, rarity, confidence, ends, edges
ORDER BY principal, toString(event_date)
LIMIT 100
