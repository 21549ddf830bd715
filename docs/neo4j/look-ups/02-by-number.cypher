// 02 按证件号码查找 · Find by number
MATCH (x:IdNumber {number: $number})<-[h:HAS_NUMBER]-(n)
RETURN x, h, n
ORDER BY n.id
LIMIT 50
