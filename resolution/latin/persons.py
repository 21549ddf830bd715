"""Who is who among mentions of profile latin: provisional persons, scored pairs, communities, then clusters."""

import duckdb
import pyarrow as pa

from core.progress import Progress
from resolution import apart, clusters, judged
from resolution.cluster_tables import joined_rows, outcome_rows
from resolution.latin import blocking, communities, nodes
from resolution.latin.comparisons import RARITY, RELATIVES, Levels, level_of, settings
from resolution.latin.weights import learn
from resolution.linking.score import WORTH_A_LOOK, linker

# The least probability of a pair that may join two, and the least mean over all pairs of two groups that are one.
THRESHOLD, DENSITY = 0.9, 0.1
# Weights are learnt from everybody apart, then from those found.
_ROUNDS = 2

_RESULT = """
CREATE OR REPLACE TABLE latin_entity AS
SELECT m.mention_id, m.record_id, m.role, 'latin:' || coalesce(j.anchor, m.node) AS entity, 'person' AS entity_type,
       CASE WHEN coalesce(j.basis, 'alone') NOT IN ('alone', 'contradicted') THEN j.basis
            WHEN n.mentions > 1 THEN 'scored' ELSE 'alone' END AS match_basis,
       coalesce(j.probability, 1.0) AS match_probability, NULL::VARCHAR AS own_number,
       coalesce(j.basis = 'contradicted', false) AS contradicted
FROM latin_node_mention m JOIN latin_node n USING (node) LEFT JOIN joined_rows j USING (node)
"""

_PERSISTED = """
INSERT INTO {target}.provisional BY NAME
SELECT node, false AS valid, number, try_strptime(born, '%Y%m%d')::DATE AS birth_date, sex, mentions,
       nullif(concat_ws(' ', given, family), '') AS name, family AS surname, words AS names, phones
FROM latin_node ORDER BY node;
INSERT INTO {target}.provisional_mention BY NAME
SELECT mention_id, node, false AS owned FROM latin_node_mention ORDER BY ALL;
INSERT INTO {target}.edge BY NAME
SELECT * FROM merged_rows
UNION ALL BY NAME
SELECT a, b, 'scored' AS basis, weight, probability,
       CASE WHEN probability < {threshold} THEN 'unlikely' ELSE 'unclear' END AS outcome
FROM latin_edge WHERE NOT inside
ORDER BY ALL
"""

_KEPT = """
CREATE OR REPLACE TABLE {target}.latin_provisional AS SELECT * EXCLUDE (keys) FROM latin_node ORDER BY node;
CREATE OR REPLACE TABLE {target}.latin_statistics AS SELECT {prior}::DOUBLE AS prior;
CREATE OR REPLACE TABLE {target}.latin_level (comparison VARCHAR, level VARCHAR, m DOUBLE, u DOUBLE);
CREATE OR REPLACE TABLE {target}.latin_rarity (field VARCHAR, value VARCHAR, frequency DOUBLE)
"""

_NO_EDGE = """
CREATE OR REPLACE TABLE latin_edge (
    a INTEGER, b INTEGER, weight DOUBLE, probability DOUBLE, relatives BOOLEAN, inside BOOLEAN)
"""

_INSIDE = "SELECT a, b, weight, probability, 'scored' FROM latin_edge WHERE inside ORDER BY ALL"


def resolve(con: duckdb.DuckDBPyConnection, source: str, progress: Progress) -> dict[str, int]:
    """Make latin_entity, with the columns of person_entity; adds to what `source` keeps of how entities came about.

    Reads judged_pair, which the profile before has made. A pair above the threshold whose ends are in two communities
    is an edge of outcome `unclear`. Returns counts: latin_provisional.
    """
    first = con.execute(f"SELECT coalesce(max(node), 0) FROM {source}.provisional").fetchall()[0][0]
    nodes.build(con, source, first)
    many = con.execute("SELECT count(*) FROM latin_node").fetchall()[0][0]
    said = judged.on_nodes(con, "latin_node_mention")
    progress("comparing persons of Latin script")
    blocking.keys(con)
    con.execute("CREATE OR REPLACE TABLE latin_group AS SELECT node, node AS anchor FROM latin_node")
    con.execute(_NO_EDGE)
    levels: Levels = {}
    prior = 0.5
    for _ in range(_ROUNDS if many else 0):
        levels, prior = learn(con)
        score(con, levels, prior)
        group(con, first, many)
    scored = [clusters.Edge(*row) for row in con.execute(_INSIDE).fetchall()]
    facts = clusters.Facts(
        apart=apart.on_rows(con, source, "latin_node_mention"), parted=said.parted, contradicted=said.contradicted
    )
    joined, outcomes = clusters.merge([*scored, *said.edges], facts)
    con.register("joined_rows", joined_rows(joined))
    con.register("merged_rows", outcome_rows(outcomes))
    con.execute(_RESULT)
    con.execute(_PERSISTED.format(target=source, threshold=THRESHOLD))
    _keep(con, source, levels, prior)
    con.unregister("joined_rows")
    con.unregister("merged_rows")
    judged.became(con, said, outcomes, "latin_node_mention")
    return {"latin_provisional": many}


