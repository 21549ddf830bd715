"""What people should look at, among what the resolve stage kept: pairs that may be one, and joins that may be wrong.

Every candidate carries its chance: how likely it is that a decision changes an entity. It is a function of the match
weights. Where somebody fits several, they and the one in whose entity he is, or nobody known, share one whole.
"""

from collections import defaultdict
from math import log2
from pathlib import Path

import duckdb
import pyarrow as pa

from resolution.explain import weigh
from resolution.linking.comparisons import level_value
from resolution.linking.frequencies import LEAST_POPULATION
from resolution.linking.score import LEAST_MARGIN
from resolution.linking.statistics import Statistics

# One in so many rows shows a relative's number instead of its own.
CLAIMS = 1 / 200
# One in so many relatives bears the same surname.
KIN_SURNAME = 1 / 2
# Days within which births are taken to lie as close as on one day, by chance.
NEAR_DAYS = 30
# Of pairs that share name and birth, so many are taken to be one person at least, and at most: chance is not all that
# makes namesakes.
NAMESAKES = (0.02, 0.5)
# A candidate below this is no work for people, nor a join that is surer than this.
LEAST_CHANCE = 0.01
# Provisional persons in one entity beyond which it is looked at because of its size alone.
LARGE = 200
# Mentions that came from, or went to, another entity since the generation before.
DRIFT = 3

# One mention of each provisional person is shown: no sealed record's; one with its own number and a name before others.
_NODES = """
CREATE OR REPLACE TEMP TABLE review_node AS
SELECT node, any_value(e.entity_id) AS entity_id,
       arg_min(mention_id, (NOT m.owned, t.name IS NULL, mention_id)) AS mention_id,
       bool_and(t.profile IS NULL AND t.number IS NULL AND t.birth_date IS NULL AND len(coalesce(t.phones, [])) = 0
                AND len(coalesce(t.addresses, [])) = 0
                AND t.record_id NOT IN (SELECT record_id FROM row_node WHERE label = 'Case')) AS slight
FROM provisional_mention m JOIN mention_entity e USING (mention_id) JOIN mention t USING (mention_id)
WHERE t.record_id NOT IN (SELECT record_id FROM sealed_record) GROUP BY node
"""

# Those of whose entity no number is known, if it tells more than a name: nobody can decide about that.
_LOST = """
CREATE OR REPLACE TEMP TABLE review_lost AS
SELECT n.node, n.entity_id FROM review_node n JOIN entity e USING (entity_id)
WHERE len(e.numbers) = 0 AND NOT slight AND n.node NOT IN (SELECT node FROM latin_provisional)
"""

# They are compared with more than in a run, for they are few; among too many none would have the least chance.
_NEAR = ("name", "sound", "shape", "head", "tail, birth_date", "surname, birth_date")
MOST_NEAR = 100
_WIDE = (
    "CREATE OR REPLACE TEMP TABLE review_wide AS "
    + " UNION ".join(
        f"""SELECT l.node AS a, r.node AS b FROM review_lost x JOIN provisional l ON l.node = x.node
        JOIN (SELECT {near} FROM provisional GROUP BY ALL HAVING count(*) <= {MOST_NEAR}) USING ({near})
        JOIN provisional r USING ({near}) JOIN review_node y ON y.node = r.node AND y.entity_id <> x.entity_id"""
        for near in _NEAR
    )
    + """ UNION SELECT a, b FROM edge WHERE basis = 'scored' AND outcome = 'unlikely'
        AND a NOT IN (SELECT node FROM latin_provisional)"""
)

_CLAIMS = """
CREATE OR REPLACE TEMP TABLE review_claim AS
SELECT DISTINCT p.node AS a, o.node AS b
FROM provisional_mention p JOIN mention m USING (mention_id) JOIN provisional o ON o.valid AND o.number = m.number
WHERE NOT p.owned AND o.node <> p.node
"""

_NAMESAKES = """
CREATE OR REPLACE TEMP TABLE review_namesake AS
SELECT l.node AS a, r.node AS b FROM provisional l JOIN provisional r ON l.name = r.name AND l.birth_date = r.birth_date
JOIN review_node x ON x.node = l.node JOIN review_node y ON y.node = r.node
WHERE l.valid AND r.valid AND l.node < r.node AND x.entity_id <> y.entity_id
"""

_PAIRS = "{pairs} w JOIN provisional l ON l.node = w.a JOIN provisional r ON r.node = w.b"

