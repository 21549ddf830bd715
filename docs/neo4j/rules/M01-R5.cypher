// M01 R5 欠租 · Rent in arrears
// Set the parameters first (00): $arrears_months, $as_of_day
CALL () {
// R5 欠租: at least so many months of rent, ended by the as-of date, are not or not fully paid.
MATCH (p:Person)-[main:RENTS]->(t:Tenancy)
WHERE main.role = 'main' AND t.benefit = 'home' AND t.status = 'active'
  AND t.from_day <= $as_of_day AND $as_of_day <= t.to_day
WITH p, main, t
MATCH (t)<-[of:OF]-(d:RentDue)
WHERE d.to_day <= $as_of_day
WITH p, main, t, of, d, CASE WHEN d.paid_on_day > $as_of_day THEN 0.0 ELSE coalesce(d.paid, 0.0) END AS paid
WHERE paid < d.due
WITH p, main, t, collect(of) AS ledger, count(DISTINCT d.id) AS months_unpaid, min(d.valid_from) AS since, sum(d.due - paid) AS arrears
WHERE months_unpaid >= $arrears_months
RETURN p.id AS principal, t.contract_no AS event_key, since AS event_date, round(arrears, 2) AS amount,
       [p.id] AS parties, '' AS excluded, months_unpaid, main, ledger
}
CALL (*) {
  UNWIND [{proof: main}, {proof: ledger}] AS part
  UNWIND part.proof AS a UNWIND a AS b UNWIND b AS c UNWIND c AS d UNWIND d AS edge
  RETURN collect(DISTINCT edge) AS edges, min(edge.confidence) AS confidence,
         collect(DISTINCT startNode(edge)) + collect(DISTINCT endNode(edge)) AS ends
}
WITH *
WHERE excluded = '' AND coalesce(confidence, 1.0) >= 0.8
RETURN principal, event_key, event_date, amount, parties, months_unpaid, confidence, ends, edges
ORDER BY principal, toString(event_date)
LIMIT 100
