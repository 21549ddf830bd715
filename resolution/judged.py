"""What people's judgements on mentions mean for provisional persons, and what became of each judgement."""

from collections.abc import Sequence
from typing import NamedTuple

import duckdb
import pyarrow as pa

from resolution.clusters import CONTRADICTED, JUDGED, Edge, Outcome
from resolution.judgements import Judgement, Verdict, groups

# Two mentions under one number, judged to be two: who bears its name less often than the other leaves it.
_LEAVES = """
SELECT a, b, max(CASE WHEN o.mention_id = a THEN n END) AS n_a, max(CASE WHEN o.mention_id = b THEN n END) AS n_b
FROM judged_pair JOIN own_number o ON o.mention_id IN (a, b)
JOIN (SELECT mention_id, count(*) OVER (PARTITION BY number, name) AS n FROM own_number JOIN person_mention
      USING (mention_id, number)) USING (mention_id)
WHERE verdict = 'different' GROUP BY a, b HAVING count(*) = 2 AND count(DISTINCT o.number) = 1 ORDER BY a, b
"""

_NODES = """
SELECT j.judgement_id, x.node, y.node FROM judged_pair j
JOIN node_mention x ON x.mention_id = j.a JOIN node_mention y ON y.mention_id = j.b
"""


class Judged(NamedTuple):
    """Judgements as they bear on nodes: edges to join, pairs to keep apart, nodes about which they disagree."""

    edges: list[Edge]
    parted: list[tuple[int, int]]
    contradicted: set[int]


def load(con: duckdb.DuckDBPyConnection, judgements: Sequence[Judgement]) -> None:
    """Make judged_pair(judgement_id, a, b, verdict) of judgements in force."""
    columns = ("judgement_id", "a", "b", "verdict")
    con.register(
        "judged_rows",
        pa.table({c: pa.array([str(getattr(one, c)) for one in judgements], pa.string()) for c in columns}),
    )
    con.execute("CREATE OR REPLACE TABLE judged_pair AS SELECT * FROM judged_rows")
    con.unregister("judged_rows")


def release(con: duckdb.DuckDBPyConnection) -> None:
    """Take out of own_number those whom a judgement parts from the others under their number: it stays a claim."""
    out: set[str] = set()
    for a, b, n_a, n_b in con.execute(_LEAVES).fetchall():
        if a not in out and b not in out:
            out.add(a if n_a < n_b else b)
    if out:
        con.execute("DELETE FROM own_number WHERE mention_id IN (SELECT unnest($1))", [sorted(out)])


def on_nodes(con: duckdb.DuckDBPyConnection, judgements: Sequence[Judgement]) -> Judged:
    """Return what the judgements say of nodes; those on mentions that are no persons, or are gone, say nothing."""
    verdict = {one.judgement_id: one.verdict for one in judgements}
    found = sorted((min(x, y), max(x, y), verdict[i]) for i, x, y in con.execute(_NODES).fetchall())
    same = [(a, b) for a, b, said in found if said is Verdict.SAME and a != b]
    parted = [(a, b) for a, b, said in found if said is Verdict.DIFFERENT]
    group = groups(same)
    broken = {group.get(a, a) for a, b in parted if group.get(a, a) == group.get(b, b)}
    return Judged(
        [Edge(a, b, 1000.0, 1.0, JUDGED) for a, b in sorted(set(same)) if group[a] not in broken],
        [(a, b) for a, b in parted if group.get(a, a) != group.get(b, b)],
        {node for node in {*group, *broken} if group.get(node, node) in broken},
    )


def write(
    con: duckdb.DuckDBPyConnection,
    target: str,
    judgements: Sequence[Judgement],
    judged: Judged,
    outcomes: Sequence[tuple[Edge, Outcome]],
) -> None:
    """Write `target`.judgement: every judgement in force with its state.

    obeyed; against_evidence (obeyed, though the rows say something else); contradicted (by other judgements, so the
    cluster stands as its parts); noted (unsure); dormant (a mention is gone, or not of a person or an organization).
    """
    against = {(e.a, e.b) for e, o in outcomes if e.basis == JUDGED and o.outcome == "joined" and o.reason}
    against |= {(e.a, e.b) for e, o in outcomes if e.basis != JUDGED and o.reason == JUDGED}
    nodes = {i: (min(x, y), max(x, y)) for i, x, y in con.execute(_NODES).fetchall()}
    shared = {i for (i,) in con.execute(_UNDER_ONE_NUMBER).fetchall()}
    entities = {i for (i,) in con.execute(_ORGANIZATIONS).fetchall()}

    def state(one: Judgement) -> str:
        pair = nodes.get(one.judgement_id)
        if one.verdict is Verdict.UNSURE:
            return "noted"
        if pair is None:
            return "obeyed" if one.judgement_id in entities else "dormant"
        if not judged.contradicted.isdisjoint(pair):
            return CONTRADICTED
        parts = one.verdict is Verdict.DIFFERENT and one.judgement_id in shared
        return "against_evidence" if parts or pair in against else "obeyed"

    names = ("judgement_id", "a", "b", "verdict", "by", "at", "why")
    rows = {name: pa.array([str(getattr(one, name)) for one in judgements], pa.string()) for name in names}
    con.register("judged_rows", pa.table(rows | {"state": pa.array([state(one) for one in judgements], pa.string())}))
    con.execute(f"CREATE OR REPLACE TABLE {target}.judgement AS SELECT * FROM judged_rows ORDER BY judgement_id")
    con.unregister("judged_rows")


_UNDER_ONE_NUMBER = """
SELECT j.judgement_id FROM judged_pair j JOIN person_mention x ON x.mention_id = j.a
JOIN person_mention y ON y.mention_id = j.b WHERE x.valid AND x.number = y.number
"""

_ORGANIZATIONS = """
SELECT j.judgement_id FROM judged_pair j JOIN organization_mention x ON x.mention_id = j.a
JOIN organization_mention y ON y.mention_id = j.b
"""
