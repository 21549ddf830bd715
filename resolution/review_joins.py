"""Was this join right? Entities that hold together by little, that are very large, or that were others before."""

from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import duckdb

from records.store import attached

# Provisional persons in one entity beyond which it is looked at because of its size alone.
LARGE = 200
# Mentions that came from, or went to, another entity since the generation before.
DRIFT = 3

# Entities with a join that is not sure. Rows that hold a name and nothing else are counted, but nobody can decide them.
_JOINS = """
WITH size AS (
    SELECT entity_id, count(*) AS nodes FROM review_node GROUP BY entity_id),
unsure AS (
    SELECT DISTINCT n.entity_id FROM edge e JOIN review_node n ON n.node = e.a JOIN review_node m ON m.node = e.b
    WHERE outcome = 'joined' AND basis <> 'judged' AND probability <= 1 - {least} AND NOT (n.slight OR m.slight)
      AND n.entity_id = m.entity_id)
SELECT n.entity_id, e.a, e.b, e.probability, e.basis, n.told, m.told, n.slight OR m.slight
FROM edge e JOIN review_node n ON n.node = e.a JOIN review_node m ON m.node = e.b
JOIN size s ON s.entity_id = n.entity_id
WHERE e.outcome = 'joined' AND (n.entity_id IN (FROM unsure) OR s.nodes > {large})
ORDER BY n.entity_id, e.weight, e.a, e.b
"""

_DRIFTED = """
WITH moved AS (
    SELECT e.entity_id, p.entity_id AS former, count(*) AS n,
           min(e.mention_id) FILTER (e.mention_id IN (SELECT mention_id FROM review_node)) AS mention_id
    FROM mention_entity e JOIN before.mention_entity p USING (mention_id)
    WHERE e.entity_type = 'person' GROUP BY ALL),
part AS (
    SELECT *, row_number() OVER (PARTITION BY {by} ORDER BY n DESC, {other}) AS place FROM moved
    WHERE n >= {drift} AND mention_id IS NOT NULL)
SELECT one.mention_id, two.mention_id FROM part one JOIN part two USING ({by}) WHERE one.place = 1 AND two.place = 2
"""


class Join(NamedTuple):
    """A join to look at: between nodes a and b; changes: pairs of mentions that would come apart, by the chance."""

    kind: str
    a: int
    b: int
    chance: float
    changes: float


class _Edge(NamedTuple):
    a: int
    b: int
    probability: float
    basis: str
    slight: bool


def joins(con: duckdb.DuckDBPyConnection, least: float) -> list[Join]:
    """Return of each entity the join of which most is to be expected: an unsure one, or the weakest of a large one.

    It is a weak bridge where it holds two parts of two or more provisional persons together.
    """
    trees: dict[str, list[_Edge]] = defaultdict(list)
    told: dict[int, int] = {}
    for entity_id, a, b, probability, basis, of_a, of_b, slight in con.execute(
        _JOINS.format(least=least, large=LARGE)
    ).fetchall():
        trees[entity_id].append(_Edge(a, b, probability, basis, slight))
        told[a], told[b] = of_a, of_b
    found = (_weakest(tree, told, least) for tree in trees.values())
    return [join for join in found if join is not None]


def _weakest(tree: list[_Edge], told: dict[int, int], least: float) -> Join | None:
    ones = {node: 1 for edge in tree for node in (edge.a, edge.b)}
    nodes, mentions = below(tree, ones), below(tree, {node: told[node] for node in ones})
    all_nodes, all_mentions = len(ones), sum(told[node] for node in ones)
    found = []
    for edge in tree:
        chance = 1 - edge.probability
        part, other = mentions[edge.a, edge.b], all_mentions - mentions[edge.a, edge.b]
        smaller = min(nodes[edge.a, edge.b], all_nodes - nodes[edge.a, edge.b])
        if edge.basis != "judged" and chance >= least and not edge.slight:
            kind = "weak_bridge" if smaller > 1 else "weak_link"
            found.append(Join(kind, edge.a, edge.b, chance, chance * part * other))
    if not found and all_nodes > LARGE and tree[0].basis != "judged":
        chance = 1 - tree[0].probability
        found = [Join("large", tree[0].a, tree[0].b, chance, chance)]
    return max(found, key=lambda join: (join.changes, -join.a, -join.b), default=None)


def below(tree: list[_Edge], weight: dict[int, int]) -> dict[tuple[int, int], int]:
    """How much lies on one side when the edge between two neighbours in a tree is cut, by the weight of each node."""
    near: dict[int, list[int]] = defaultdict(list)
    for edge in tree:
        near[edge.a].append(edge.b)
        near[edge.b].append(edge.a)
    above: dict[int, int] = {}
    seen: set[int] = set()
    for start in near:
        if start in seen:
            continue
        seen.add(start)
        todo = [start]
        while todo:
            node = todo.pop()
            for other in near[node]:
                if other not in seen:
                    seen.add(other)
                    above[other] = node
                    todo.append(other)
    size = dict(weight)
    for node in reversed(above):  # whoever stands below another was reached after it
        size[above[node]] += size[node]
    return {pair: size[node] for node, upper in above.items() for pair in ((node, upper), (upper, node))}


def drifted(con: duckdb.DuckDBPyConnection, previous: Path) -> list[tuple[str, str]]:
    """Return pairs of mentions of entities that were several before, and of those that are several since."""
    with attached(con, previous, "before"):
        return sorted({
            (min(pair), max(pair))
            for by, other in (("entity_id", "former"), ("former", "entity_id"))
            for pair in con.execute(_DRIFTED.format(by=by, other=other, drift=DRIFT)).fetchall()
        })  # fmt: skip