def _keep(con: duckdb.DuckDBPyConnection, target: str, levels: Levels, prior: float) -> None:
    """Write into `target` what explanations need: latin_provisional, latin_statistics, latin_level and latin_rarity."""
    con.execute(_KEPT.format(target=target, prior=prior))
    rows = [(name, level, one.m, one.u) for name, weights in levels.items() for level, one in weights.items()]
    for row in rows:
        con.execute(f"INSERT INTO {target}.latin_level VALUES (?, ?, ?, ?)", row)
    for column in RARITY.values() if levels else ():
        con.execute(
            f"INSERT INTO {target}.latin_rarity "
            f"SELECT '{column}', {column}, tf_{column} FROM latin_rarity_{column} ORDER BY ALL"
        )


def score(con: duckdb.DuckDBPyConnection, levels: Levels, prior: float) -> None:
    """Make latin_edge(a, b, weight, probability, relatives, inside): the pairs worth a look."""
    link = linker(con, "latin_node", settings(levels, prior))
    for column in RARITY.values():
        link.table_management.register_term_frequency_lookup(link._db_api.register(f"latin_rarity_{column}"), column)
    predicted = link.inference.predict(threshold_match_probability=WORTH_A_LOOK, warning_mode="never").physical_name
    compared = ("number", "given", "birth", "sex", "postcode", "address")
    columns = [row[0] for row in con.execute("SELECT column_name FROM (DESCRIBE latin_node)").fetchall()]
    con.execute(
        f"""CREATE OR REPLACE TABLE latin_edge AS
            SELECT node_l AS a, node_r AS b, match_weight AS weight, round(match_probability, 6) AS probability,
                   {RELATIVES} AS relatives, false AS inside
            FROM (SELECT *, {", ".join(f"{level_of(name)} AS {name}" for name in compared)}
                  FROM (SELECT {", ".join(f"l.{c} AS {c}_l, r.{c} AS {c}_r" for c in columns)},
                               match_weight, match_probability
                        FROM {predicted} p JOIN latin_node l ON l.node = least(p.node_l, p.node_r)
                        JOIN latin_node r ON r.node = greatest(p.node_l, p.node_r)))"""
    )
    con.execute(f"DROP TABLE {predicted}")


def group(
    con: duckdb.DuckDBPyConnection, first: int, many: int, threshold: float = THRESHOLD, density: float = DENSITY
) -> None:
    """Make latin_group(node, anchor), the communities of pairs from the threshold on, and mark their pairs as inside.

    `many` nodes follow on `first`.
    """
    likely = con.execute(
        """SELECT a - $1 - 1, b - $1 - 1, probability FROM latin_edge WHERE probability >= $2 AND NOT relatives
           ORDER BY ALL""",
        [first, threshold],
    ).fetchall()
    found = communities.find(many, [(a, b) for a, b, _ in likely], [p for _, _, p in likely], density)
    con.register("found", pa.table({"node": range(first + 1, first + many + 1), "community": found}))
    con.execute(
        "CREATE OR REPLACE TABLE latin_group AS "
        "SELECT node, min(node) OVER (PARTITION BY community) AS anchor FROM found"
    )
    con.unregister("found")
    con.execute(
        """CREATE OR REPLACE TABLE latin_edge AS
           SELECT e.* EXCLUDE (inside), probability >= $1 AND NOT relatives AND x.anchor = y.anchor AS inside
           FROM latin_edge e JOIN latin_group x ON x.node = e.a JOIN latin_group y ON y.node = e.b""",
        [threshold],
    )
