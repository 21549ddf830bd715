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
