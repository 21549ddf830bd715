"""What people should look at, among what the resolve stage kept: one item for each question.

Every item carries its chance, how likely it is that the answer changes an entity, and how many pairs of mentions the
answer changes by that chance. The queue holds whatever is less sure than what Clew promises of its joins.
"""

from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa

from resolution import review_joins, review_numbers, review_seekers
from resolution.explain import weigh

# Of a thousand joins at most one may be wrong: what is surer than that is no work for people.
LEAST_CHANCE = 0.001

# Mentions of persons in no sealed record, and whether they tell more than a name; ids by their hashes too, which are
# quicker to compare.
_MENTIONS = """
CREATE OR REPLACE TEMP TABLE review_mention AS
SELECT mention_id, hash(mention_id) AS seat, hash(record_id) AS row, node, owned, table_name, role, t.sex, t.number,
       t.name IS NOT NULL AS named, t.profile IS NOT NULL OR t.number IS NOT NULL OR t.birth_date IS NOT NULL
           OR len(t.phones) > 0 OR len(t.addresses) > 0 AS tells
FROM provisional_mention JOIN mention t USING (mention_id)
WHERE t.record_id NOT IN (SELECT record_id FROM sealed_record)
"""

# One mention of each provisional person is shown: one with its own number and a name before others. `told` counts those
# that tell more than a name.
_NODES = """
CREATE OR REPLACE TEMP TABLE review_node AS
WITH shown AS (
    SELECT node, coalesce(min(mention_id) FILTER (owned AND named), min(mention_id) FILTER (owned),
                          min(mention_id)) AS mention_id, count(*) FILTER (tells OR c.row IS NOT NULL) AS told
    FROM review_mention LEFT JOIN (SELECT DISTINCT hash(record_id) AS row FROM row_node WHERE label = 'Case') c
         USING (row)
    GROUP BY node)
SELECT node, entity_id, mention_id, told, told = 0 AS slight FROM shown JOIN mention_entity USING (mention_id)
"""

# Those who tell no more than a name count as one.
_SIZES = """
CREATE OR REPLACE TEMP TABLE review_size AS
SELECT entity_id, greatest(sum(told), 1) AS told FROM review_node GROUP BY entity_id
"""

# What people have decided is left out.
_DECIDED = """
CREATE OR REPLACE TEMP TABLE review_decided AS
SELECT x.entity_id AS e, y.entity_id AS f, a, b, verdict, state FROM judgement
JOIN mention_entity x ON x.mention_id = a JOIN mention_entity y ON y.mention_id = b WHERE state <> 'changed';
CREATE OR REPLACE TEMP TABLE review_apart AS
SELECT e, f FROM review_decided WHERE verdict = 'different' AND e <> f
UNION SELECT f, e FROM review_decided WHERE verdict = 'different' AND e <> f
"""

# One row for each candidate of a question; `place`: in which order they are asked about.
_FOUND = """
CREATE OR REPLACE TEMP TABLE review_found (
    question VARCHAR, place BIGINT, kind VARCHAR, about VARCHAR, other VARCHAR, chance DOUBLE, changes DOUBLE,
    reason VARCHAR, slight BOOLEAN)
"""

_CONTRADICTED = """
INSERT INTO review_found
SELECT kind || a || b, 1, kind, a, b, 1, 0, NULL, false FROM (
    SELECT DISTINCT state AS kind, a, b FROM review_decided WHERE state = 'contradicted' AND verdict = 'different'
    AND split_part(a, '#', 1) NOT IN (FROM sealed_record) AND split_part(b, '#', 1) NOT IN (FROM sealed_record))
"""

# What a correction record says of two numbers, and something impossible stands against: as likely true as not.
_VETOED = """
INSERT INTO review_found
SELECT 'vetoed' || x.mention_id || y.mention_id, 1, 'vetoed', x.mention_id, y.mention_id, 0.5,
       0.5 * sx.told * sy.told, reason, x.slight OR y.slight
FROM edge e JOIN review_node x ON x.node = e.a JOIN review_node y ON y.node = e.b
JOIN review_size sx ON sx.entity_id = x.entity_id JOIN review_size sy ON sy.entity_id = y.entity_id
WHERE basis = 'number' AND outcome = 'vetoed' AND x.entity_id <> y.entity_id
"""

_BETWEEN = """
INSERT INTO review_found
SELECT kind || x.mention_id || y.mention_id, 1, kind, x.mention_id, y.mention_id, chance,
       coalesce(changes, chance * sx.told * sy.told), NULL, x.slight OR y.slight
FROM review_rows r JOIN review_node x ON x.node = r.a JOIN review_node y ON y.node = r.b
JOIN review_size sx ON sx.entity_id = x.entity_id JOIN review_size sy ON sy.entity_id = y.entity_id
"""

