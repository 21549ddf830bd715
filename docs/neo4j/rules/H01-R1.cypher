// H01 R1 诉讼双方关系密切 · Opponents who are close
// Set the parameters first (00): $as_of_day, $max_account, $max_address, $max_company, $max_phone, $max_vehicle, $window_days
CALL () {
// R1 当事人之间: those who face each other in a case are tied to each other, and the case does not say so.
MATCH (p:Person|Organization)-[claim:PARTY_IN]->(c:`Case`)
WHERE c.valid_from IS NOT NULL AND c.from_day <= $as_of_day
WITH p, claim, c
MATCH (c)<-[debt:PARTY_IN]-(q:Person|Organization)
WHERE ((c.kind = 'enforcement' AND claim.role = 'creditor' AND debt.role = 'debtor')
       OR (claim.role = 'plaintiff' AND debt.role = 'defendant'))
WITH p, q, c, claim, debt
MATCH (p)-[t:TIED_TO]-(q)
WHERE t.from_day <= $as_of_day
  AND t.size <= CASE WHEN t.kind = 'phone' THEN $max_phone WHEN t.kind = 'address' THEN $max_address WHEN t.kind = 'vehicle' THEN $max_vehicle
                     WHEN t.kind IN ['employer', 'company'] THEN $max_company WHEN t.kind = 'account' THEN $max_account ELSE 2 END
// in force: both shared it at one time within the window; known: the case is about the family, or its own rows give both the phone or address
WITH p, q, c, claim, debt, t,
     CASE WHEN t.kind <> 'own_company' AND t.from_day <= t.to_day AND t.from_day <= c.from_day + $window_days AND c.from_day - $window_days <= t.to_day
          THEN 1 ELSE 0 END AS now,
     CASE WHEN t.kind = 'family' AND coalesce(c.cause, '') =~ '(?s).*(离婚|婚姻|抚养|赡养|扶养|继承|分家|同居).*' THEN 1
          WHEN t.kind IN ['phone', 'address'] AND any(one IN claim.records WHERE one IN t.records) AND any(one IN debt.records WHERE one IN t.records) THEN 1
          ELSE 0 END AS known
WITH p, q, c, collect(claim) AS claims, collect(debt) AS debts, collect(t) AS ties, collect(DISTINCT t.kind) AS kinds,
     max(1.0 / (t.size - 1)) AS rarity, max(CASE WHEN t.kind = 'own_company' THEN 1 ELSE 0 END) AS own,
     max(now) AS now, max(now * (1 - known)) AS hidden
OPTIONAL MATCH (p)-[too:PARTY_IN]->(e:`Case`)
WHERE too.role = 'debtor' AND e.kind = 'enforcement' AND e.from_day <= $as_of_day AND e.id <> c.id
WITH p, q, c, claims, debts, ties, kinds, rarity, own, now, hidden, collect(DISTINCT e.id) AS owing
OPTIONAL MATCH (q)-[also:PARTY_IN]->(d:`Case`)
WHERE also.role = 'debtor'
WITH p, q, c, claims, debts, ties, kinds, rarity, own, now, hidden, count(CASE WHEN d.id IN owing THEN 1 END) AS joint
WITH p, q, c, claims, debts, ties, kinds, rarity,
     CASE WHEN own = 1 THEN 1 WHEN joint > 0 THEN 2 WHEN p.number IS NULL OR q.number IS NULL THEN 3
          WHEN now = 0 THEN 5 WHEN hidden = 0 THEN 4 ELSE 0 END AS rank
UNWIND kinds AS kind
WITH p, c, min(rank) AS best, collect(DISTINCT q.id) AS others, collect(DISTINCT CASE WHEN rank = 0 THEN q.id END) AS unsaid,
     collect(DISTINCT kind) AS kinds, round(max(rarity), 4) AS rarity, collect(claims) AS claims, collect(debts) AS debts, collect(ties) AS ties
RETURN p.id AS principal, c.case_no AS event_key, c.valid_from AS event_date, c.claimed AS amount,
       CASE WHEN best = 0 THEN unsaid ELSE others END AS parties,
       CASE WHEN best = 1 THEN 'own_company' WHEN best = 2 THEN 'joint_debtors' WHEN best = 3 THEN 'name_only'
            WHEN best = 4 THEN 'already_known' WHEN best = 5 THEN 'not_overlapping' ELSE '' END AS excluded,
       kinds, rarity, claims, debts, ties
}
CALL (*) {
  UNWIND [{proof: claims}, {proof: debts}, {proof: ties}] AS part
  UNWIND part.proof AS a UNWIND a AS b UNWIND b AS c UNWIND c AS d UNWIND d AS edge
  RETURN collect(DISTINCT edge) AS edges, min(edge.confidence) AS confidence,
         collect(DISTINCT startNode(edge)) + collect(DISTINCT endNode(edge)) AS ends
}
WITH *
WHERE excluded = '' AND coalesce(confidence, 1.0) >= 0.8
RETURN principal, event_key, event_date, amount, parties, kinds, rarity, confidence, ends, edges
ORDER BY principal, toString(event_date)
LIMIT 100
