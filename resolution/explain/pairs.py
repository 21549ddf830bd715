"""Why two mentions are one person, or are two."""

from collections import defaultdict, deque
from collections.abc import Iterable
from datetime import date
from typing import Any

import duckdb

from resolution.clusters import same_birth
from resolution.explain import links, weigh
from resolution.explain.parts import Link, Part, Shown, Waterfall, Why
from resolution.latin import explain as latin
from resolution.linking.comparisons import COMPARISONS
from resolution.normalise import company_names

# The values that a comparison looks at, the most telling first.
_VALUES = {
    "name": ("name", "name_pattern"),
    "birth": ("birth_date",),
    "sex": ("sex",),
    "phone": ("phones",),
    "home": ("homes", "places"),
    "employer": ("employers",),
    "pattern": ("pattern", "number"),
    "wrong": ("wrong", "number"),
}

_MENTION = """
SELECT e.mention_id, e.entity_id, p.node, p.owned, m.number, n.wrong IS NOT NULL, n.pattern IS NOT NULL
FROM mention_entity e JOIN mention m USING (mention_id) LEFT JOIN provisional_mention p USING (mention_id)
LEFT JOIN provisional n USING (node) WHERE e.mention_id IN ($1, $2)
"""

_BEARER = """
SELECT e.entity_id FROM provisional p JOIN provisional_mention USING (node) JOIN mention_entity e USING (mention_id)
WHERE p.valid AND p.number = $1 AND split_part(mention_id, '#', 1) NOT IN (SELECT record_id FROM sealed_record) LIMIT 1
"""

_FACTS = """
SELECT list(DISTINCT number) FILTER (valid), list(birth_date ORDER BY NOT valid, node) FROM provisional
WHERE node IN (SELECT unnest($1)) AND (valid OR birth_date IS NOT NULL)
"""

_EMPLOYERS = """
SELECT DISTINCT employer FROM provisional_mention JOIN mention USING (mention_id)
WHERE node = $1 AND employer IS NOT NULL ORDER BY employer
"""
_SIZES = {"s": "few", "m": "some", "l": "many"}

_SEALED = """
SELECT DISTINCT node FROM provisional_mention WHERE node IN ($1, $2)
AND split_part(mention_id, '#', 1) IN (SELECT record_id FROM sealed_record)
"""


MOST = 10
"""Edges between two entities that are told, the strongest first."""


def why(con: duckdb.DuckDBPyConnection, a: str, b: str) -> Why | None:
    """Return why two mentions are one or two, None where either is unknown. Raises OutOfReach for an older Clew's."""
    found = {row[0]: row[1:] for row in links.kept(con, _MENTION, [a, b])}
    if a not in found or b not in found:
        return None
    (one, x, *said), (other, y, *said_too) = found[a], found[b]
    shown = (_shown(con, *said), _shown(con, *said_too))
    entities = (str(one), str(other))
    same = one == other
    judgements = links.judgements(con, entities, both=True)
    if not (isinstance(x, int) and isinstance(y, int)):
        return Why(same, "joined" if same else "never_paired", entities, shown, judgements=judgements)
    if x == y:
        because = "same_number" if shown[0].role == "own" else "equal_rows"
        return Why(same, because, entities, shown, judgements=judgements)
    nodes = links.nodes_of(con, entities)
    within = links.within(con, nodes)
    way = _way(within, x, y) if same else ()
    between = [link for link in within if {link.a, link.b} == {x, y} or (not same and nodes[link.a] != nodes[link.b])]
    return Why(
        same,
        _because(con, same, entities, nodes, way, between, {d.verdict: d.state for d in judgements}),
        entities,
        shown,
        waterfall(con, x, y),
        tuple(_contexts(con, links.told(con, way))),
        tuple(_contexts(con, links.told(con, [link for link in between if link not in way][:MOST]))),
        judgements,
    )


def waterfall(con: duckdb.DuckDBPyConnection, a: int, b: int) -> Waterfall | None:
    """Return how the weight of two provisional persons adds up, whether or not they were ever scored.

    None for two of different profiles, which never meet.
    """
    if of_latin := latin.holds(con, a, b):
        return latin.waterfall(con, a, b, _sealed(con, a, b)) if of_latin == 2 else None
    weigh.prepare(con)
    known = weigh.stored(con)
    pair = f"(FROM provisional WHERE node = {int(a)}) l CROSS JOIN (FROM provisional WHERE node = {int(b)}) r"
    result = con.execute(weigh.weighed(pair, known))
    names = [column[0] for column in result.description]
    row = dict(zip(names, result.fetchall()[0], strict=True))
    row |= {f"employers_{side}": _employers(con, node, row[f"employers_{side}"]) for node, side in ((a, "l"), (b, "r"))}
    sealed = _sealed(con, a, b)
    parts = []
    for name, (_, levels) in COMPARISONS.items():
        gamma = row[f"gamma_{name}"]
        level = "nothing" if gamma < 0 else levels[len(levels) - 1 - gamma][0]
        weight = known.levels[name].get(level)
        parts.append(
            Part(
                name, level, row[f"weight_{name}"], row["rarity"] if name == "name" else 0.0,
                weight.m if weight else None, weight.u if weight else None,
                *(None if node in sealed else _value(row, name, level, side) for node, side in ((a, "l"), (b, "r"))),
            )
        )  # fmt: skip
    return Waterfall(weigh.prior_bits(known), tuple(parts), row["match_weight"], row["match_probability"])