# What is compared tells whose row it is, but a relative shares home, phone and surname with whose number a row shows.
_CLAIM = f"""match_weight - weight_phone - weight_home + $1
    - CASE WHEN gamma_name = {level_value("name", "surname")} THEN $2 ELSE 0 END"""
# A number that is wrong or masked shows the birth date, which is no second agreement. A name that is merely near may be
# a twin's or a sibling's, unless the end of the number fits.
_SOUGHT = f"""CASE WHEN gamma_name >= {level_value("name", "hidden")} OR gamma_wrong > {level_value("wrong", "rounded")}
    THEN whole ELSE least(whole, 0) END"""
_WHOLE = f"""match_weight - CASE WHEN gamma_pattern = {level_value("pattern", "most digits")} OR gamma_wrong > 0
    THEN greatest(weight_birth, 0) ELSE 0 END"""

# Seen from the one whose person is sought; of those who have found theirs, what joined them is held against the rest.
_LOOSE = f"""
CREATE OR REPLACE TEMP TABLE review_loose AS
WITH compared AS (SELECT *, {_WHOLE} AS whole FROM ({{wide}}) WHERE gamma_pattern <> 0),
said AS (
    SELECT a, b, weight, CASE outcome WHEN 'redundant' THEN 'joined' ELSE outcome END AS kind, reason FROM edge
    WHERE basis IN ('scored', 'context') AND (
        basis = 'context' OR outcome <> 'unlikely' OR a IN (SELECT node FROM latin_provisional))
    UNION ALL
    SELECT node_l, node_r, {_SOUGHT}, 'unlikely', NULL FROM compared
    WHERE whole > -7 AND (gamma_name >= {level_value("name", "near")} OR gamma_name = -1)
    UNION ALL
    SELECT node_l, node_r, {_CLAIM}, 'number_of_another', NULL FROM ({{claims}})),
seen AS (
    SELECT CASE WHEN x.valid THEN b ELSE a END AS a, CASE WHEN x.valid THEN a ELSE b END AS b, weight, kind, reason
    FROM said JOIN provisional x ON x.node = a JOIN provisional y ON y.node = b WHERE NOT (x.valid AND y.valid)),
pair AS (
    SELECT coalesce('entity:' || lost.entity_id, 'node:' || s.a) AS seeker, x.entity_id AS e, y.entity_id AS f,
           arg_max({{{{'a': s.a, 'b': s.b}}}}, (s.weight, s.a, s.b)) AS ends, max(weight) AS weight,
           arg_max({{{{'kind': kind, 'reason': reason}}}}, (kind NOT IN ('unlikely', 'joined'), weight, kind)) AS why
    FROM seen s JOIN review_node x ON x.node = s.a JOIN review_node y ON y.node = s.b
    LEFT JOIN review_lost lost ON lost.node = s.a
    WHERE x.entity_id <> y.entity_id OR lost.node IS NULL GROUP BY ALL),
shared AS (
    SELECT *, round(pow(2.0, weight) / (1 + sum(pow(2.0, weight)) OVER (PARTITION BY seeker)), 6) AS chance,
           row_number() OVER best AS place, lead(weight) OVER best AS next_weight, lead(ends.b) OVER best AS next
    FROM pair WINDOW best AS (PARTITION BY seeker, e <> f ORDER BY weight DESC, f))
SELECT CASE WHEN why.kind NOT IN ('unlikely', 'unclear') THEN why.kind
            WHEN coalesce(weight - next_weight, 100) >= {{margin}} AND why.kind = 'unlikely' THEN 'unlikely'
            WHEN x.valid AND y.valid AND x.birth_date = y.birth_date AND x.surname = y.surname THEN 'twins'
            ELSE 'unclear' END AS kind,
       s.ends.a AS a, s.ends.b AS b, weight, chance, why.reason AS reason
FROM shared s JOIN provisional x ON x.node = s.ends.b LEFT JOIN provisional y ON y.node = s.next
WHERE e <> f AND (why.kind = 'vetoed' OR (place <= 2 AND chance >= {{least}}))
"""

# How many bear one name and were born some days apart tells how many were by chance born on one day.
_BY_CHANCE = """
WITH born AS (
    SELECT name, birth_date, count(*) AS n FROM provisional
    WHERE valid AND name IS NOT NULL AND birth_date IS NOT NULL GROUP BY ALL)
SELECT coalesce((SELECT sum(n * (n - 1)) / 2 FROM born), 0),
       coalesce(sum(l.n * r.n), 0) / (2.0 * {days})
FROM born l JOIN born r ON l.name = r.name AND r.birth_date - l.birth_date BETWEEN 1 AND {days}
"""

