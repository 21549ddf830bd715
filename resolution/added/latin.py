"""New mentions of profile latin against the known persons of that profile, by the weights of the last run.

What is known is read when the first of them comes. Whom a new mention may be is found by the keys of a full run; they,
and everybody to whom likely pairs lead from them, are resolved anew by its code.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb

from records.store import attached
from resolution import clusters, judged
from resolution.added import naming
from resolution.added.arrivals import Arrivals, take
from resolution.added.outcome import Candidate, Item, Match, Outcome
from resolution.entities import Heir
from resolution.judgements import Judgement
from resolution.latin import blocking, nodes, persons, score, statistics
from resolution.latin.comparisons import COMPARISONS

_SOURCE = "asked"
_ASKED = ("mention", "mention_list", "may_be")

# Whom sealed records alone name is as good as unknown.
_KNOWN = f"""
CREATE TABLE known AS
SELECT m.mention_id, p.node, e.entity_id, m.record_id IN (SELECT record_id FROM records.sealed_record) AS sealed
FROM records.mention m JOIN records.provisional_mention p USING (mention_id)
JOIN records.mention_entity e USING (mention_id) WHERE m.profile = 'latin';
DELETE FROM known WHERE node NOT IN (SELECT node FROM known WHERE NOT sealed);
CREATE TABLE known_mention AS SELECT m.*, k.node FROM records.mention m JOIN known k USING (mention_id);
CREATE TABLE known_list AS SELECT l.*, k.node FROM records.mention_list l JOIN known k USING (mention_id);
CREATE TABLE known_node AS FROM records.latin_provisional SEMI JOIN known USING (node);
CREATE TABLE known_edge AS
WITH edge AS (SELECT a, b FROM records.edge WHERE (probability >= {persons.THRESHOLD} OR basis = 'judged')
              AND a IN (SELECT node FROM known_node) AND b IN (SELECT node FROM known_node))
SELECT a, b FROM edge UNION SELECT b, a FROM edge;
CREATE TABLE known_key AS SELECT hash(key) AS hash, node FROM ({blocking.keys("known_node")});
CREATE TABLE known_crowded AS SELECT hash FROM known_key GROUP BY hash HAVING count(*) > {blocking.MOST};
DELETE FROM known_key WHERE hash IN (FROM known_crowded)
"""

_MEET = f"""
CREATE OR REPLACE TABLE new_key AS SELECT hash(key) AS hash, node FROM ({blocking.keys("latin_node")});
CREATE OR REPLACE TABLE shared_key AS FROM known_key SEMI JOIN new_key USING (hash);
CREATE OR REPLACE TABLE crowded AS
SELECT hash FROM (SELECT hash FROM new_key UNION ALL SELECT hash FROM shared_key)
GROUP BY hash HAVING count(*) > {blocking.MOST} UNION FROM known_crowded;
CREATE OR REPLACE TABLE latin_candidate AS
SELECT DISTINCT k.node AS a, n.node AS b FROM shared_key k JOIN new_key n USING (hash)
WHERE hash NOT IN (FROM crowded);
INSERT INTO latin_node BY NAME FROM known_node WHERE node IN (SELECT a FROM latin_candidate)
"""

# Known ones whom a new mention resembles or equals, or of whom people judged; and all to whom likely pairs lead.
_AROUND = """
CREATE OR REPLACE TABLE around AS
WITH RECURSIVE seed AS (
    SELECT a AS node FROM latin_edge
    UNION SELECT k.node FROM known_node k JOIN latin_node n USING (family, born)
          WHERE k.given IS NOT DISTINCT FROM n.given AND n.node NOT IN (SELECT node FROM known_node)
    UNION SELECT node FROM known WHERE mention_id IN (SELECT unnest([a, b]) FROM judged_pair)),
