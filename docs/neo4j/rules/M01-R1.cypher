// M01 R1 另有住房 · Owns another home
// Set the parameters first (00): $as_of_day, $min_share, $per_capita_area_limit, $same_city_only
CALL () {
// R1 另有住房: while the lease runs, the tenant's family owns homes that reach the local limit per head.
// Family: everyone on the contract, and the main applicant's spouse for as long as they are married.
MATCH (p:Person)-[main:RENTS]->(t:Tenancy)
WHERE main.role = 'main' AND t.benefit = 'home' AND t.status = 'active'
  AND t.from_day <= $as_of_day AND $as_of_day <= t.to_day
WITH p, main, t
MATCH (t)<-[:RENTS]-(one:Person)
WITH p, main, t, count(DISTINCT one.id) AS heads
MATCH (t)<-[seat:RENTS]-(m:Person)
OPTIONAL MATCH (p)-[bond:SPOUSE]-(s:Person)
WHERE bond.from_day <= $as_of_day AND t.from_day <= bond.to_day
UNWIND [m.id, s.id] AS member
WITH p, main, t, heads, member, collect(seat) AS seats, collect(bond) AS bonds,
     min(CASE WHEN member = m.id THEN t.from_day ELSE bond.from_day END) AS kin_from,
     max(CASE WHEN member = m.id THEN t.to_day ELSE bond.to_day END) AS kin_to
MATCH (h:Person {id: member})-[o:OWNS]->(e:RealEstate)
WHERE e.use = 'residential' AND o.share >= $min_share AND (e.city = t.city OR NOT $same_city_only)
  AND o.from_day <= $as_of_day AND t.from_day <= o.to_day AND o.from_day <= kin_to AND kin_from <= o.to_day
WITH p, main, t, heads, collect(DISTINCT h.id) AS owners,
     collect(seats) AS seats, collect(bonds) AS bonds, collect(o) AS titles,
     min(CASE WHEN o.from_day > t.from_day THEN o.valid_from ELSE t.valid_from END) AS since,
     min(CASE WHEN o.from_day > t.from_day THEN o.from_day ELSE t.from_day END) AS since_day,
     sum(o.share * e.area) / heads AS area,
     sum(CASE WHEN o.acquired = 'inheritance' AND o.share < 1 THEN 0.0 ELSE o.share * e.area END) / heads AS area_own
WHERE area >= $per_capita_area_limit
RETURN p.id AS principal, t.contract_no AS event_key, since AS event_date,
       round((t.market_rent - t.rent) * (1.0 * $as_of_day - since_day) / 30.4375, 2) AS amount, owners AS parties,
       CASE WHEN area_own < $per_capita_area_limit THEN 'inherited_share' ELSE '' END AS excluded,
       round(area, 2) AS area_per_head, heads, main, seats, bonds, titles
}
CALL (*) {
  UNWIND [{proof: main}, {proof: seats}, {proof: bonds}, {proof: titles}] AS part
  UNWIND part.proof AS a UNWIND a AS b UNWIND b AS c UNWIND c AS d UNWIND d AS edge
  RETURN collect(DISTINCT edge) AS edges, min(edge.confidence) AS confidence,
         collect(DISTINCT startNode(edge)) + collect(DISTINCT endNode(edge)) AS ends
}
WITH *
WHERE excluded = '' AND coalesce(confidence, 1.0) >= 0.8
RETURN principal, event_key, event_date, amount, parties, area_per_head, heads, confidence, ends, edges
ORDER BY principal, toString(event_date)
LIMIT 100
