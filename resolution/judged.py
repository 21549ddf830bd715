"""What people's judgements on mentions mean for provisional persons, and what became of each judgement."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import product
from typing import NamedTuple

import duckdb
import pyarrow as pa

from resolution.clusters import CONTRADICTED, JUDGED, Edge, Outcome
from resolution.judgements import Judgement, Verdict, groups, settle

# Two mentions under one number that judgements part, and how many bear the name of each under it; no name, nobody.
_UNDER_ONE = """
SELECT a, b, x.n, y.n FROM judged_between JOIN bearer x ON x.mention_id = a JOIN bearer y ON y.mention_id = b
WHERE x.number = y.number ORDER BY a, b
"""
_BEARERS = """
CREATE OR REPLACE TABLE bearer AS
SELECT mention_id, number, name, CASE WHEN name IS NULL THEN 0 ELSE count(*) OVER (PARTITION BY number, name) END AS n
FROM own_number JOIN person_mention USING (mention_id, number)
"""
# Who leaves a number because another name bears it takes along all who bear his name under it.
_NAMESAKES = """
WITH parted AS (FROM judged_between UNION ALL SELECT b, a, said_b, said_a FROM judged_between)
SELECT DISTINCT o.mention_id
FROM parted p JOIN bearer l ON l.mention_id = p.a JOIN bearer k ON k.mention_id = p.b
JOIN bearer o ON o.number = l.number AND o.name = l.name
WHERE k.number = l.number AND k.name <> l.name AND NOT list_contains($1::VARCHAR[], k.mention_id)
ORDER BY ALL
"""

_NODES = """
SELECT j.judgement_id, j.verdict, j.contradicted, x.node, y.node FROM judged_pair j
JOIN {held} x ON x.mention_id = j.a JOIN {held} y ON y.mention_id = j.b
"""


class Judged(NamedTuple):
    """Judgements as they bear on nodes: edges to join, pairs to keep apart, nodes about which they disagree."""

    edges: list[Edge]
    parted: list[tuple[int, int]]
    contradicted: set[int]


def of_others(con: duckdb.DuckDBPyConnection, source: str, judgements: Sequence[Judgement]) -> set[str]:
    """Return the judgements of which a row shows another name and another number than it did: it may be about another.

    `source` is the database that holds the mentions.
    """
    seen = [
        (one.judgement_id, mention, *shown) for one in judgements if one.shown
        for mention, shown in zip(one.pair, one.shown, strict=True)
    ]  # fmt: skip
    columns = [pa.array([row[i] for row in seen], pa.string()) for i in range(4)]
    _table(con, "judged_seen", pa.table(columns, ("judgement_id", "mention_id", "name", "number")))
    rows = con.execute(
        f"""SELECT DISTINCT judgement_id FROM judged_seen s JOIN {source}.mention m USING (mention_id)
            WHERE m.name IS DISTINCT FROM s.name AND m.number IS DISTINCT FROM s.number"""
    )
    return {judgement_id for (judgement_id,) in rows.fetchall()}


def load(con: duckdb.DuckDBPyConnection, judgements: Sequence[Judgement]) -> None:
    """Make judged_pair(judgement_id, a, b, verdict, contradicted) and judged_between(a, b, said_a, said_b).

    judged_pair holds the judgements in force; contradicted: others say otherwise, so it binds nobody. judged_between
    holds every two mentions that are parted, because of them, or of two that people said are one with them, a judgement
    says that they are different: of said_a and said_b.
    """
    settled = settle(judgements)
    torn = {mention: i for i, group in enumerate(settled.contradicted) for mention in group}
    names = ("judgement_id", "a", "b", "verdict")
    rows: dict[str, pa.Array] = {c: pa.array([str(getattr(j, c)) for j in judgements], pa.string()) for c in names}
    rows["contradicted"] = pa.array([j.a in torn and torn[j.a] == torn.get(j.b) for j in judgements], pa.bool_())
    _table(con, "judged_pair", pa.table(rows))
    group = groups(settled.must)
    members: dict[str, list[str]] = {}
    for mention, first in group.items():
        members.setdefault(first, []).append(mention)
    found = {
        (min(pair), max(pair), a, b)
        for a, b in settled.cannot
        for pair in product(members.get(group.get(a, a), [a]), members.get(group.get(b, b), [b]))
    }
    columns = [pa.array([row[i] for row in sorted(found)], pa.string()) for i in range(4)]
    _table(con, "judged_between", pa.table(columns, ("a", "b", "said_a", "said_b")))


def _table(con: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    con.register("judged_rows", rows)
    con.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM judged_rows")
    con.unregister("judged_rows")


def release(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Take out of own_number those whom judgements part from the others under their number: it stays a claim.

    Where two names are parted, one of them leaves with all its rows. Returns the mentions that judgements part from
    others, none of whom may be taken for equal to another unseen.
    """
    apart = [row[0] for row in con.execute("SELECT DISTINCT unnest([a, b]) FROM judged_between ORDER BY 1").fetchall()]
    if apart:
        con.execute(_BEARERS)
        pairs = con.execute(_UNDER_ONE).fetchall()
        borne = {mention: n for a, b, x, y in pairs for mention, n in ((a, x), (b, y))}
        out = leaving([(a, b) for a, b, _, _ in pairs], borne)
        if out:
            out += [mention for (mention,) in con.execute(_NAMESAKES, [out]).fetchall()]
        con.execute("DELETE FROM own_number WHERE mention_id IN (SELECT unnest($1::VARCHAR[]))", [out])
    return apart


