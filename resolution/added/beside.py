"""The contexts that new records touch, read whole, and what they say there: context edges as a full run makes them."""

from dataclasses import dataclass, field

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from resolution import apart, companions, contexts
from resolution.added import newcomers
from resolution.added.arrivals import put
from resolution.added.known_ties import known_ties
from resolution.added.near import SOURCE, Touched, add_known
from resolution.added.population import Population
from resolution.added.postings import Ints, columns, whole
from resolution.added.seats import Seats
from resolution.linking.model import LinkingModel

_TIES = [f"tie:{kind}:{side}" for kind in ("PARENT_OF", "SPOUSE", "GUARDIAN_OF") for side in ("subject", "object")]


@dataclass(frozen=True)
class Beside:
    """What new records change of contexts. lost: nodes without a number in a context that is touched; moved: nodes that
    changed or are no more, all of whose contexts are; seats: who sat or sits in which of these."""

    lost: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    moved: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    seats: Seats = field(default_factory=Seats)

    def made_anew(self, a: Ints, b: Ints) -> NDArray[np.bool_]:
        """Return which of the pairs of nodes have their context edge made anew."""
        return np.isin(a, self.moved) | np.isin(b, self.moved) | self.seats.together(a, b)


def context_edges(
    con: duckdb.DuckDBPyConnection, population: Population, touched: Touched, model: LinkingModel
) -> Beside:
    """Make apart, context, seat and context_edge, and return whose context edges these are."""
    if not touched.seats:
        con.execute("CREATE OR REPLACE TABLE apart (a INTEGER, b INTEGER)")
        con.execute("CREATE OR REPLACE TABLE context_edge (a INTEGER, b INTEGER, probability DOUBLE)")
        return Beside()
    if touched.company or touched.listed:
        apart.find(con, SOURCE)
    else:
        con.execute("CREATE OR REPLACE TABLE apart (a INTEGER, b INTEGER)")
    renamed = _chain(con, population, touched)
    newcomers.seat(con, population)
    seated = {(c, label) for c, label in con.execute("SELECT DISTINCT context, label FROM context").fetchall()}
    numbers = [number for (number,) in con.execute("SELECT number FROM touched_number").fetchall()]
    seated |= {(f"{tie}:{number}", tie) for tie in _TIES for number in numbers}
    for context, label in [*seated]:
        seated |= {(before, label) for before, now in renamed.items() if now == context}
    moved = np.concatenate((touched.changed, touched.vanished))
    seated |= _names(population.contexts_of(moved))
    places = population.seats_of(seated)
    _seat(con, population, touched, places, renamed)
    keys, nodes = columns(con, "SELECT hash(context, label) AS key, node FROM context")
    seats = Seats(
        np.concatenate((keys, population.seats.keys[places])),
        np.concatenate((nodes.astype(np.int64), population.seats.nodes[places])),
    )
    lost = _without_number(con, np.union1d(seats.nodes, touched.changed))
    # What tells of two of them elsewhere still does: where both sit once more.
    _seat(con, population, touched, population.seats_shared(seats), renamed)
    crowded = sorted(context for context, label in seated if ("context", f"{context} {label}") in population.crowded)
    if crowded:
        con.execute("DELETE FROM context WHERE list_contains($1, context)", [crowded])
    add_apart(con, population, touched)
    contexts.choose(con)
    contexts.edges(con, model.contexts, model.context_defaults, claims=touched.claims)
    return Beside(lost, moved, seats)


def add_apart(con: duckdb.DuckDBPyConnection, population: Population, touched: Touched) -> None:
    """Add to `apart` the pairs of known nodes in `node` that were told apart before."""
    pairs = population.apart_of(touched.there)
    pairs = pairs[np.isin(pairs, touched.there).all(axis=1)]
    put(con, "apart", pa.table({"a": pa.array(pairs[:, 0]), "b": pa.array(pairs[:, 1])}))


def _chain(con: duckdb.DuckDBPyConnection, population: Population, touched: Touched) -> dict[str, str]:
    """Make context of the new rows, in chains that go on from those known; return the matters that got another name."""
    cases = [
        n for (n,) in con.execute(f"SELECT DISTINCT node_id FROM {SOURCE}.row_node WHERE label = 'Case'").fetchall()
    ]
    known = sorted({(case, population.matters[case]) for case in cases if case in population.matters})
    if known:
        ends = [(f"matter:{case}", end) for case, matter in known for end in (case, matter)]
        rows = {"record_id": [r for r, _ in ends], "node_id": [n for _, n in ends], "label": ["Case"] * len(ends)}
        put(con, f"{SOURCE}.row_node", pa.table({k: pa.array(v, pa.string()) for k, v in rows.items()}))
    contexts.place(con, SOURCE, organized=touched.organized)
    if touched.company:
        _company(con, population, touched)
    now = dict(con.execute("SELECT node_id, matter FROM matter").fetchall())
    found = {matter: now[matter] for _, matter in known if now.get(matter, matter) != matter}
    return found | {case: now[case] for case in cases if case not in population.matters and now.get(case, case) != case}


