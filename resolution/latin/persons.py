"""Who is who among mentions of profile latin: provisional persons, scored pairs, communities, then clusters."""

from pathlib import Path

import duckdb
import pyarrow as pa

from core.progress import Progress
from resolution import apart, clusters, judged
from resolution.cluster_tables import joined_rows, outcome_rows
from resolution.latin import communities, nodes, statistics
from resolution.latin.score import compare, score
from resolution.latin.statistics import Statistics
from resolution.latin.weights import learn

# The least probability of a pair that may join two, and the least mean over all pairs of two groups that are one.
THRESHOLD, DENSITY = 0.9, 0.1
# Weights are learnt from everybody apart, then from those found.
_ROUNDS = 2
_NOBODY = Statistics(0, {}, 0.5, False)

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

_NOTHING = """
CREATE OR REPLACE TABLE latin_edge (
    a INTEGER, b INTEGER, weight DOUBLE, probability DOUBLE, relatives BOOLEAN, inside BOOLEAN);
CREATE OR REPLACE TABLE latin_rarity (field VARCHAR, value VARCHAR, frequency DOUBLE)
"""

_INSIDE = "SELECT a, b, weight, probability, 'scored' FROM latin_edge WHERE inside ORDER BY ALL"


def resolve(con: duckdb.DuckDBPyConnection, source: str, previous: Path | None, progress: Progress) -> dict[str, int]:
    """Make latin_entity, with the columns of person_entity; adds to what `source` keeps of how entities came about.

    Reads judged_pair, which the profile before has made. A pair above the threshold whose ends are in two communities
    is an edge of outcome `unclear`. `previous` is the records file of the last published generation, whose weights
    hold while they fit. Returns counts: latin_provisional.
    """
    first = con.execute(f"SELECT coalesce(max(node), 0) FROM {source}.provisional").fetchall()[0][0]
    nodes.build(con, source, first)
    many = con.execute("SELECT count(*) FROM latin_node").fetchall()[0][0]
    said = judged.on_nodes(con, "latin_node_mention")
    con.execute(_NOTHING)
    weights = _NOBODY
    if many:
        progress("comparing persons of Latin script")
        compare(con)
        weights = _weigh(con, statistics.kept(con, previous, many), first, many)
    joined, outcomes = join(con, source, said)
    con.register("joined_rows", joined_rows(joined))
    con.register("merged_rows", outcome_rows(outcomes))
    con.execute(_RESULT)
    con.execute(_PERSISTED.format(target=source, threshold=THRESHOLD))
    con.execute(f"CREATE OR REPLACE TABLE {source}.latin_provisional AS FROM latin_node ORDER BY node")
    statistics.write(con, source, weights)
    con.unregister("joined_rows")
    con.unregister("merged_rows")
    judged.became(con, said, outcomes, "latin_node_mention")
    return {"latin_provisional": many}


def join(
    con: duckdb.DuckDBPyConnection, source: str, said: judged.Judged
) -> tuple[dict[int, clusters.Joined], list[tuple[clusters.Edge, clusters.Outcome]]]:
    """Merge provisional persons along the pairs of latin_edge that are inside a community, and as people judged."""
    scored = [clusters.Edge(*row) for row in con.execute(_INSIDE).fetchall()]
    facts = clusters.Facts(apart=apart.of_latin(con, source), parted=said.parted, contradicted=said.contradicted)
    return clusters.merge([*scored, *said.edges], facts)


def _weigh(con: duckdb.DuckDBPyConnection, kept: Statistics | None, first: int, many: int) -> Statistics:
    """Make latin_edge and latin_group by the weights kept, else by those learnt here; returns them."""
    con.execute("CREATE OR REPLACE TABLE latin_group AS SELECT node, node AS anchor FROM latin_node")
    weights = kept or _NOBODY
    for _ in range(1 if kept else _ROUNDS):
        if not kept:
            weights = Statistics(many, *learn(con), False)
        score(con, weights.levels, weights.prior)
        group(con, first, many)
    return weights


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
