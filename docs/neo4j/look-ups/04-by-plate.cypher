// 04 按号牌查找 · Find by plate
MATCH (x:Plate {number: $plate})<-[b:BEARS]-(v:Vehicle)
OPTIONAL MATCH (v)<-[o:OWNS]-(n)
RETURN x, b, v, o, n
ORDER BY v.id, n.id
LIMIT 50
