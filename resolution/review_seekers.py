"""Who is it? Rows of whom nobody knows, and who they may be: one question for each, with its candidates.

All whom somebody fits, the one in whose entity he is, and nobody known share one whole, by their match weights.
"""

from math import log2

import duckdb

from resolution.explain import weigh
from resolution.linking.comparisons import level_value
from resolution.linking.frequencies import LEAST_POPULATION
from resolution.linking.score import LEAST_MARGIN
from resolution.linking.statistics import Statistics

# They are compared with more than in a run, for they are few; among too many none would have the least chance.
_NEAR = ("name", "sound", "shape", "head", "tail, birth_date", "surname, birth_date")
MOST_NEAR = 100
# Candidates that are shown with a question.
MOST_SHOWN = 9

# Those of whose entity no number is known, if it tells more than a name: nobody can decide about that.
_LOST = """
CREATE OR REPLACE TEMP TABLE review_lost AS
SELECT n.node, n.entity_id FROM review_node n JOIN entity e USING (entity_id)
WHERE len(e.numbers) = 0 AND NOT slight AND n.node NOT IN (SELECT node FROM latin_provisional)
"""

_WIDE = (
    "CREATE OR REPLACE TEMP TABLE review_wide AS "
    + " UNION ".join(
        f"""SELECT l.node AS a, r.node AS b FROM review_lost x JOIN provisional l ON l.node = x.node
        JOIN (SELECT {near}, count(*) > {MOST_NEAR} AS crowded FROM provisional GROUP BY ALL
              HAVING count(*) FILTER (valid) <= {MOST_NEAR}) USING ({near})
        JOIN provisional r USING ({near}) JOIN review_node y ON y.node = r.node AND y.entity_id <> x.entity_id
        WHERE r.valid OR NOT crowded"""
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

# What is compared tells whose row it is, but a relative shares home, phone and surname with whose number a row shows.
_CLAIM = f"""match_weight - weight_phone - weight_home + $1
    - CASE WHEN gamma_name = {level_value("name", "surname")} THEN $2 ELSE 0 END"""
# Who stands where one without a name stands is as likely the same as rows of that kind agree, if what is shown fits.
_PLACED = "odds + weight_pattern + weight_wrong + weight_birth + weight_sex"
# A number that is wrong or masked shows the birth date, which is no second agreement. A name that is merely near may be
# a twin's or a sibling's, unless the end of the number fits.
_SOUGHT = f"""CASE WHEN gamma_name >= {level_value("name", "hidden")} OR gamma_wrong > {level_value("wrong", "rounded")}
    THEN whole ELSE least(whole, 0) END"""
_WHOLE = f"""match_weight - CASE WHEN gamma_pattern = {level_value("pattern", "most digits")} OR gamma_wrong > 0
    THEN greatest(weight_birth, 0) ELSE 0 END"""

# Seen from the one whose person is sought; of those who have found theirs, what joined them is held against the rest.
_PAIR = f"""
CREATE OR REPLACE TEMP TABLE review_pair AS
WITH compared AS (SELECT *, {_WHOLE} AS whole FROM ({{wide}}) WHERE gamma_pattern <> 0),
said AS (
    SELECT a, b, weight, CASE outcome WHEN 'redundant' THEN 'joined' ELSE outcome END AS kind, reason FROM edge
    WHERE basis IN ('scored', 'context') AND (
        basis = 'context' OR outcome <> 'unlikely' OR a IN (SELECT node FROM latin_provisional))
    UNION ALL
    SELECT node_l, node_r, {_SOUGHT}, 'unlikely', NULL FROM compared
    WHERE whole > -7 AND (gamma_name >= {level_value("name", "near")} OR gamma_name = -1)
    UNION ALL
    SELECT node_l, node_r, {_PLACED}, 'unlikely', NULL
    FROM ({{stands}}) JOIN review_stand s ON a = node_l AND b = node_r
    WHERE gamma_pattern <> 0 AND gamma_wrong <> 0
    UNION ALL
    SELECT node_l, node_r, {_CLAIM}, 'number_of_another', NULL FROM ({{claims}})
    WHERE gamma_name >= 0 OR gamma_sex <> 0),
seen AS (
    SELECT CASE WHEN x.valid THEN b ELSE a END AS a, CASE WHEN x.valid THEN a ELSE b END AS b, weight, kind, reason
    FROM said JOIN provisional x ON x.node = a JOIN provisional y ON y.node = b WHERE NOT (x.valid AND y.valid))
SELECT coalesce('entity:' || lost.entity_id, 'node:' || s.a) AS seeker, x.entity_id AS e, y.entity_id AS f,
       arg_max({{{{'a': s.a, 'b': s.b}}}}, (s.weight, s.a, s.b)) AS ends, max(weight) AS weight,
       arg_max({{{{'kind': kind, 'reason': reason}}}}, (kind NOT IN ('unlikely', 'joined'), weight, kind)) AS why
FROM seen s JOIN review_node x ON x.node = s.a JOIN review_node y ON y.node = s.b
LEFT JOIN review_lost lost ON lost.node = s.a
WHERE (x.entity_id <> y.entity_id OR lost.node IS NULL)
  AND NOT EXISTS (FROM review_apart d WHERE d.e = x.entity_id AND d.f = y.entity_id)
GROUP BY ALL
"""

_QUESTIONS = """
WITH shared AS (
    SELECT *, pow(2.0, weight) / (1 + sum(pow(2.0, weight)) OVER (PARTITION BY seeker)) AS chance FROM review_pair),
candidate AS (
    SELECT seeker, why.kind, why.reason, weight, chance, ends.b AS node, y.mention_id, x.mention_id AS about,
           chance * CASE WHEN starts_with(seeker, 'entity:') THEN sx.told * sy.told
                         ELSE x.told * (sx.told - x.told + sy.told) END AS changes, x.slight OR y.slight AS slight,
           row_number() OVER (PARTITION BY seeker, why.kind = 'vetoed' ORDER BY weight DESC, f) AS place
    FROM shared s JOIN review_node x ON x.node = s.ends.a JOIN review_node y ON y.node = s.ends.b
    JOIN review_size sx ON sx.entity_id = e JOIN review_size sy ON sy.entity_id = f WHERE e <> f),
question AS (
    SELECT seeker, CASE WHEN kind = 'vetoed' THEN place END AS vetoed, list(candidate ORDER BY place) AS found,
           sum(chance) AS chance, sum(changes) AS changes
    FROM candidate WHERE place <= {shown} GROUP BY ALL)
SELECT CASE WHEN found[1].kind NOT IN ('unlikely', 'unclear') THEN found[1].kind
            WHEN coalesce(found[1].weight - found[2].weight, 100) >= {margin} AND found[1].kind = 'unlikely'
            THEN 'unlikely'
            WHEN x.valid AND y.valid AND x.birth_date = y.birth_date AND x.surname = y.surname THEN 'twins'
            ELSE 'unclear' END AS kind,
       found[1].about AS about, found[1].mention_id AS other,
       list_transform(found[2:], lambda one: one.mention_id) AS others,
       chance, changes, found[1].reason AS reason, found[1].slight AS slight
FROM question JOIN provisional x ON x.node = found[1].node LEFT JOIN provisional y ON y.node = found[2].node
WHERE chance >= {least} OR vetoed IS NOT NULL
"""


def find(con: duckdb.DuckDBPyConnection, known: Statistics, rate: float, kin: float, least: float) -> str:
    """Return the query of the questions: kind, about, other, others, chance, changes, reason, slight.

    rate: of rows that show another's number; kin: of those whose surname is the other's.
    """
    for statement in (_LOST, _WIDE, _CLAIMS):
        con.execute(statement)
    pairs = "{} w JOIN provisional l ON l.node = w.a JOIN provisional r ON r.node = w.b"
    wide, claims, stands = (
        weigh.weighed(pairs.format(table), known) for table in ("review_wide", "review_claim", "review_stand")
    )
    surname = known.levels["name"]["surname"].u
    con.execute(
        _PAIR.format(wide=wide, claims=claims, stands=stands),
        [log2(max(known.persons, LEAST_POPULATION) / rate), log2(kin / surname)],
    )
    return _QUESTIONS.format(shown=MOST_SHOWN, margin=LEAST_MARGIN, least=least)
