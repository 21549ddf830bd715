// R2 执行期间转让: while an enforcement runs, the debtor sells a home or vehicle to someone who is no stranger.
MATCH (q:Person|Organization)-[debt:PARTY_IN]->(c:`Case`)
WHERE debt.role = 'debtor' AND c.kind = 'enforcement'
WITH q, debt, c
MATCH (q)-[sell:SOLD|OWNS]->(sold:RealEstate|Vehicle)
WITH q, debt, c, sell, sold, CASE WHEN type(sell) = 'SOLD' THEN sell.at_day WHEN sold.vin IS NOT NULL THEN sell.to_day + 1 END AS day
WHERE c.from_day <= day AND day <= c.to_day AND day <= $as_of_day
WITH q, sell, sold, day, collect(debt) AS debts
MATCH (sold)<-[buy:OWNS]-(p:Person|Organization)
WHERE buy.from_day = day AND p.id <> q.id AND (sold.vin IS NOT NULL OR buy.acquired = 'purchase')
WITH p, q, sold, buy, sell, debts
// pairs that meet nowhere end here
OPTIONAL MATCH (p)-[:PARENT_OF|SPOUSE|SHAREHOLDER_OF|LEGAL_REP_OF|OFFICER_OF]-(o:Person|Organization)
WITH p, q, sold, buy, sell, debts, collect(DISTINCT CASE WHEN o.id = q.id THEN o.id END) AS met
OPTIONAL MATCH (p)-[:USES|AT|OWNS|WORKS_AT|SHAREHOLDER_OF|LEGAL_REP_OF|OFFICER_OF|HOLDS]->(x:Phone|Address|Vehicle|Organization|Account)
WITH p, q, sold, buy, sell, debts, met, collect(DISTINCT x.id) AS mine
OPTIONAL MATCH (p)-[:RECEIVES]->(:Benefit)-[:PAID_TO]->(z:Account)
WITH p, q, sold, buy, sell, debts, met, mine, collect(DISTINCT z.id) AS paid
WITH p, q, sold, buy, sell, debts, met, mine + paid AS mine
OPTIONAL MATCH (q)-[:USES|AT|OWNS|WORKS_AT|SHAREHOLDER_OF|LEGAL_REP_OF|OFFICER_OF|HOLDS]->(y:Phone|Address|Vehicle|Organization|Account)
WITH p, q, sold, buy, sell, debts, met, mine, collect(DISTINCT CASE WHEN y.id IN mine THEN y.id END) AS shared
OPTIONAL MATCH (q)-[:RECEIVES]->(:Benefit)-[:PAID_TO]->(u:Account)
WITH p, q, sold, buy, sell, debts, met, shared, collect(DISTINCT CASE WHEN u.id IN mine THEN u.id END) AS paid
UNWIND met + shared + paid AS place
WITH DISTINCT p, q, sold, buy, sell, debts
// family: parent and child, spouses and former spouses
OPTIONAL MATCH (p)-[kin:PARENT_OF|SPOUSE]-(relative:Person)
WHERE relative.id = q.id AND coalesce(kin.from_day, 0) <= $as_of_day
WITH p, q, sold, buy, sell, debts, collect(kin) AS kins, collect(DISTINCT CASE WHEN kin IS NOT NULL THEN 'family' END) AS family,
     max(CASE WHEN kin IS NOT NULL AND coalesce(kin.from_day, buy.from_day) <= buy.from_day + $window_days THEN 1 ELSE 0 END) AS family_now
// what both use, live at, own, work at or run: a sighting tells of an earlier use, a period must meet the other and the window
OPTIONAL MATCH (p)-[a:USES|AT|OWNS|WORKS_AT|SHAREHOLDER_OF|LEGAL_REP_OF|OFFICER_OF]->(x:Phone|Address|Vehicle|Organization)
WITH p, q, sold, buy, sell, debts, kins, family, family_now, a, x
OPTIONAL MATCH (q)-[b:USES|AT|OWNS|WORKS_AT|SHAREHOLDER_OF|LEGAL_REP_OF|OFFICER_OF]->(y:Phone|Address|Vehicle|Organization)
WITH p, q, sold, buy, sell, debts, kins, family, family_now, a, b, x,
     CASE WHEN x.id <> y.id THEN null
          WHEN type(a) = 'USES' AND type(b) = 'USES' THEN 'phone'
          WHEN type(a) = 'AT' AND type(b) = 'AT' AND x.room_level THEN 'address'
          WHEN type(a) = 'OWNS' AND type(b) = 'OWNS' AND x.id <> sold.id THEN 'vehicle'
          WHEN type(a) = 'WORKS_AT' AND type(b) = 'WORKS_AT' AND a.valid_from IS NOT NULL AND b.valid_from IS NOT NULL THEN 'employer'
          WHEN type(a) IN ['SHAREHOLDER_OF', 'LEGAL_REP_OF', 'OFFICER_OF'] AND type(b) IN ['SHAREHOLDER_OF', 'LEGAL_REP_OF', 'OFFICER_OF'] THEN 'company' END AS kind,
     CASE WHEN type(a) IN ['USES', 'AT'] THEN a.to_day >= buy.from_day - $window_days AND b.to_day >= buy.from_day - $window_days
          ELSE a.from_day <= b.to_day AND b.from_day <= a.to_day
               AND a.from_day <= buy.from_day + $window_days AND b.from_day <= buy.from_day + $window_days
               AND a.to_day >= buy.from_day - $window_days AND b.to_day >= buy.from_day - $window_days END AS now
