// R3 房源分配: a tenant of public housing is close to someone who worked at a housing agency when the lease began.
// Starts from the agencies' staff: they are few. First whoever could be close to them, then the tenants among those.
UNWIND $agency_words AS word
MATCH (o:Organization)
WHERE o.name CONTAINS word
WITH DISTINCT o
MATCH (o)<-[job:WORKS_AT]-(q:Person)
WHERE job.valid_from IS NOT NULL
WITH q, o.name AS agency, job
OPTIONAL MATCH (q)-[:PARENT_OF|SPOUSE]-(relative:Person)
WITH q, agency, job, collect(DISTINCT relative.id) AS near
OPTIONAL MATCH (q)-[:USES|AT|OWNS|WORKS_AT|SHAREHOLDER_OF|LEGAL_REP_OF|OFFICER_OF]->(:Phone|Address|Vehicle|Organization)<-[:USES|AT|OWNS|WORKS_AT|SHAREHOLDER_OF|LEGAL_REP_OF|OFFICER_OF]-(sharer:Person)
WITH q, agency, job, near, collect(DISTINCT sharer.id) AS sharers
WITH q, agency, job, near + sharers AS near
OPTIONAL MATCH (q)-[:HOLDS]->(:Account)<-[:HOLDS]-(holder:Person)
WITH q, agency, job, near, collect(DISTINCT holder.id) AS holders
WITH q, agency, job, near + holders AS near
OPTIONAL MATCH (q)-[:HOLDS]->(:Account)<-[:PAID_TO]-(:Benefit)<-[:RECEIVES]-(holder:Person)
WITH q, agency, job, near, collect(DISTINCT holder.id) AS holders
WITH q, agency, job, near + holders AS near
OPTIONAL MATCH (q)-[:RECEIVES]->(:Benefit)-[:PAID_TO]->(:Account)<-[:HOLDS]-(holder:Person)
WITH q, agency, job, near, collect(DISTINCT holder.id) AS holders
WITH q, agency, job, near + holders AS near
OPTIONAL MATCH (q)-[:RECEIVES]->(:Benefit)-[:PAID_TO]->(:Account)<-[:PAID_TO]-(:Benefit)<-[:RECEIVES]-(holder:Person)
WITH q, agency, job, near, collect(DISTINCT holder.id) AS holders
WITH q, agency, job, near + holders AS near
OPTIONAL MATCH (q)-[:RECEIVES]->(:Benefit)<-[:RECEIVES]-(holder:Person)
WITH q, agency, job, near, collect(DISTINCT holder.id) AS holders
WITH q, agency, job, near + holders AS near
UNWIND near AS one
WITH DISTINCT q, agency, job, one
MATCH (:Person {id: one})-[:RENTS]->(t:Tenancy)
WITH DISTINCT q, agency, job, t
MATCH (t)<-[main:RENTS]-(p:Person)
WHERE p.id <> q.id AND main.role = 'main' AND t.status = 'active' AND t.from_day <= $as_of_day AND $as_of_day <= t.to_day AND t.valid_from IS NOT NULL
  AND job.from_day <= t.from_day + $window_days AND t.from_day - $window_days <= job.to_day
WITH p, q, main, t, collect(job) AS jobs, min(agency) AS agency
// family: parent and child, spouses and former spouses
OPTIONAL MATCH (p)-[kin:PARENT_OF|SPOUSE]-(relative:Person)
WHERE relative.id = q.id AND coalesce(kin.from_day, 0) <= $as_of_day
WITH p, q, main, t, jobs, agency, collect(kin) AS kins, collect(DISTINCT CASE WHEN kin IS NOT NULL THEN 'family' END) AS family,
     max(CASE WHEN kin IS NOT NULL AND coalesce(kin.from_day, t.from_day) <= t.from_day + $window_days THEN 1 ELSE 0 END) AS family_now
