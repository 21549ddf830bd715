"""Reads what the resolve stage kept about provisional persons: groups, edges, judgements, contexts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import duckdb

from core.errors import OlderWorkspace
from resolution.contexts import EVERYONES
from resolution.explain.parts import Decided, Group, Link

_NODES = """
SELECT DISTINCT node, entity_id FROM provisional_mention JOIN mention_entity USING (mention_id)
WHERE entity_id IN (SELECT unnest($1)) ORDER BY node
"""

# A name is shown of those alone of whom no mention is sealed.
_GROUPS = """
SELECT node, any_value(p.valid), any_value(p.mentions),
       min((NOT m.owned, m.mention_id)) FILTER (s.record_id IS NULL), any_value(p.name), any_value(p.number),
       bool_or(s.record_id IS NOT NULL)
FROM (FROM provisional WHERE node IN (SELECT unnest($1))) p JOIN provisional_mention m USING (node)
LEFT JOIN sealed_record s ON s.record_id = split_part(m.mention_id, '#', 1) GROUP BY node ORDER BY node
"""

_EDGES = """
SELECT a, b, basis, weight, probability, outcome, reason FROM edge
WHERE a IN (SELECT unnest($1)) {how} b IN (SELECT unnest($1)) ORDER BY basis <> 'judged', weight DESC, a, b, basis
"""

# What rows name, by the mention that stands in them: keyed things, and who is tied.
_OPEN = """
SELECT node, mention_id, split_part(mention_id, '#', 1) AS record_id FROM provisional_mention WHERE node IN ($1, $2)
AND split_part(mention_id, '#', 1) NOT IN (SELECT record_id FROM sealed_record)
"""

_NAMED = f"""
SELECT record_id, label, node_id FROM row_node WHERE record_id IN (SELECT unnest($1))
AND label NOT IN {EVERYONES}
"""

_TIED = """
WITH tie AS (
    SELECT object AS mention, subject AS other, type || ':object' AS label FROM mention_tie
    WHERE record_id IN (SELECT unnest($1))
    UNION ALL
    SELECT subject, object, type || ':subject' FROM mention_tie WHERE record_id IN (SELECT unnest($1)))
SELECT mention, label, entity_id FROM tie JOIN mention_entity e ON e.mention_id = other
"""

_CHAINED = """
SELECT DISTINCT a.node_id, b.node_id FROM row_node a JOIN row_node b USING (record_id)
WHERE a.label = 'Case' AND b.label = 'Case' AND a.node_id IN (SELECT unnest($1)) ORDER BY ALL
"""
# Police, procuratorate and court name a matter one after another: farther than that no chain has to be followed.
_FARTHEST = 4

_JUDGEMENTS = """
SELECT judgement_id, a, b, verdict, "by", "at", why, state FROM judgement
WHERE (a IN (SELECT mention_id FROM mention_entity WHERE entity_id IN (SELECT unnest($1)))
   {how} b IN (SELECT mention_id FROM mention_entity WHERE entity_id IN (SELECT unnest($1))))
  AND split_part(a, '#', 1) NOT IN (SELECT record_id FROM sealed_record)
  AND split_part(b, '#', 1) NOT IN (SELECT record_id FROM sealed_record)
ORDER BY "at", judgement_id
"""


def kept(con: duckdb.DuckDBPyConnection, query: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
    """Return the rows of a query on the tables of the resolve stage. Raises OlderWorkspace."""
    try:
        return list(con.execute(query, list(values)).fetchall())
    except (duckdb.CatalogException, duckdb.BinderException):
        raise OlderWorkspace from None


def nodes_of(con: duckdb.DuckDBPyConnection, entities: Iterable[str]) -> dict[int, str]:
    """Return the provisional persons of entities, each with its entity, sorted."""
    return dict(kept(con, _NODES, [sorted(set(entities))]))


def groups(con: duckdb.DuckDBPyConnection, nodes: Iterable[int]) -> dict[int, Group]:
    """Return what provisional persons are, by node."""
    found = {}
    for node, valid, mentions, first, name, number, sealed in con.execute(_GROUPS, [sorted(nodes)]).fetchall():
        basis = "number" if valid else "equal" if mentions > 1 else "alone"
        shown = (None, None) if sealed else (name, number)
        found[node] = Group(node, basis, mentions, first[1] if first else None, *shown)
    return found


def within(con: duckdb.DuckDBPyConnection, nodes: Iterable[int]) -> list[Link]:
    """Return the edges both of whose ends are among nodes, in the order in which they were tried."""
    return _links(con, _EDGES.format(how="AND"), sorted(nodes))


def touching(con: duckdb.DuckDBPyConnection, nodes: Iterable[int]) -> list[Link]:
    """Return the edges of which an end is among nodes, in the order in which they were tried."""
    return _links(con, _EDGES.format(how="OR"), sorted(nodes))


def _links(con: duckdb.DuckDBPyConnection, query: str, nodes: list[int]) -> list[Link]:
    return [Link(a, b, None, None, *rest) for a, b, *rest in con.execute(query, [nodes]).fetchall()]


def told(con: duckdb.DuckDBPyConnection, links: Iterable[Link]) -> tuple[Link, ...]:
    """Return links with a mention of each end."""
    known = list(links)
    ends = groups(con, {node for link in known for node in (link.a, link.b)}) if known else {}
    return tuple(replace(link, mention_a=ends[link.a].mention, mention_b=ends[link.b].mention) for link in known)


def in_context(con: duckdb.DuckDBPyConnection, link: Link) -> Link:
    """Return a link with what both of its ends are named in: keyed things of their rows, ties to one and the same.

    Cases that rows name together count as one matter.
    """
    rows = con.execute(_OPEN, [link.a, link.b]).fetchall()
    of_record: dict[str, set[int]] = defaultdict(set)
    of_mention: dict[str, int] = {}
    for node, mention, record in rows:
        of_record[record].add(node)
        of_mention[mention] = node
    records = [sorted(of_record)]
    named: dict[int, set[tuple[str, str]]] = {link.a: set(), link.b: set()}
    for record, label, thing in con.execute(_NAMED, records).fetchall():
        for node in of_record[record]:
            named[node].add((label, thing))
    for mention, label, other in con.execute(_TIED, records).fetchall():
        if mention in of_mention:
            named[of_mention[mention]].add((label, other))
    found = sorted(named[link.a] & named[link.b])
    if not any(label == "Case" for label, _ in found):
        one, other = ({thing for label, thing in named[node] if label == "Case"} for node in (link.a, link.b))
        if one and other and _one_matter(con, one, other):
            found += [("Case", min(one)), ("Case", min(other))]
    return replace(link, contexts=tuple(found))


def _one_matter(con: duckdb.DuckDBPyConnection, some: set[str], others: set[str]) -> bool:
    reached, new = set(some), set(some)
    for _ in range(_FARTHEST):
        beside = {other for _, other in con.execute(_CHAINED, [sorted(new)]).fetchall()}
        new = beside - reached
        reached |= new
        if not reached.isdisjoint(others) or not new:
            break
    return not reached.isdisjoint(others)


def judgements(con: duckdb.DuckDBPyConnection, entities: Iterable[str], *, both: bool = False) -> tuple[Decided, ...]:
    """Return the judgements on mentions of entities, the oldest first; with `both` those alone that are within them."""
    query = _JUDGEMENTS.format(how="AND" if both else "OR")
    return tuple(Decided(*row) for row in con.execute(query, [sorted(set(entities))]).fetchall())
