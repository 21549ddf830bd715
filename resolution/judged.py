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
JOIN {held} x ON x.mention_id = j.a JOIN {held} y ON y.mention_id = j.b
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
    if not con.execute("FROM judged_pair LIMIT 1").fetchall():
        return
    out: set[str] = set()
    for a, b, n_a, n_b in con.execute(_LEAVES).fetchall():
        if a not in out and b not in out:
            out.add(a if n_a < n_b else b)
    if out:
        con.execute("DELETE FROM own_number WHERE mention_id IN (SELECT unnest($1))", [sorted(out)])


def on_nodes(con: duckdb.DuckDBPyConnection, judgements: Sequence[Judgement], held: str = "node_mention") -> Judged:
    """Return what the judgements say of nodes; those on mentions that are no persons, or are gone, say nothing.

    `held` is the table that tells which mentions a node holds.
    """
    verdict = {one.judgement_id: one.verdict for one in judgements}
    found = sorted((min(x, y), max(x, y), verdict[i]) for i, x, y in con.execute(_NODES.format(held=held)).fetchall())
    same = [(a, b) for a, b, said in found if said is Verdict.SAME and a != b]
    parted = [(a, b) for a, b, said in found if said is Verdict.DIFFERENT]
    group = groups(same)
    broken = {group.get(a, a) for a, b in parted if group.get(a, a) == group.get(b, b)}
    return Judged(
        [Edge(a, b, 1000.0, 1.0, JUDGED) for a, b in sorted(set(same)) if group[a] not in broken],
        [(a, b) for a, b in parted if group.get(a, a) != group.get(b, b)],
        {node for node in {*group, *broken} if group.get(node, node) in broken},
    )


def became(
    con: duckdb.DuckDBPyConnection,
    judged: Judged,
    outcomes: Sequence[tuple[Edge, Outcome]],
    held: str = "node_mention",
) -> None:
    """Add the judgements on persons to judged_state(judgement_id, state); `held` as in `on_nodes`."""
    against = {(e.a, e.b) for e, o in outcomes if e.basis == JUDGED and o.outcome == "joined" and o.reason}
    against |= {(e.a, e.b) for e, o in outcomes if e.basis != JUDGED and o.reason == JUDGED}
    shared = {i for (i,) in con.execute(_UNDER_ONE_NUMBER).fetchall()}
    parts = {i for (i,) in con.execute("SELECT judgement_id FROM judged_pair WHERE verdict = 'different'").fetchall()}
    states = {}
    for judgement_id, x, y in con.execute(_NODES.format(held=held)).fetchall():
        pair = (min(x, y), max(x, y))
        if not judged.contradicted.isdisjoint(pair):
            states[judgement_id] = CONTRADICTED
        else:
            told = pair in against or (judgement_id in shared and judgement_id in parts)
            states[judgement_id] = "against_evidence" if told else "obeyed"
    con.execute("CREATE TABLE IF NOT EXISTS judged_state (judgement_id VARCHAR, state VARCHAR)")
    _state(con, states)


def organizations(con: duckdb.DuckDBPyConnection) -> None:
    """Obey the judgements on organizations in organization_entity; a number in common is evidence against parting."""
    con.execute("ALTER TABLE organization_entity ADD COLUMN contradicted BOOLEAN DEFAULT false")
    before = con.execute(_ORGANIZATIONS).fetchall()
    con.execute(
        """UPDATE organization_entity SET entity = 'mention:' || mention_id, match_basis = 'judged',
                  match_probability = 1.0 WHERE mention_id IN (SELECT unnest($1::VARCHAR[]))""",
        [sorted({b for _, said, _, b, one, other in before if said == Verdict.DIFFERENT and one == other})],
    )
    after = con.execute(_ORGANIZATIONS).fetchall()
    group = groups([(one, other) for _, said, _, _, one, other in after if said == Verdict.SAME])
    different = [(one, other) for _, said, _, _, one, other in after if said == Verdict.DIFFERENT]
    broken = {group[one] for one, other in different if one in group and group[one] == group.get(other)}
    moved = {entity: first for entity, first in group.items() if first not in broken and entity != first}
    con.execute(
        """UPDATE organization_entity SET entity = m.first, match_basis = 'judged', match_probability = 1.0
           FROM (SELECT unnest($1::VARCHAR[]) AS entity, unnest($2::VARCHAR[]) AS first) m
           WHERE organization_entity.entity = m.entity""",
        [list(moved), list(moved.values())],
    )
    con.execute(
        """UPDATE organization_entity SET contradicted = true, match_probability = 0.5
           WHERE entity IN (SELECT unnest($1::VARCHAR[]))""",
        [sorted(entity for entity, first in group.items() if first in broken)],
    )
    together = {row[0] for row in before if row[4] == row[5]}
    _state(
        con,
        {
            judgement_id: CONTRADICTED if group.get(one, one) in broken
            else "against_evidence" if said == Verdict.DIFFERENT and judgement_id in together else "obeyed"
            for judgement_id, said, _, _, one, other in after
        },
    )  # fmt: skip


def _state(con: duckdb.DuckDBPyConnection, states: dict[str, str]) -> None:
    con.execute(
        "INSERT INTO judged_state SELECT unnest($1::VARCHAR[]), unnest($2::VARCHAR[])",
        [list(states), list(states.values())],
    )


def write(con: duckdb.DuckDBPyConnection, target: str, judgements: Sequence[Judgement]) -> None:
    """Write `target`.judgement: every judgement in force with its state.

    obeyed; against_evidence (obeyed, though the rows say something else); contradicted (by other judgements, so the
    cluster stands as its parts); noted (unsure); dormant (a mention is gone, or they are of different kinds).
    """
    names = ("judgement_id", "a", "b", "verdict", "by", "at", "why")
    rows = pa.table({name: pa.array([str(getattr(one, name)) for one in judgements], pa.string()) for name in names})
    con.register("judged_rows", rows)
    con.execute(
        f"""CREATE OR REPLACE TABLE {target}.judgement AS
            SELECT j.*, CASE WHEN verdict = 'unsure' THEN 'noted' ELSE coalesce(s.state, 'dormant') END AS state
            FROM judged_rows j LEFT JOIN judged_state s USING (judgement_id) ORDER BY judgement_id"""
    )
    con.unregister("judged_rows")


_UNDER_ONE_NUMBER = """
SELECT j.judgement_id FROM judged_pair j JOIN person_mention x ON x.mention_id = j.a
JOIN person_mention y ON y.mention_id = j.b WHERE x.valid AND x.number = y.number
"""

_ORGANIZATIONS = """
SELECT j.judgement_id, j.verdict, j.a, j.b, x.entity, y.entity FROM judged_pair j
JOIN organization_entity x ON x.mention_id = j.a JOIN organization_entity y ON y.mention_id = j.b ORDER BY ALL
"""
