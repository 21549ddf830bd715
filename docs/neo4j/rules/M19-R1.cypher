// M19 R1 遗漏累犯 · Recidivism missed
// Set the parameters first (00): $as_of_day, $recid_years
CALL () {
// R1 遗漏累犯: another crime within some years after a prison term was served, and no recidivism found (刑法 65).
// Of several earlier judgments the one that took effect last is named.
MATCH (j1:Judgment)<-[d1:DEFENDANT_IN]-(p:Person)-[d2:DEFENDANT_IN]->(j2:Judgment)
WHERE d1 <> d2
  AND j1.effective_day <= $as_of_day AND (j1.superseded_day IS NULL OR j1.superseded_day > $as_of_day)
  AND j2.effective_day <= $as_of_day AND (j2.superseded_day IS NULL OR j2.superseded_day > $as_of_day)
  AND j1.effective_day < j2.at_day
  AND j1.penalty IN ['fixed_term', 'life', 'death_suspended'] AND coalesce(j1.probation_months, 0) = 0
  AND j2.penalty IN ['fixed_term', 'life', 'death_suspended']
  AND j1.negligent = false AND j2.negligent = false
  AND p.birth_date_cal + 21600 <= j1.crime_from_cal AND p.birth_date_cal + 21600 <= j2.crime_from_cal
  AND j1.execution_end_day < j2.crime_from_day
  AND j2.crime_from_cal <= j1.execution_end_cal + 1200 * $recid_years
  AND j2.recidivist = false
WITH p, d2, j2, max(j1.effective_day) AS latest, collect(j1.id) AS ids
MATCH (p)-[d1:DEFENDANT_IN]->(j1:Judgment)
WHERE j1.id IN ids AND j1.effective_day = latest
OPTIONAL MATCH (j1)<-[h:HAS_JUDGMENT]-(c:`Case`)-[x:EXECUTED_AS]->(served:Custody|Correction)<-[k:IN_CUSTODY|UNDER]-(p)
RETURN p.id AS principal, j2.case_no AS event_key, min(j2.at) AS event_date, null AS amount, [] AS parties,
       max(CASE WHEN j2.text CONTAINS '系累犯' THEN 'already_treated' ELSE '' END) AS excluded,
       min(j1.case_no) AS earlier_case, min(j1.county) AS earlier_county, min(j2.county) AS later_county,
       max(j1.execution_end) AS execution_end, min(j2.crime_from) AS crime_date,
       min(j2.crime_from_day - j1.execution_end_day) AS gap_days,
       collect(DISTINCT d1) AS earlier, collect(DISTINCT d2) AS later, collect(DISTINCT k) AS execution
}
CALL (*) {
  UNWIND [{proof: earlier}, {proof: later}, {proof: execution}] AS part
  UNWIND part.proof AS a UNWIND a AS b UNWIND b AS c UNWIND c AS d UNWIND d AS edge
  RETURN collect(DISTINCT edge) AS edges, min(edge.confidence) AS confidence,
         collect(DISTINCT startNode(edge)) + collect(DISTINCT endNode(edge)) AS ends
}
WITH *
WHERE excluded = '' AND coalesce(confidence, 1.0) >= 0.8
RETURN principal, event_key, event_date, amount, parties, earlier_case, earlier_county, later_county, execution_end, crime_date, gap_days, confidence, ends, edges
ORDER BY principal, toString(event_date)
LIMIT 100
