// 06 周边关系 · What is around one
MATCH (n:Person|Organization|Undecided {id: $who})-[r]-(m)
WHERE COUNT { (m)--() } <= $hub
RETURN n, r, m
ORDER BY type(r), m.id
LIMIT 200
