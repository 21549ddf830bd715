"""The clusters that new evidence touches, made again by the same constrained merging, from edges of before and new."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import duckdb
import numpy as np
import pyarrow as pa

from resolution import persons
from resolution.added import beside
from resolution.added.near import SOURCE, Touched, add_known
from resolution.added.population import Population
from resolution.added.postings import Ints, whole
from resolution.clusters import JUDGED, Edge, Facts, Joined, Outcome, merge
from resolution.linking.model import LinkingModel
from resolution.normalise import numbers

T = TypeVar("T")

_HELD = "SELECT node, mention_id, record_id, role, owned, decided, valid, number FROM node_mention"

_SCORED = "SELECT a, b, weight, probability, outcome FROM scored_edge ORDER BY weight DESC, a, b"


class Held(NamedTuple):
    """A mention of a cluster that is touched, as stage one left it."""

    node: int
    mention_id: str
    record_id: str
    role: str
    owned: bool
    decided: str
    valid: bool
    number: str | None


class Scored(NamedTuple):
    """A pair that was scored anew; outcome as in table edge."""

    a: int
    b: int
    weight: float
    probability: float
    outcome: str | None


@dataclass(frozen=True)
class Regrouped:
    """Every node of the clusters touched: how it came into its cluster, whose anchor is a node; all edges with their
    outcome, those that were there before apart; the pairs scored anew, heaviest first; the mentions of the clusters,
    and the numbers that nodes own."""

    joined: dict[int, Joined]
    outcomes: list[tuple[Edge, Outcome]]
    before: set[tuple[int, int, str]]
    scored: list[Scored]
    held: list[Held]
    numbers: Mapping[int, str]


def regroup(
    con: duckdb.DuckDBPyConnection,
    population: Population,
    touched: Touched,
    scored: Ints,
    found: beside.Beside,
    model: LinkingModel,
) -> Regrouped:
    """Merge the components that are touched. `scored`: whose scored edges are made anew."""
    made, gone, stirred = _context_edges(population, touched, found, persons.edges(con, model.threshold))
    fresh = [*made, *touched.said.edges]
    again = [Scored(*row) for row in con.execute(_SCORED).fetchall()]
    shown = np.asarray([node for one in again if one.outcome == "unclear" for node in (one.a, one.b)], np.int64)
    owners = whole(con, "SELECT node FROM node WHERE number IN (SELECT number FROM touched_number)")
    seeds = (touched.holding, touched.changed, touched.vanished, scored, stirred, shown, owners)
    component, places = _component(population, np.unique(np.concatenate(seeds)), fresh)
    add_known(con, population, touched, component)
    component = np.setdiff1d(component, touched.vanished)
    _mentions(con, population, touched, component)
    beside.add_apart(con, population, touched)
    kept = _kept(population, places, set(scored.tolist()), gone, set(touched.vanished.tolist()))
    members = set(component.tolist())
    held = [Held(*row) for row in con.execute(_HELD).fetchall() if row[0] in members]
    facts = persons.facts(con, SOURCE, touched.said)
    rank = _ranks(held, facts.numbers)
    edges = {
        (a, b, basis): Edge(a, b, weight, probability, basis)
        for a, b, weight, probability, basis in sorted((*kept, *fresh), key=lambda row: row[2])
    }
    ranked = [
        Edge(min(rank[e.a], rank[e.b]), max(rank[e.a], rank[e.b]), e.weight, e.probability, e.basis)
        for e in edges.values() if e.a in rank and e.b in rank
    ]  # fmt: skip
    joined, outcomes = merge(ranked, _ranked(facts, rank))
    node = {there: one for one, there in rank.items()}
    return Regrouped(
        {
            one: Joined(node[joined[there].anchor], joined[there].basis, joined[there].probability)
            for one, there in rank.items() if there in joined
        },
        [(Edge(node[e.a], node[e.b], e.weight, e.probability, e.basis), o) for e, o in outcomes],
        {(a, b, basis) for a, b, _, _, basis in _rows(population, places)},
        again,
        held,
        {one: number for one, number in facts.numbers.items() if one in rank},
    )  # fmt: skip


def _ranks(held: list[Held], numbers: Mapping[int, str]) -> dict[int, int]:
    """Return the place of each node in the order in which a full run numbers and merges them."""
    first: dict[int, str] = {}
    for one in held:
        first[one.node] = min(one.mention_id, first.get(one.node, one.mention_id))
    keys = {node: f"N:{numbers[node]}" if node in numbers else f"M:{mention}" for node, mention in first.items()}
    return {node: rank for rank, node in enumerate(sorted(keys, key=keys.__getitem__), 1)}


def _ranked(facts: Facts, rank: dict[int, int]) -> Facts:
    """Return the facts by rank instead of by node, of those that have one."""

    def by_rank(known: Mapping[int, T]) -> dict[int, T]:
        return {rank[node]: value for node, value in known.items() if node in rank}

    def pairs(known: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        return [(rank[a], rank[b]) for a, b in known if a in rank and b in rank]

    return Facts(
        by_rank(facts.numbers), by_rank(facts.births), by_rank(facts.sexes), by_rank(facts.stays), pairs(facts.apart),
        facts.same, pairs(facts.parted), {rank[node] for node in facts.contradicted if node in rank},
    )  # fmt: skip


def _component(population: Population, seeds: Ints, fresh: list[Edge]) -> tuple[Ints, Ints]:
    """Return all nodes that edges of before or new ones lead to from the seeds, and the places of those of before."""
    beside_of: dict[int, list[int]] = {}
    for edge in fresh:
        beside_of.setdefault(edge.a, []).append(edge.b)
        beside_of.setdefault(edge.b, []).append(edge.a)
    a, b = population.edges["a"].to_numpy(), population.edges["b"].to_numpy()
    found: set[int] = set(seeds.tolist())
    places: list[Ints] = []
    front = deque([seeds])
    while front:
        nodes = front.popleft()
        here = population.edges_of(nodes)
        here = here[population.merged[here]]
        places.append(here)
        reached = set(a[here].tolist()) | set(b[here].tolist())
        for node in nodes.tolist():
            reached.update(beside_of.get(node, ()))
        if more := sorted(reached - found):
            found.update(more)
            front.append(np.asarray(more, np.int64))
    return np.asarray(sorted(found), np.int64), np.unique(np.concatenate(places))


def _rows(population: Population, places: Ints) -> list[tuple[int, int, float, float, str]]:
    found = population.edges.take(pa.array(places))
    columns = ("a", "b", "weight", "probability", "basis")
    return list(zip(*(found[column].to_pylist() for column in columns), strict=True))


def _context_edges(
    population: Population, touched: Touched, found: beside.Beside, made: list[Edge]
) -> tuple[list[Edge], Ints, Ints]:
    """Return the edges made that count, the places of the context edges of before in whose place these stand, and the
    nodes for which that is a difference."""
    a, b = (np.asarray([getattr(edge, end) for edge in made], np.int64) for end in ("a", "b"))
    anew = found.made_anew(a, b) & (np.isin(a, found.lost) | np.isin(b, found.lost))
    made = [edge for edge, counts in zip(made, anew, strict=True) if counts or edge.basis != "context"]
    # Whom a row of before shows in the place of a relative is told by ties that are not read again.
    lost = np.setdiff1d(found.lost, np.setdiff1d(population.claimants, touched.changed))
    places = population.edges_of(lost)
    places = places[population.contextual[places]]
    a, b = (population.edges[end].to_numpy()[places].astype(np.int64) for end in ("a", "b"))
    gone = places[found.made_anew(a, b)]
    before = {(x, y): chance for x, y, _, chance, _ in _rows(population, gone)}
    now = {(edge.a, edge.b): edge.probability for edge in made if edge.basis == "context"}
    differing = {end for ends in before | now if before.get(ends) != now.get(ends) for end in ends}
    return made, gone, np.asarray(sorted(differing), np.int64)


def _kept(
    population: Population, places: Ints, scored: set[int], gone: Ints, vanished: set[int]
) -> list[tuple[int, int, float, float, str]]:
    """Return the edges of before that were not made anew, and all of those whom sealed rows name."""
    made = set(gone.tolist())
    return [
        row for place, row in zip(places.tolist(), _rows(population, places), strict=True)
        if not (row[0] in vanished or row[1] in vanished or row[4] == JUDGED)
        and (not population.veiled.isdisjoint(row[:2])
             or not (place in made or (row[4] == "scored" and (row[0] in scored or row[1] in scored))))
    ]  # fmt: skip


def _mentions(con: duckdb.DuckDBPyConnection, population: Population, touched: Touched, component: Ints) -> None:
    """Add to node_mention what known members of the clusters state: their sex, what they were called, old numbers."""
    _stays(con, population, touched.was)
    missing = np.setdiff1d(component[component <= population.size], touched.staged)
    if not len(missing):
        return
    rows = population.mentions_of(missing)
    read = [
        (value, numbers.parse(value)) for value in sorted({v for one in rows["old_numbers"].to_pylist() for v in one})
    ]
    if read:
        con.register("old_rows", pa.table({
            "number": pa.array([value for value, number in read if number], pa.string()),
            "text": pa.array([number.text for _, number in read if number], pa.string()),
            "kind": pa.array([number.kind for _, number in read if number], pa.string()),
            "valid": pa.array([number.valid for _, number in read if number], pa.bool_()),
        }))  # fmt: skip
        con.execute("INSERT INTO number_form BY NAME FROM old_rows ANTI JOIN number_form USING (number)")
        con.unregister("old_rows")
    entities = population.entities.take(pa.array(rows["node"].to_numpy() - 1))
    con.register("more_rows", rows.append_column("entity_id", entities))
    con.execute(
        """INSERT INTO node_mention BY NAME
           SELECT m.mention_id, m.record_id, m.role, m.node, m.owned, m.sex, m.old_numbers, m.table_name,
                  CASE WHEN m.owned THEN n.number END AS number, CASE WHEN m.owned THEN n.sex END AS number_sex,
                  n.name, CASE WHEN starts_with(m.entity_id, 'U') THEN 'undecided' ELSE 'person' END AS decided
           FROM more_rows m JOIN node n USING (node)"""
    )
    con.unregister("more_rows")
    _stays(con, population, rows["mention_id"].to_pylist())


def _stays(con: duckdb.DuckDBPyConnection, population: Population, mentions: Iterable[str]) -> None:
    """Add to mention_stay where known mentions were held."""
    stays = [stay for one in mentions for stay in population.stays.get(one, ())]
    if stays:
        con.executemany(f"INSERT INTO {SOURCE}.mention_stay VALUES (?, ?, ?, ?)", stays)
