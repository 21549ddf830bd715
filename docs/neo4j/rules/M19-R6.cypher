// M19 R6 遗漏前科 · Conviction not mentioned
// Set the parameters first (00): $as_of_day, $recid_years
CALL () {
// R6 遗漏前科: an earlier conviction that the later judgment does not mention, where R1 to R4 are silent on that judgment
// (刑法 100; it counts for 盗窃 and other thresholds). Of several earlier judgments the one that took effect last is named.
MATCH (j1:Judgment)<-[d1:DEFENDANT_IN]-(p:Person)-[d2:DEFENDANT_IN]->(j2:Judgment)
WHERE d1 <> d2
  AND j1.effective_day <= $as_of_day AND (j1.superseded_day IS NULL OR j1.superseded_day > $as_of_day)
  AND j2.effective_day <= $as_of_day AND (j2.superseded_day IS NULL OR j2.superseded_day > $as_of_day)
  AND j1.effective_day < j2.at_day
  AND j2.prior = false
WITH p, d2, j2,
     max(CASE WHEN j1.effective_day < j2.crime_from_day THEN j1.effective_day ELSE null END) AS latest,
     collect(j1.id) AS ids,
     sum(CASE
       WHEN j1.penalty IN ['fixed_term', 'life', 'death_suspended'] AND coalesce(j1.probation_months, 0) = 0
            AND j2.penalty IN ['fixed_term', 'life', 'death_suspended']
            AND j1.negligent = false AND j2.negligent = false
            AND p.birth_date_cal + 21600 <= j1.crime_from_cal AND p.birth_date_cal + 21600 <= j2.crime_from_cal
            AND j1.execution_end_day < j2.crime_from_day
            AND j2.crime_from_cal <= j1.execution_end_cal + 1200 * $recid_years
            AND j2.recidivist = false THEN 1
       WHEN j1.probation_months > 0
            AND j1.effective_day <= j2.crime_from_day
            AND j2.crime_from_cal <= j1.effective_cal + 100 * j1.probation_months
            AND (j2.revoked = false OR j2.concurrent = false) THEN 1
       WHEN j1.penalty IN ['fixed_term', 'life', 'death_suspended', 'detention', 'control']
            AND j2.penalty IN ['fixed_term', 'life', 'death_suspended', 'detention', 'control']
            AND j2.concurrent = false
            AND (j2.crime_from_day < j1.at_day AND j1.probation_months > 0
                   AND j2.at_cal <= j1.effective_cal + 100 * j1.probation_months
                 OR coalesce(j1.probation_months, 0) = 0 AND j2.crime_from_day < j1.at_day
                   AND j2.at_day <= j1.execution_end_day
                 OR coalesce(j1.probation_months, 0) = 0 AND j1.effective_day <= j2.crime_from_day
                   AND j2.crime_from_day <= j1.execution_end_day) THEN 1
       ELSE 0 END) AS told
WHERE told = 0
MATCH (p)-[d1:DEFENDANT_IN]->(j1:Judgment)
WHERE j1.id IN ids AND j1.effective_day = latest
RETURN p.id AS principal, j2.case_no AS event_key, min(j2.at) AS event_date, null AS amount, [] AS parties,
       max(CASE WHEN j2.recidivist = true OR j2.text CONTAINS '曾因' OR j2.text CONTAINS '有前科'
                THEN 'already_treated' ELSE '' END) AS excluded,
       min(j1.case_no) AS earlier_case, min(j1.county) AS earlier_county, min(j2.county) AS later_county,
       min(j1.effective) AS earlier_effective, min(j1.crime) AS earlier_crime, min(j2.crime_from) AS crime_date,
       collect(DISTINCT d1) AS earlier, collect(DISTINCT d2) AS later
}
CALL (*) {
  UNWIND [{proof: earlier}, {proof: later}] AS part
  UNWIND part.proof AS a UNWIND a AS b UNWIND b AS c UNWIND c AS d UNWIND d AS edge
  RETURN collect(DISTINCT edge) AS edges, min(edge.confidence) AS confidence,
         collect(DISTINCT startNode(edge)) + collect(DISTINCT endNode(edge)) AS ends
}
WITH *
WHERE excluded = '' AND coalesce(confidence, 1.0) >= 0.8
RETURN principal, event_key, event_date, amount, parties, earlier_case, earlier_county, later_county, earlier_effective, earlier_crime, crime_date, confidence, ends, edges
ORDER BY principal, toString(event_date)
LIMIT 100
