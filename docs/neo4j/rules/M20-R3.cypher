// M20 R3 终本信息应公开未公开 · End for want of property not published
// Set the parameters first (00): $as_of_day, $publish_days
CALL () {
// R3 应公开未公开: the case was closed for want of property, and days later the public cannot see that.
MATCH (p:Person|Organization)-[debt:PARTY_IN]->(e:`Case`)
WHERE debt.role = 'debtor' AND e.close_mode = 'no_property' AND $as_of_day - e.to_day > $publish_days AND e.published = false
WITH p, debt, e
OPTIONAL MATCH (p)-[again:PARTY_IN]->(r:`Case`)
WHERE again.role = 'debtor' AND r.type = 'resumed' AND e.to_day <= r.from_day AND r.from_day <= $as_of_day
WITH p, debt, e, again, r
OPTIONAL MATCH (e)<-[before:NEXT_STAGE]-(:`Case`)-[after:NEXT_STAGE]->(r)
WHERE before <> after
RETURN p.id AS principal, e.case_no AS event_key, e.valid_to AS event_date, e.claimed AS amount, [p.id] AS parties,
       CASE WHEN count(after) > 0 OR max(CASE WHEN e.to_day <= e.resumed_day AND e.resumed_day <= $as_of_day THEN 1 ELSE 0 END) > 0
            THEN 'resumed' ELSE '' END AS excluded,
       $as_of_day - e.to_day AS days_since_closing, collect(debt) AS debts, collect(before) AS stages, collect(after) AS later_stages,
       collect(CASE WHEN after IS NOT NULL THEN again END) AS later_debts
}
CALL (*) {
  UNWIND [{proof: debts}, {proof: stages}, {proof: later_stages}, {proof: later_debts}] AS part
  UNWIND part.proof AS a UNWIND a AS b UNWIND b AS c UNWIND c AS d UNWIND d AS edge
  RETURN collect(DISTINCT edge) AS edges, min(edge.confidence) AS confidence,
         collect(DISTINCT startNode(edge)) + collect(DISTINCT endNode(edge)) AS ends
}
WITH *
WHERE excluded = '' AND coalesce(confidence, 1.0) >= 0.8
RETURN principal, event_key, event_date, amount, parties, days_since_closing, confidence, ends, edges
ORDER BY principal, toString(event_date)
LIMIT 100