// what both use, live at, own, work at or run: a sighting tells of an earlier use, a period must meet the other and the window
OPTIONAL MATCH (p)-[a:USES|AT|OWNS|WORKS_AT|SHAREHOLDER_OF|LEGAL_REP_OF|OFFICER_OF]->(x:Phone|Address|Vehicle|Organization)
WITH p, q, main, t, jobs, agency, kins, family, family_now, a, x
OPTIONAL MATCH (q)-[b:USES|AT|OWNS|WORKS_AT|SHAREHOLDER_OF|LEGAL_REP_OF|OFFICER_OF]->(y:Phone|Address|Vehicle|Organization)
WITH p, q, main, t, jobs, agency, kins, family, family_now, a, b, x,
     CASE WHEN x.id <> y.id THEN null
          WHEN type(a) = 'USES' AND type(b) = 'USES' THEN 'phone'
          WHEN type(a) = 'AT' AND type(b) = 'AT' AND x.room_level THEN 'address'
          WHEN type(a) = 'OWNS' AND type(b) = 'OWNS' THEN 'vehicle'
          WHEN type(a) = 'WORKS_AT' AND type(b) = 'WORKS_AT' AND a.valid_from IS NOT NULL AND b.valid_from IS NOT NULL THEN 'employer'
          WHEN type(a) IN ['SHAREHOLDER_OF', 'LEGAL_REP_OF', 'OFFICER_OF'] AND type(b) IN ['SHAREHOLDER_OF', 'LEGAL_REP_OF', 'OFFICER_OF'] THEN 'company' END AS kind,
     CASE WHEN type(a) IN ['USES', 'AT'] THEN a.to_day >= t.from_day - $window_days AND b.to_day >= t.from_day - $window_days
          ELSE a.from_day <= b.to_day AND b.from_day <= a.to_day
               AND a.from_day <= t.from_day + $window_days AND b.from_day <= t.from_day + $window_days
               AND a.to_day >= t.from_day - $window_days AND b.to_day >= t.from_day - $window_days END AS now
WITH p, q, main, t, jobs, agency, kins, family, family_now, CASE WHEN kind IS NOT NULL THEN x.id END AS shared, kind, max(x.holders) AS holders,
     max(CASE WHEN now THEN 1 ELSE 0 END) AS now, max(CASE WHEN now THEN 1 ELSE 0 END) AS new,
     collect(CASE WHEN kind IS NOT NULL THEN a END) AS mine, collect(CASE WHEN kind IS NOT NULL THEN b END) AS theirs
OPTIONAL MATCH (p)-[:WORKS_AT|SHAREHOLDER_OF|LEGAL_REP_OF|OFFICER_OF]->(o:Organization)<-[w:WORKS_AT|SHAREHOLDER_OF|LEGAL_REP_OF|OFFICER_OF]-(e:Person|Organization)
WITH p, q, main, t, jobs, agency, kins, family, family_now, shared, holders, kind, now, new, mine, theirs,
     1 + count(DISTINCT CASE WHEN o.id = shared AND e.id <> p.id AND type(w) = 'WORKS_AT' AND w.valid_from IS NOT NULL THEN e.id END) AS employees,
     1 + count(DISTINCT CASE WHEN o.id = shared AND e.id <> p.id AND type(w) <> 'WORKS_AT' THEN e.id END) AS officers
WITH p, q, main, t, jobs, agency, kins, family, family_now, kind, now, new, mine, theirs,
     CASE WHEN kind = 'employer' THEN employees WHEN kind = 'company' THEN officers ELSE holders END AS size,
     CASE WHEN kind = 'phone' THEN $max_phone WHEN kind = 'address' THEN $max_address WHEN kind = 'vehicle' THEN $max_vehicle
          WHEN kind IS NOT NULL THEN $max_company END AS largest
WITH p, q, main, t, jobs, agency, kins, family, family_now, collect(DISTINCT CASE WHEN size <= largest THEN kind END) AS kinds,
     max(CASE WHEN size <= largest THEN now ELSE 0 END) AS shared_now, max(CASE WHEN size <= largest THEN new ELSE 0 END) AS shared_new,
     max(CASE WHEN size <= largest THEN 1.0 / (size - 1) ELSE 0.0 END) AS rarity,
     collect(CASE WHEN size <= largest THEN mine END) AS mine, collect(CASE WHEN size <= largest THEN theirs END) AS theirs
// one account: both hold it, or a benefit of theirs is paid to it
OPTIONAL MATCH (p)-[h:HOLDS|RECEIVES]->(y:Account|Benefit)
WITH p, q, main, t, jobs, agency, kins, family, family_now, kinds, shared_now, shared_new, rarity, mine, theirs, h, y
OPTIONAL MATCH (p)-[:RECEIVES]->(f:Benefit)-[paid:PAID_TO]->(z:Account)
WITH p, q, main, t, jobs, agency, kins, family, family_now, kinds, shared_now, shared_new, rarity, mine, theirs, h, CASE WHEN f.id = y.id THEN paid END AS paid,
     CASE WHEN f.id = y.id THEN z.id WHEN type(h) = 'HOLDS' THEN y.id END AS account,
     CASE WHEN f.id = y.id THEN z.holders WHEN type(h) = 'HOLDS' THEN y.holders END AS holders