def leaving(pairs: Iterable[tuple[str, str]], borne: Mapping[str, int]) -> list[str]:
    """Return who leaves until no pair is left: who is in most pairs, whose name fewest bear, with the larger id."""
    left = set(pairs)
    out: list[str] = []
    while left:
        times = Counter(mention for pair in left for mention in pair)
        out.append(max(times, key=lambda mention: (times[mention], -borne[mention], mention)))
        left = {pair for pair in left if out[-1] not in pair}
    return sorted(out)


def on_nodes(con: duckdb.DuckDBPyConnection, held: str = "node_mention") -> Judged:
    """Return what the judgements say of nodes; those on mentions that are no persons, or are gone, say nothing.

    `held` is the table that tells which mentions a node holds.
    """
    found = sorted(
        (min(x, y), max(x, y), verdict, torn)
        for _, verdict, torn, x, y in con.execute(_NODES.format(held=held)).fetchall()
    )
    same = [(a, b) for a, b, said, torn in found if said == Verdict.SAME and a != b and not torn]
    parted = [(a, b) for a, b, said, torn in found if said == Verdict.DIFFERENT and not torn]
    group = groups(same)
    # The rows may chain what no judgement does: where that leads from one to another that is said to be different.
    broken = {group.get(a, a) for a, b in parted if group.get(a, a) == group.get(b, b)}
    contradicted = {node for node in {*group, *broken} if group.get(node, node) in broken}
    contradicted |= {node for a, b, said, torn in found if torn and said != Verdict.UNSURE for node in (a, b)}
    return Judged(
        [Edge(a, b, 1000.0, 1.0, JUDGED) for a, b in sorted(set(same)) if group[a] not in broken],
        [(a, b) for a, b in parted if group.get(a, a) != group.get(b, b)],
        contradicted,
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
    states = {}
    for judgement_id, verdict, torn, x, y in con.execute(_NODES.format(held=held)).fetchall():
        pair = (min(x, y), max(x, y))
        if torn or (judged.contradicted.issuperset(pair) and pair not in judged.parted):
            states[judgement_id] = CONTRADICTED
        else:
            told = pair in against or (judgement_id in shared and verdict == Verdict.DIFFERENT)
            states[judgement_id] = "against_evidence" if told else "obeyed"
    con.execute("CREATE TABLE IF NOT EXISTS judged_state (judgement_id VARCHAR, state VARCHAR)")
    _state(con, states)


def organizations(con: duckdb.DuckDBPyConnection) -> None:
    """Obey the judgements on organizations in organization_entity; a number in common is evidence against parting."""
    con.execute("ALTER TABLE organization_entity ADD COLUMN contradicted BOOLEAN DEFAULT false")
    before = con.execute(_ORGANIZATIONS).fetchall()
    if not before:
        return
    between = con.execute(_PARTED_ORGANIZATIONS).fetchall()
    borne = {mention: n for a, b, x, y in between for mention, n in ((a, x), (b, y))}
    con.execute(
        """UPDATE organization_entity SET entity = 'mention:' || mention_id, match_basis = 'judged',
                  match_probability = 1.0 WHERE mention_id IN (SELECT unnest($1::VARCHAR[]))""",
        [leaving([(a, b) for a, b, _, _ in between], borne)],
    )
    after = con.execute(_ORGANIZATIONS).fetchall()
    group = groups([(one, other) for _, said, torn, one, other in after if said == Verdict.SAME and not torn])
    different = [(one, other) for _, said, torn, one, other in after if said == Verdict.DIFFERENT and not torn]
    broken = {group.get(one, one) for one, other in different if group.get(one, one) == group.get(other, other)}
    moved = {entity: first for entity, first in group.items() if first not in broken and entity != first}
    con.execute(
        """UPDATE organization_entity SET entity = m.first, match_basis = 'judged', match_probability = 1.0
           FROM (SELECT unnest($1::VARCHAR[]) AS entity, unnest($2::VARCHAR[]) AS first) m
           WHERE organization_entity.entity = m.entity""",
        [list(moved), list(moved.values())],
    )
    apart = {entity for entity, first in group.items() if first in broken} | broken
    apart |= {moved.get(entity, entity) for row in after if row[2] for entity in row[3:]}
    con.execute(
        """UPDATE organization_entity SET contradicted = true, match_probability = 0.5,
                  entity = CASE WHEN match_basis = 'number' THEN entity ELSE 'mention:' || mention_id END
           WHERE entity IN (SELECT unnest($1::VARCHAR[]))""",
        [sorted(apart)],
    )
    together = {row[0] for row in before if row[3] == row[4]}
    _state(
        con,
        {
            judgement_id: CONTRADICTED if torn or (group.get(one, one) in broken and group.get(other, other) in broken)
            else "against_evidence" if said == Verdict.DIFFERENT and judgement_id in together else "obeyed"
            for judgement_id, said, torn, one, other in after
        },
    )  # fmt: skip


def _state(con: duckdb.DuckDBPyConnection, states: dict[str, str]) -> None:
    con.execute(
        "INSERT INTO judged_state SELECT unnest($1::VARCHAR[]), unnest($2::VARCHAR[])",
        [list(states), list(states.values())],
    )


def write(
    con: duckdb.DuckDBPyConnection, target: str, judgements: Sequence[Judgement], changed: Collection[str]
) -> None:
    """Write `target`.judgement: every judgement in force with its state.

    obeyed; against_evidence (obeyed, though the rows say something else); contradicted (by other judgements, so the
    cluster stands as its parts); noted (unsure); changed (those that a row shows another name and number than);
    dormant (a mention is gone, or they are of different kinds).
    """
    names = ("judgement_id", "a", "b", "verdict", "by", "at", "why")
    rows = pa.table({name: pa.array([str(getattr(one, name)) for one in judgements], pa.string()) for name in names})
    con.register("judged_rows", rows)
    con.execute(
        f"""CREATE OR REPLACE TABLE {target}.judgement AS
            SELECT j.*, CASE WHEN verdict = 'unsure' THEN 'noted'
                             WHEN list_contains($1::VARCHAR[], judgement_id) THEN 'changed'
                             ELSE coalesce(s.state, 'dormant') END AS state
            FROM judged_rows j LEFT JOIN judged_state s USING (judgement_id) ORDER BY judgement_id""",
        [sorted(changed)],
    )
    con.unregister("judged_rows")


_UNDER_ONE_NUMBER = """
SELECT DISTINCT j.judgement_id FROM judged_pair j JOIN judged_between w ON w.said_a = j.a AND w.said_b = j.b
JOIN person_mention x ON x.mention_id = w.a JOIN person_mention y ON y.mention_id = w.b
WHERE x.valid AND x.number = y.number
"""

_ORGANIZATIONS = """
SELECT j.judgement_id, j.verdict, j.contradicted, x.entity, y.entity FROM judged_pair j
JOIN organization_entity x ON x.mention_id = j.a JOIN organization_entity y ON y.mention_id = j.b ORDER BY ALL
"""

_PARTED_ORGANIZATIONS = """
WITH named AS (
    SELECT mention_id, entity, count(*) OVER (PARTITION BY entity, name) AS n
    FROM organization_entity JOIN organization_mention USING (mention_id))
SELECT a, b, x.n, y.n FROM judged_between JOIN named x ON x.mention_id = a JOIN named y ON y.mention_id = b
WHERE x.entity = y.entity ORDER BY a, b
"""
