"""The neighbourhood of new records: a small database shaped like the records, on which stage one is run as ever.

It holds the new mentions and all mentions of every provisional person who shares a number, a phone or a home with one.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from resolution import forms, judged, kinds, nodes, organizations, owners
from resolution.added.arrivals import TABLES, Arrivals, put, take
from resolution.added.population import Population
from resolution.added.postings import Ints
from resolution.judgements import Judgement
from resolution.normalise import addresses, chance, numbers

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

_HELD = "SELECT node, mention_id, record_id, valid AND NOT owned FROM node_mention"


class _Held(NamedTuple):
    """A mention after stage one. claims: it shows a number that is not its own."""

    node: int
    mention_id: str
    record_id: str
    claims: bool


_CHANGED = """
SELECT node, {seated} AS seated FROM node n LEFT JOIN known_rows k USING (node) WHERE k.node IS NULL OR {any}
"""

# Phones and homes tell nothing within a context.
_UNSEATED = {"mentions", "phones", "phone_times", "homes", "buildings", "places", "employers", "head", "tail"}


@dataclass
class Touched:
    """Nodes after stage one: those that hold new mentions, those that differ from before, those that are no more.

    staged: all of them that are; there: all nodes whose rows are in `node` by now; was: the node of before of each
    mention that was known; seats: whether contexts can say anything new of any of them. claims: whether anybody among
    them shows the number of another; company: whether any two stand on one row, or somebody claims; listed: whether new
    rows list persons; said: what judgements say of nodes; organized: whether organization_mention was made, as new
    mentions may be organizations; compared: whether any two were compared.
    """

    holding: Ints
    changed: Ints
    vanished: Ints
    staged: Ints
    there: Ints
    was: dict[str, int]
    seats: bool
    claims: bool
    company: bool
    listed: bool
    said: judged.Judged
    organized: bool
    compared: bool = False


def fill(con: duckdb.DuckDBPyConnection, table: str, column: str, values: Ints | list[str]) -> None:
    """Make a table of one column, of whole numbers or of texts."""
    kind = pa.string() if isinstance(values, list) else pa.int64()
    con.register("put_rows", pa.table({column: pa.array(values, kind)}))
    con.execute(f"CREATE OR REPLACE TABLE {table} AS FROM put_rows")
    con.unregister("put_rows")


def add_known(con: duckdb.DuckDBPyConnection, population: Population, touched: Touched, wanted: Ints) -> None:
    """Add the rows of known nodes to `node`, but for those that are there or are no more."""
    known = wanted[wanted <= population.size]
    missing = np.setdiff1d(known, np.concatenate((touched.there, touched.vanished)))
    if len(missing):
        put(con, "node", population.rows_of(missing))
        touched.there = np.union1d(touched.there, missing)


def stage_one(
    con: duckdb.DuckDBPyConnection, population: Population, arrivals: Arrivals, judgements: Sequence[Judgement]
) -> Touched:
    """Make node and node_mention of the new mentions and of whom they may be; nodes keep their numbers of before."""
    con.execute(f"CREATE SCHEMA IF NOT EXISTS {SOURCE}")
    mentions = arrivals.tables["mention"]
    fill(con, "arrived", "mention_id", mentions["mention_id"].to_pylist())
    shown = _shown(mentions)
    meant = [("number", other) for kind, value in shown if kind == "number" for other in chance.others(value)]
    if meant and len(population.holders(meant)):
        shown += meant
    strays = population.doubts.strays(arrivals)
    shown += [("number", number) for number in strays.values()]
    fill(con, "touched_number", "number", [value for kind, value in shown if kind == "number"])
    known = population.holders(shown)
    rows = population.mentions_of(known)
    con.register("known_rows", rows)
    con.execute(_LOADED)
    con.unregister("known_rows")
    both = pa.concat_tables([mentions, rows.drop_columns(["node", "owned"])], promote_options="permissive")
    take(con, SOURCE, TABLES, {**arrivals.tables, "mention": both})
    _leave_out(con, population, "phone", f"{SOURCE}.mention", _listed(mentions, "phones") | _listed(rows, "phones"))
    _read_forms(con, mentions, rows)
    kinds.decide(con, SOURCE, population.default_days)
    organized = set(mentions["kind"].to_pylist()) != {"person"}
    if organized:
        organizations.prepare(con)
    owners.read(con)
    if any(kind == "number" for kind, _ in shown):
        owners.own(con)
    else:
        con.execute("CREATE OR REPLACE TABLE own_number (mention_id VARCHAR, number VARCHAR)")
    if len(known):
        con.execute(_OWNED_BEFORE)
    if strays:
        con.execute("DELETE FROM own_number WHERE mention_id IN (SELECT unnest($1::VARCHAR[]))", [list(strays)])
    apart: list[str] = []
    if judgements:
        judged.load(con, judgements)
        apart = judged.release(con)
    nodes.build(con, apart=apart)
    said = con.execute("SELECT homes, buildings, employers FROM node").fetchall()
    homes, buildings, employers = ({value for row in said for value in row[at] or ()} for at in range(3))
    _leave_out(con, population, "home", "node", homes)
    _leave_out(con, population, "building", "node", buildings)
    _employers_as_before(con, population, employers)
    if population.crowded_births:
        con.execute(
            f"UPDATE node SET day = NULL WHERE {nodes.BIRTH_KEY} IN (SELECT unnest($1::VARCHAR[]))",
            [population.crowded_births],
        )
    was = dict(zip(rows["mention_id"].to_pylist(), rows["node"].to_pylist(), strict=True))
    held = [_Held(*row) for row in con.execute(_HELD).fetchall()]
    now = _number_as_before(con, population, held, was)
    listed = len(arrivals.tables.get("mention_list", ())) > 0
    placed = listed or any(len(arrivals.tables.get(table, ())) for table in ("row_node", "mention_tie"))
    placed = placed or len(set(mentions["record_id"].to_pylist())) < len(mentions)
    differs = _differing(con, population, known)
    staged = np.asarray(sorted(now.values()), np.int64)
    vanished = np.setdiff1d(known, staged)
    new = set(mentions["mention_id"].to_pylist())
    claims = any(one.claims for one in held)
    on_row = {(one.record_id, one.node) for one in held}
    return Touched(
        holding=np.asarray(sorted({now[one.node] for one in held if one.mention_id in new}), np.int64),
        changed=np.asarray(sorted(differs), np.int64),
        vanished=vanished,
        staged=staged,
        there=staged,
        was=was,
        seats=placed or len(vanished) > 0
        or any(node <= population.size and seated for node, seated in differs.items())
        or any(one.claims for one in held if one.mention_id in new),
        claims=claims,
        company=claims or len({record for record, _ in on_row}) < len(on_row),
        listed=listed,
        organized=organized,
        said=_said(con, population, judgements, {one.mention_id: now[one.node] for one in held}),
    )  # fmt: skip


def _said(
    con: duckdb.DuckDBPyConnection, population: Population, judgements: Sequence[Judgement], staged: Mapping[str, int]
) -> judged.Judged:
    """Return what the judgements say of the nodes that mentions are in by now."""
    if not judgements:
        return judged.Judged([], [], set())
    mentions = frozenset(mention for one in judgements for mention in one.pair)
    node_of = population.node_of(mentions) | {one: staged[one] for one in mentions if one in staged}
    rows = {"mention_id": pa.array(list(node_of), pa.string()), "node": pa.array(list(node_of.values()), pa.int32())}
    con.register("judged_node", pa.table(rows))
    said = judged.on_nodes(con, "judged_node")
    con.unregister("judged_node")
    return said


def _read_forms(con: duckdb.DuckDBPyConnection, *given: pa.Table) -> None:
    """Make the comparable forms of all values that mentions hold, but for those of a profile."""
    plain = [rows.filter(pc.is_null(rows["profile"])) if "profile" in rows.column_names else rows for rows in given]

    def values(scalar: str | None, listed: str | None) -> list[str]:
        found = {value for rows in plain for value in _listed(rows, listed)} if listed else set()
        if scalar:
            found |= {value for rows in plain for value in rows[scalar].to_pylist()}
        return sorted(found - {None})

    births = {day for rows in plain for day in rows["birth_date"].to_pylist()} - {None}
    forms.read(
        con,
        values("number", "old_numbers"),
        values("name", "other_names"),
        values(None, "addresses"),
        values("employer", None),
        births,
    )


def _listed(rows: pa.Table, column: str) -> set[str]:
    return {value for values in rows[column].to_pylist() for value in values or ()}


def _shown(mentions: pa.Table) -> list[tuple[str, str]]:
    """Return the numbers, phones and homes of the new mentions, as (kind, comparable value)."""
    found: set[tuple[str, str]] = set()
    for value in (set(mentions["number"].to_pylist()) | _listed(mentions, "old_numbers")) - {None}:
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


def _employers_as_before(con: duckdb.DuckDBPyConnection, population: Population, said: Iterable[str]) -> None:
    """An employer is as large as it was found in all records, not among these few."""
    sized = [(value, population.employers.get(value[2:], value)) for value in sorted(said)]
    moved = [(value, now) for value, now in sized if value != now]
    if moved:
        resized = "($2::VARCHAR[])[list_position($1::VARCHAR[], one)]"
        con.execute(
            f"UPDATE node SET employers = list_transform(employers, lambda one: coalesce({resized}, one))",
            [[value for value, _ in moved], [now for _, now in moved]],
        )


def _number_as_before(
    con: duckdb.DuckDBPyConnection, population: Population, held: Sequence[_Held], was: Mapping[str, int]
) -> dict[int, int]:
    """Give nodes that hold mentions of a known node its number, the largest share first; new ones the next numbers."""
    shares = Counter((one.node, was[one.mention_id]) for one in held if one.mention_id in was)
    now: dict[int, int] = {}
    given: set[int] = set()
    for (node, before), _ in sorted(shares.items(), key=lambda share: (-share[1], share[0][1], share[0][0])):
        if node not in now and before not in given:
            now[node] = before
            given.add(before)
    after = population.size
    for node in sorted({one.node for one in held} - now.keys()):
        after += 1
        now[node] = after
    pairs = {"old": pa.array(list(now), pa.int32()), "node": pa.array(list(now.values()), pa.int32())}
    con.register("number_rows", pa.table(pairs))
    for table in ("node", "node_mention"):
        con.execute(f"UPDATE {table} SET node = r.node FROM number_rows r WHERE r.old = {table}.node")
    con.unregister("number_rows")
    return now


def _differing(con: duckdb.DuckDBPyConnection, population: Population, known: Ints) -> dict[int, bool]:
    """Return the nodes that are not as before, and whether they differ in what can tell something within a context."""
    columns = [name for name in population.persons.column_names if name not in ("node", "mentions")]
    con.register("known_rows", population.rows_of(known))
    found = con.execute(
        _CHANGED.format(any=_differ(columns), seated=_differ(name for name in columns if name not in _UNSEATED))
    ).fetchall()
    con.unregister("known_rows")
    return dict(found)


def _differ(columns: Iterable[str]) -> str:
    return " OR ".join(f"n.{name} IS DISTINCT FROM k.{name}" for name in columns)
