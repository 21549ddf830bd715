// M01 R4 服刑或羁押空置 · Empty while the tenant is in custody
// Set the parameters first (00): $as_of_cal, $as_of_day, $idle_months
CALL () {
// R4 服刑或羁押空置: the only person on the contract sat in custody for months on end while the lease ran.
// A stay is the custodies that follow each other within a day, cut to the lease and the as-of date; so the lease has begun.
MATCH (p:Person)-[main:RENTS]->(t:Tenancy)
WHERE main.role = 'main' AND t.benefit = 'home' AND t.status = 'active'
  AND $as_of_day <= t.to_day
WITH p, main, t
MATCH (t)<-[:RENTS]-(one:Person)
WITH p, main, t, count(DISTINCT one.id) AS heads
WHERE heads = 1
MATCH (p)-[inside:IN_CUSTODY]->(c:Custody)
WITH p, main, t, inside,
     CASE WHEN c.spell_from_day > t.from_day THEN c.spell_from ELSE t.valid_from END AS since,
     CASE WHEN c.spell_from_day > t.from_day THEN c.spell_from_day ELSE t.from_day END AS since_day,
     CASE WHEN c.spell_from_day > t.from_day THEN c.spell_from_cal ELSE t.from_cal END AS since_cal,
     CASE WHEN c.spell_to_day <= $as_of_day THEN c.spell_to_day ELSE $as_of_day END AS until_day,
     CASE WHEN c.spell_to_day <= $as_of_day THEN c.spell_to_cal ELSE $as_of_cal END AS until_cal
WHERE until_cal >= since_cal + 100 * $idle_months
OPTIONAL MATCH (p)-[bond:SPOUSE]-(s:Person)
WHERE bond.from_day <= until_day AND since_day <= bond.to_day
WITH p, main, t, inside, since, since_day, until_day, count(s.id) AS spouses
WHERE spouses = 0
WITH p, main, t, collect(inside) AS stays, min(since) AS since, min(since_day) AS since_day, min(until_day) AS until_day
RETURN p.id AS principal, t.contract_no AS event_key, since AS event_date,
       round((t.market_rent - t.rent) * (1.0 * until_day - since_day) / 30.4375, 2) AS amount,
       [p.id] AS parties, '' AS excluded,
       until_day - since_day AS days_away, main, stays
}
CALL (*) {
  UNWIND [{proof: main}, {proof: stays}] AS part
  UNWIND part.proof AS a UNWIND a AS b UNWIND b AS c UNWIND c AS d UNWIND d AS edge
  RETURN collect(DISTINCT edge) AS edges, min(edge.confidence) AS confidence,
         collect(DISTINCT startNode(edge)) + collect(DISTINCT endNode(edge)) AS ends
}
WITH *
WHERE excluded = '' AND coalesce(confidence, 1.0) >= 0.8
RETURN principal, event_key, event_date, amount, parties, days_away, confidence, ends, edges
ORDER BY principal, toString(event_date)
LIMIT 100
