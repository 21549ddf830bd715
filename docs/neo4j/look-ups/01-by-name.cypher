// 01 按姓名查找 · Find by name
MATCH (n:Person|Organization|Undecided)
WHERE n.name CONTAINS $name OR $name IN n.names
RETURN n
ORDER BY n.name, n.id
LIMIT 50