# Joins that are not sure, in entities of several parts.
_JOINS = """
WITH size AS (
    SELECT entity_id, count(*) AS nodes FROM review_node GROUP BY entity_id HAVING count(*) >= 4),
unsure AS (
    SELECT DISTINCT n.entity_id FROM edge e JOIN review_node n ON n.node = e.a
    WHERE outcome = 'joined' AND basis <> 'judged' AND probability < 1 - {least})
SELECT n.entity_id, s.nodes, e.a, e.b, e.weight, e.probability, e.basis
FROM edge e JOIN review_node n ON n.node = e.a JOIN size s USING (entity_id)
WHERE e.outcome = 'joined' AND (n.entity_id IN (FROM unsure) OR s.nodes > {large})
ORDER BY n.entity_id, e.weight, e.a, e.b
"""

_DRIFTED = """
WITH moved AS (
    SELECT e.entity_id, p.entity_id AS former, count(*) AS n,
           min(e.mention_id) FILTER (e.mention_id IN (SELECT mention_id FROM review_node)) AS mention_id
    FROM mention_entity e JOIN before.mention_entity p USING (mention_id)
    WHERE e.entity_type = 'person' GROUP BY ALL),
part AS (
    SELECT *, row_number() OVER (PARTITION BY {by} ORDER BY n DESC, {other}) AS place FROM moved
    WHERE n >= {drift} AND mention_id IS NOT NULL)
SELECT one.mention_id, two.mention_id FROM part one JOIN part two USING ({by}) WHERE one.place = 1 AND two.place = 2
"""


# Of one pair of entities, or of one join, the best item alone. What people have decided is left out.
_WRITE = """
CREATE OR REPLACE TABLE review_item AS
WITH decided AS (
    SELECT x.entity_id AS e, y.entity_id AS f, a, b, verdict, state FROM judgement
    JOIN mention_entity x ON x.mention_id = a JOIN mention_entity y ON y.mention_id = b),
found AS (
    SELECT r.kind, least(x.mention_id, y.mention_id) AS a, greatest(x.mention_id, y.mention_id) AS b,
           CASE WHEN x.mention_id < y.mention_id THEN x.entity_id ELSE y.entity_id END AS entity_a,
           CASE WHEN x.mention_id < y.mention_id THEN y.entity_id ELSE x.entity_id END AS entity_b,
           r.weight, r.chance, r.reason, x.slight OR y.slight AS slight
    FROM review_found r JOIN review_node x ON x.node = r.a JOIN review_node y ON y.node = r.b
    UNION ALL
    SELECT 'contradicted', a, b, e, f, 0, 1, NULL, false FROM decided
    WHERE state = 'contradicted' AND verdict = 'different'),
open AS (
    SELECT * FROM found WHERE kind = 'contradicted' OR NOT EXISTS (
        FROM decided d WHERE d.verdict <> 'unsure' AND ((d.a = found.a AND d.b = found.b) OR (
            d.verdict = 'different' AND d.e <> d.f
            AND ((d.e = entity_a AND d.f = entity_b) OR (d.e = entity_b AND d.f = entity_a))))))
SELECT * FROM open
QUALIFY row_number() OVER (
    PARTITION BY least(entity_a, entity_b), greatest(entity_a, entity_b), CASE WHEN entity_a = entity_b THEN [a, b] END
    ORDER BY kind <> 'contradicted', kind = 'drifted', chance DESC, a, b) = 1
ORDER BY a, b
"""


def write(con: duckdb.DuckDBPyConnection, previous: Path | None) -> int:
    """Write table review_item from what the resolve stage kept, after sealing; returns how many items there are.

    review_item(kind, a, b, entity_a, entity_b, weight, chance, reason, slight): a < b are mentions; `slight` where one
    is a name and nothing else. `previous` is the records file of the generation before, against which drift is told.
    """
    weigh.prepare(con)
    known = weigh.stored(con)
    for statement in (_NODES, _LOST, _WIDE, _CLAIMS, _NAMESAKES):
        con.execute(statement)
    loose = _LOOSE.format(
        wide=_weighed("review_wide", known), claims=_weighed("review_claim", known), least=LEAST_CHANCE,
        margin=LEAST_MARGIN,
    )  # fmt: skip
    surname = known.levels["name"]["surname"].u
    con.execute(loose, [log2(max(known.persons, LEAST_POPULATION) / CLAIMS), log2(KIN_SURNAME / surname)])
    con.execute("CREATE OR REPLACE TEMP TABLE review_found AS FROM review_loose")
    _store(con, [*_namesakes(con, known), *bridges(con), *(_drifted(con, previous) if previous else ())])
    con.execute(_WRITE)
    return int(con.execute("SELECT count(*) FROM review_item").fetchall()[0][0])


