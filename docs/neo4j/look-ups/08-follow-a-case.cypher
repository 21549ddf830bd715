// 08 追踪案件 · Follow a case
MATCH (:Case {case_no: $case_no})-[:NEXT_STAGE|MERGED_INTO*0..6]-(c:Case)
WITH DISTINCT c
OPTIONAL MATCH (c)-[r]-(m)
WHERE m:Person OR m:Organization OR COUNT { (m)--() } <= $hub
RETURN c, r, m
ORDER BY c.id, type(r), m.id
LIMIT 300