def _sealed(con: duckdb.DuckDBPyConnection, a: int, b: int) -> set[int]:
    return {node for (node,) in con.execute(_SEALED, [a, b]).fetchall()}


def in_spite(found: Why, least: float) -> str:
    """Return why two whose weight is enough to join were not: what the rules of a run want beside it.

    masked_apart, names_apart, merely_like, behind (an edge of at least `least` is weaker than that to somebody else) or
    not_looked_at (no blocking rule brings them together).
    """
    levels = {part.comparison: part.level for part in found.waterfall.parts} if found.waterfall else {}
    told = levels.get("wrong") in ("exact", "one slip")
    if levels.get("pattern") == "other":
        return "masked_apart"
    if levels.get("name") in ("surname", "other") or (levels.get("name") == "nothing" and not told):
        return "names_apart"
    if levels.get("name") == "near" and not told and levels.get("pattern") not in ("most digits", "last digits"):
        return "merely_like"
    behind = any(link.outcome == "unlikely" and link.probability >= least for link in found.between)
    return "behind" if behind else "not_looked_at"


def _value(row: dict[str, Any], comparison: str, level: str, side: str) -> Any:
    columns = _VALUES[comparison][: 1 if level == "nothing" else 2]
    found = next((row[f"{column}_{side}"] for column in columns if row[f"{column}_{side}"] is not None), None)
    if found is not None and found == row[f"places_{side}"]:
        return [one.split(" ", 2)[-1] for one in found]
    return found


def _employers(con: duckdb.DuckDBPyConnection, node: int, compared: list[str] | None) -> list[str] | None:
    """Return the employers of a provisional person as its rows state them, each with how many work there."""
    if compared is None:
        return None
    sizes = {firm: _SIZES[size] for size, _, firm in (one.partition(" ") for one in compared)}
    stated = [
        (name, sizes.get(company_names.firm(name) or "")) for (name,) in con.execute(_EMPLOYERS, [node]).fetchall()
    ]
    return [f"{name} ({size})" for name, size in stated if size]


def _shown(con: duckdb.DuckDBPyConnection, owned: Any, number: Any, wrong: Any, masked: Any) -> Shown:
    if number is None or owned is None:
        return Shown("none")
    if owned:
        return Shown("own")
    if wrong or masked:
        return Shown("masked" if masked else "wrong")
    bearer = con.execute(_BEARER, [number]).fetchall()
    return Shown("claim", bearer[0][0] if bearer else None)


def _way(within: Iterable[Link], start: int, end: int) -> tuple[Link, ...]:
    """The joins that lead from one provisional person to another; the joins of an entity are a tree."""
    near: dict[int, list[Link]] = defaultdict(list)
    for link in within:
        if link.outcome == "joined":
            near[link.a].append(link)
            near[link.b].append(link)
    came: dict[int, Link | None] = {start: None}
    todo = deque([start])
    while todo and end not in came:
        node = todo.popleft()
        for link in near[node]:
            other = link.b if link.a == node else link.a
            if other not in came:
                came[other] = link
                todo.append(other)
    found: list[Link] = []
    node = end
    while (step := came.get(node)) is not None:
        found.append(step)
        node = step.b if step.a == node else step.a
    return tuple(reversed(found))


def _because(
    con: duckdb.DuckDBPyConnection, same: bool, entities: tuple[str, str], nodes: dict[int, str],
    way: tuple[Link, ...], between: list[Link], judged: dict[str, str],
) -> str:  # fmt: skip
    if same:
        return "judged" if any(link.basis == "judged" for link in way) else "joined"
    if "contradicted" in judged.values():
        return "contradicted"
    if "different" in judged:
        return "judged"
    vetoed = next((link.reason for link in between if link.outcome == "vetoed" and link.reason), None)
    if vetoed:
        return vetoed
    numbers, births = zip(*(_facts(con, nodes, entity) for entity in entities), strict=True)
    if all(numbers) and numbers[0].isdisjoint(numbers[1]):
        return "two_numbers"
    outcomes = {link.outcome for link in between}
    if outcomes & {"unclear", "unlikely"}:
        return "unclear" if "unclear" in outcomes else "unlikely"
    return "never_paired" if same_birth(*births) else "births"


def _facts(con: duckdb.DuckDBPyConnection, nodes: dict[int, str], entity: str) -> tuple[set[str], date | None]:
    mine = [node for node, one in nodes.items() if one == entity]
    numbers, births = con.execute(_FACTS, [mine]).fetchall()[0]
    return set(numbers or ()), next((day for day in births or () if day is not None), None)


def _contexts(con: duckdb.DuckDBPyConnection, found: Iterable[Link]) -> Iterable[Link]:
    return (links.in_context(con, link) if link.basis == "context" else link for link in found)
