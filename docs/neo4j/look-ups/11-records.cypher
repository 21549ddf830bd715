// 11 依据的记录 · The records behind it
MATCH (n:Person|Organization|Undecided {id: $who})-[r]-(m)
UNWIND r.records AS record
RETURN type(r) AS type, labels(m)[0] AS label, m.id AS other, record, r.confidence AS confidence
ORDER BY type, other, record
LIMIT 500
