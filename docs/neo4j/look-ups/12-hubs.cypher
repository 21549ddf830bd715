// 12 最大的枢纽 · The largest hubs
MATCH (n:Phone|Address|Vehicle|Account|IdNumber|Organization)
WHERE n.holders > $hub
RETURN labels(n)[0] AS label, n.id AS id, n.holders AS holders
ORDER BY holders DESC, id
LIMIT 50
