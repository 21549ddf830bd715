"""Who is who among persons: stage one by number, then scored and context edges, then clusters."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from core.progress import Progress
from resolution import clusters, constraints, contexts, judged, nodes, owners, strays
from resolution.cluster_tables import joined_rows, outcome_rows
from resolution.judgements import Judgement
from resolution.linking import statistics
from resolution.linking.model import LinkingModel
from resolution.linking.score import WORTH_A_LOOK, score

_CORRECTED = """
SELECT DISTINCT least(p.number, f.text), greatest(p.number, f.text)
FROM (SELECT node, number, unnest(old_numbers) AS old FROM node_mention WHERE owned) p
JOIN number_form f ON f.number = p.old AND f.valid AND f.text <> p.number
ORDER BY ALL
"""

_CORRECTION_EDGES = """
SELECT least(p.node, n.node), greatest(p.node, n.node)
FROM (SELECT node, name, unnest(old_numbers) AS old FROM node_mention WHERE owned) p
JOIN number_form f ON f.number = p.old AND f.valid
JOIN node n ON n.number = f.text AND n.node <> p.node AND list_contains(n.names, p.name)
GROUP BY ALL
"""

# Those of whom judgements contradict each other are shown as their parts, and no lead may rely on them.
_RESULT = """
CREATE OR REPLACE TABLE person_entity AS
SELECT nm.mention_id, nm.record_id, nm.role, 'person:' || coalesce(j.anchor, nm.node) AS entity,
       CASE WHEN bool_and(nm.decided = 'undecided' AND NOT nm.owned)
                 OVER (PARTITION BY coalesce(j.anchor, nm.node)) THEN 'undecided' ELSE 'person' END AS entity_type,
       CASE WHEN nm.owned THEN 'number' WHEN coalesce(j.basis, 'alone') NOT IN ('alone', 'contradicted') THEN j.basis
            WHEN n.mentions > 1 THEN 'scored' ELSE 'alone' END AS match_basis,
       CASE WHEN j.basis = 'contradicted' THEN j.probability
            WHEN nm.owned THEN 1.0 WHEN coalesce(j.basis, 'alone') <> 'alone' THEN j.probability
            WHEN n.mentions > 1 THEN {equal} ELSE 1.0 END AS match_probability,
       CASE WHEN nm.owned THEN nm.number END AS own_number,
       coalesce(j.basis = 'contradicted', false) AS contradicted
FROM node_mention nm JOIN node n USING (node) LEFT JOIN joined j USING (node)
"""

_PERSISTED = """
CREATE OR REPLACE TABLE {target}.provisional AS SELECT * EXCLUDE (day) FROM node ORDER BY node;
CREATE OR REPLACE TABLE {target}.provisional_mention AS SELECT mention_id, node, owned FROM node_mention ORDER BY ALL;
"""


def resolve(
    con: duckdb.DuckDBPyConnection,
    source: str,
    model: LinkingModel,
    previous: Path | None,
    judgements: Sequence[Judgement],
    progress: Progress,
) -> dict[str, int]:
    """Make person_entity(mention_id, record_id, role, entity, entity_type, match_basis, match_probability, own_number).

    Writes provisional, provisional_mention, edge and the statistics into `source`; makes judged_state.
    Returns counts: provisional_persons, vetoes, unclear, judged.
    """
    progress("finding whose number each row holds")
    owners.find(con)
    strays.leave_out(con, source)
    judged.load(con, judgements)
    nodes.build(con, apart=judged.release(con))
    said = judged.on_nodes(con)
    progress("reading cases, households and ties")
    contexts.seat(con, source)
    contexts.edges(con, model.contexts, model.context_defaults)
    progress("scoring pairs")
    weights = statistics.take(con, model, previous)
    equal = score(con, model, weights)
    progress("joining the strongest first")
    joined, outcomes = clusters.merge([*edges(con, model.threshold), *said.edges], facts(con, source, said))
    _store_joined(con, joined)
    con.execute(_RESULT.format(equal=equal))
    con.execute(_PERSISTED.format(target=source))
    _store_edges(con, source, outcomes, model.threshold)
    statistics.write(con, source, weights, model.learnt_from)
    judged.became(con, said, outcomes)
    return {
        "provisional_persons": _count(con, "node"),
        "vetoes": sum(outcome.outcome == "vetoed" for _, outcome in outcomes),
        "unclear": _count(con, "scored_edge WHERE outcome = 'unclear'"),
        "judged": len(judgements),
    }


def _store_joined(con: duckdb.DuckDBPyConnection, joined: dict[int, clusters.Joined]) -> None:
    con.register("joined_rows", joined_rows(joined))
    con.execute("CREATE OR REPLACE TABLE joined AS SELECT * FROM joined_rows")
    con.unregister("joined_rows")


def facts(con: duckdb.DuckDBPyConnection, source: str, said: judged.Judged) -> clusters.Facts:
    """Return what node, node_mention, apart, `source`.mention_stay and judgements hold against merging nodes."""
    return clusters.Facts(
        numbers=dict(con.execute("SELECT node, number FROM node WHERE valid").fetchall()),
        births=dict(con.execute("SELECT node, birth_date FROM node WHERE birth_date IS NOT NULL").fetchall()),
        sexes=constraints.sexes(con),
        stays=constraints.stays(con, source),
        apart=con.execute("SELECT a, b FROM apart").fetchall(),
        same=con.execute(_CORRECTED).fetchall() if _any_former(con) else [],
        parted=said.parted,
        contradicted=said.contradicted,
    )


def edges(con: duckdb.DuckDBPyConnection, threshold: float) -> list[clusters.Edge]:
    """Return the edges of scored_edge, context_edge and the correction records that may join nodes."""
    scored = con.execute("SELECT a, b, weight, probability, 'scored' FROM scored_edge WHERE outcome IS NULL").fetchall()
    context = con.execute(
        """SELECT a, b, log2(probability / (1 - probability)), round(probability, 6), 'context' FROM context_edge
           WHERE probability >= $1::DOUBLE""",
        [threshold],
    ).fetchall()
    former = con.execute(_CORRECTION_EDGES).fetchall() if _any_former(con) else []
    corrected = [(a, b, 100.0, 1.0, "number") for a, b in former]
    return [clusters.Edge(*row) for row in scored + context + corrected]


def _any_former(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether any row states a former number: to ask that takes a third of the time of looking for its bearer."""
    return bool(con.execute("SELECT 1 FROM node_mention WHERE len(old_numbers) > 0 LIMIT 1").fetchall())


# What a weaker level of one basis says of a pair that a better one joined is left out.
_EDGES = """
CREATE OR REPLACE TABLE {target}.edge AS
SELECT * FROM merged_rows
UNION ALL
SELECT a, b, 'scored', weight, probability, outcome, NULL FROM scored_edge WHERE outcome IS NOT NULL
UNION ALL
SELECT a, b, 'context', log2(probability / (1 - probability)), round(probability, 6), 'unlikely', NULL
FROM context_edge WHERE probability < $1 AND probability >= $2
ORDER BY ALL
"""


def _store_edges(
    con: duckdb.DuckDBPyConnection,
    target: str,
    outcomes: Sequence[tuple[clusters.Edge, clusters.Outcome]],
    threshold: float,
) -> None:
    con.register("merged_rows", outcome_rows(outcomes))
    con.execute(_EDGES.format(target=target), [threshold, WORTH_A_LOOK])
    con.unregister("merged_rows")


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
