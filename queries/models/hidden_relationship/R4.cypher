// R4 两案嫌疑人: suspects of two separate cases are close, and perhaps the two cases are one.
// Suspects meet in what they share, or one of them is the other's relative; only then are the suspects of their cases compared. A crowd meets nowhere.
MATCH (s:Person)-[:PARTY_IN {role: 'suspect'}]->(:`Case` {kind: 'police'})
WITH DISTINCT s
OPTIONAL MATCH (s)-[a:PARENT_OF|SPOUSE|USES|AT|OWNS|WORKS_AT|SHAREHOLDER_OF|LEGAL_REP_OF|OFFICER_OF|HOLDS|RECEIVES]-(x:Person|Phone|Address|Vehicle|Organization|Account|Benefit)
WITH s, collect(DISTINCT x.id + CASE WHEN type(a) = 'WORKS_AT' THEN ' as employer' ELSE '' END) + [s.id] AS things
OPTIONAL MATCH (s)-[:RECEIVES]->(:Benefit)-[:PAID_TO]->(z:Account)
WITH s.id AS id, things, collect(DISTINCT z.id) AS accounts
UNWIND things + accounts AS thing
WITH thing, collect(DISTINCT id) AS suspects
WITH CASE WHEN size(suspects) <= $max_phone + $max_address + $max_vehicle + $max_company + $max_account THEN suspects
          ELSE [thing] END AS suspects
UNWIND suspects AS one
UNWIND suspects AS other
WITH DISTINCT one, other
MATCH (:Person {id: one})-[:PARTY_IN]->(c:`Case`)
WITH DISTINCT c, other
MATCH (:Person {id: other})-[:PARTY_IN]->(d:`Case`)
WITH DISTINCT c, d
MATCH (c)<-[claim:PARTY_IN]-(p:Person)
WHERE claim.role = 'suspect' AND c.kind = 'police' AND c.from_day <= $as_of_day
WITH p, claim, c, d
MATCH (d)<-[debt:PARTY_IN]-(q:Person)
WHERE debt.role = 'suspect' AND d.kind = 'police' AND d.valid_from IS NOT NULL
  AND (d.from_day < c.from_day OR (d.from_day = c.from_day AND d.case_no < c.case_no))
WITH p, q, c, d, claim, debt
OPTIONAL MATCH (p)-[mine:PARTY_IN]->(o:`Case`)
WHERE mine.role = 'suspect' AND o.id = d.id
WITH p, q, c, d, claim, debt, count(mine) AS both
OPTIONAL MATCH (q)-[theirs:PARTY_IN]->(o:`Case`)
WHERE theirs.role = 'suspect' AND o.id = c.id
WITH p, q, c, d, claim, debt, both, count(theirs) AS crossed
WHERE both + crossed = 0
WITH p, q, c, d, claim, debt
// family: parent and child, spouses and former spouses
OPTIONAL MATCH (p)-[kin:PARENT_OF|SPOUSE]-(relative:Person)
WHERE relative.id = q.id AND coalesce(kin.from_day, 0) <= $as_of_day
WITH p, q, c, d, claim, debt, collect(kin) AS kins, collect(DISTINCT CASE WHEN kin IS NOT NULL THEN 'family' END) AS family,
     max(CASE WHEN kin IS NOT NULL AND coalesce(kin.from_day, c.from_day) <= c.from_day + $window_days THEN 1 ELSE 0 END) AS family_now
// what both use, live at, own, work at or run: a sighting tells of an earlier use, a period must meet the other and the window
OPTIONAL MATCH (p)-[a:USES|AT|OWNS|WORKS_AT|SHAREHOLDER_OF|LEGAL_REP_OF|OFFICER_OF]->(x:Phone|Address|Vehicle|Organization)
WITH p, q, c, d, claim, debt, kins, family, family_now, a, x
OPTIONAL MATCH (q)-[b:USES|AT|OWNS|WORKS_AT|SHAREHOLDER_OF|LEGAL_REP_OF|OFFICER_OF]->(y:Phone|Address|Vehicle|Organization)
WITH p, q, c, d, claim, debt, kins, family, family_now, a, b, x,
     CASE WHEN x.id <> y.id THEN null
          WHEN type(a) = 'USES' AND type(b) = 'USES' THEN 'phone'
          WHEN type(a) = 'AT' AND type(b) = 'AT' AND x.room_level THEN 'address'
          WHEN type(a) = 'OWNS' AND type(b) = 'OWNS' THEN 'vehicle'
          WHEN type(a) = 'WORKS_AT' AND type(b) = 'WORKS_AT' AND a.valid_from IS NOT NULL AND b.valid_from IS NOT NULL THEN 'employer'
          WHEN type(a) IN ['SHAREHOLDER_OF', 'LEGAL_REP_OF', 'OFFICER_OF'] AND type(b) IN ['SHAREHOLDER_OF', 'LEGAL_REP_OF', 'OFFICER_OF'] THEN 'company' END AS kind,
     CASE WHEN type(a) IN ['USES', 'AT'] THEN a.to_day >= c.from_day - $window_days AND b.to_day >= c.from_day - $window_days
          ELSE a.from_day <= b.to_day AND b.from_day <= a.to_day
               AND a.from_day <= c.from_day + $window_days AND b.from_day <= c.from_day + $window_days
               AND a.to_day >= c.from_day - $window_days AND b.to_day >= c.from_day - $window_days END AS now
