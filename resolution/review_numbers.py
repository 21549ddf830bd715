"""Whose number is it? Rows that show a number and no name, and one name and birth under two numbers.

How often a row shows another's number is learnt from the rows that tell a name beside it: there it is seen. Where the
other rows of the same case, household or estate have the bearer in the same role, the number is taken for right.
"""

from typing import NamedTuple

import duckdb

from resolution.contexts import EVERYONES, LARGEST
from resolution.explain import weigh
from resolution.linking.statistics import Statistics

# Taken to be so before the rows were counted, with the weight of as many rows: one in 200 shows another's number.
CLAIMS, ROWS = 1 / 200, 200

# Rows with a number and no name, and those that show another's: `shown` is the one whose number it is.
_SHOWS = """
CREATE OR REPLACE TEMP TABLE review_shows AS
SELECT m.* EXCLUDE (number), CASE WHEN owned THEN m.node ELSE o.node END AS shown, owned AS bare
FROM review_mention m LEFT JOIN provisional o ON NOT owned AND o.valid AND o.number = m.number
WHERE (NOT owned OR NOT named) AND (owned OR o.node IS NOT NULL)
"""

# Where nothing but the sex could tell, those of the other sex tell how many of the same sex are another's too, as they
# are among those whose person was found in spite of the number.
_RATES = f"""
WITH counted AS (
    SELECT count(*) FILTER (named)::DOUBLE AS others,
           count(*) FILTER (named AND found AND s.sex IS NOT NULL)::DOUBLE AS sexed,
           count(*) FILTER (named AND found AND s.sex = o.sex)::DOUBLE AS same,
           count(*) FILTER (named AND n.surname = o.surname)::DOUBLE AS kin,
           count(*) FILTER (bare)::DOUBLE AS owned,
           count(*) FILTER (NOT named AND s.sex IS NOT NULL)::DOUBLE AS bare,
           count(*) FILTER (NOT named AND s.sex <> o.sex)::DOUBLE AS told
    FROM review_shows s JOIN provisional o ON o.node = shown JOIN provisional n ON n.node = s.node
    JOIN (SELECT node, len(numbers) > 0 AS found FROM review_node JOIN entity USING (entity_id)) f ON f.node = s.node),
every AS (SELECT count(*) FILTER (owned) AS rows FROM provisional_mention)
SELECT (others + {CLAIMS} * {ROWS}) / (rows - owned + others + {ROWS}),
       (told + {CLAIMS} * {ROWS}) / (bare + {ROWS}) * (same + 1) / (sexed - same + 1), (kin + 1) / (others + 2)
FROM counted, every
"""

# Who stands in what the rows with a number and no name, and those with another's, are about.
_PLACES = f"""
CREATE OR REPLACE TEMP TABLE review_place AS
WITH place AS (
    SELECT hash(record_id) AS row, label, hash(node_id) AS context FROM row_node WHERE label NOT IN {EVERYONES}),
asked AS (
    SELECT DISTINCT context FROM place SEMI JOIN (
        SELECT row FROM review_shows WHERE bare OR named
        UNION ALL SELECT row FROM review_mention SEMI JOIN review_node USING (mention_id) WHERE NOT named)
        USING (row)),
stands AS (
    SELECT context, label, row, seat, node, role, valid FROM place SEMI JOIN asked USING (context)
    JOIN review_mention USING (row) JOIN (SELECT node, valid FROM provisional) USING (node))
FROM stands SEMI JOIN (SELECT context FROM stands GROUP BY context HAVING count(*) <= {LARGEST}) USING (context)
"""

# What the other rows say: whether the bearer stands there too, in the same role or any, and who else has that role, or
# another one.
_STATES = """
CREATE OR REPLACE TEMP TABLE review_state AS
WITH told AS (
    SELECT seat, min(x.label) AS label, bool_or(o.node = shown) AS seen,
           bool_or(o.node = shown AND o.role = s.role) AS agrees,
           mode(o.node ORDER BY o.node) FILTER (o.node <> shown AND o.role = s.role AND o.valid) AS rival,
           min(o.node) FILTER (o.node <> shown AND o.valid) AS other
    FROM review_shows s JOIN review_place x USING (seat)
    LEFT JOIN review_place o ON o.context = x.context AND o.row <> x.row
    WHERE bare OR named GROUP BY seat)
SELECT mention_id, table_name, role, sex, shown, bare, named AS claim, coalesce(label, '') AS label,
       coalesce(seen, false) AS seen, coalesce(agrees, false) AS agrees, rival, other
FROM review_shows LEFT JOIN told USING (seat) WHERE bare OR named
"""

# How often rows of one column, when others have the role, agree with them.
_COLUMNS = """
CREATE OR REPLACE TEMP TABLE review_column AS
SELECT table_name, role, count(*) AS n, count(*) FILTER (agrees) AS agreeing,
       count(*) FILTER (NOT agrees AND rival IS NOT NULL) AS contested
FROM review_state WHERE bare GROUP BY ALL
"""

# How often those whose number another row shows stand there themselves: in a household often, in a case seldom.
_SEEN = """
CREATE OR REPLACE TEMP TABLE review_seen AS
WITH every AS (SELECT (count(*) FILTER (seen) + 1) / (count(*) + 2) AS seen FROM review_state WHERE claim)
SELECT label, (count(*) FILTER (s.seen AND claim) + any_value(e.seen)) / (count(*) FILTER (claim) + 1) AS likely
FROM review_state s, every e GROUP BY label
"""