reached(node) AS (FROM seed UNION SELECT e.b FROM reached r JOIN known_edge e ON e.a = r.node)
FROM reached
"""

_HELD = """
SELECT m.mention_id, m.record_id, m.role, m.node, k.entity_id, coalesce(k.sealed, false)
FROM latin_node_mention m LEFT JOIN known k USING (mention_id) ORDER BY m.mention_id
"""
_PAIRS = f"""
SELECT e.a, e.b, e.weight, e.probability, e.inside, e.relatives, {", ".join(f"p.{name}" for name in COMPARISONS)}
FROM latin_edge e JOIN latin_pair p USING (a, b) ORDER BY e.weight DESC, e.a, e.b
"""


class _Held(NamedTuple):
    """A mention of a group resolved anew; entity_id: that of before, None for a new one."""

    mention_id: str
    record_id: str
    role: str
    node: int
    entity_id: str | None
    sealed: bool


class _Pair(NamedTuple):
    """Two nodes that were compared: the level of each comparison that had something to compare."""

    a: int
    b: int
    probability: float
    unclear: bool
    levels: dict[str, str]


class Latins:
    """Holds the known persons of profile latin of a generation; resolves any number of additions among them.

    ready: whether a run has weighed such persons by the present comparisons; only a run resolves the first ones.
    """

    def __init__(self, records: Path) -> None:
        self._con = con = duckdb.connect()
        con.execute(f"CREATE SCHEMA {_SOURCE}")
        with attached(con, records, "records"):
            learnt = con.execute("SELECT coalesce(max(persons), 0) FROM records.latin_statistics").fetchall()[0][0]
            con.execute(_KNOWN)
        self._last = con.execute("SELECT coalesce(max(node), 0) FROM known_node").fetchall()[0][0]
        self._weights = statistics.kept(con, records, learnt)
        self.ready = self._weights is not None

    def resolve(self, arrivals: Arrivals, judgements: Sequence[Judgement]) -> Outcome:
        """Return what new mentions of this profile become part of, and what they change."""
        con = self._con
        judged.load(con, judgements)
        self._take(arrivals)
        nodes.build(con, _SOURCE, self._last)
        con.execute(_MEET)
        self._score()
        con.execute(_AROUND)
        for table, known in (("mention", "known_mention"), ("mention_list", "known_list")):
            con.execute(
                f"""INSERT INTO {_SOURCE}.{table} BY NAME
                    SELECT * EXCLUDE (node) FROM {known} SEMI JOIN around USING (node)"""
            )
        nodes.build(con, _SOURCE, 0)
        con.execute(
            f"""CREATE OR REPLACE TABLE latin_key AS
                SELECT * FROM ({blocking.keys("latin_node")}) WHERE hash(key) NOT IN (FROM crowded)"""
        )
        blocking.share(con)
        self._score()
        persons.group(con, 0, con.execute("SELECT count(*) FROM latin_node").fetchall()[0][0])
        joined, outcomes = persons.join(con, _SOURCE, judged.on_nodes(con, "latin_node_mention"))
        return self._tell(joined, outcomes)

    def _take(self, arrivals: Arrivals) -> None:
        con = self._con
        take(con, _SOURCE, _ASKED, arrivals.tables)
        con.execute(f"DELETE FROM {_SOURCE}.mention WHERE profile IS DISTINCT FROM 'latin'")

    def _score(self) -> None:
        assert self._weights is not None
        score.levels(self._con)
        score.score(self._con, self._weights.levels, self._weights.prior)

    def _tell(
        self,
        joined: Mapping[int, clusters.Joined],
        outcomes: Sequence[tuple[clusters.Edge, clusters.Outcome]],
    ) -> Outcome:
        held = [_Held(*row) for row in self._con.execute(_HELD).fetchall()]
        members: dict[int, list[_Held]] = defaultdict(list)
        for one in held:
            members[_anchor(joined, one.node)].append(one)
        shared: dict[tuple[str, str], int] = defaultdict(int)
        for one in held:
            if one.entity_id is not None:
                shared[str(_anchor(joined, one.node)), one.entity_id] += 1
        overlap = [(group, old, n) for (group, old), n in sorted(shared.items())]
        ids = naming.name(overlap, {
            str(anchor): (Heir("P", False, len(them), them[0].mention_id),
                          min((one.record_id, one.role) for one in them))
            for anchor, them in members.items()
        })  # fmt: skip
        entity = {one.node: ids[str(_anchor(joined, one.node))] for one in held}
        merged, split = naming.changes(overlap, ids)
        matches = self._matches(held, joined, outcomes, entity)
        return Outcome(tuple(matches), tuple(merged), tuple(split), tuple(self._review(held, outcomes, entity)))

    def _pairs(self) -> list[_Pair]:
        return [
            _Pair(a, b, probability, probability >= persons.THRESHOLD and not inside and not relatives,
                  {name: level for name, level in zip(COMPARISONS, levels, strict=True) if level != "nothing"})
            for a, b, _, probability, inside, relatives, *levels in self._con.execute(_PAIRS).fetchall()
        ]  # fmt: skip

    def _matches(
        self,
        held: Sequence[_Held],
        joined: Mapping[int, clusters.Joined],
        outcomes: Sequence[tuple[clusters.Edge, clusters.Outcome]],
        entity: Mapping[int, str],
    ) -> list[Match]:
        pairs = self._pairs()
        levels = {(pair.a, pair.b): pair.levels for pair in pairs}
        why: dict[int, dict[str, str]] = {}
        for edge, outcome in outcomes:
            if outcome.outcome == "joined":
                for end in (edge.a, edge.b):
                    why.setdefault(end, levels.get((min(edge.a, edge.b), max(edge.a, edge.b)), {}))
        known: dict[int, str] = {}
        mentions: dict[int, int] = defaultdict(int)
        for one in held:
            mentions[one.node] += 1
            if one.entity_id is not None:
                known.setdefault(one.node, one.entity_id)
        candidates: dict[int, dict[str, Candidate]] = defaultdict(dict)
        for pair in pairs:
            for node, other in ((pair.a, pair.b), (pair.b, pair.a)):
                if other in known:
                    candidates[node].setdefault(known[other], Candidate(known[other], pair.probability, pair.levels))
        found, old = [], set(known.values())
        for one in held:
            if one.entity_id is None:
                basis, probability = _basis(joined.get(one.node), mentions[one.node])
                found.append(Match(
                    one.mention_id, one.record_id, entity[one.node], "person", entity[one.node] in old, basis,
                    round(probability, 6), why.get(one.node, {}), tuple(candidates[one.node].values()),
                ))  # fmt: skip
        return found

    def _review(
        self,
        held: Sequence[_Held],
        outcomes: Sequence[tuple[clusters.Edge, clusters.Outcome]],
        entity: Mapping[int, str],
    ) -> list[Item]:
        """Return the pairs with a new mention that are likely and were not joined."""
        shown: dict[int, str] = {}
        for one in sorted(held, key=lambda one: (one.entity_id is not None, one.mention_id)):
            if not one.sealed:
                shown.setdefault(one.node, one.mention_id)
        new = {one.node for one in held if one.entity_id is None}
        asked: list[tuple[int, int, str, str | None, float]] = [
            (pair.a, pair.b, "unclear", None, pair.probability) for pair in self._pairs() if pair.unclear
        ]
        asked += [
            (edge.a, edge.b, "vetoed", outcome.reason, edge.probability)
            for edge, outcome in outcomes if outcome.outcome == "vetoed"
        ]  # fmt: skip
        found = []
        for a, b, kind, reason, probability in asked:
            ends = sorted((a, b), key=lambda node: node not in new)
            if ends[0] in new and entity[a] != entity[b] and a in shown and b in shown:
                found.append(Item(kind, reason, tuple(shown[end] for end in ends),
                                  tuple(entity[end] for end in ends), probability))  # fmt: skip
        return found


def _anchor(joined: Mapping[int, clusters.Joined], node: int) -> int:
    return joined[node].anchor if node in joined else node


def _basis(joined: clusters.Joined | None, mentions: int) -> tuple[str, float]:
    """Return how a node came into its group, and how likely it belongs there."""
    if joined and joined.basis != "alone":
        return joined.basis, joined.probability
    return ("scored" if mentions > 1 else "alone"), 1.0
