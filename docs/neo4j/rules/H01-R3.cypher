// H01 R3 承租人与房管人员关系密切 · Tenant close to the housing agency
// Set the parameters first (00): $agency_words, $as_of_day, $max_account, $max_address, $max_company, $max_phone, $max_vehicle, $window_days
CALL () {
// R3 房源分配: a tenant of public housing is tied to someone who worked at a housing agency when the lease began.
UNWIND $agency_words AS word
MATCH (o:Organization)
WHERE o.name CONTAINS word
WITH DISTINCT o
MATCH (o)<-[job:WORKS_AT]-(q:Person)
WHERE job.valid_from IS NOT NULL AND job.from_day <= $as_of_day
WITH q, o, job
MATCH (q)-[tie:TIED_TO]-(p:Person)
WHERE tie.from_day <= $as_of_day
  AND tie.size <= CASE WHEN tie.kind = 'phone' THEN $max_phone WHEN tie.kind = 'address' THEN $max_address WHEN tie.kind = 'vehicle' THEN $max_vehicle
                     WHEN tie.kind IN ['employer', 'company'] THEN $max_company WHEN tie.kind = 'account' THEN $max_account ELSE 2 END
WITH p, q, o, job, tie
MATCH (p)-[main:RENTS]->(t:Tenancy)
WHERE main.role = 'main' AND t.status = 'active' AND t.from_day <= $as_of_day AND $as_of_day <= t.to_day
  AND job.from_day <= t.from_day + $window_days AND t.from_day - $window_days <= job.to_day
WITH p, q, t, min(o.name) AS agency, collect(main) AS mains, collect(job) AS jobs, collect(tie) AS ties, collect(DISTINCT tie.kind) AS kinds,
     max(1.0 / (tie.size - 1)) AS rarity,
     max(CASE WHEN tie.from_day <= tie.to_day AND tie.from_day <= t.from_day + $window_days AND t.from_day - $window_days <= tie.to_day
              THEN 1 ELSE 0 END) AS now
OPTIONAL MATCH (q)-[seat:RENTS]->(same:Tenancy)
WHERE same.id = t.id
WITH p, q, t, agency, mains, jobs, ties, kinds, rarity, now, count(seat) AS seats
WITH p, q, t, agency, mains, jobs, ties, kinds, rarity,
     CASE WHEN p.number IS NULL OR q.number IS NULL THEN 3 WHEN seats > 0 THEN 4 WHEN now = 0 THEN 5 ELSE 0 END AS rank
UNWIND kinds AS kind
WITH p, t, min(agency) AS agency, min(rank) AS best, collect(DISTINCT q.id) AS others, collect(DISTINCT CASE WHEN rank = 0 THEN q.id END) AS unsaid,
     collect(DISTINCT kind) AS kinds, round(max(rarity), 4) AS rarity,
     collect(mains) AS mains, collect(jobs) AS jobs, collect(ties) AS ties
RETURN p.id AS principal, t.contract_no AS event_key, t.valid_from AS event_date, null AS amount,
       CASE WHEN best = 0 THEN unsaid ELSE others END AS parties,
       CASE WHEN best = 3 THEN 'name_only' WHEN best = 4 THEN 'already_known' WHEN best = 5 THEN 'not_overlapping' ELSE '' END AS excluded,
       kinds, rarity, agency, mains, jobs, ties
}
CALL (*) {
  UNWIND [{proof: mains}, {proof: jobs}, {proof: ties}] AS part
  UNWIND part.proof AS a UNWIND a AS b UNWIND b AS c UNWIND c AS d UNWIND d AS edge
  RETURN collect(DISTINCT edge) AS edges, min(edge.confidence) AS confidence,
         collect(DISTINCT startNode(edge)) + collect(DISTINCT endNode(edge)) AS ends
}
WITH *
WHERE excluded = '' AND coalesce(confidence, 1.0) >= 0.8
RETURN principal, event_key, event_date, amount, parties, kinds, rarity, agency, confidence, ends, edges
ORDER BY principal, toString(event_date)
LIMIT 100