_STANDS = """
CREATE OR REPLACE TEMP TABLE review_stand AS
SELECT l.node AS a, o.node AS b, max(log2((c.agreeing + 1) / (c.contested + 1))) AS odds
FROM review_node l JOIN provisional x ON x.node = l.node AND NOT x.valid
JOIN review_mention m ON m.mention_id = l.mention_id AND NOT named JOIN review_column c USING (table_name, role)
JOIN review_place p USING (seat)
JOIN review_place o ON o.context = p.context AND o.row <> p.row AND o.role = p.role AND o.valid
GROUP BY ALL
"""

# Odds that the number is another's: how often it is, times how much likelier the other rows say so if it is.
_BARE = """
WITH state AS (
    SELECT *, rival IS NOT NULL AS contested,
           count(*) OVER (PARTITION BY table_name, role, rival IS NULL, seen) AS alike
    FROM review_state WHERE bare AND NOT agrees),
odds AS (
    SELECT s.*, c.agreeing, c.contested AS against,
           CASE WHEN s.sex IS NULL THEN $rate / (1 - $rate) ELSE $sexed END * (n + 1) / (alike + 1)
           * (CASE WHEN s.contested THEN agreeing + c.contested ELSE n - agreeing - c.contested END + 1) / (n + 1)
           * CASE WHEN seen THEN likely ELSE 1 - likely END AS odds
    FROM state s JOIN review_column c USING (table_name, role) JOIN review_seen USING (label)),
asked AS (
    SELECT mention_id, shown, CASE WHEN rival IS NOT NULL OR seen THEN rival ELSE other END AS instead,
           odds / (1 + odds) AS chance, CASE WHEN rival IS NULL THEN $least
                ELSE (agreeing + 1) / (agreeing + against + 2) END AS likely
    FROM odds WHERE odds / (1 + odds) >= $least),
two AS (
    SELECT q.*, x.mention_id AS bearer, y.mention_id AS rather, sx.told - 1 AS mine, coalesce(sy.told, 0) AS theirs
    FROM asked q JOIN review_node x ON x.node = shown JOIN review_size sx ON sx.entity_id = x.entity_id
    LEFT JOIN review_node y ON y.node = instead AND y.entity_id <> x.entity_id
    LEFT JOIN review_size sy ON sy.entity_id = y.entity_id
    WHERE x.mention_id <> q.mention_id)
SELECT 'number_of_another' AS kind, kind || mention_id AS question, mention_id AS about, NULL AS reason,
       false AS slight, unnest(
           [{'place': 1, 'other': bearer, 'chance': chance, 'changes': chance * (mine + theirs)},
            {'place': 2, 'other': rather, 'chance': likely, 'changes': likely * theirs}], recursive := true)
FROM two
"""


class Rates(NamedTuple):
    """How many rows with a name show another's number; how many that tell no more than the sex, and the right one; and
    how many of those others bear the same surname."""

    rate: float
    sexed: float
    kin: float


def count(con: duckdb.DuckDBPyConnection) -> Rates:
    """Make review_shows and review_stand, and count how rows show numbers."""
    for statement in (_SHOWS, _PLACES, _STATES, _COLUMNS, _SEEN, _STANDS):
        con.execute(statement)
    return Rates(*con.execute(_RATES).fetchall()[0])


def bare(con: duckdb.DuckDBPyConnection, rates: Rates, least: float) -> None:
    """Add to review_found the rows with a number and no name that may be another's."""
    con.execute(f"INSERT INTO review_found BY NAME {_BARE}", {"rate": rates.rate, "sexed": rates.sexed, "least": least})


_NAMESAKES = """
CREATE OR REPLACE TEMP TABLE review_namesake AS
SELECT l.node AS a, r.node AS b FROM provisional l JOIN provisional r ON l.name = r.name AND l.birth_date = r.birth_date
JOIN review_node x ON x.node = l.node JOIN review_node y ON y.node = r.node
WHERE l.valid AND r.valid AND l.node < r.node AND x.entity_id <> y.entity_id
"""


def namesakes(con: duckdb.DuckDBPyConnection, known: Statistics) -> list[tuple[int, int, float]]:
    """Return pairs of one name and birth under two valid numbers, and how likely each is one person.

    How many of them are is what makes phones and homes agree as often as they do.
    """
    con.execute(_NAMESAKES)
    weighed = weigh.weighed(
        "review_namesake w JOIN provisional l ON l.node = w.a JOIN provisional r ON r.node = w.b", known
    )
    rows = con.execute(f"SELECT node_l, node_r, weight_phone + weight_home FROM ({weighed}) ORDER BY ALL").fetchall()
    ratios = [2.0**bits for *_, bits in rows]
    share = mixed(ratios)
    return [(a, b, share * r / (share * r + 1 - share)) for (a, b, _), r in zip(rows, ratios, strict=True)]


def mixed(ratios: list[float], expected: float = 0.5, rows: float = 1) -> float:
    """Return the share of one kind in a mixture of two, by the likelihood ratios of its members (EM).

    expected: the share that is believed in before, with the weight of so many rows.
    """
    share = expected
    for _ in range(200):
        before = share
        share = (sum(share * r / (share * r + 1 - share) for r in ratios) + rows * expected) / (len(ratios) + rows)
        if abs(share - before) < 1e-9:
            break
    return share
