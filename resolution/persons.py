"""Who is who among persons: stage one by number, then scored and context edges, then clusters."""

import duckdb
import pyarrow as pa

from core.progress import Progress
from resolution import clusters, contexts, nodes, owners
from resolution.linking.model import LinkingModel
from resolution.linking.score import score

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

_RESULT = """
CREATE OR REPLACE TABLE person_entity AS
SELECT nm.mention_id, nm.record_id, nm.role, 'person:' || coalesce(j.anchor, nm.node) AS entity,
       CASE WHEN bool_and(nm.decided = 'undecided' AND NOT nm.owned)
                 OVER (PARTITION BY coalesce(j.anchor, nm.node)) THEN 'undecided' ELSE 'person' END AS entity_type,
       CASE WHEN nm.owned THEN 'number' WHEN coalesce(j.basis, 'alone') <> 'alone' THEN j.basis
            WHEN n.mentions > 1 THEN 'scored' ELSE 'alone' END AS match_basis,
       CASE WHEN nm.owned THEN 1.0 WHEN coalesce(j.basis, 'alone') <> 'alone' THEN j.probability
            WHEN n.mentions > 1 THEN {equal} ELSE 1.0 END AS match_probability,
       CASE WHEN nm.owned THEN nm.number END AS own_number
FROM node_mention nm JOIN node n USING (node) LEFT JOIN joined j USING (node)
"""


def resolve(con: duckdb.DuckDBPyConnection, source: str, model: LinkingModel, progress: Progress) -> dict[str, int]:
    """Make person_entity(mention_id, record_id, role, entity, entity_type, match_basis, match_probability, own_number).

    Returns counts: provisional_persons, vetoes.
    """
    progress("finding whose number each row holds")
    owners.find(con)
    nodes.build(con)
    progress("reading cases, households and ties")
    contexts.seat(con, source)
    contexts.edges(con, model.contexts, model.context_defaults)
    progress("scoring pairs")
    equal = score(con, model)
    progress("joining the strongest first")
    joined, vetoes = clusters.merge(
        _edges(con, model.threshold),
        dict(con.execute("SELECT node, number FROM node WHERE valid").fetchall()),
        dict(con.execute("SELECT node, birth_date FROM node WHERE birth_date IS NOT NULL").fetchall()),
        con.execute("SELECT a, b FROM apart").fetchall(),
        con.execute(_CORRECTED).fetchall(),
    )
    touched = sorted(joined)
    con.register(
        "joined_rows",
        pa.table(
            {
                "node": pa.array(touched, pa.int32()),
                "anchor": pa.array([joined[n].anchor for n in touched], pa.int32()),
                "basis": pa.array([joined[n].basis for n in touched], pa.string()),
                "probability": pa.array([joined[n].probability for n in touched], pa.float64()),
            }
        ),
    )
    con.execute("CREATE OR REPLACE TABLE joined AS SELECT * FROM joined_rows")
    con.unregister("joined_rows")
    con.execute(_RESULT.format(equal=equal))
    return {"provisional_persons": _count(con, "node"), "vetoes": vetoes}


def _edges(con: duckdb.DuckDBPyConnection, threshold: float) -> list[clusters.Edge]:
    scored = con.execute("SELECT a, b, weight, probability, 'scored' FROM scored_edge").fetchall()
    context = con.execute(
        """SELECT a, b, log2(probability / (1 - probability)), round(probability, 6), 'context' FROM context_edge
           WHERE probability >= $1""",
        [threshold],
    ).fetchall()
    corrected = [(a, b, 100.0, 1.0, "number") for a, b in con.execute(_CORRECTION_EDGES).fetchall()]
    return [clusters.Edge(*row) for row in scored + context + corrected]


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
