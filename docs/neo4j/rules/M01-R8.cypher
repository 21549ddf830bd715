// M01 R8 申请时隐瞒 · Hidden when applying
// Set the parameters first (00): $as_of_cal, $as_of_day, $max_cars, $min_share, $per_capita_area_limit, $reg_capital, $same_city_only, $vehicle_age_max, $vehicle_price_limit
CALL () {
// R8 申请时隐瞒: what R1, R2 or R7 finds is there today, and it was there before the family applied.
// Counted are members who belonged to the family on the day of the application, and facts that are dated before it.
MATCH (p:Person)-[main:RENTS]->(t:Tenancy)
WHERE main.role = 'main' AND t.benefit = 'home' AND t.status = 'active'
  AND t.from_day <= $as_of_day AND $as_of_day <= t.to_day
WITH p, main, t
MATCH (t)<-[:RENTS]-(one:Person)
WITH p, main, t, count(DISTINCT one.id) AS heads
MATCH (t)<-[seat:RENTS]-(m:Person)
OPTIONAL MATCH (p)-[bond:SPOUSE]-(s:Person)
WHERE bond.from_day <= t.applied_day AND t.applied_day <= bond.to_day
UNWIND [m.id, s.id] AS member
WITH p, main, t, heads, member, collect(seat) AS seats, collect(bond) AS bonds,
     max(CASE WHEN member = m.id THEN t.to_day ELSE bond.to_day END) AS kin_to
OPTIONAL MATCH (h:Person {id: member})-[o:OWNS]->(e:RealEstate)
WHERE e.use = 'residential' AND o.share >= $min_share AND (e.city = t.city OR NOT $same_city_only)
  AND (coalesce(o.acquired, '') <> 'inheritance' OR o.share >= 1)
  AND o.valid_from IS NOT NULL AND o.from_day < t.applied_day AND t.from_day <= o.to_day AND t.from_day <= kin_to
WITH p, main, t, heads, member, kin_to, collect(seats) AS seats, collect(bonds) AS bonds, collect(o) AS titles,
     coalesce(sum(o.share * e.area), 0.0) AS area
OPTIONAL MATCH (d:Person {id: member})-[k:OWNS]->(v:Vehicle)
WHERE v.use = 'private' AND k.valid_from IS NOT NULL AND k.from_day < t.applied_day AND $as_of_day <= k.to_day
  AND $as_of_day <= kin_to
WITH p, main, t, heads, member, kin_to, area, collect(seats) AS seats, collect(bonds) AS bonds, collect(titles) AS titles,
     collect(k) AS keys, count(DISTINCT CASE WHEN v.kind =~ '.*(轿|客|越野|乘用|面包).*|K[0-9]+' THEN v.id END) AS cars,
     max(CASE WHEN k.price >= $vehicle_price_limit AND $as_of_cal <= v.registered_cal + 1200 * $vehicle_age_max
              THEN k.price END) AS price
OPTIONAL MATCH (b:Person {id: member})-[stake:LEGAL_REP_OF|SHAREHOLDER_OF]->(c:Organization)
WHERE stake.valid_from IS NOT NULL AND stake.from_day < t.applied_day AND $as_of_day <= stake.to_day
  AND $as_of_day <= kin_to
WITH p, main, t, heads, member, area, cars, price, seats, bonds, titles, keys, stake, c
OPTIONAL MATCH (c)<-[entry:OF]-(r:Registration)
WHERE r.status = 'active' AND r.from_day <= $as_of_day AND r.capital >= $reg_capital
WITH p, main, t, heads, member, area, cars, price, collect(seats) AS seats, collect(bonds) AS bonds,
     collect(titles) AS titles, collect(keys) AS keys,
     collect(CASE WHEN r.id IS NOT NULL THEN stake END) AS stakes, collect(entry) AS entries,
     max(r.capital) AS capital
WITH p, main, t, heads, sum(area) / heads AS area, toInteger(sum(cars)) AS cars, max(price) AS price, max(capital) AS capital,
     collect(DISTINCT CASE WHEN area > 0 THEN member END) AS owners, collect(DISTINCT CASE WHEN cars > 0 THEN member END) AS drivers,
     collect(DISTINCT CASE WHEN price IS NOT NULL THEN member END) AS dear_drivers,
     collect(DISTINCT CASE WHEN capital IS NOT NULL THEN member END) AS holders,
     collect(seats) AS seats, collect(bonds) AS bonds, collect(titles) AS titles, collect(keys) AS keys,
     collect(stakes) AS stakes, collect(entries) AS entries
WHERE area >= $per_capita_area_limit OR price IS NOT NULL OR cars > $max_cars OR capital IS NOT NULL
RETURN p.id AS principal, t.contract_no AS event_key, t.applied AS event_date,
       round((t.market_rent - t.rent) * (1.0 * $as_of_day - t.from_day) / 30.4375, 2) AS amount,
       CASE WHEN area >= $per_capita_area_limit THEN owners ELSE [p.id] END
       + CASE WHEN price IS NOT NULL THEN dear_drivers WHEN cars > $max_cars THEN drivers ELSE [p.id] END + holders AS parties,
       '' AS excluded, round(area, 2) AS area_per_head, coalesce(price, 0.0) AS price, cars,
       coalesce(capital, 0.0) AS capital, main, seats, bonds,
       CASE WHEN area >= $per_capita_area_limit THEN titles END AS titles,
       CASE WHEN price IS NOT NULL OR cars > $max_cars THEN keys END AS keys, stakes, entries
}
CALL (*) {
  UNWIND [{proof: main}, {proof: seats}, {proof: bonds}, {proof: titles}, {proof: keys}, {proof: stakes}, {proof: entries}] AS part
  UNWIND part.proof AS a UNWIND a AS b UNWIND b AS c UNWIND c AS d UNWIND d AS edge
  RETURN collect(DISTINCT edge) AS edges, min(edge.confidence) AS confidence,
         collect(DISTINCT startNode(edge)) + collect(DISTINCT endNode(edge)) AS ends
}
WITH *
WHERE excluded = '' AND coalesce(confidence, 1.0) >= 0.8
RETURN principal, event_key, event_date, amount, parties, area_per_head, price, cars, capital, confidence, ends, edges
ORDER BY principal, toString(event_date)
LIMIT 100
