// M20 R4 终本信息应屏蔽未屏蔽 · End for want of property not hidden
// Set the parameters first (00): $as_of_day, $as_of_workday, $remove_workdays
CALL () {
// R4 应屏蔽未屏蔽: the end for want of property is still public though a resumed case on the same judgment is over.
MATCH (p:Person|Organization)-[debt:PARTY_IN]->(e:`Case`)
WHERE debt.role = 'debtor' AND e.close_mode = 'no_property' AND e.published = true
  AND (e.hidden_on IS NULL OR e.hidden_on_day > $as_of_day)
WITH p, debt, e
MATCH (p)-[again:PARTY_IN]->(r:`Case`)
WHERE again.role = 'debtor' AND r.type = 'resumed' AND e.to_day <= r.from_day AND r.from_day <= $as_of_day
WITH p, debt, e, again, r
MATCH (e)<-[before:NEXT_STAGE]-(:`Case`)-[after:NEXT_STAGE]->(r)
WHERE before <> after
WITH p, e, collect(debt) AS debts, collect(again) AS later_debts, collect(before) AS stages, collect(after) AS later_stages,
     collect(DISTINCT r.id) AS chain
UNWIND chain AS link
MATCH (f:`Case` {id: link})
WHERE f.close_mode IN ['completed', 'terminated', 'refused'] AND f.to_day <= $as_of_day
WITH p, e, chain, max(f.valid_to) AS closed, max(f.to_day) AS closed_day, max(f.to_workday) AS closed_workday,
     collect(debts) AS debts, collect(later_debts) AS later_debts, collect(stages) AS stages, collect(later_stages) AS later_stages
WHERE $as_of_workday - closed_workday > $remove_workdays
UNWIND chain AS link
MATCH (x:`Case` {id: link})
RETURN p.id AS principal, e.case_no AS event_key, closed AS event_date, e.claimed AS amount, [p.id] AS parties,
       max(CASE WHEN x.to_day = closed_day AND closed_day <= x.resumed_day AND x.resumed_day <= $as_of_day THEN 'resumed'
                WHEN x.to_day <> closed_day AND closed_day <= x.from_day THEN 'resumed' ELSE '' END) AS excluded,
       $as_of_workday - closed_workday - $remove_workdays AS workdays_late,
       min(CASE WHEN x.to_day = closed_day THEN x.case_no END) AS closed_case,
       collect(debts) AS debts, collect(later_debts) AS later_debts, collect(stages) AS stages, collect(later_stages) AS later_stages
}
CALL (*) {
  UNWIND [{proof: debts}, {proof: later_debts}, {proof: stages}, {proof: later_stages}] AS part
  UNWIND part.proof AS a UNWIND a AS b UNWIND b AS c UNWIND c AS d UNWIND d AS edge
  RETURN collect(DISTINCT edge) AS edges, min(edge.confidence) AS confidence,
         collect(DISTINCT startNode(edge)) + collect(DISTINCT endNode(edge)) AS ends
}
WITH *
WHERE excluded = '' AND coalesce(confidence, 1.0) >= 0.8
RETURN principal, event_key, event_date, amount, parties, workdays_late, closed_case, confidence, ends, edges
ORDER BY principal, toString(event_date)
LIMIT 100
