"""Who is it? Rows of whom nobody knows, and who they may be: one question for each, with its candidates.

All whom somebody fits, the one in whose entity he is, and nobody known share one whole, by their match weights.
"""

from math import log2

import duckdb

from resolution import review_known
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
SELECT n.node, n.entity_id, min(n.node) OVER (PARTITION BY n.entity_id) AS seeker
FROM review_node n JOIN entity e USING (entity_id)
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
FROM review_mention p JOIN provisional o ON o.valid AND o.number = p.number WHERE NOT owned AND o.node <> p.node
"""

_TO_WEIGH = """(
    SELECT a, b FROM review_wide UNION SELECT a, b FROM review_claim UNION SELECT a, b FROM review_stand) w
    JOIN provisional l ON l.node = w.a JOIN provisional r ON r.node = w.b"""

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
WITH weighed AS MATERIALIZED ({{weighed}}),
whole AS (
    SELECT *, {_WHOLE} AS whole FROM weighed SEMI JOIN review_wide ON a = node_l AND b = node_r
    WHERE gamma_pattern <> 0),
said AS (
    SELECT a, b, weight, CASE outcome WHEN 'redundant' THEN 'joined' ELSE outcome END AS kind, reason FROM edge
    WHERE basis IN ('scored', 'context') AND (
        basis = 'context' OR outcome <> 'unlikely' OR a IN (SELECT node FROM latin_provisional))
    UNION ALL
    SELECT node_l, node_r, {_SOUGHT}, 'unlikely', NULL FROM whole
    WHERE whole > -7 AND (gamma_name >= {level_value("name", "near")} OR gamma_name = -1)
    UNION ALL
    SELECT node_l, node_r, {_PLACED}, 'unlikely', NULL FROM weighed JOIN review_stand ON a = node_l AND b = node_r
    WHERE gamma_pattern <> 0 AND gamma_wrong <> 0
    UNION ALL
    SELECT node_l, node_r, {_CLAIM}, 'number_of_another', NULL
    FROM weighed SEMI JOIN review_claim ON a = node_l AND b = node_r WHERE gamma_name >= 0 OR gamma_sex <> 0),
seen AS (
    SELECT CASE WHEN x.valid THEN b ELSE a END AS a, CASE WHEN x.valid THEN a ELSE b END AS b, weight, kind, reason
    FROM said JOIN provisional x ON x.node = a JOIN provisional y ON y.node = b WHERE NOT (x.valid AND y.valid)),
whose AS (
    SELECT coalesce(lost.seeker, s.a) AS seeker, lost.seeker IS NOT NULL AS lost, x.entity_id AS e, y.entity_id AS f,
           s.*
    FROM seen s JOIN review_node x ON x.node = s.a JOIN review_node y ON y.node = s.b
    LEFT JOIN review_lost lost ON lost.node = s.a
    WHERE (x.entity_id <> y.entity_id OR lost.node IS NULL)
      AND NOT EXISTS (FROM review_apart d WHERE d.e = x.entity_id AND d.f = y.entity_id))
SELECT seeker, lost, e, f, arg_max({{{{'a': a, 'b': b}}}}, (weight, a, b)) AS ends, max(weight) AS weight,
       arg_max({{{{'kind': kind, 'reason': reason}}}}, (kind NOT IN ('unlikely', 'joined'), weight, kind)) AS why
FROM whose SEMI JOIN (SELECT seeker FROM whose WHERE e <> f) USING (seeker) GROUP BY ALL
"""

# One row for each candidate. Its chance, and what it changes, are of the question as it stands once all before it are
# ruled out; then it may be one of those behind it, one from whom a veto keeps it, or nobody known.
_QUESTIONS = """
WITH shared AS (
    SELECT *, pow(2.0, weight + coalesce(bits, 0)) AS odds, e <> f AND why.kind <> 'vetoed' AS fits
    FROM review_pair LEFT JOIN review_known USING (seeker)),
whole AS (
    SELECT *, 1 + sum(if(fits, 0, odds)) OVER every
           + if(fits, sum(if(fits, odds, 0)) OVER behind, sum(if(fits, odds, 0)) OVER every) AS whole
    FROM shared
    WINDOW every AS (PARTITION BY seeker), behind AS (PARTITION BY seeker ORDER BY weight, f DESC)),
candidate AS (
    SELECT seeker || CASE WHEN fits THEN '' ELSE ' ' || f END AS question, why.kind, why.reason, weight, odds, whole,
           x.mention_id AS about, y.mention_id AS other, x.slight OR y.slight AS slight,
           CASE WHEN o.valid THEN {{'birth_date': o.birth_date, 'surname': o.surname}} END AS born,
           CASE WHEN lost THEN sx.told * sy.told ELSE x.told * (sx.told - x.told + sy.told) END AS pairs,
           row_number() OVER (PARTITION BY seeker, fits ORDER BY weight DESC, f) AS place
    FROM whole s JOIN review_node x ON x.node = s.ends.a JOIN review_node y ON y.node = s.ends.b
    JOIN provisional o ON o.node = s.ends.b
    JOIN review_size sx ON sx.entity_id = e JOIN review_size sy ON sy.entity_id = f WHERE e <> f),
left_of AS (
    SELECT *, sum(odds) OVER behind / whole AS chance, sum(odds * pairs) OVER behind / whole AS changes,
           lead(weight) OVER question AS second, lead(born) OVER question AS second_born
    FROM candidate WHERE place <= {shown}
    WINDOW question AS (PARTITION BY question ORDER BY place), behind AS (PARTITION BY question ORDER BY place DESC))
SELECT question, place, first_value(CASE
           WHEN kind NOT IN ('unlikely', 'unclear') THEN kind
           WHEN coalesce(weight - second, 100) >= {margin} AND kind = 'unlikely' THEN 'unlikely'
           WHEN born = second_born THEN 'twins' ELSE 'unclear' END) OVER question AS kind,
       about, other, chance, changes, first_value(reason) OVER question AS reason,
       first_value(slight) OVER question AS slight
FROM left_of
WINDOW question AS (PARTITION BY question ORDER BY place)
QUALIFY first_value(chance) OVER question >= {least} OR first_value(kind) OVER question = 'vetoed'
"""


def find(con: duckdb.DuckDBPyConnection, known: Statistics, rate: float, kin: float, least: float) -> str:
    """Return the query of the questions, a row for each candidate, with the columns of table review_found.

    rate: of rows that show another's number; kin: of those whose surname is the other's.
    """
    for statement in (_LOST, _WIDE, _CLAIMS):
        con.execute(statement)
    weighed = weigh.weighed(_TO_WEIGH, known, values=False)
    surname = known.levels["name"]["surname"].u
    con.execute(
        _PAIR.format(weighed=weighed),
        [log2(max(known.persons, LEAST_POPULATION) / rate), log2(kin / surname)],
    )
    review_known.learn(con, known)
    return _QUESTIONS.format(shown=MOST_SHOWN, margin=LEAST_MARGIN, least=least)
