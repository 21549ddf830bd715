"""What a row is about, and who in it must be whom: a name in one matter is the same person when it is unique there.

A context is a keyed thing that rows name (a contract, a household, a custody), a tie to a known person (the child of
…), or a matter: all cases that are chained because one row names them together, from the police to enforcement.
"""

import duckdb
import pyarrow as pa

from resolution import apart, companions

# Larger contexts are registers or hubs, in which a name says little.
LARGEST = 60
# Offices, officials and places see everyone: to be named beside one says nothing.
EVERYONES = "('Agency', 'Official', 'Place', 'Address', 'Phone')"
# Who bears the name of such a one may be that one, under the other's number.
KIN = "('PARENT_OF', 'SPOUSE', 'GUARDIAN_OF')"

_CASES = """
SELECT a.node_id, b.node_id
FROM (SELECT record_id, min(node_id) AS node_id FROM {source}.row_node WHERE label = 'Case' GROUP BY record_id) a
JOIN {source}.row_node b ON b.record_id = a.record_id AND b.label = 'Case' AND b.node_id <> a.node_id
GROUP BY ALL ORDER BY ALL
"""

_CONTEXTS = f"""
CREATE OR REPLACE TABLE context AS
SELECT context, label, nm.node, nm.mention_id FROM (
    SELECT r.record_id, coalesce(m.matter, r.node_id) AS context, r.label
    FROM {{source}}.row_node r LEFT JOIN matter m USING (node_id)
    WHERE r.label NOT IN {EVERYONES}) r
JOIN node_mention nm USING (record_id)
UNION ALL
SELECT 'tie:' || t.type || ':' || t.side || ':' || other.number, 'tie:' || t.type || ':' || t.side,
       nm.node, nm.mention_id
FROM (SELECT record_id, type, 'object' AS side, object AS mention, subject AS other FROM {{source}}.mention_tie
      UNION ALL SELECT record_id, type, 'subject', subject, object FROM {{source}}.mention_tie) t
JOIN node_mention nm ON nm.mention_id = t.mention
JOIN (SELECT mention_id, number FROM node_mention WHERE owned{{organizations}}) other
     ON other.mention_id = t.other AND other.number IS NOT NULL
"""

_ORGANIZATIONS = " UNION ALL SELECT mention_id, unnest([shown, known_name]) FROM organization_mention"

# Only contexts that can tell something: few enough people, and someone whose number is not known.
# What two without a number of their own have in common if they are one: the name, or what their rows show of a number.
_SIGN = """coalesce(n.name, 'W' || n.wrong,
    CASE WHEN length(replace(n.pattern, '*', '')) >= 14 THEN 'P' || n.pattern END)"""
_SEATS = f"""
CREATE OR REPLACE TABLE seat AS
WITH lacking AS (SELECT DISTINCT context, label FROM context JOIN node USING (node) WHERE NOT valid),
member AS (SELECT DISTINCT context, label, node FROM context SEMI JOIN lacking USING (context, label)),
telling AS (
    SELECT context, label FROM member JOIN node USING (node) GROUP BY ALL
    HAVING count(*) > 1 AND count(DISTINCT coalesce(number, name, name_pattern, wrong, pattern)) <= {LARGEST})
SELECT context, label, node, n.valid,
       min(CASE WHEN NOT n.valid THEN node END) OVER (PARTITION BY context, label, {_SIGN}) AS first
FROM member JOIN telling USING (context, label) JOIN node n USING (node)
"""

# The levels, best first; each needs its name, or its number, to point at exactly one person of the context. Relatives
# bear the like names: `alone` is a name that is not the very same where neither birth nor sex speaks for it.
LEVELS = ("exact", "number", "variant", "hidden", "near", "variant alone", "hidden alone", "near alone")
_LEVEL = """CASE
    WHEN a.name = b.name THEN 0
    WHEN b.number IS NOT NULL AND (masks(a.pattern, b.number) OR masks(a.rounded, b.number)
                                   OR list_contains(a.slips, b.number))
         AND (coalesce(a.name, a.name_pattern) IS NULL OR coalesce(b.name, b.name_pattern) IS NULL
              OR a.sound = b.sound OR a.shape = b.shape
              OR hides(a.name_pattern, b.name) OR one_apart(a.name, b.name) OR list_has_any(a.names, b.names)) THEN 1
    WHEN a.sound = b.sound OR a.shape = b.shape OR list_has_any(a.names, b.names) OR cut_short(a.name, b.name) THEN 2
    WHEN hides(a.name_pattern, b.name) THEN 3
    WHEN one_apart(a.name, b.name) THEN 4 END"""
