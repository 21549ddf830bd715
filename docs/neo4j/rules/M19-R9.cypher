// M19 R9 冒名 · One identity used by two people
// Set the parameters first (00): $as_of_day
CALL () {
// R9 冒名: (a) one person held in two places at once for more than a day, and not handed over; (b) one valid citizen
// number on two or more persons who have a number of their own (of whoever has none, this may be the misspelt holder).
// The principal of (b) bears it in the population register, first of all with the birth date that it states; else it is
// who was seen with it first. Relatives: parent, child, spouse, also by household, common child or spouse; and whoever
// was registered at the same home.
MATCH (a:Custody)<-[k1:IN_CUSTODY|HAS_NUMBER]-(p:Person)-[k2:IN_CUSTODY|HAS_NUMBER]->(b:Custody)
WHERE k1 <> k2
  AND a.facility <> b.facility
  AND a.valid_from IS NOT NULL
  AND (a.from_day < b.from_day OR a.from_day = b.from_day AND a.id < b.id)
  AND b.from_day + 1 < a.to_day AND b.from_day + 1 < b.to_day AND b.from_day + 1 < $as_of_day
  AND NOT (coalesce(a.release, '') = 'transferred' AND a.to_day <= $as_of_day)
  AND NOT (a.from_day = b.from_day AND coalesce(b.release, '') = 'transferred' AND b.to_day <= $as_of_day)
WITH p, k1, k2, a, b, CASE WHEN a.to_day < b.to_day THEN a.to_day ELSE b.to_day END AS both_end,
     CASE WHEN a.number < b.number THEN a.number + '+' + b.number ELSE b.number + '+' + a.number END AS numbers
RETURN p.id AS principal, numbers AS event_key, min(b.valid_from) AS event_date, null AS amount, [p.id] AS parties,
       '' AS excluded, 'two_places' AS way, 1 AS bearers, collect(DISTINCT a.facility) + collect(DISTINCT b.facility) AS places,
       max(CASE WHEN both_end < $as_of_day THEN both_end ELSE $as_of_day END - b.from_day) AS days,
       [collect(k1), collect(k2)] AS proof
UNION ALL
MATCH (p:Person)-[k1:IN_CUSTODY|HAS_NUMBER]->(x:IdNumber)
WHERE x.kind = 'citizen' AND x.valid = true AND x.holders > 1 AND size(p.numbers) > 0
WITH x.id AS number, count(DISTINCT p.id) AS bearers,
     min(CASE WHEN any(r IN k1.records WHERE r STARTS WITH 'ps_population:') THEN '0' ELSE '1' END
       + CASE WHEN x.number CONTAINS replace(toString(p.birth_date), '-', '') THEN '0' ELSE '1' END
       + coalesce(toString(k1.valid_from), '0001-01-01') + p.id) AS first
WHERE bearers > 1
WITH number, bearers, right(first, size(first) - 12) AS id
MATCH (p:Person {id: id})
MATCH (x:IdNumber {id: number})
MATCH (o:Person)-[k2:IN_CUSTODY|HAS_NUMBER]->(x)
WHERE size(o.numbers) > 0
OPTIONAL MATCH (p)-[near:PARENT_OF|SPOUSE]-(o)
OPTIONAL MATCH (p)-[house:KIN]-(o)
WHERE house.kind <> 'other'
OPTIONAL MATCH (p)-[c1:PARENT_OF]->(child:Person)<-[c2:PARENT_OF]-(o)
WHERE c1 <> c2
OPTIONAL MATCH (p)-[h1:PARENT_OF]->(head:Person)<-[h2:KIN]-(o)
WHERE h2.kind = 'parent'
OPTIONAL MATCH (p)-[h3:KIN]->(chief:Person)<-[h4:PARENT_OF]-(o)
WHERE h3.kind = 'parent'
OPTIONAL MATCH (p)-[w1:SPOUSE]-(partner:Person)-[w2:PARENT_OF]->(o)
OPTIONAL MATCH (p)<-[w3:PARENT_OF]-(parent:Person)-[w4:SPOUSE]-(o)
OPTIONAL MATCH (p)-[y1:PARENT_OF]->(young:Person)<-[y2:PARENT_OF]-(other:Person)-[y3:PARENT_OF]->(o)
WHERE y1 <> y2 AND y2 <> y3
OPTIONAL MATCH (p)-[home:TIED_TO]-(o)
WHERE home.kind = 'address'
WITH p, number, bearers, o, collect(DISTINCT k2) AS ties,
     count(near) + count(house) + count(c2) + count(h2) + count(h4) + count(w2) + count(w4) + count(y3) + count(home) AS kin
WITH p, number, bearers, collect(o.id) AS others, collect(ties) AS proof,
     sum(CASE WHEN o.id <> p.id AND kin > 0 THEN 1 ELSE 0 END) AS relatives
RETURN p.id AS principal, number AS event_key, CASE WHEN 1 = 0 THEN date('2000-01-01') ELSE null END AS event_date,
       null AS amount, others AS parties, CASE WHEN relatives = bearers - 1 THEN 'relatives_number' ELSE '' END AS excluded,
       'two_bearers' AS way, bearers, collect(DISTINCT CASE WHEN 1 = 0 THEN '' ELSE null END) AS places,
       CASE WHEN 1 = 0 THEN 0 ELSE null END AS days, proof
}
CALL (*) {
  UNWIND [{proof: proof}] AS part
  UNWIND part.proof AS a UNWIND a AS b UNWIND b AS c UNWIND c AS d UNWIND d AS edge
  RETURN collect(DISTINCT edge) AS edges, min(edge.confidence) AS confidence,
         collect(DISTINCT startNode(edge)) + collect(DISTINCT endNode(edge)) AS ends
}
WITH *
WHERE excluded = '' AND coalesce(confidence, 1.0) >= 0.8
RETURN principal, event_key, event_date, amount, parties, way, places, days, bearers, confidence, ends, edges
ORDER BY principal, toString(event_date)
LIMIT 100
