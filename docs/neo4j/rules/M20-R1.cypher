// M20 R1 应删除未删除 · Not removed
// Set the parameters first (00): $as_of_day, $as_of_workday, $remove_workdays
CALL () {
// R1 应删除未删除: the enforcement is over, and the debtor is still listed as dishonest.
// Who is listed must be a debtor of the case of the entry: a namesake with a like masked number says nothing.
// Closed is the case of the entry, or a resumed case of this debtor on the same judgment; the last closing counts.
MATCH (p:Person|Organization)-[listing:LISTED_IN]->(l:ListEntry)
WHERE l.kind = 'dishonest' AND l.from_day <= $as_of_day AND (l.removed IS NULL OR l.removed_day > $as_of_day)
WITH p, listing, l
MATCH (l)-[of:OF]->(e:`Case`)
WITH p, e, collect(listing) AS listings, collect(of) AS entries
MATCH (p)-[debt:PARTY_IN]->(e)
WHERE debt.role = 'debtor'
WITH p, e, listings, entries, collect(debt) AS debts
OPTIONAL MATCH (p)-[again:PARTY_IN]->(r:`Case`)
WHERE again.role = 'debtor' AND r.type = 'resumed' AND e.from_day <= r.from_day AND r.from_day <= $as_of_day
WITH p, e, listings, entries, debts, again, r
OPTIONAL MATCH (e)<-[before:NEXT_STAGE]-(:`Case`)-[after:NEXT_STAGE]->(r)
WHERE before <> after
WITH p, e, collect(listings) AS listings, collect(entries) AS entries, collect(debts) AS debts, collect(before) AS stages,
     collect(after) AS later_stages, collect(CASE WHEN after IS NOT NULL THEN again END) AS later_debts,
     collect(DISTINCT CASE WHEN after IS NOT NULL THEN r.id END) + collect(DISTINCT e.id) AS chain
UNWIND chain AS link
MATCH (f:`Case` {id: link})
WHERE f.close_mode IN ['completed', 'terminated', 'refused'] AND f.to_day <= $as_of_day
WITH p, e, chain, max(f.valid_to) AS closed, max(f.to_day) AS closed_day, max(f.to_workday) AS closed_workday,
     collect(listings) AS listings, collect(entries) AS entries, collect(stages) AS stages, collect(later_stages) AS later_stages,
     collect(debts) AS debts, collect(later_debts) AS later_debts
WHERE $as_of_workday - closed_workday > $remove_workdays
UNWIND chain AS link
MATCH (x:`Case` {id: link})
RETURN p.id AS principal, e.case_no + '+失信' AS event_key, closed AS event_date, e.claimed AS amount, [p.id] AS parties,
       max(CASE WHEN x.to_day = closed_day AND closed_day <= x.resumed_day AND x.resumed_day <= $as_of_day THEN 'resumed'
                WHEN x.id <> e.id AND x.to_day <> closed_day AND closed_day <= x.from_day THEN 'resumed'
                ELSE '' END) AS excluded,
       $as_of_workday - closed_workday - $remove_workdays AS workdays_late, max(CASE WHEN x.to_day = closed_day THEN x.close_mode END) AS close_mode,
       min(CASE WHEN x.to_day = closed_day THEN x.case_no END) AS closed_case,
       collect(listings) AS listings, collect(entries) AS entries, collect(stages) AS stages, collect(later_stages) AS later_stages,
       collect(debts) AS debts, collect(later_debts) AS later_debts
}
CALL (*) {
  UNWIND [{proof: listings}, {proof: entries}, {proof: stages}, {proof: later_stages}, {proof: debts}, {proof: later_debts}] AS part
  UNWIND part.proof AS a UNWIND a AS b UNWIND b AS c UNWIND c AS d UNWIND d AS edge
  RETURN collect(DISTINCT edge) AS edges, min(edge.confidence) AS confidence,
         collect(DISTINCT startNode(edge)) + collect(DISTINCT endNode(edge)) AS ends
}
WITH *
WHERE excluded = '' AND coalesce(confidence, 1.0) >= 0.8
RETURN principal, event_key, event_date, amount, parties, workdays_late, closed_case, close_mode, confidence, ends, edges
ORDER BY principal, toString(event_date)
LIMIT 100
