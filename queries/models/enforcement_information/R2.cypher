// R2 超期: the debtor is still listed as dishonest though the term of the entry is over.
MATCH (p:Person|Organization)-[listing:LISTED_IN]->(l:ListEntry)
WHERE l.kind = 'dishonest' AND l.from_day <= $as_of_day AND (l.removed IS NULL OR l.removed_day > $as_of_day)
  AND (l.expires_day < $as_of_day
       OR (l.expires IS NULL AND l.valid_from IS NOT NULL AND $as_of_cal > l.from_cal + 1200 * $list_years))
WITH p, listing, l
MATCH (l)-[of:OF]->(e:`Case`)
RETURN p.id AS principal, e.case_no + '+失信' AS event_key, min(coalesce(l.expires, l.valid_from)) AS event_date,
       max(e.claimed) AS amount, [p.id] AS parties, '' AS excluded,
       min(l.valid_from) AS published, max(CASE WHEN l.expires IS NULL THEN 'none' ELSE 'set' END) AS term,
       collect(listing) AS listings, collect(of) AS entries
