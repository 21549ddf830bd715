// 07 某日的周边关系 · What was around one on a day
MATCH (n:Person|Organization|Undecided {id: $who})-[r]-(m)
WHERE coalesce(r.from_day, r.at_day, $as_of_day) <= $as_of_day AND $as_of_day <= coalesce(r.to_day, $as_of_day)
  AND COUNT { (m)--() } <= $hub
RETURN n, r, m
ORDER BY type(r), m.id
LIMIT 200