def _weighed(pairs: str, known: Statistics) -> str:
    return weigh.weighed(_PAIRS.format(pairs=pairs), known)


Row = tuple[str, int, int, float, float]


def _namesakes(con: duckdb.DuckDBPyConnection, known: Statistics) -> list[Row]:
    """Pairs of one name and birth under two valid numbers; their chances sum to those whom chance did not make."""
    total, by_chance = con.execute(_BY_CHANCE.format(days=NEAR_DAYS)).fetchall()[0]
    rows = con.execute(
        f"SELECT node_l, node_r, weight_phone + weight_home + rarity FROM ({_weighed('review_namesake', known)})"
        "ORDER BY ALL"
    ).fetchall()
    least, most = (share * len(rows) for share in NAMESAKES)
    wanted = min(max(total - by_chance, least), most)
    low, high = -200.0, 200.0
    while high - low > 1e-6:
        shift = (low + high) / 2
        if sum(_probability(weight + shift) for *_, weight in rows) < wanted:
            low = shift
        else:
            high = shift
    return [("two_numbers", a, b, weight + low, round(_probability(weight + low), 6)) for a, b, weight in rows]


def _probability(bits: float) -> float:
    return float(1 / (1 + 2**-bits))


def bridges(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """Unsure joins that hold two parts of two or more provisional persons together, and the weakest of large ones."""
    trees: dict[str, list[tuple[int, int, float, float, str]]] = defaultdict(list)
    for entity_id, _, *edge in con.execute(_JOINS.format(least=LEAST_CHANCE, large=LARGE)).fetchall():
        trees[entity_id].append(tuple(edge))
    found: list[Row] = []
    for tree in trees.values():
        near: dict[int, list[int]] = defaultdict(list)
        for a, b, *_ in tree:
            near[a].append(b)
            near[b].append(a)
        parts = _parts(near)
        for i, (a, b, weight, probability, basis) in enumerate(tree):
            if basis == "judged":
                continue
            if probability < 1 - LEAST_CHANCE and parts[a, b] > 1:
                found.append(("weak_bridge", a, b, weight, round(1 - probability, 6)))
            elif i == 0 and len(near) > LARGE:
                found.append(("large", a, b, weight, round(1 - probability, 6)))
    return found


def _parts(near: dict[int, list[int]]) -> dict[tuple[int, int], int]:
    """How many the smaller part holds when the edge between two neighbours in trees is cut."""
    above: dict[int, int] = {}
    root: dict[int, int] = {}
    for start in near:
        if start in root:
            continue
        root[start], todo = start, [start]
        while todo:
            node = todo.pop()
            for other in near[node]:
                if other not in root:
                    root[other], above[other] = start, node
                    todo.append(other)
    size = dict.fromkeys(near, 1)
    for node in reversed(above):  # whoever stands below another was reached after it
        size[above[node]] += size[node]
    found = {}
    for node, upper in above.items():
        found[node, upper] = found[upper, node] = min(size[node], size[root[node]] - size[node])
    return found


def _drifted(con: duckdb.DuckDBPyConnection, previous: Path) -> list[Row]:
    """Entities that were several before, and those that are several since."""
    con.execute(f"ATTACH '{str(previous).replace(chr(39), chr(39) * 2)}' AS before (READ_ONLY)")
    try:
        pairs = {
            pair
            for by, other in (("entity_id", "former"), ("former", "entity_id"))
            for pair in con.execute(_DRIFTED.format(by=by, other=other, drift=DRIFT)).fetchall()
        }
    finally:
        con.execute("DETACH before")
    nodes = dict(con.execute("SELECT mention_id, node FROM review_node").fetchall())
    return [("drifted", nodes[a], nodes[b], 0.0, LEAST_CHANCE) for a, b in sorted(pairs)]


def _store(con: duckdb.DuckDBPyConnection, rows: list[Row]) -> None:
    columns = ("kind", "a", "b", "weight", "chance")
    types = (pa.string(), pa.int32(), pa.int32(), pa.float64(), pa.float64())
    con.register(
        "review_rows",
        pa.table({name: pa.array([row[i] for row in rows], types[i]) for i, name in enumerate(columns)}),
    )
    con.execute("INSERT INTO review_found BY NAME SELECT * FROM review_rows")
    con.unregister("review_rows")
