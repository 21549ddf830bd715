// M19 R3 漏罪未并罚 · Earlier crime not combined
// Set the parameters first (00): $as_of_day
CALL () {
// R3 漏罪未并罚: a crime from before the earlier judgment is judged while that penalty or probation still runs, and the
// penalties were not combined (刑法 70). Of several earlier judgments the one that took effect last is named.
MATCH (j1:Judgment)<-[d1:DEFENDANT_IN]-(p:Person)-[d2:DEFENDANT_IN]->(j2:Judgment)
WHERE d1 <> d2
  AND j1.effective_day <= $as_of_day AND (j1.superseded_day IS NULL OR j1.superseded_day > $as_of_day)
  AND j2.effective_day <= $as_of_day AND (j2.superseded_day IS NULL OR j2.superseded_day > $as_of_day)
  AND j1.effective_day < j2.at_day
  AND j2.crime_from_day < j1.at_day
  AND j1.penalty IN ['fixed_term', 'life', 'death_suspended', 'detention', 'control']
  AND j2.penalty IN ['fixed_term', 'life', 'death_suspended', 'detention', 'control']
  AND CASE WHEN j1.probation_months > 0 THEN j2.at_cal <= j1.effective_cal + 100 * j1.probation_months
           ELSE j2.at_day <= j1.execution_end_day END
  AND j2.concurrent = false
WITH p, d2, j2, max(j1.effective_day) AS latest, collect(j1.id) AS ids
MATCH (p)-[d1:DEFENDANT_IN]->(j1:Judgment)
WHERE j1.id IN ids AND j1.effective_day = latest
OPTIONAL MATCH (j1)<-[h:HAS_JUDGMENT]-(c:`Case`)-[x:EXECUTED_AS]->(served:Custody|Correction)<-[k:IN_CUSTODY|UNDER]-(p)
WITH p, d2, j2, d1, j1, k,
     CASE WHEN (j1.prosecution_no IS NULL OR j2.prosecution_no IS NULL) AND j1.crime = j2.crime
               AND j1.crime_from_day = j2.crime_from_day
               AND coalesce(j1.crime_to_day, 0) = coalesce(j2.crime_to_day, 0) THEN 'same_case'
          WHEN j2.text CONTAINS '数罪并罚' THEN 'already_treated' ELSE '' END AS excuse
RETURN p.id AS principal, j2.case_no AS event_key, min(j2.at) AS event_date, null AS amount, [] AS parties,
       max(excuse) AS excluded,
       min(j1.case_no) AS earlier_case, min(j1.county) AS earlier_county, min(j2.county) AS later_county,
       min(j1.at) AS earlier_judged, min(j2.crime_from) AS crime_date,
       max(CASE WHEN j1.probation_months > 0 THEN j1.probation_end ELSE j1.execution_end END) AS runs_until,
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
RETURN principal, event_key, event_date, amount, parties, earlier_case, earlier_county, later_county, earlier_judged, crime_date, runs_until, confidence, ends, edges
ORDER BY principal, toString(event_date)
LIMIT 100