WITH p, q, c, d, claim, debt, kins, family, family_now, CASE WHEN kind IS NOT NULL THEN x.id END AS shared, kind, max(x.holders) AS holders,
     max(CASE WHEN now THEN 1 ELSE 0 END) AS now, max(CASE WHEN now THEN 1 ELSE 0 END) AS new,
     collect(CASE WHEN kind IS NOT NULL THEN a END) AS mine, collect(CASE WHEN kind IS NOT NULL THEN b END) AS theirs
OPTIONAL MATCH (p)-[:WORKS_AT|SHAREHOLDER_OF|LEGAL_REP_OF|OFFICER_OF]->(o:Organization)<-[w:WORKS_AT|SHAREHOLDER_OF|LEGAL_REP_OF|OFFICER_OF]-(e:Person|Organization)
WITH p, q, c, d, claim, debt, kins, family, family_now, shared, holders, kind, now, new, mine, theirs,
     1 + count(DISTINCT CASE WHEN o.id = shared AND e.id <> p.id AND type(w) = 'WORKS_AT' AND w.valid_from IS NOT NULL THEN e.id END) AS employees,
     1 + count(DISTINCT CASE WHEN o.id = shared AND e.id <> p.id AND type(w) <> 'WORKS_AT' THEN e.id END) AS officers
WITH p, q, c, d, claim, debt, kins, family, family_now, kind, now, new, mine, theirs,
     CASE WHEN kind = 'employer' THEN employees WHEN kind = 'company' THEN officers ELSE holders END AS size,
     CASE WHEN kind = 'phone' THEN $max_phone WHEN kind = 'address' THEN $max_address WHEN kind = 'vehicle' THEN $max_vehicle
          WHEN kind IS NOT NULL THEN $max_company END AS largest
WITH p, q, c, d, claim, debt, kins, family, family_now, collect(DISTINCT CASE WHEN size <= largest THEN kind END) AS kinds,
     max(CASE WHEN size <= largest THEN now ELSE 0 END) AS shared_now, max(CASE WHEN size <= largest THEN new ELSE 0 END) AS shared_new,
     max(CASE WHEN size <= largest THEN 1.0 / (size - 1) ELSE 0.0 END) AS rarity,
     collect(CASE WHEN size <= largest THEN mine END) AS mine, collect(CASE WHEN size <= largest THEN theirs END) AS theirs
// one account: both hold it, or a benefit of theirs is paid to it
OPTIONAL MATCH (p)-[h:HOLDS|RECEIVES]->(y:Account|Benefit)
WITH p, q, c, d, claim, debt, kins, family, family_now, kinds, shared_now, shared_new, rarity, mine, theirs, h, y
OPTIONAL MATCH (p)-[:RECEIVES]->(f:Benefit)-[paid:PAID_TO]->(z:Account)
WITH p, q, c, d, claim, debt, kins, family, family_now, kinds, shared_now, shared_new, rarity, mine, theirs, h, CASE WHEN f.id = y.id THEN paid END AS paid,
     CASE WHEN f.id = y.id THEN z.id WHEN type(h) = 'HOLDS' THEN y.id END AS account,
     CASE WHEN f.id = y.id THEN z.holders WHEN type(h) = 'HOLDS' THEN y.holders END AS holders
OPTIONAL MATCH (q)-[g:HOLDS|RECEIVES]->(v:Account|Benefit)
WITH p, q, c, d, claim, debt, kins, family, family_now, kinds, shared_now, shared_new, rarity, mine, theirs, h, paid, account, holders, g, v
OPTIONAL MATCH (q)-[:RECEIVES]->(f:Benefit)-[spent:PAID_TO]->(u:Account)
WITH p, q, c, d, claim, debt, kins, family, family_now, kinds, shared_now, shared_new, rarity, mine, theirs, h, paid, g, CASE WHEN f.id = v.id THEN spent END AS spent, holders,
     coalesce(holders <= $max_account AND account = CASE WHEN f.id = v.id THEN u.id WHEN type(g) = 'HOLDS' THEN v.id END, false) AS same
