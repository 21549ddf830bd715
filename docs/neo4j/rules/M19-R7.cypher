// M19 R7 缓刑考验期错误 · Probation of unlawful length
// Set the parameters first (00): $as_of_day
CALL () {
// R7 缓刑考验期错误: a probation shorter than the term, or outside one to five years (imprisonment) or two months to one
// year (detention) (刑法 73).
MATCH (p:Person)-[d:DEFENDANT_IN]->(j:Judgment)
WHERE j.effective_day <= $as_of_day AND (j.superseded_day IS NULL OR j.superseded_day > $as_of_day)
  AND j.probation_months > 0
  AND (j.penalty = 'fixed_term'
         AND (j.probation_months < j.term_months OR j.probation_months < 12 OR j.probation_months > 60)
       OR j.penalty = 'detention'
         AND (j.probation_months < j.term_months OR j.probation_months < 2 OR j.probation_months > 12))
RETURN p.id AS principal, j.case_no AS event_key, min(j.at) AS event_date, null AS amount, [] AS parties, '' AS excluded,
       min(j.penalty) AS penalty, max(j.term_months) AS term_months, min(j.probation_months) AS probation_months,
       collect(DISTINCT d) AS judged
}
CALL (*) {
  UNWIND [{proof: judged}] AS part
  UNWIND part.proof AS a UNWIND a AS b UNWIND b AS c UNWIND c AS d UNWIND d AS edge
  RETURN collect(DISTINCT edge) AS edges, min(edge.confidence) AS confidence,
         collect(DISTINCT startNode(edge)) + collect(DISTINCT endNode(edge)) AS ends
}
WITH *
WHERE excluded = '' AND coalesce(confidence, 1.0) >= 0.8
RETURN principal, event_key, event_date, amount, parties, penalty, term_months, probation_months, confidence, ends, edges
ORDER BY principal, toString(event_date)
LIMIT 100