_ATTESTED = "a.sex = b.sex OR a.birth_date = b.birth_date OR near_day(a.birth_date, b.birth_date)"
_CONTRADICTED = """
    (a.pattern IS NOT NULL AND b.number IS NOT NULL AND length(a.pattern) = length(b.number)
     AND NOT masks(a.pattern, b.number))
    OR (a.birth_date <> b.birth_date AND NOT near_birth(a.birth_date, a.lunar, b.birth_date, b.lunar)
        AND NOT rough_day(a.birth_date, b.birth_date) AND NOT rough_day(b.birth_date, a.birth_date))
    OR (a.sex <> b.sex)
    OR (NOT list_has_any(a.phones, b.phones) AND NOT list_has_any(a.places, b.places))
"""

# A lacks a number, B has one. Where nobody with a number fits, those without one are linked to the first among them who
# bears the same name. A name that two of the context bear whom the rows tell apart says nothing there.
_PAIRS = f"""
CREATE OR REPLACE TABLE context_pair AS
WITH two AS (
    SELECT s.context, s.label, s.node AS a, o.node AS b, o.valid, a.name AS name_a, b.name AS name_b,
           {_LEVEL} AS level, coalesce({_CONTRADICTED}, false) AS contradicted,
           coalesce({_ATTESTED}, false) AS attested,
           a.name = b.name OR a.wrong = b.wrong OR a.pattern = b.pattern AS alike
    FROM seat s JOIN seat o ON o.context = s.context AND o.label = s.label
                               AND (o.valid OR (o.node = s.first AND o.node <> s.node))
    JOIN node a ON a.node = s.node JOIN node b ON b.node = o.node
    WHERE NOT s.valid),
torn AS (
    SELECT DISTINCT s.context, s.label, x.name
    FROM apart JOIN seat s ON s.node = a JOIN seat o ON o.node = b AND o.context = s.context AND o.label = s.label
    JOIN node x ON x.node = a JOIN node y ON y.node = b WHERE x.name = y.name),
best AS (
    SELECT *, min(level) OVER (PARTITION BY context, label, a) AS best FROM two WHERE valid AND level IS NOT NULL),
known AS (
    SELECT context, label, a, b, true AS valid, name_a, name_b,
           CASE WHEN level >= {LEVELS.index("variant")} AND NOT attested THEN level + 3 ELSE level END AS level,
           contradicted, count(*) OVER (PARTITION BY context, label, a) AS choices
    FROM best WHERE level = best)
SELECT known.* EXCLUDE (name_a, name_b) FROM known
LEFT JOIN torn t ON t.context = known.context AND t.label = known.label AND t.name = name_a
LEFT JOIN torn u ON u.context = known.context AND u.label = known.label AND u.name = name_b
WHERE level = {LEVELS.index("number")} OR (t.name IS NULL AND u.name IS NULL)
UNION ALL
SELECT two.context, two.label, two.a, two.b, false, 0, two.contradicted, 1 FROM two
ANTI JOIN known k ON k.context = two.context AND k.label = two.label AND k.a = two.a
ANTI JOIN torn t ON t.context = two.context AND t.label = two.label AND t.name = two.name_a
WHERE NOT two.valid AND two.alike
"""

_EDGES = """
CREATE OR REPLACE TABLE context_edge AS
SELECT least(a, b) AS a, greatest(a, b) AS b, max(p.probability) AS probability
FROM context_pair c JOIN context_probability p USING (label, level)
WHERE NOT contradicted AND choices = 1
GROUP BY ALL
"""

