// M01 R7 收入或经营超标 · Income or business above the limit
// Set the parameters first (00): $as_of_day, $income_limit, $reg_capital
CALL () {
// R7 收入或经营: a member of the tenant's family now holds or heads a company of weight, or the family earns too much.
// Income is twelve times each member's highest insured wage of the day; without an income limit it is not looked at.
MATCH (p:Person)-[main:RENTS]->(t:Tenancy)
WHERE main.role = 'main' AND t.benefit = 'home' AND t.status = 'active'
  AND t.from_day <= $as_of_day AND $as_of_day <= t.to_day
WITH p, main, t
MATCH (t)<-[seat:RENTS]-(m:Person)
OPTIONAL MATCH (p)-[bond:SPOUSE]-(s:Person)
WHERE bond.from_day <= $as_of_day AND $as_of_day <= bond.to_day
UNWIND [m.id, s.id] AS member
WITH p, main, t, member, collect(seat) AS seats, collect(bond) AS bonds
OPTIONAL MATCH (h:Person {id: member})-[stake:LEGAL_REP_OF|SHAREHOLDER_OF]->(c:Organization)
WHERE stake.from_day <= $as_of_day AND $as_of_day <= stake.to_day
WITH p, main, t, member, seats, bonds, stake, c
OPTIONAL MATCH (c)<-[entry:OF]-(r:Registration)
WHERE r.status = 'active' AND r.from_day <= $as_of_day AND r.capital >= $reg_capital
WITH p, main, t, member, collect(seats) AS seats, collect(bonds) AS bonds,
     collect(CASE WHEN r.id IS NOT NULL THEN stake END) AS stakes, collect(entry) AS entries, max(r.capital) AS capital,
     min(CASE WHEN r.id IS NULL THEN null WHEN stake.from_day > t.from_day THEN stake.valid_from ELSE t.valid_from END) AS since,
     min(CASE WHEN r.id IS NULL THEN null WHEN stake.from_day > t.from_day THEN stake.from_day ELSE t.from_day END) AS since_day
OPTIONAL MATCH (e:Person {id: member})-[job:ENROLLED]->(n:Enrolment)
WHERE n.from_day <= $as_of_day AND $as_of_day <= n.to_day
WITH p, main, t, member, capital, since, since_day, max(n.base) AS wage,
     collect(seats) AS seats, collect(bonds) AS bonds, collect(stakes) AS stakes, collect(entries) AS entries, collect(job) AS jobs,
     min(CASE WHEN n.id IS NULL THEN null WHEN n.from_day > t.from_day THEN n.valid_from ELSE t.valid_from END) AS paid_since,
     min(CASE WHEN n.id IS NULL THEN null WHEN n.from_day > t.from_day THEN n.from_day ELSE t.from_day END) AS paid_since_day
WITH p, main, t, max(capital) AS capital, round(coalesce(12.0 * sum(wage), 0.0), 2) AS income,
     collect(DISTINCT CASE WHEN capital IS NOT NULL THEN member END) AS holders,
     collect(DISTINCT CASE WHEN wage IS NOT NULL THEN member END) AS earners,
     min(since) AS since, min(since_day) AS since_day, min(paid_since) AS paid_since, min(paid_since_day) AS paid_since_day,
     collect(seats) AS seats, collect(bonds) AS bonds, collect(stakes) AS stakes, collect(entries) AS entries, collect(jobs) AS jobs
WHERE capital IS NOT NULL OR ($income_limit > 0 AND income > $income_limit)
RETURN p.id AS principal, t.contract_no AS event_key,
       CASE WHEN capital IS NOT NULL THEN since ELSE paid_since END AS event_date,
       round((t.market_rent - t.rent) * (1.0 * $as_of_day - CASE WHEN capital IS NOT NULL THEN since_day ELSE paid_since_day END) / 30.4375, 2) AS amount,
       CASE WHEN capital IS NOT NULL THEN holders ELSE earners END AS parties, '' AS excluded,
       coalesce(capital, 0.0) AS capital, income, main, seats, bonds, stakes, entries, CASE WHEN capital IS NULL THEN jobs END AS jobs
}
CALL (*) {
  UNWIND [{proof: main}, {proof: seats}, {proof: bonds}, {proof: stakes}, {proof: entries}, {proof: jobs}] AS part
  UNWIND part.proof AS a UNWIND a AS b UNWIND b AS c UNWIND c AS d UNWIND d AS edge
  RETURN collect(DISTINCT edge) AS edges, min(edge.confidence) AS confidence,
         collect(DISTINCT startNode(edge)) + collect(DISTINCT endNode(edge)) AS ends
}
WITH *
WHERE excluded = '' AND coalesce(confidence, 1.0) >= 0.8
RETURN principal, event_key, event_date, amount, parties, capital, income, confidence, ends, edges
ORDER BY principal, toString(event_date)
LIMIT 100