# Of one pair of entities the best question alone; of one entity each join and each row that is asked about.
_WRITE = """
CREATE OR REPLACE TABLE review_item AS
WITH found AS (
    SELECT review_found.* EXCLUDE (chance, changes), round(chance, 6) AS chance, round(changes, 3) AS changes,
           least(about, other) AS a, greatest(about, other) AS b,
           CASE WHEN about < other THEN x.entity_id ELSE y.entity_id END AS entity_a,
           CASE WHEN about < other THEN y.entity_id ELSE x.entity_id END AS entity_b
    FROM review_found JOIN mention_entity x ON x.mention_id = about JOIN mention_entity y ON y.mention_id = other),
settled AS (
    SELECT question FROM found JOIN review_decided d ON d.a = found.a AND d.b = found.b WHERE d.verdict = 'same'),
open AS (
    SELECT * REPLACE (row_number() OVER (PARTITION BY question ORDER BY place) AS place) FROM found
    WHERE kind = 'contradicted' OR (
        question NOT IN (FROM settled)
        AND NOT EXISTS (FROM review_decided d WHERE d.verdict <> 'unsure' AND d.a = found.a AND d.b = found.b)
        AND NOT EXISTS (FROM review_apart d WHERE d.e = entity_a AND d.f = entity_b))),
best AS (
    SELECT question, a, b FROM open WHERE place = 1
    QUALIFY row_number() OVER (
        PARTITION BY least(entity_a, entity_b), greatest(entity_a, entity_b),
                     CASE WHEN entity_a = entity_b THEN [a, b] END
        ORDER BY kind <> 'contradicted', kind = 'drifted', changes DESC, a, b, about, question) = 1),
asked AS (SELECT question, row_number() OVER (ORDER BY a, b) AS number FROM best)
SELECT number AS question, place, kind, a, b, about, entity_a, entity_b, chance, changes, reason, slight
FROM open JOIN asked USING (question) ORDER BY number, place
"""


def write(con: duckdb.DuckDBPyConnection, previous: Path | None) -> int:
    """Write table review_item from what the resolve stage kept, after sealing; returns how many questions there are.

    review_item(question, place, kind, a, b, about, entity_a, entity_b, chance, changes, reason, slight): a < b are
    mentions, one of which the question is about; a question with several candidates has a row for each, by place, with
    chance and changes as they are once those before it are ruled out. `previous` is the records file of the generation
    before, against which drift is told.
    """
    weigh.prepare(con)
    known = weigh.stored(con)
    for statement in (_MENTIONS, _NODES, _SIZES, _DECIDED, _FOUND, _CONTRADICTED, _VETOED):
        con.execute(statement)
    rates = review_numbers.count(con)
    con.execute(
        f"INSERT INTO review_found BY NAME {review_seekers.find(con, known, rates.rate, rates.kin, LEAST_CHANCE)}"
    )
    review_numbers.bare(con, rates, LEAST_CHANCE)
    _between(con, (("two_numbers", a, b, chance, None) for a, b, chance in review_numbers.namesakes(con, known)))
    _between(con, review_joins.joins(con, LEAST_CHANCE))
    if previous:
        pairs = review_joins.drifted(con, previous)
        con.execute(
            """INSERT INTO review_found
               SELECT kind || a || b, 1, kind, a, b, $3, 0, NULL, false
               FROM (SELECT 'drifted' AS kind, unnest($1::VARCHAR[]) AS a, unnest($2::VARCHAR[]) AS b)""",
            [[a for a, _ in pairs], [b for _, b in pairs], LEAST_CHANCE],
        )
    con.execute(_WRITE)
    return int(con.execute("SELECT count(*) FROM review_item WHERE place = 1").fetchall()[0][0])


def _between(con: duckdb.DuckDBPyConnection, rows: Iterable[tuple[str, int, int, float, float | None]]) -> None:
    """Add items about two provisional persons; without `changes` all mentions of their entities come together."""
    columns = list(zip(*rows, strict=True)) or [()] * 5
    types = (pa.string(), pa.int32(), pa.int32(), pa.float64(), pa.float64())
    names = ("kind", "a", "b", "chance", "changes")
    con.register("review_rows", pa.table([pa.array(c, t) for c, t in zip(columns, types, strict=True)], names))
    con.execute(_BETWEEN)
    con.unregister("review_rows")