# A row may show the number of a relative: who bears just the name of the owner's spouse, parent or child is that one.
_RELATIVES = f"""
INSERT INTO context_edge
SELECT least(a.node, b.node), greatest(a.node, b.node), $1::DOUBLE
FROM (SELECT m.node AS claims, min(n.node) AS relative
      FROM node_mention m
      JOIN context c ON split_part(c.label, ':', 2) IN {KIN} AND substr(c.context, length(c.label) + 2) = m.number
      JOIN node n ON n.node = c.node AND n.valid AND n.number <> m.number AND n.name = m.name
      WHERE m.valid AND NOT m.owned GROUP BY m.node HAVING count(DISTINCT n.node) = 1)
JOIN node a ON a.node = claims JOIN node b ON b.node = relative
WHERE NOT coalesce({_CONTRADICTED}, false)
"""

_SPOUSES = "INSERT INTO context_edge SELECT least(a, b), greatest(a, b), $1::DOUBLE FROM spouse_edge"


def chain(con: duckdb.DuckDBPyConnection, source: str) -> None:
    """Make matter(node_id, matter): the smallest case of the chain that a case belongs to."""
    parent: dict[str, str] = {}

    def root(case: str) -> str:
        while parent.setdefault(case, case) != case:
            parent[case] = parent[parent[case]]
            case = parent[case]
        return case

    for one, other in con.execute(_CASES.format(source=source)).fetchall():
        first, second = sorted((root(one), root(other)))
        parent[second] = first
    con.execute("CREATE OR REPLACE TABLE matter (node_id VARCHAR, matter VARCHAR)")
    if parent:
        cases = sorted(parent)
        con.execute(
            "INSERT INTO matter SELECT unnest($1::VARCHAR[]), unnest($2::VARCHAR[])",
            [cases, [root(case) for case in cases]],
        )


def seat(con: duckdb.DuckDBPyConnection, source: str) -> None:
    """Make apart, context and seat: which provisional persons cannot be one, and which sit together in what."""
    apart.find(con, source)
    gather(con, source)
    choose(con)


def gather(con: duckdb.DuckDBPyConnection, source: str) -> None:
    """Make context: who is named in what, and who stands beside whom."""
    place(con, source)
    companions.seat(con, source)


def place(con: duckdb.DuckDBPyConnection, source: str, *, organized: bool = True) -> None:
    """Make context: who is named in what. Unless `organized`, no row names an organization."""
    chain(con, source)
    con.execute(_CONTEXTS.format(source=source, organizations=_ORGANIZATIONS if organized else ""))


def choose(con: duckdb.DuckDBPyConnection) -> None:
    """Make seat: the contexts among `context` that can tell something."""
    con.execute(_SEATS)


def pair(con: duckdb.DuckDBPyConnection) -> None:
    """Make context_pair: for each person without a number the best level at which somebody in a context fits."""
    con.execute(_PAIRS)


def edges(
    con: duckdb.DuckDBPyConnection, probabilities: dict[str, float], default: dict[str, float], *, claims: bool = True
) -> None:
    """Make context_edge(a, b, probability) from `seat`.

    `probabilities` is keyed `label/level`; a label never learnt takes the default of its level. Without `claims` nobody
    shows the number of another.
    """
    pair(con)
    rows = con.execute("SELECT DISTINCT label FROM seat ORDER BY label").fetchall()
    known = [
        (label, i, probabilities.get(f"{label}/{level}", default[level]))
        for (label,) in rows
        for i, level in enumerate(LEVELS)
    ]
    con.register("probability_rows", pa.table({
        "label": pa.array([label for label, _, _ in known], pa.string()),
        "level": pa.array([level for _, level, _ in known], pa.int32()),
        "probability": pa.array([probability for *_, probability in known], pa.float64()),
    }))  # fmt: skip
    con.execute("CREATE OR REPLACE TABLE context_probability AS FROM probability_rows")
    con.unregister("probability_rows")
    con.execute(_EDGES)
    if claims:
        con.execute(_RELATIVES, [default["exact"]])
        con.execute(_SPOUSES, [default["exact"]])