WITH p, q, c, d, claim, debt, kins, family, family_now, kinds, shared_now, shared_new, rarity, mine, theirs,
     collect(DISTINCT CASE WHEN same THEN 'account' END) AS accounts,
     max(CASE WHEN same THEN 1.0 / (holders - 1) ELSE 0.0 END) AS account_rarity,
     max(CASE WHEN same AND h.from_day <= g.to_day AND g.from_day <= h.to_day
               AND h.from_day <= c.from_day + $window_days AND g.from_day <= c.from_day + $window_days
               AND h.to_day >= c.from_day - $window_days AND g.to_day >= c.from_day - $window_days THEN 1 ELSE 0 END) AS account_now,
     collect(CASE WHEN same THEN h END) AS held, collect(CASE WHEN same THEN g END) AS held_too,
     collect(CASE WHEN same THEN paid END) AS paid, collect(CASE WHEN same THEN spent END) AS paid_too
// suspects together in a third case, or one case merged into the other
OPTIONAL MATCH (p)-[along:PARTY_IN]->(m:`Case`)<-[too:PARTY_IN]-(o:Person)
WITH p, q, c, d, claim, debt, family, family_now, kinds, shared_now, shared_new, rarity, accounts, account_rarity, account_now, kins, mine, theirs, held, held_too, paid, paid_too,
     count(CASE WHEN along.role = 'suspect' AND too.role = 'suspect' AND o.id = q.id AND m.kind = 'police' AND m.from_day <= $as_of_day THEN 1 END) AS together
OPTIONAL MATCH (c)-[merger:MERGED_INTO]-(o:`Case`)
WHERE o.id = d.id
WITH p, q, c, d, claim, debt, family, family_now, kinds, shared_now, shared_new, rarity, accounts, account_rarity, account_now, kins, mine, theirs, held, held_too, paid, paid_too, together, count(merger) AS mergers
// a name without any number is no identity
OPTIONAL MATCH (p)-[mark:HAS_NUMBER]->(:IdNumber)
WITH p, q, c, d, claim, debt, family, family_now, kinds, shared_now, shared_new, rarity, accounts, account_rarity, account_now, kins, mine, theirs, held, held_too, paid, paid_too, together, mergers, count(mark) AS my_numbers
OPTIONAL MATCH (q)-[mark:HAS_NUMBER]->(:IdNumber)
WITH p, q, c, d, claim, debt, family, family_now, kinds, shared_now, shared_new, rarity, accounts, account_rarity, account_now, kins, mine, theirs, held, held_too, paid, paid_too, together, mergers, my_numbers, count(mark) AS their_numbers
WITH p, q, c, d, claim, debt, kins, mine, theirs, held, held_too, paid, paid_too,
     family + kinds + accounts AS kinds,
     CASE WHEN size(family) > 0 THEN 1.0 WHEN account_rarity > rarity THEN account_rarity ELSE rarity END AS rarity,
     CASE WHEN my_numbers = 0 OR their_numbers = 0 THEN 3 WHEN family_now + shared_now + account_now = 0 THEN 5
          WHEN together + mergers > 0 THEN 4 ELSE 0 END AS rank
UNWIND kinds AS kind
WITH p, c, d, min(rank) AS best, collect(DISTINCT q.id) AS others, collect(DISTINCT CASE WHEN rank = 0 THEN q.id END) AS hidden,
     collect(DISTINCT kind) AS kinds, round(max(rarity), 4) AS rarity,
     collect(claim) AS claim, collect(debt) AS debt, collect(kins) AS kins, collect(mine) AS mine, collect(theirs) AS theirs, collect(held) AS held, collect(held_too) AS held_too, collect(paid) AS paid, collect(paid_too) AS paid_too
RETURN p.id AS principal, [c.case_no, d.case_no] AS event_key, c.valid_from AS event_date, null AS amount,
       CASE WHEN best = 0 THEN hidden ELSE others END AS parties,
       CASE WHEN best = 3 THEN 'name_only' WHEN best = 4 THEN 'already_known' WHEN best = 5 THEN 'not_overlapping' ELSE '' END AS excluded,
       kinds, rarity, claim, debt, kins, mine, theirs, held, held_too, paid, paid_too
