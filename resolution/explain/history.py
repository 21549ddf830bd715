"""How an entity came together, step by step."""

from dataclasses import replace

import duckdb

from resolution.explain import links
from resolution.explain.parts import Change, History, Join, Link

_CHANGES = """
SELECT entity_id, generation, mentions, gained, lost FROM entity_change WHERE entity_id IN (SELECT unnest($1))
ORDER BY generation DESC, entity_id
"""


def history(con: duckdb.DuckDBPyConnection, entity_id: str) -> History:
    """Return the history of an entity; one of an organization has no steps. Raises OutOfReach for an older Clew's."""
    nodes = links.nodes_of(con, [entity_id])
    groups = links.groups(con, nodes)
    joined, vetoed = [], []
    for link in links.touching(con, nodes):
        if link.outcome == "joined" and link.a in nodes and link.b in nodes:
            joined.append(link)
        elif link.outcome == "vetoed":
            vetoed.append(link)
    joins = _joins(links.told(con, joined), {node: group.mentions for node, group in groups.items()})
    weighed = [join for join in joins if join.link.weighed]
    weakest = min(weighed, key=lambda join: (join.link.weight, join.link.a, join.link.b), default=None)
    if weakest is not None and weakest.link.basis == "context":
        weakest = replace(weakest, link=links.in_context(con, weakest.link))
    rows = con.execute("SELECT supersedes FROM entity WHERE entity_id = $1", [entity_id]).fetchall()
    supersedes = tuple(rows[0][0]) if rows else ()
    changes = links.kept(con, _CHANGES, [[entity_id, *supersedes]])
    return History(
        entity_id,
        tuple(sorted(groups.values(), key=lambda group: (group.basis != "number", -group.mentions, group.node))),
        joins,
        weakest,
        links.told(con, vetoed),
        links.judgements(con, [entity_id]),
        supersedes,
        tuple(Change(*row) for row in changes),
    )


def _joins(joined: tuple[Link, ...], sizes: dict[int, int]) -> tuple[Join, ...]:
    above = {node: node for node in sizes}

    def top(node: int) -> int:
        while above[node] != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    found = []
    for link in joined:
        one, other = top(link.a), top(link.b)
        found.append(Join(link, sizes[one], sizes[other]))
        sizes[one] += sizes[other]
        above[other] = one
    return tuple(found)