WITH p, q, sold, buy, sell, debts, kins, family, family_now, CASE WHEN kind IS NOT NULL THEN x.id END AS shared, kind, max(x.holders) AS holders,
     max(CASE WHEN now THEN 1 ELSE 0 END) AS now, max(CASE WHEN now THEN 1 ELSE 0 END) AS new,
     collect(CASE WHEN kind IS NOT NULL THEN a END) AS mine, collect(CASE WHEN kind IS NOT NULL THEN b END) AS theirs
OPTIONAL MATCH (p)-[:WORKS_AT|SHAREHOLDER_OF|LEGAL_REP_OF|OFFICER_OF]->(o:Organization)<-[w:WORKS_AT|SHAREHOLDER_OF|LEGAL_REP_OF|OFFICER_OF]-(e:Person|Organization)
WITH p, q, sold, buy, sell, debts, kins, family, family_now, shared, holders, kind, now, new, mine, theirs,
     1 + count(DISTINCT CASE WHEN o.id = shared AND e.id <> p.id AND type(w) = 'WORKS_AT' AND w.valid_from IS NOT NULL THEN e.id END) AS employees,
     1 + count(DISTINCT CASE WHEN o.id = shared AND e.id <> p.id AND type(w) <> 'WORKS_AT' THEN e.id END) AS officers
WITH p, q, sold, buy, sell, debts, kins, family, family_now, kind, now, new, mine, theirs,
     CASE WHEN kind = 'employer' THEN employees WHEN kind = 'company' THEN officers ELSE holders END AS size,
     CASE WHEN kind = 'phone' THEN $max_phone WHEN kind = 'address' THEN $max_address WHEN kind = 'vehicle' THEN $max_vehicle
          WHEN kind IS NOT NULL THEN $max_company END AS largest
WITH p, q, sold, buy, sell, debts, kins, family, family_now, collect(DISTINCT CASE WHEN size <= largest THEN kind END) AS kinds,
     max(CASE WHEN size <= largest THEN now ELSE 0 END) AS shared_now, max(CASE WHEN size <= largest THEN new ELSE 0 END) AS shared_new,
     max(CASE WHEN size <= largest THEN 1.0 / (size - 1) ELSE 0.0 END) AS rarity,
     collect(CASE WHEN size <= largest THEN mine END) AS mine, collect(CASE WHEN size <= largest THEN theirs END) AS theirs
// one account: both hold it, or a benefit of theirs is paid to it
OPTIONAL MATCH (p)-[h:HOLDS|RECEIVES]->(y:Account|Benefit)
WITH p, q, sold, buy, sell, debts, kins, family, family_now, kinds, shared_now, shared_new, rarity, mine, theirs, h, y
OPTIONAL MATCH (p)-[:RECEIVES]->(f:Benefit)-[paid:PAID_TO]->(z:Account)
WITH p, q, sold, buy, sell, debts, kins, family, family_now, kinds, shared_now, shared_new, rarity, mine, theirs, h, CASE WHEN f.id = y.id THEN paid END AS paid,
     CASE WHEN f.id = y.id THEN z.id WHEN type(h) = 'HOLDS' THEN y.id END AS account,
     CASE WHEN f.id = y.id THEN z.holders WHEN type(h) = 'HOLDS' THEN y.holders END AS holders
OPTIONAL MATCH (q)-[g:HOLDS|RECEIVES]->(v:Account|Benefit)
WITH p, q, sold, buy, sell, debts, kins, family, family_now, kinds, shared_now, shared_new, rarity, mine, theirs, h, paid, account, holders, g, v
OPTIONAL MATCH (q)-[:RECEIVES]->(f:Benefit)-[spent:PAID_TO]->(u:Account)
WITH p, q, sold, buy, sell, debts, kins, family, family_now, kinds, shared_now, shared_new, rarity, mine, theirs, h, paid, g, CASE WHEN f.id = v.id THEN spent END AS spent, holders,
     coalesce(holders <= $max_account AND account = CASE WHEN f.id = v.id THEN u.id WHEN type(g) = 'HOLDS' THEN v.id END, false) AS same
