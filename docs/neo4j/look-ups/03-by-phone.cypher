// 03 按电话查找 · Find by phone
MATCH (x:Phone {number: $phone})<-[u:USES]-(n)
RETURN x, u, n
ORDER BY n.id
LIMIT 50
