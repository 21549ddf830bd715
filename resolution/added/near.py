"""The neighbourhood of new records: a small database shaped like the records, on which stage one is run as ever.

It holds the new mentions and all mentions of every provisional person who shares a number, a phone or a home with one.
"""

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
from resolution.added.postings import Ints, whole
from resolution.normalise import addresses, numbers

SOURCE = "near"

_LOADED = "CREATE OR REPLACE TABLE was AS SELECT mention_id, node, owned FROM known_rows"

# Whose number a row of before holds is only asked anew where a new record shows the same number; a number that stands
# alone was doubted for what else its matter holds, which is not read here.
_OWNED_BEFORE = """
DELETE FROM own_number WHERE mention_id IN (
    SELECT mention_id FROM was JOIN person_mention p USING (mention_id) WHERE NOT owned
    AND (p.name IS NULL AND p.birth_date IS NULL OR p.number NOT IN (SELECT number FROM touched_number)));
INSERT INTO own_number SELECT p.mention_id, p.number FROM was JOIN person_mention p USING (mention_id)
WHERE owned AND p.number NOT IN (SELECT number FROM touched_number)
    AND mention_id NOT IN (SELECT mention_id FROM own_number)
"""

_HELD = "SELECT m.node, w.node, count(*) FROM node_mention m JOIN was w USING (mention_id) GROUP BY ALL"

_CHANGED = """
SELECT node FROM (
    SELECT * EXCLUDE ({but}) FROM node EXCEPT SELECT * EXCLUDE ({but}) FROM known_rows) ORDER BY node
"""


# Phones and homes tell nothing within a context.
_SEATED = "mentions, phones, homes, head, tail"

# Whoever shows a number that is not his own is looked for among those around its owner.
_CLAIMS = "FROM node_mention JOIN arrived USING (mention_id) WHERE valid AND NOT owned LIMIT 1"


@dataclass(frozen=True)
class Touched:
    """Nodes after stage one: those that hold new mentions, those that differ from before, those that are no more.

    seats: whether contexts can say anything new of any of them.
    """

    holding: Ints
    changed: Ints
    vanished: Ints
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


def add_known(con: duckdb.DuckDBPyConnection, population: Population, wanted: Ints, gone: Ints) -> None:
    """Add the rows of known nodes to `node`, but for those that are there or are no more."""
    there = whole(con, "SELECT node FROM node")
    missing = np.setdiff1d(wanted[wanted <= population.size], np.concatenate((there, gone)))
    if len(missing):
        put(con, "node", population.rows_of(missing))


def stage_one(con: duckdb.DuckDBPyConnection, population: Population, arrivals: Arrivals) -> Touched:
    """Make node and node_mention of the new mentions and of whom they may be; nodes keep their numbers of before."""
    con.execute(f"CREATE SCHEMA IF NOT EXISTS {SOURCE}")
    for table in TABLES:
        con.execute(f"CREATE OR REPLACE TABLE {SOURCE}.{table} ({DERIVED[table]})")
        if table in arrivals.tables:
            put(con, f"{SOURCE}.{table}", arrivals.tables[table])
    con.execute(f"CREATE OR REPLACE TABLE arrived AS SELECT mention_id FROM {SOURCE}.mention")
    shown = _shown(con)
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
    _leave_out_crowded_phones(con, population)
    forms.build(con, SOURCE, silent)
    kinds.decide(con, SOURCE)
    organizations.prepare(con)
    owners.find(con)
    con.execute(_OWNED_BEFORE)
    judged.load(con, population.judgements)
    nodes.build(con, apart=judged.release(con))
    crowded = [value for (value,) in con.execute("SELECT DISTINCT unnest(homes) FROM node").fetchall()]
    crowded = [value for value in crowded if ("home", value) in population.crowded]
    if crowded:
        con.execute(
            """UPDATE node SET homes = CASE WHEN len(list_filter(homes, lambda h: NOT list_contains($1, h))) > 0
               THEN list_filter(homes, lambda h: NOT list_contains($1, h)) END""", [crowded],
        )  # fmt: skip
    births = [[value for kind, value in population.crowded if kind == "birth"]]
    con.execute(f"UPDATE node SET day = NULL WHERE {nodes.BIRTH_KEY} IN (SELECT unnest($1::VARCHAR[]))", births)
    _number_as_before(con, population)
    placed = any(len(arrivals.tables.get(table, ())) for table in ("row_node", "mention_tie", "mention_list"))
    records = arrivals.tables["mention"]["record_id"]
    placed = placed or pc.count_distinct(records).as_py() < len(records)
    return _touched(con, population, known, placed)


def _shown(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Return the numbers, phones and homes of the new mentions, as (kind, comparable value)."""
    found: set[tuple[str, str]] = set()
    for (value,) in con.execute(f"SELECT DISTINCT number FROM {SOURCE}.mention WHERE number IS NOT NULL").fetchall():
        if read := numbers.parse(value):
            found.add(("number", read.text))
    for (value,) in con.execute(f"SELECT DISTINCT unnest(phones) FROM {SOURCE}.mention").fetchall():
        found.add(("phone", value))
    for (value,) in con.execute(f"SELECT DISTINCT unnest(addresses) FROM {SOURCE}.mention").fetchall():
        if addresses.room_level(value) and (home := addresses.split(value)[1]):
            found.add(("home", home))
    return sorted(found)


def _leave_out_crowded_phones(con: duckdb.DuckDBPyConnection, population: Population) -> None:
    given = [value for (value,) in con.execute(f"SELECT DISTINCT unnest(phones) FROM {SOURCE}.mention").fetchall()]
    crowded = [value for value in given if ("phone", value) in population.crowded]
    if crowded:
        con.execute(
            f"UPDATE {SOURCE}.mention SET phones = list_filter(phones, lambda p: NOT list_contains($1, p))", [crowded]
        )


def _number_as_before(con: duckdb.DuckDBPyConnection, population: Population) -> None:
    """Give nodes that hold mentions of a known node its number, the largest share first; new ones the next numbers."""
    kept: dict[int, int] = {}
    given: set[int] = set()
    for node, before, _ in sorted(con.execute(_HELD).fetchall(), key=lambda row: (-row[2], row[1], row[0])):
        if node not in kept and before not in given:
            kept[node] = before
            given.add(before)
    nodes_now = [node for (node,) in con.execute("SELECT node FROM node ORDER BY node").fetchall()]
    after = population.size
    for node in nodes_now:
        if node not in kept:
            after += 1
            kept[node] = after
    pairs = {"old": pa.array(nodes_now, pa.int32()), "node": pa.array([kept[n] for n in nodes_now], pa.int32())}
    con.register("number_rows", pa.table(pairs))
    for table in ("node", "node_mention"):
        con.execute(f"UPDATE {table} SET node = r.node FROM number_rows r WHERE r.old = {table}.node")
    con.unregister("number_rows")


def _touched(con: duckdb.DuckDBPyConnection, population: Population, known: Ints, placed: bool) -> Touched:
    con.register("known_rows", population.rows_of(known))
    changed = whole(con, _CHANGED.format(but="mentions"))
    seated = whole(con, _CHANGED.format(but=_SEATED))
    con.unregister("known_rows")
    holding = whole(con, "SELECT DISTINCT node FROM node_mention JOIN arrived USING (mention_id)")
    vanished = np.setdiff1d(known, whole(con, "SELECT node FROM node"))
    seats = placed or bool((seated <= population.size).any() or len(vanished) or con.execute(_CLAIMS).fetchall())
    return Touched(holding, changed, vanished, seats)
