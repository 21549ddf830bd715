// 09 两者之间的路径 · Paths between two
MATCH (a:Person|Organization|Undecided {id: $who})
MATCH (b:Person|Organization|Undecided {id: $other})
MATCH p = ALL SHORTEST (a) (()-[r]-(next WHERE next.id = $other OR COUNT { (next)--() } <= $hub)){1,6} (b)
RETURN p
LIMIT 20
