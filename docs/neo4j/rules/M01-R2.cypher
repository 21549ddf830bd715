// M01 R2 车辆超标 · Vehicle above the limit
// Set the parameters first (00): $as_of_cal, $as_of_day, $max_cars, $vehicle_age_max, $vehicle_price_limit
CALL () {
// R2 车辆超标: the tenant's family now has a dear private vehicle that is not old, or more private cars than it may.
// A car carries passengers: the kinds in words, and K with digits in GA/T 16.4. A motorcycle or lorry is none.
MATCH (p:Person)-[main:RENTS]->(t:Tenancy)
WHERE main.role = 'main' AND t.benefit = 'home' AND t.status = 'active'
  AND t.from_day <= $as_of_day AND $as_of_day <= t.to_day
WITH p, main, t
MATCH (t)<-[seat:RENTS]-(m:Person)
OPTIONAL MATCH (p)-[bond:SPOUSE]-(s:Person)
WHERE bond.from_day <= $as_of_day AND $as_of_day <= bond.to_day
UNWIND [m.id, s.id] AS member
WITH p, main, t, member, collect(seat) AS seats, collect(bond) AS bonds
MATCH (h:Person {id: member})-[o:OWNS]->(v:Vehicle)
WHERE v.use = 'private' AND o.from_day <= $as_of_day AND $as_of_day <= o.to_day
WITH p, main, t, seats, bonds, h, o, v, v.kind =~ '.*(轿|客|越野|乘用|面包).*|K[0-9]+' AS car,
     coalesce(o.price >= $vehicle_price_limit AND $as_of_cal <= v.registered_cal + 1200 * $vehicle_age_max, false) AS dear,
     CASE WHEN o.from_day > t.from_day THEN o.valid_from ELSE t.valid_from END AS since,
     CASE WHEN o.from_day > t.from_day THEN o.from_day ELSE t.from_day END AS since_day
WITH p, main, t, collect(seats) AS seats, collect(bonds) AS bonds,
     collect(CASE WHEN car OR dear THEN o END) AS titles,
     count(DISTINCT CASE WHEN car THEN v.id END) AS cars, count(DISTINCT CASE WHEN dear THEN v.id END) AS dear_ones,
     max(CASE WHEN dear THEN o.price END) AS price,
     collect(DISTINCT CASE WHEN dear THEN h.id END) AS dear_owners, collect(DISTINCT CASE WHEN car THEN h.id END) AS car_owners,
     min(CASE WHEN dear THEN since END) AS dear_since, min(CASE WHEN dear THEN since_day END) AS dear_since_day,
     max(CASE WHEN car THEN since END) AS car_since, max(CASE WHEN car THEN since_day END) AS car_since_day
WHERE dear_ones > 0 OR cars > $max_cars
RETURN p.id AS principal, t.contract_no AS event_key, coalesce(dear_since, car_since) AS event_date,
       round((t.market_rent - t.rent) * (1.0 * $as_of_day - coalesce(dear_since_day, car_since_day)) / 30.4375, 2) AS amount,
       CASE WHEN dear_ones > 0 THEN dear_owners ELSE car_owners END AS parties, '' AS excluded,
       CASE WHEN dear_ones > 0 THEN 'dear' ELSE 'many' END AS ground, coalesce(price, 0.0) AS price, cars, main, seats, bonds, titles
}
CALL (*) {
  UNWIND [{proof: main}, {proof: seats}, {proof: bonds}, {proof: titles}] AS part
  UNWIND part.proof AS a UNWIND a AS b UNWIND b AS c UNWIND c AS d UNWIND d AS edge
  RETURN collect(DISTINCT edge) AS edges, min(edge.confidence) AS confidence,
         collect(DISTINCT startNode(edge)) + collect(DISTINCT endNode(edge)) AS ends
}
WITH *
WHERE excluded = '' AND coalesce(confidence, 1.0) >= 0.8
RETURN principal, event_key, event_date, amount, parties, ground, price, cars, confidence, ends, edges
ORDER BY principal, toString(event_date)
LIMIT 100
