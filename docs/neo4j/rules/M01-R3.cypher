// M01 R3 承租人死亡 · Tenant dead
// Set the parameters first (00): $as_of_day, $grace_days
CALL () {
// R3 承租人死亡: the main applicant has been dead for longer than the grace, and nobody else on the contract is alive.
MATCH (p:Person)-[main:RENTS]->(t:Tenancy)
WHERE main.role = 'main' AND t.benefit = 'home' AND t.status = 'active'
  AND t.from_day <= $as_of_day AND $as_of_day <= t.to_day
WITH p, main, t
MATCH (p)-[dying:HAS_DEATH]->(d:Death)
WITH p, main, t, min(d.at) AS died, min(d.at_day) AS died_day, collect(dying) AS deaths
WHERE $as_of_day - died_day > $grace_days
MATCH (t)<-[seat:RENTS]-(m:Person)
OPTIONAL MATCH (m)-[gone:HAS_DEATH]->(x:Death)
WHERE x.at_day <= $as_of_day
WITH p, main, t, died, died_day, collect(deaths) AS deaths, collect(seat) AS seats, collect(gone) AS other_deaths,
     collect(DISTINCT m.id) AS tenants, count(DISTINCT CASE WHEN x.id IS NULL THEN m.id END) AS living
WHERE living = 0
RETURN p.id AS principal, t.contract_no AS event_key, died AS event_date,
       round((t.market_rent - t.rent) * (1.0 * $as_of_day - CASE WHEN died_day > t.from_day THEN died_day ELSE t.from_day END) / 30.4375, 2) AS amount,
       tenants AS parties, '' AS excluded,
       $as_of_day - died_day AS days_since_death, main, deaths, seats, other_deaths
}
CALL (*) {
  UNWIND [{proof: main}, {proof: deaths}, {proof: seats}, {proof: other_deaths}] AS part
  UNWIND part.proof AS a UNWIND a AS b UNWIND b AS c UNWIND c AS d UNWIND d AS edge
  RETURN collect(DISTINCT edge) AS edges, min(edge.confidence) AS confidence,
         collect(DISTINCT startNode(edge)) + collect(DISTINCT endNode(edge)) AS ends
}
WITH *
WHERE excluded = '' AND coalesce(confidence, 1.0) >= 0.8
RETURN principal, event_key, event_date, amount, parties, days_since_death, confidence, ends, edges
ORDER BY principal, toString(event_date)
LIMIT 100