# Known ones on the rows of new records, and those whose number one of these shows.
_BESIDE = """
SELECT DISTINCT n.node FROM node n JOIN node_mention m USING (node)
WHERE n.valid AND (n.number IN (SELECT number FROM touched_number) OR m.record_id IN (
    SELECT record_id FROM node_mention JOIN arrived USING (mention_id)))
"""


# New parents under the number of another: whose spouse they are, is told by rows of before.
_PARENTS = """
SELECT 1 FROM node_mention m JOIN arrived USING (mention_id) JOIN {source}.mention_tie t ON t.subject = m.mention_id
WHERE t.type = 'PARENT_OF' AND m.valid AND NOT m.owned AND m.name IS NULL LIMIT 1
"""


def _company(con: duckdb.DuckDBPyConnection, population: Population, touched: Touched) -> None:
    """Add to context who stands beside known persons on new rows, read among all that is known around these."""
    known = whole(con, _BESIDE)
    known = known[known <= population.size]
    rows = population.on_rows_with(known)
    names = {
        (context, label) for context, label in _names(population.contexts_of(known)) if label not in companions.LABELS
    }
    members = population.contexts.take(pa.array(population.seats_of(names)))
    nodes = np.union1d(rows["node"].to_numpy(), members["node"].to_numpy()).astype(np.int64)
    add_known(con, population, touched, nodes)
    con.register("row_rows", rows)
    con.register("member_rows", members)
    con.execute(
        """CREATE OR REPLACE TABLE lent AS SELECT mention_id, record_id, node, owned FROM row_rows
           WHERE mention_id NOT IN (SELECT mention_id FROM node_mention)"""
    )
    con.execute("INSERT INTO node_mention BY NAME FROM lent")
    con.execute("INSERT INTO context BY NAME FROM member_rows")
    con.unregister("row_rows")
    con.unregister("member_rows")
    if con.execute(_PARENTS.format(source=SOURCE)).fetchall():
        put(con, f"{SOURCE}.mention_tie", known_ties(population.records, rows["record_id"]))
    companions.seat(con, SOURCE)
    con.execute("DELETE FROM node_mention WHERE mention_id IN (SELECT mention_id FROM lent)")
    con.execute("DELETE FROM context WHERE mention_id IS NULL AND NOT list_contains($1, label)", [companions.LABELS])


def _seat(
    con: duckdb.DuckDBPyConnection, population: Population, touched: Touched, places: Ints, renamed: dict[str, str]
) -> None:
    """Add known members to `context`; those of nodes that are no more sit where their mentions went."""
    if not len(places):
        return
    add_known(con, population, touched, np.unique(population.seats.nodes[places]))
    con.register("member_rows", population.contexts.take(pa.array(places)))
    con.register("renamed_rows", pa.table({"before": pa.array(list(renamed), pa.string()),
                                           "now": pa.array(list(renamed.values()), pa.string())}))  # fmt: skip
    con.execute(
        """INSERT INTO context BY NAME
           SELECT DISTINCT coalesce(r.now, m.context) AS context, m.label, coalesce(g.now, m.node) AS node
           FROM member_rows m LEFT JOIN renamed_rows r ON r.before = m.context
           LEFT JOIN (SELECT DISTINCT w.node, x.node AS now FROM was w JOIN node_mention x USING (mention_id)
                      WHERE w.node NOT IN (SELECT node FROM node)) g ON g.node = m.node"""
    )
    con.unregister("member_rows")
    con.unregister("renamed_rows")


def _without_number(con: duckdb.DuckDBPyConnection, wanted: Ints) -> Ints:
    con.register("wanted_rows", pa.table({"node": pa.array(wanted, pa.int64())}))
    found = whole(con, "SELECT node FROM node WHERE NOT valid AND node IN (SELECT node FROM wanted_rows) ORDER BY node")
    con.unregister("wanted_rows")
    return found


def _names(rows: pa.Table) -> set[tuple[str, str]]:
    return set(zip(rows["context"].to_pylist(), rows["label"].to_pylist(), strict=True))
