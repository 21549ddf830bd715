// 10 关联及其依据 · Ties and what they rest on
MATCH (n:Person|Organization|Undecided {id: $who})-[t:TIED_TO]-(m)
OPTIONAL MATCH (n)-[x]-(via)-[y]-(m)
WHERE via.id = t.via
RETURN n, t, m, x, via, y
ORDER BY t.size, m.id
LIMIT 100
