// 05 展开前先看规模 · Sizes before expanding
MATCH (n:Person|Organization|Undecided {id: $who})-[r]-(m)
RETURN type(r) AS type, labels(m)[0] AS label, count(*) AS relationships, max(COUNT { (m)--() }) AS largest_neighbor
ORDER BY relationships DESC, type, label
