// M20 R5 应纳入未纳入 · Should be listed and is not
// Set the parameters first (00): $as_of_cal, $as_of_day
CALL () {
// R5 应纳入未纳入: closed for want of property, the debtor punished for hiding property or spending, and never listed.
MATCH (p:Person|Organization)-[under:UNDER]->(m:Measure)
WHERE m.kind IN ['fine', 'detention'] AND m.fact =~ '(?s).*(报告财产|财产报告|限制消费).*' AND m.from_day <= $as_of_day
WITH p, under, m
MATCH (m)<-[has:HAS_MEASURE]-(e:`Case`)
WHERE e.close_mode = 'no_property' AND e.to_day <= $as_of_day
WITH p, under, m, has, e
MATCH (p)-[debt:PARTY_IN]->(e)
WHERE debt.role = 'debtor'
WITH p, under, m, has, e, debt
OPTIONAL MATCH (e)<-[:OF]-(l:ListEntry)<-[:LISTED_IN]-(x:Person|Organization)
WHERE l.kind = 'dishonest' AND l.from_day <= $as_of_day AND (x.id = p.id OR x.name = p.name)
WITH p, e, count(l.id) AS listed, min(m.valid_from) AS punished, max(m.kind) AS punishment,
     collect(under) AS measures, collect(has) AS case_measures, collect(debt) AS debts
WHERE listed = 0
OPTIONAL MATCH (p)-[again:PARTY_IN]->(r:`Case`)
WHERE again.role = 'debtor' AND r.type = 'resumed' AND e.from_day <= r.from_day AND r.close_mode IN ['completed', 'terminated', 'refused'] AND r.to_day <= $as_of_day
WITH p, e, punished, punishment, measures, case_measures, debts, r
OPTIONAL MATCH (e)<-[before:NEXT_STAGE]-(:`Case`)-[after:NEXT_STAGE]->(r)
WHERE before <> after
WITH p, e, punished, punishment, count(after) AS performed, collect(measures) AS measures,
     collect(case_measures) AS case_measures, collect(debts) AS debts
OPTIONAL MATCH (p)-[dying:HAS_DEATH]->(d:Death)
WHERE d.at_day <= $as_of_day
WITH p, e, punished, punishment, performed, count(d.id) AS died, collect(measures) AS measures,
     collect(case_measures) AS case_measures, collect(debts) AS debts, collect(dying) AS deaths
RETURN p.id AS principal, e.case_no AS event_key, punished AS event_date, e.claimed AS amount, [p.id] AS parties,
       CASE WHEN $as_of_cal < p.birth_date_cal + 21600 THEN 'minor' WHEN died > 0 THEN 'deceased'
            WHEN performed > 0 THEN 'performed' ELSE '' END AS excluded,
       punishment, measures, case_measures, debts, deaths
}
CALL (*) {
  UNWIND [{proof: measures}, {proof: case_measures}, {proof: debts}, {proof: deaths}] AS part
  UNWIND part.proof AS a UNWIND a AS b UNWIND b AS c UNWIND c AS d UNWIND d AS edge
  RETURN collect(DISTINCT edge) AS edges, min(edge.confidence) AS confidence,
         collect(DISTINCT startNode(edge)) + collect(DISTINCT endNode(edge)) AS ends
}
WITH *
WHERE excluded = '' AND coalesce(confidence, 1.0) >= 0.8
RETURN principal, event_key, event_date, amount, parties, punishment, confidence, ends, edges
ORDER BY principal, toString(event_date)
LIMIT 100
