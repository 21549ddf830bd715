// H01 R2 执行期间向关系人转让 · Sold to someone close while enforced
// Set the parameters first (00): $as_of_day, $max_account, $max_address, $max_company, $max_phone, $max_vehicle, $window_days
CALL () {
// R2 执行期间转让: while an enforcement runs, the debtor sells a home or vehicle to someone who is no stranger.
MATCH (q:Person|Organization)-[debt:PARTY_IN]->(c:`Case`)
WHERE debt.role = 'debtor' AND c.kind = 'enforcement'
WITH q, debt, c
MATCH (q)-[sell:SOLD|OWNS]->(sold:RealEstate|Vehicle)
WITH q, debt, c, sell, sold, CASE WHEN type(sell) = 'SOLD' THEN sell.at_day WHEN sold.vin IS NOT NULL THEN sell.to_day + 1 END AS day
WHERE c.from_day <= day AND day <= c.to_day AND day <= $as_of_day
WITH q, sell, sold, day, collect(debt) AS debts
MATCH (sold)<-[buy:OWNS]-(p:Person|Organization)
WHERE buy.from_day = day AND (sold.vin IS NOT NULL OR buy.acquired = 'purchase')
WITH p, q, sold, buy, sell, debts, day
MATCH (p)-[t:TIED_TO]-(q)
WHERE t.via <> sold.id AND t.from_day <= $as_of_day
  AND t.size <= CASE WHEN t.kind = 'phone' THEN $max_phone WHEN t.kind = 'address' THEN $max_address WHEN t.kind = 'vehicle' THEN $max_vehicle
                     WHEN t.kind IN ['employer', 'company'] THEN $max_company WHEN t.kind = 'account' THEN $max_account ELSE 2 END
WITH p, q, sold, day, collect(buy) AS buys, collect(sell) AS sells, collect(debts) AS debts, min(buy.valid_from) AS date,
     max(CASE WHEN buy.price > 0 THEN buy.price END) AS price,
     collect(t) AS ties, collect(DISTINCT t.kind) AS kinds, max(1.0 / (t.size - 1)) AS rarity, max(CASE WHEN t.kind = 'own_company' THEN 1 ELSE 0 END) AS own,
     max(CASE WHEN t.kind <> 'own_company' AND t.from_day <= t.to_day AND t.from_day <= day + $window_days AND day - $window_days <= t.to_day
              THEN 1 ELSE 0 END) AS now
OPTIONAL MATCH (p)-[too:PARTY_IN]->(e:`Case`)
WHERE too.role = 'debtor' AND e.kind = 'enforcement' AND e.from_day <= $as_of_day
WITH p, q, sold, date, price, buys, sells, debts, ties, kinds, rarity, own, now, collect(DISTINCT e.id) AS owing
OPTIONAL MATCH (q)-[also:PARTY_IN]->(d:`Case`)
WHERE also.role = 'debtor'
WITH p, q, sold, date, price, buys, sells, debts, ties, kinds, rarity, own, now, count(CASE WHEN d.id IN owing THEN 1 END) AS joint
WITH p, q, sold, date, price, buys, sells, debts, ties, kinds, rarity,
     CASE WHEN own = 1 THEN 1 WHEN joint > 0 THEN 2 WHEN p.number IS NULL OR q.number IS NULL THEN 3 WHEN now = 0 THEN 5 ELSE 0 END AS rank
UNWIND kinds AS kind
WITH p, sold, date, max(price) AS price, min(rank) AS best, collect(DISTINCT q.id) AS others, collect(DISTINCT CASE WHEN rank = 0 THEN q.id END) AS unsaid,
     collect(DISTINCT kind) AS kinds, round(max(rarity), 4) AS rarity,
     collect(buys) AS buys, collect(sells) AS sells, collect(debts) AS debts, collect(ties) AS ties
RETURN p.id AS principal, coalesce(sold.unit_no, sold.vin) + '+' + toString(date) AS event_key, date AS event_date, price AS amount,
       CASE WHEN best = 0 THEN unsaid ELSE others END AS parties,
       CASE WHEN best = 1 THEN 'own_company' WHEN best = 2 THEN 'joint_debtors' WHEN best = 3 THEN 'name_only'
            WHEN best = 5 THEN 'not_overlapping' ELSE '' END AS excluded,
       kinds, rarity, buys, sells, debts, ties
}
CALL (*) {
  UNWIND [{proof: buys}, {proof: sells}, {proof: debts}, {proof: ties}] AS part
  UNWIND part.proof AS a UNWIND a AS b UNWIND b AS c UNWIND c AS d UNWIND d AS edge
  RETURN collect(DISTINCT edge) AS edges, min(edge.confidence) AS confidence,
         collect(DISTINCT startNode(edge)) + collect(DISTINCT endNode(edge)) AS ends
}
WITH *
WHERE excluded = '' AND coalesce(confidence, 1.0) >= 0.8
RETURN principal, event_key, event_date, amount, parties, kinds, rarity, confidence, ends, edges
ORDER BY principal, toString(event_date)
LIMIT 100
