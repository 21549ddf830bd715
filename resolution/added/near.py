"""The neighbourhood of new records: a small database shaped like the records, on which stage one is run as ever.

It holds the new mentions and all mentions of every provisional person who shares a number, a phone or a home with one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.progress import silent
from records.tables import DERIVED
from resolution import forms, judged, kinds, nodes, organizations, owners
from resolution.added.arrivals import TABLES, Arrivals
from resolution.added.population import Population
from resolution.added.postings import Ints
from resolution.normalise import addresses, numbers

SOURCE = "near"

_LOADED = "CREATE OR REPLACE TABLE was AS SELECT mention_id, node, owned FROM known_rows"

# Whose number a row of before holds is only asked anew where a new record shows the same number.
_OWNED_BEFORE = """
DELETE FROM own_number WHERE mention_id IN (SELECT mention_id FROM was WHERE NOT owned)
    AND number NOT IN (SELECT number FROM touched_number);
INSERT INTO own_number SELECT p.mention_id, p.number FROM was JOIN person_mention p USING (mention_id)
WHERE owned AND p.number NOT IN (SELECT number FROM touched_number)
    AND mention_id NOT IN (SELECT mention_id FROM own_number)
"""

# How many mentions of each node of before a node holds.
_HELD = """
SELECT m.node, w.node, count(w.node) FROM node_mention m LEFT JOIN was w USING (mention_id) GROUP BY ALL ORDER BY ALL
"""

_CHANGED = """
SELECT node, {seated} AS seated FROM node n LEFT JOIN known_rows k USING (node) WHERE k.node IS NULL OR {any}
"""

# Phones and homes tell nothing within a context.
_UNSEATED = {"mentions", "phones", "phone_times", "homes", "buildings", "places", "head", "tail"}

# Whoever shows a number that is not his own is looked for among those around its owner.
_HOLDING = """
SELECT node, bool_or(valid AND NOT owned) FROM node_mention JOIN arrived USING (mention_id) GROUP BY node ORDER BY node
"""


@dataclass
class Touched:
    """Nodes after stage one: those that hold new mentions, those that differ from before, those that are no more.

    staged: all of them that are; there: all nodes whose rows are in `node` by now; was: the node of before of each
    mention that was known; seats: whether contexts can say anything new of any of them.
    """

    holding: Ints
    changed: Ints
    vanished: Ints
    staged: Ints
    there: Ints
    was: dict[str, int]
    seats: bool


def put(con: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Insert rows into a table, by the names of their columns."""
    con.register("put_rows", rows)
    con.execute(f"INSERT INTO {table} BY NAME FROM put_rows")
    con.unregister("put_rows")


def fill(con: duckdb.DuckDBPyConnection, table: str, column: str, values: Ints) -> None:
    """Make a table of one column of whole numbers."""
    con.register("put_rows", pa.table({column: pa.array(values, pa.int64())}))
    con.execute(f"CREATE OR REPLACE TABLE {table} AS FROM put_rows")
    con.unregister("put_rows")


def add_known(con: duckdb.DuckDBPyConnection, population: Population, touched: Touched, wanted: Ints) -> None:
    """Add the rows of known nodes to `node`, but for those that are there or are no more."""
    known = wanted[wanted <= population.size]
    missing = np.setdiff1d(known, np.concatenate((touched.there, touched.vanished)))
    if len(missing):
        put(con, "node", population.rows_of(missing))
        touched.there = np.union1d(touched.there, missing)