WITH p, q, sold, buy, sell, debts, kins, family, family_now, kinds, shared_now, shared_new, rarity, mine, theirs,
     collect(DISTINCT CASE WHEN same THEN 'account' END) AS accounts,
     max(CASE WHEN same THEN 1.0 / (holders - 1) ELSE 0.0 END) AS account_rarity,
     max(CASE WHEN same AND h.from_day <= g.to_day AND g.from_day <= h.to_day
               AND h.from_day <= buy.from_day + $window_days AND g.from_day <= buy.from_day + $window_days
               AND h.to_day >= buy.from_day - $window_days AND g.to_day >= buy.from_day - $window_days THEN 1 ELSE 0 END) AS account_now,
     collect(CASE WHEN same THEN h END) AS held, collect(CASE WHEN same THEN g END) AS held_too,
     collect(CASE WHEN same THEN paid END) AS paid, collect(CASE WHEN same THEN spent END) AS paid_too
// an enterprise and those who run it
OPTIONAL MATCH (p)-[office:SHAREHOLDER_OF|LEGAL_REP_OF|OFFICER_OF]-(o:Person|Organization)
WHERE o.id = q.id
WITH p, q, sold, buy, sell, debts, family, family_now, kinds, shared_now, shared_new, rarity, accounts, account_rarity, account_now, kins, mine, theirs, held, held_too, paid, paid_too, collect(office) AS offices,
     collect(DISTINCT CASE WHEN office IS NOT NULL THEN 'own_company' END) AS own
// debtors together in another enforcement
OPTIONAL MATCH (p)-[owes:PARTY_IN]->(j:`Case`)<-[too:PARTY_IN]-(o:Person|Organization)
WITH p, q, sold, buy, sell, debts, family, family_now, kinds, shared_now, shared_new, rarity, accounts, account_rarity, account_now, kins, mine, theirs, held, held_too, paid, paid_too, offices, own,
     count(CASE WHEN owes.role = 'debtor' AND too.role = 'debtor' AND o.id = q.id AND j.kind = 'enforcement' AND j.from_day <= $as_of_day THEN 1 END) AS joint
// a name without any number is no identity
OPTIONAL MATCH (p)-[mark:HAS_NUMBER]->(:IdNumber)
WITH p, q, sold, buy, sell, debts, family, family_now, kinds, shared_now, shared_new, rarity, accounts, account_rarity, account_now, kins, mine, theirs, held, held_too, paid, paid_too, offices, own, joint, count(mark) AS my_numbers
OPTIONAL MATCH (q)-[mark:HAS_NUMBER]->(:IdNumber)
WITH p, q, sold, buy, sell, debts, family, family_now, kinds, shared_now, shared_new, rarity, accounts, account_rarity, account_now, kins, mine, theirs, held, held_too, paid, paid_too, offices, own, joint, my_numbers, count(mark) AS their_numbers
WITH p, q, sold, buy, sell, debts, kins, mine, theirs, held, held_too, paid, paid_too, offices,
     family + kinds + accounts + own AS kinds,
     CASE WHEN size(family) > 0 THEN 1.0 WHEN account_rarity > rarity THEN account_rarity ELSE rarity END AS rarity,
     CASE WHEN size(own) > 0 THEN 1 WHEN joint > 0 THEN 2
          WHEN my_numbers = 0 OR their_numbers = 0 THEN 3 WHEN family_now + shared_now + account_now = 0 THEN 5 ELSE 0 END AS rank
UNWIND kinds AS kind
WITH p, sold, buy.from_day AS day, min(buy.valid_from) AS date, max(CASE WHEN buy.price > 0 THEN buy.price END) AS price, min(rank) AS best, collect(DISTINCT q.id) AS others, collect(DISTINCT CASE WHEN rank = 0 THEN q.id END) AS hidden,
     collect(DISTINCT kind) AS kinds, round(max(rarity), 4) AS rarity,
     collect(buy) AS buy, collect(sell) AS sell, collect(debts) AS debts, collect(kins) AS kins, collect(mine) AS mine, collect(theirs) AS theirs, collect(held) AS held, collect(held_too) AS held_too, collect(paid) AS paid, collect(paid_too) AS paid_too, collect(offices) AS offices
RETURN p.id AS principal, coalesce(sold.unit_no, sold.vin) + '+' + toString(date) AS event_key, date AS event_date, price AS amount,
       CASE WHEN best = 0 THEN hidden ELSE others END AS parties,
       CASE WHEN best = 1 THEN 'own_company' WHEN best = 2 THEN 'joint_debtors' WHEN best = 3 THEN 'name_only' WHEN best = 5 THEN 'not_overlapping' ELSE '' END AS excluded,
       kinds, rarity, buy, sell, debts, kins, mine, theirs, held, held_too, paid, paid_too, offices
