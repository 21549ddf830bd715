"""Who comes to sit with a known person on a new row is one of that person's company on rows of before, too.

Beside a known person somebody without a number may stand, on a row that no new record touches: he is looked for among
those around that person (`resolution.companions`), of whom there is one more.
"""

from collections import defaultdict
from collections.abc import Iterable

import duckdb
import pyarrow as pa

from resolution.added.population import Population
from resolution.companions import LABELS, LARGEST_CONTEXT

_COME = """
SELECT DISTINCT c.context, c.label, c.node, n.number
FROM context c JOIN arrived USING (mention_id) JOIN node n USING (node) WHERE n.valid ORDER BY ALL
"""


def seat(con: duckdb.DuckDBPyConnection, population: Population) -> None:
    """Add to context whoever newly sits in a small context, around each known person of it beside whom others stand."""
    come: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for context, label, node, number in con.execute(_COME).fetchall():
        if label not in LABELS:
            come[context, label][node] = number
    if not come:
        return
    around: dict[tuple[str, str], set[int]] = defaultdict(set)
    for key, members in _numbered(population, come).items():
        there = members | come[key]
        if len(there) <= LARGEST_CONTEXT:
            for node, number in there.items():
                for label in LABELS:
                    new = there.keys() if node not in members else come[key].keys() - members.keys()
                    around[f"{label.lower()}:{number}", label] |= new - {node}
    held = population.contexts.take(pa.array(population.seats_of(around)))
    kept = set(zip(held["context"].to_pylist(), held["label"].to_pylist(), strict=True))
    rows = [(*key, node) for key in sorted(kept) for node in sorted(around[key])]
    if rows:
        con.register("come_rows", pa.table({
            "context": pa.array([row[0] for row in rows], pa.string()),
            "label": pa.array([row[1] for row in rows], pa.string()),
            "node": pa.array([row[2] for row in rows], pa.int32()),
        }))  # fmt: skip
        con.execute("INSERT INTO context BY NAME FROM come_rows")
        con.unregister("come_rows")


def _numbered(population: Population, contexts: Iterable[tuple[str, str]]) -> dict[tuple[str, str], dict[int, str]]:
    """Return the known nodes with a number of their own in each of some contexts, and their numbers."""
    rows = population.contexts.take(pa.array(population.seats_of(contexts)))
    persons = population.persons.select(["valid", "number"]).take(pa.array(rows["node"].to_numpy() - 1))
    found: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for context, label, node, valid, number in zip(
        *(rows[name].to_pylist() for name in ("context", "label", "node")),
        *(persons[name].to_pylist() for name in ("valid", "number")),
        strict=True,
    ):
        if valid:
            found[context, label][node] = number
    return found