def stage_one(con: duckdb.DuckDBPyConnection, population: Population, arrivals: Arrivals) -> Touched:
    """Make node and node_mention of the new mentions and of whom they may be; nodes keep their numbers of before."""
    con.execute(f"CREATE SCHEMA IF NOT EXISTS {SOURCE}")
    for table in TABLES:
        con.execute(f"CREATE OR REPLACE TABLE {SOURCE}.{table} ({DERIVED[table]})")
        if table in arrivals.tables:
            put(con, f"{SOURCE}.{table}", arrivals.tables[table])
    mentions = arrivals.tables["mention"]
    con.execute(f"CREATE OR REPLACE TABLE arrived AS SELECT mention_id FROM {SOURCE}.mention")
    shown = _shown(mentions)
    con.execute(
        "CREATE OR REPLACE TABLE touched_number AS SELECT unnest($1::VARCHAR[]) AS number",
        [[value for kind, value in shown if kind == "number"]],
    )
    known = population.holders(shown)
    rows = population.mentions_of(known)
    con.register("known_rows", rows)
    con.execute(_LOADED)
    con.unregister("known_rows")
    put(con, f"{SOURCE}.mention", rows.drop_columns(["node", "owned"]))
    _leave_out(con, population, "phone", f"{SOURCE}.mention", _listed(mentions, "phones") | _listed(rows, "phones"))
    forms.build(con, SOURCE, silent)
    kinds.decide(con, SOURCE)
    organizations.prepare(con)
    owners.find(con)
    con.execute(_OWNED_BEFORE)
    judged.load(con, population.judgements)
    nodes.build(con, apart=judged.release(con))
    for kind in ("home", "building"):
        shared = {value for (value,) in con.execute(f"SELECT DISTINCT unnest({kind}s) FROM node").fetchall()}
        _leave_out(con, population, kind, "node", shared)
    births = [[value for kind, value in population.crowded if kind == "birth"]]
    con.execute(f"UPDATE node SET day = NULL WHERE {nodes.BIRTH_KEY} IN (SELECT unnest($1::VARCHAR[]))", births)
    staged = _number_as_before(con, population)
    placed = any(len(arrivals.tables.get(table, ())) for table in ("row_node", "mention_tie", "mention_list"))
    placed = placed or pc.count_distinct(mentions["record_id"]).as_py() < len(mentions)
    was = dict(zip(rows["mention_id"].to_pylist(), rows["node"].to_pylist(), strict=True))
    return _touched(con, population, known, staged, was, placed)


def _listed(rows: pa.Table, column: str) -> set[str]:
    return {value for values in rows[column].to_pylist() for value in values or ()}


def _shown(mentions: pa.Table) -> list[tuple[str, str]]:
    """Return the numbers, phones and homes of the new mentions, as (kind, comparable value)."""
    found: set[tuple[str, str]] = set()
    for value in set(mentions["number"].to_pylist()) - {None}:
        if read := numbers.parse(value):
            found.add(("number", read.text))
    found |= {("phone", value) for value in _listed(mentions, "phones")}
    for value in _listed(mentions, "addresses"):
        if addresses.room_level(value) and (home := addresses.split(value)[1]):
            found.add(("home", home))
    return sorted(found)


def _leave_out(
    con: duckdb.DuckDBPyConnection, population: Population, kind: str, table: str, given: Iterable[str]
) -> None:
    """Leave out of a table the phones, homes or buildings among those given that too many share."""
    crowded = sorted(value for value in given if (kind, value) in population.crowded)
    if crowded:
        kept = f"nullif(list_filter({kind}s, lambda one: NOT list_contains($1::VARCHAR[], one)), [])"
        con.execute(f"UPDATE {table} SET {kind}s = {kept}", [crowded])


def _number_as_before(con: duckdb.DuckDBPyConnection, population: Population) -> Ints:
    """Give nodes that hold mentions of a known node its number, the largest share first; new ones the next numbers."""
    held = con.execute(_HELD).fetchall()
    kept: dict[int, int] = {}
    given: set[int] = set()
    for node, before, n in sorted(held, key=lambda row: (-row[2], row[1] or 0, row[0])):
        if n and node not in kept and before not in given:
            kept[node] = before
            given.add(before)
    after = population.size
    for node, _, _ in held:
        if node not in kept:
            after += 1
            kept[node] = after
    pairs = {"old": pa.array(list(kept), pa.int32()), "node": pa.array(list(kept.values()), pa.int32())}
    con.register("number_rows", pa.table(pairs))
    for table in ("node", "node_mention"):
        con.execute(f"UPDATE {table} SET node = r.node FROM number_rows r WHERE r.old = {table}.node")
    con.unregister("number_rows")
    return np.asarray(sorted(kept.values()), np.int64)


def _touched(
    con: duckdb.DuckDBPyConnection, population: Population, known: Ints, staged: Ints, was: dict[str, int], placed: bool
) -> Touched:
    columns = [name for name in population.persons.column_names if name not in ("node", "mentions")]
    con.register("known_rows", population.rows_of(known))
    differs = con.execute(
        _CHANGED.format(any=_differ(columns), seated=_differ(name for name in columns if name not in _UNSEATED))
    ).fetchall()
    con.unregister("known_rows")
    held = con.execute(_HOLDING).fetchall()
    changed = np.asarray(sorted(node for node, _ in differs), np.int64)
    vanished = np.setdiff1d(known, staged)
    seated = any(node <= population.size and seated for node, seated in differs)
    seats = placed or seated or len(vanished) > 0 or any(claims for _, claims in held)
    return Touched(np.asarray([node for node, _ in held], np.int64), changed, vanished, staged, staged, was, seats)


def _differ(columns: Iterable[str]) -> str:
    return " OR ".join(f"n.{name} IS DISTINCT FROM k.{name}" for name in columns)