OPTIONAL MATCH (q)-[g:HOLDS|RECEIVES]->(v:Account|Benefit)
WITH p, q, main, t, jobs, agency, kins, family, family_now, kinds, shared_now, shared_new, rarity, mine, theirs, h, paid, account, holders, g, v
OPTIONAL MATCH (q)-[:RECEIVES]->(f:Benefit)-[spent:PAID_TO]->(u:Account)
WITH p, q, main, t, jobs, agency, kins, family, family_now, kinds, shared_now, shared_new, rarity, mine, theirs, h, paid, g, CASE WHEN f.id = v.id THEN spent END AS spent, holders,
     coalesce(holders <= $max_account AND account = CASE WHEN f.id = v.id THEN u.id WHEN type(g) = 'HOLDS' THEN v.id END, false) AS same
WITH p, q, main, t, jobs, agency, kins, family, family_now, kinds, shared_now, shared_new, rarity, mine, theirs,
     collect(DISTINCT CASE WHEN same THEN 'account' END) AS accounts,
     max(CASE WHEN same THEN 1.0 / (holders - 1) ELSE 0.0 END) AS account_rarity,
     max(CASE WHEN same AND h.from_day <= g.to_day AND g.from_day <= h.to_day
               AND h.from_day <= t.from_day + $window_days AND g.from_day <= t.from_day + $window_days
               AND h.to_day >= t.from_day - $window_days AND g.to_day >= t.from_day - $window_days THEN 1 ELSE 0 END) AS account_now,
     collect(CASE WHEN same THEN h END) AS held, collect(CASE WHEN same THEN g END) AS held_too,
     collect(CASE WHEN same THEN paid END) AS paid, collect(CASE WHEN same THEN spent END) AS paid_too
OPTIONAL MATCH (t)<-[seat:RENTS]-(one:Person)
WHERE one.id = q.id
WITH p, q, main, t, jobs, agency, family, family_now, kinds, shared_now, shared_new, rarity, accounts, account_rarity, account_now, kins, mine, theirs, held, held_too, paid, paid_too, count(seat) AS joined
// a name without any number is no identity
OPTIONAL MATCH (p)-[mark:HAS_NUMBER]->(:IdNumber)
WITH p, q, main, t, jobs, agency, family, family_now, kinds, shared_now, shared_new, rarity, accounts, account_rarity, account_now, kins, mine, theirs, held, held_too, paid, paid_too, joined, count(mark) AS my_numbers
OPTIONAL MATCH (q)-[mark:HAS_NUMBER]->(:IdNumber)
WITH p, q, main, t, jobs, agency, family, family_now, kinds, shared_now, shared_new, rarity, accounts, account_rarity, account_now, kins, mine, theirs, held, held_too, paid, paid_too, joined, my_numbers, count(mark) AS their_numbers
WITH p, q, main, t, jobs, agency, kins, mine, theirs, held, held_too, paid, paid_too,
     family + kinds + accounts AS kinds,
     CASE WHEN size(family) > 0 THEN 1.0 WHEN account_rarity > rarity THEN account_rarity ELSE rarity END AS rarity,
     CASE WHEN my_numbers = 0 OR their_numbers = 0 THEN 3 WHEN family_now + shared_now + account_now = 0 THEN 5
          WHEN joined > 0 THEN 4 ELSE 0 END AS rank
UNWIND kinds AS kind
WITH p, t, min(agency) AS agency, min(rank) AS best, collect(DISTINCT q.id) AS others, collect(DISTINCT CASE WHEN rank = 0 THEN q.id END) AS hidden,
     collect(DISTINCT kind) AS kinds, round(max(rarity), 4) AS rarity,
     collect(main) AS main, collect(jobs) AS jobs, collect(kins) AS kins, collect(mine) AS mine, collect(theirs) AS theirs, collect(held) AS held, collect(held_too) AS held_too, collect(paid) AS paid, collect(paid_too) AS paid_too
RETURN p.id AS principal, t.contract_no AS event_key, t.valid_from AS event_date, null AS amount,
       CASE WHEN best = 0 THEN hidden ELSE others END AS parties,
       CASE WHEN best = 3 THEN 'name_only' WHEN best = 4 THEN 'already_known' WHEN best = 5 THEN 'not_overlapping' ELSE '' END AS excluded,
       kinds, rarity, agency, main, jobs, kins, mine, theirs, held, held_too, paid, paid_too
