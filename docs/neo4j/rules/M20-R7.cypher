// M20 R7 死亡或未成年人仍在名单 · A minor or a dead person is listed
// Set the parameters first (00): $as_of_day
CALL () {
// R7 死亡或未成年: someone is listed who was a minor when the entry was published, or who is dead.
MATCH (p:Person)-[listing:LISTED_IN]->(l:ListEntry)
WHERE l.kind IN ['dishonest', 'restricted'] AND l.from_day <= $as_of_day AND (l.removed IS NULL OR l.removed_day > $as_of_day)
WITH p, listing, l
MATCH (l)-[of:OF]->(e:`Case`)
WITH p, e, l.kind AS kind, min(l.valid_from) AS published, min(l.from_day) AS published_day, min(l.from_cal) AS published_cal,
     collect(listing) AS listings, collect(of) AS entries
OPTIONAL MATCH (p)-[dying:HAS_DEATH]->(d:Death)
WHERE d.at_day <= $as_of_day
WITH p, e, kind, published, published_day, collect(listings) AS listings, collect(entries) AS entries, collect(dying) AS deaths,
     min(d.at) AS died, min(d.at_day) AS died_day, coalesce(published_cal < p.birth_date_cal + 21600, false) AS minor
WHERE minor OR died IS NOT NULL
RETURN p.id AS principal, e.case_no + CASE WHEN kind = 'dishonest' THEN '+失信' ELSE '+限消' END AS event_key,
       CASE WHEN died_day > published_day THEN died ELSE published END AS event_date, e.claimed AS amount,
       [p.id] AS parties, '' AS excluded, CASE WHEN minor THEN 'minor' ELSE 'dead' END AS ground, published,
       listings, entries, deaths
}
CALL (*) {
  UNWIND [{proof: listings}, {proof: entries}, {proof: deaths}] AS part
  UNWIND part.proof AS a UNWIND a AS b UNWIND b AS c UNWIND c AS d UNWIND d AS edge
  RETURN collect(DISTINCT edge) AS edges, min(edge.confidence) AS confidence,
         collect(DISTINCT startNode(edge)) + collect(DISTINCT endNode(edge)) AS ends
}
WITH *
WHERE excluded = '' AND coalesce(confidence, 1.0) >= 0.8
RETURN principal, event_key, event_date, amount, parties, ground, published, confidence, ends, edges
ORDER BY principal, toString(event_date)
LIMIT 100
