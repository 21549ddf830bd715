// M20 R2 超期列入 · Listed for too long
// Set the parameters first (00): $as_of_cal, $as_of_day, $list_years
CALL () {
// R2 超期: the debtor is still listed as dishonest though the term of the entry is over.
MATCH (p:Person|Organization)-[listing:LISTED_IN]->(l:ListEntry)
WHERE l.kind = 'dishonest' AND l.from_day <= $as_of_day AND (l.removed IS NULL OR l.removed_day > $as_of_day)
  AND (l.expires_day < $as_of_day
       OR (l.expires IS NULL AND l.valid_from IS NOT NULL AND $as_of_cal > l.from_cal + 1200 * $list_years))
WITH p, listing, l
MATCH (l)-[of:OF]->(e:`Case`)
RETURN p.id AS principal, e.case_no + '+失信' AS event_key, min(coalesce(l.expires, l.valid_from)) AS event_date,
       max(e.claimed) AS amount, [p.id] AS parties, '' AS excluded,
       min(l.valid_from) AS published, max(CASE WHEN l.expires IS NULL THEN 'none' ELSE 'set' END) AS term,
       collect(listing) AS listings, collect(of) AS entries
}
CALL (*) {
  UNWIND [{proof: listings}, {proof: entries}] AS part
  UNWIND part.proof AS a UNWIND a AS b UNWIND b AS c UNWIND c AS d UNWIND d AS edge
  RETURN collect(DISTINCT edge) AS edges, min(edge.confidence) AS confidence,
         collect(DISTINCT startNode(edge)) + collect(DISTINCT endNode(edge)) AS ends
}
WITH *
WHERE excluded = '' AND coalesce(confidence, 1.0) >= 0.8
RETURN principal, event_key, event_date, amount, parties, published, term, confidence, ends, edges
ORDER BY principal, toString(event_date)
LIMIT 100
