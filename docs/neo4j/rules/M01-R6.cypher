// M01 R6 重复保障 · Housed twice
// Set the parameters first (00): $as_of_day
CALL () {
// R6 重复保障: one family is in two active contracts, two homes or a home and a rent subsidy.
// The lead is the main applicant's of the contract that began later.
MATCH (p:Person)-[main:RENTS]->(t:Tenancy)
WHERE main.role = 'main' AND t.status = 'active' AND t.from_day <= $as_of_day AND $as_of_day <= t.to_day
WITH p, main, t
MATCH (t)<-[seat:RENTS]-(m:Person)
OPTIONAL MATCH (p)-[bond:SPOUSE]-(s:Person)
WHERE bond.from_day <= $as_of_day AND $as_of_day <= bond.to_day
UNWIND [m.id, s.id] AS member
WITH p, main, t, member, collect(seat) AS seats, collect(bond) AS bonds
MATCH (h:Person {id: member})
OPTIONAL MATCH (h)-[wed:SPOUSE]-(w:Person)
WHERE wed.from_day <= $as_of_day AND $as_of_day <= wed.to_day
UNWIND [h.id, w.id] AS holder
MATCH (k:Person {id: holder})-[other:RENTS]->(u:Tenancy)
WHERE (k.id = h.id OR other.role = 'main') AND u.status = 'active' AND $as_of_day <= u.to_day
  AND (u.from_day < t.from_day OR (u.from_day = t.from_day AND u.contract_no < t.contract_no))
WITH p, main, t, h, seats, bonds, wed, other, u
MATCH (q:Person)-[first:RENTS]->(u)
WHERE first.role = 'main'
RETURN p.id AS principal, [u.contract_no, t.contract_no] AS event_key, t.valid_from AS event_date, null AS amount,
       collect(DISTINCT h.id) + collect(DISTINCT q.id) AS parties, '' AS excluded,
       u.benefit AS earlier_benefit, t.benefit AS later_benefit, count(DISTINCT h.id) AS shared_members,
       collect(main) AS mains, collect(seats) AS seats, collect(bonds) AS bonds, collect(wed) AS weddings,
       collect(other) AS others, collect(first) AS firsts
}
CALL (*) {
  UNWIND [{proof: mains}, {proof: seats}, {proof: bonds}, {proof: weddings}, {proof: others}, {proof: firsts}] AS part
  UNWIND part.proof AS a UNWIND a AS b UNWIND b AS c UNWIND c AS d UNWIND d AS edge
  RETURN collect(DISTINCT edge) AS edges, min(edge.confidence) AS confidence,
         collect(DISTINCT startNode(edge)) + collect(DISTINCT endNode(edge)) AS ends
}
WITH *
WHERE excluded = '' AND coalesce(confidence, 1.0) >= 0.8
RETURN principal, event_key, event_date, amount, parties, earlier_benefit, later_benefit, shared_members, confidence, ends, edges
ORDER BY principal, toString(event_date)
LIMIT 100
