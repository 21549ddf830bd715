// M20 R8 破产企业仍在名单 · A bankrupt enterprise is listed
// Set the parameters first (00): $as_of_day
CALL () {
// R8 破产: an enterprise is listed although a court has opened its bankruptcy.
MATCH (p:Organization)-[listing:LISTED_IN]->(l:ListEntry)
WHERE l.kind IN ['dishonest', 'restricted'] AND l.from_day <= $as_of_day AND (l.removed IS NULL OR l.removed_day > $as_of_day)
WITH p, listing, l
MATCH (l)-[of:OF]->(e:`Case`)
WITH p, e, l.kind AS kind, min(l.valid_from) AS published, min(l.from_day) AS published_day,
     collect(listing) AS listings, collect(of) AS entries
MATCH (p)-[party:PARTY_IN]->(b:`Case`)
WHERE NOT coalesce(party.role, '') IN ['creditor', 'administrator'] AND b.case_no =~ '.*破[0-9].*' AND b.from_day <= $as_of_day
WITH p, e, kind, published, published_day, min(b.valid_from) AS filed, min(b.from_day) AS filed_day, min(b.case_no) AS bankruptcy,
     count(CASE WHEN b.close_mode IN ['dismissed', 'withdrawn'] AND b.to_day <= $as_of_day THEN null ELSE 1 END) AS open_ones,
     collect(listings) AS listings, collect(entries) AS entries, collect(party) AS parts
RETURN p.id AS principal, e.case_no + CASE WHEN kind = 'dishonest' THEN '+失信' ELSE '+限消' END AS event_key,
       CASE WHEN filed_day > published_day THEN filed ELSE published END AS event_date, e.claimed AS amount,
       [p.id] AS parties, CASE WHEN open_ones = 0 THEN 'bankruptcy_refused' ELSE '' END AS excluded,
       bankruptcy, filed, published, listings, entries, parts
}
CALL (*) {
  UNWIND [{proof: listings}, {proof: entries}, {proof: parts}] AS part
  UNWIND part.proof AS a UNWIND a AS b UNWIND b AS c UNWIND c AS d UNWIND d AS edge
  RETURN collect(DISTINCT edge) AS edges, min(edge.confidence) AS confidence,
         collect(DISTINCT startNode(edge)) + collect(DISTINCT endNode(edge)) AS ends
}
WITH *
WHERE excluded = '' AND coalesce(confidence, 1.0) >= 0.8
RETURN principal, event_key, event_date, amount, parties, bankruptcy, filed, published, confidence, ends, edges
ORDER BY principal, toString(event_date)
LIMIT 100
