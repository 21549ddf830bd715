"""Who is known in a published generation, held in memory so that the neighbours of a new record are found at once."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from core.errors import OlderWorkspace
from records.store import attached
from resolution import default_days
from resolution.added import veil
from resolution.added.bench import Bench
from resolution.added.blocks import blocks
from resolution.added.doubts import Doubts
from resolution.added.postings import Ints, Postings, columns, whole
from resolution.added.seats import Seats
from resolution.explain import weigh
from resolution.judgements import Judgement, Verdict
from resolution.linking.statistics import Statistics
from resolution.nodes import BIRTH_KEY

# What of a mention decides who it is; the rest of its columns stays in the records.
_COLUMNS = (
    "mention_id, record_id, table_name, role, kind, number, number_type, old_numbers, name, other_names, sex, "
    "birth_date, phones, addresses, employer, seen_from, seen_to, division"
)
_BOTH_KNOWN = "a IN (SELECT node FROM known_node) AND b IN (SELECT node FROM known_node)"
_IN_MERGE = "outcome IN ('joined', 'redundant', 'vetoed')"
_ASKED = pa.schema({"x": pa.string(), "y": pa.string()})


class Population:
    """The mentions, provisional persons, contexts and edges of a generation, and what leads to them."""

    def __init__(self, records: Path) -> None:
        self.bench, self.records = Bench(), records
        self.con = cast(duckdb.DuckDBPyConnection, self.bench)
        with attached(self.con, records, "records"):
            self._hold()

    def _hold(self) -> None:
        kept = self.con.execute(
            "FROM duckdb_tables() WHERE database_name = 'records' AND table_name = 'kept_entity'"
        ).fetchall()
        if not kept:
            raise OlderWorkspace
        weigh.prepare(self.con)
        self.statistics: Statistics = replace(weigh.stored(self.con, "records.main"), kept=True)
        self._names = dict(self.con.execute("SELECT name, tf_name FROM records.name_frequency").fetchall())
        self._open()
        self._persons()
        self._mentions()
        self._contexts()
        self._edges()
        self.judgements = self._judged()
        changed = self.con.execute("SELECT judgement_id FROM records.judgement WHERE state = 'changed'").fetchall()
        self.changed = {judgement_id for (judgement_id,) in changed}
        self.doubts = Doubts(self.records)
        self._asked: frozenset[str] = frozenset()
        self._node_of: dict[str, int] = {}
        self.con.execute("DROP VIEW known_person; DROP TABLE open_entity; DROP TABLE known_node; DROP TABLE found_node")
        for name in veil.Veil._fields:
            self.con.execute(f"DROP TABLE veiled_{name}")

    def _table(self, query: str) -> pa.Table:
        return self.bench.con.sql(query).to_arrow_table().combine_chunks()

    def _columns(self, query: str) -> list[NDArray[Any]]:
        return columns(self.con, query)

    def _open(self) -> None:
        # Whom sealed records alone name is as good as unknown: nothing leads to him, and nothing told of names him.
        rows = self.con.execute("SELECT record_id FROM records.sealed_record").fetchall()
        self.sealed = frozenset(record for (record,) in rows)
        self.con.execute(
            """CREATE TABLE open_entity AS SELECT DISTINCT entity_id FROM records.mention_entity
               WHERE split_part(mention_id, '#', 1) NOT IN (SELECT record_id FROM records.sealed_record);
               CREATE TABLE known_node AS
               SELECT node FROM records.kept_entity SEMI JOIN open_entity USING (entity_id)"""
        )
        veiled = veil.read(self.records)
        for name, told in zip(veiled._fields, veiled, strict=True):
            self.con.register("told_rows", told)
            self.con.execute(f"CREATE TABLE veiled_{name} AS FROM told_rows")
            self.con.unregister("told_rows")
        self.con.execute("CREATE TABLE found_node AS FROM known_node ANTI JOIN veiled_hidden USING (node)")
        self.veiled = frozenset(
            whole(self.con, "SELECT node FROM veiled_hidden UNION SELECT node FROM veiled_persons").tolist()
        )

    def _persons(self) -> None:
        # Those of profile latin are numbered behind the others, and only a run resolves them.
        self.con.execute(
            f"""CREATE TEMP VIEW known_person AS
                SELECT *, CASE WHEN {BIRTH_KEY} IS NOT NULL AND {BIRTH_KEY} NOT IN (
                    SELECT value FROM records.kept_crowded WHERE kind = 'birth') THEN birth_date END AS day
                FROM (FROM records.provisional ANTI JOIN veiled_persons USING (node)
                      UNION ALL BY NAME FROM veiled_persons)
                WHERE node <= (SELECT max(node) FROM records.kept_entity)"""
        )
        self.persons = self._table("FROM known_person ORDER BY node")
        self.size = len(self.persons)
        self.entities = self._table("SELECT entity_id FROM records.kept_entity ORDER BY node")["entity_id"]
        keys, nodes = self._columns(blocks("known_person SEMI JOIN found_node USING (node)"))
        self._blocks = Postings(keys, nodes)
        keys, nodes = self._columns(
            """SELECT hash(kind, value), node FROM records.kept_key SEMI JOIN found_node USING (node)
               LEFT JOIN veiled_persons v USING (node) WHERE v.node IS NULL OR (kind = 'number' AND value = v.number)
                   OR coalesce(list_contains(CASE kind WHEN 'phone' THEN v.phones WHEN 'home' THEN v.homes END, value),
                               false)"""
        )
        self._keys = Postings(keys, nodes)
        self.claimants: Ints = whole(
            self.con,
            """SELECT DISTINCT node FROM records.kept_key JOIN records.provisional USING (node)
               WHERE kind = 'number' AND NOT valid ORDER BY node""",
        )
        employed = self.con.execute("SELECT DISTINCT unnest(employers) FROM known_person ORDER BY ALL").fetchall()
        self.employers = {value[2:]: value for (value,) in employed}
        rows = self.con.execute("SELECT kind, value FROM records.kept_crowded").fetchall()
        self.crowded = set(rows)
        self.default_days = default_days.kept(self.con)
        self.crowded_births = sorted(value for kind, value in rows if kind == "birth")

    def _mentions(self) -> None:
        found = self._table(
            f"""SELECT {_COLUMNS}, node, owned, hash(record_id) AS row_key
                FROM (FROM records.mention ANTI JOIN veiled_mentions USING (mention_id)
                      UNION ALL BY NAME FROM veiled_mentions) JOIN records.provisional_mention USING (mention_id)
                SEMI JOIN known_node USING (node)"""
        )
        self._row_keys = found["row_key"].to_numpy()
        self._rows = Postings(self._row_keys, np.arange(len(found)))
        self.mentions = found.drop_columns(["row_key"])
        nodes = found["node"].to_numpy()
        self._places = Postings(nodes, np.arange(len(nodes)))
        stays = self.con.execute("FROM records.mention_stay").fetchall()
        self.stays: dict[str, list[tuple[object, ...]]] = {}
        for stay in stays:
            self.stays.setdefault(stay[0], []).append(stay)

    def _contexts(self) -> None:
        found = self._table(
            """SELECT context, label, node, hash(context, label) AS key
               FROM (FROM records.kept_context ANTI JOIN veiled_persons USING (node)
                     UNION ALL BY NAME FROM veiled_seats) SEMI JOIN found_node USING (node)"""
        )
        self.contexts = found.drop_columns(["key"])
        self.seats = Seats(found["key"].to_numpy(), found["node"].to_numpy().astype(np.int64))
        places = np.arange(len(found))
        self._by_context, self._by_node = Postings(self.seats.keys, places), Postings(self.seats.nodes, places)
        self.matters = dict(self.con.execute("SELECT node_id, matter FROM records.kept_matter").fetchall())

    def _edges(self) -> None:
        self.edges = self._table(f"SELECT *, {_IN_MERGE} AS merged FROM records.edge WHERE {_BOTH_KNOWN}")
        a, b = self.edges["a"].to_numpy(), self.edges["b"].to_numpy()
        self.merged: NDArray[np.bool_] = self.edges["merged"].to_numpy(zero_copy_only=False).astype(np.bool_)
        self.contextual: NDArray[np.bool_] = pc.and_(
            self.edges["merged"], pc.equal(self.edges["basis"], "context")
        ).to_numpy(zero_copy_only=False)
        places = np.arange(len(a))
        self._by_end = Postings(np.concatenate((a, b)), np.concatenate((places, places)))
        self.unclear: Ints = whole(
            self.con,
            f"""SELECT DISTINCT CASE WHEN x.valid THEN b ELSE a END AS node FROM records.edge
                JOIN records.provisional x ON x.node = a JOIN records.provisional y ON y.node = b
                WHERE basis = 'scored' AND outcome = 'unclear' AND x.valid <> y.valid AND {_BOTH_KNOWN} ORDER BY ALL""",
        )
        a, b = self._columns(f"SELECT a, b FROM records.kept_apart WHERE {_BOTH_KNOWN}")
        self.apart = np.column_stack((a, b)).astype(np.int64)
        places = np.arange(len(a))
        self._apart = Postings(np.concatenate((a, b)), np.concatenate((places, places)))

    def _judged(self) -> list[Judgement]:
        rows = self.con.execute(
            """SELECT judgement_id, a, b, verdict, "by", "at", why FROM records.judgement"""
        ).fetchall()
        return [Judgement(i, a, b, Verdict(verdict), by, at, why) for i, a, b, verdict, by, at, why in rows]

    def node_of(self, mentions: frozenset[str]) -> dict[str, int]:
        """Return the nodes of those of the mentions that are known."""
        if self._asked != mentions:
            wanted = pc.is_in(self.mentions["mention_id"], value_set=pa.array(sorted(mentions), pa.string()))
            found = self.mentions.select(["mention_id", "node"]).filter(wanted)
            self._node_of = dict(zip(found["mention_id"].to_pylist(), found["node"].to_pylist(), strict=True))
            self._asked = mentions
        return self._node_of

    def holders(self, values: Iterable[tuple[str, str]]) -> Ints:
        """Return the nodes that hold one of the (kind, value): numbers, phones, homes."""
        wanted = [one for one in values if one not in self.crowded]
        return self._keys.find(self._hashed(wanted))

    def sharing(self, keys: NDArray[Any]) -> Ints:
        """Return the nodes that share a key of `blocks`."""
        return self._blocks.find(keys)

    def frequencies(self, names: Iterable[str]) -> pa.Table:
        """Return the frozen (name, tf_name) of the names among these that were ever seen."""
        seen = [name for name in names if name in self._names]
        return pa.table({"name": pa.array(seen, pa.string()), "tf_name": [self._names[name] for name in seen]})

    def rows_of(self, nodes: Ints) -> pa.Table:
        """Return the rows of provisional of some nodes."""
        return self.persons.take(pa.array(nodes - 1))

    def mentions_of(self, nodes: Ints) -> pa.Table:
        """Return the mentions of some nodes, with their node and whether the number is their own."""
        return self.mentions.take(pa.array(self._places.find(nodes)))

    def on_rows_with(self, nodes: Ints) -> pa.Table:
        """Return all mentions of the rows on which some nodes stand."""
        return self.mentions.take(pa.array(self._rows.find(self._row_keys[self._places.find(nodes)])))

    def contexts_of(self, nodes: Ints) -> pa.Table:
        """Return the (context, label, node) in which some nodes sit."""
        return self.contexts.take(pa.array(self._by_node.find(nodes)))

    def seats_of(self, contexts: Iterable[tuple[str, str]]) -> Ints:
        """Return the places in `contexts` and `seats` of everyone in some contexts, given as (context, label)."""
        return self._by_context.find(self._hashed(sorted(set(contexts))))

    def seats_shared(self, seats: Seats) -> Ints:
        """Return the places of everyone in the further contexts in which two or more of those who sit in these do."""
        theirs = self.seats.keys[self._by_node.find(seats.nodes)]
        keys, counts = np.unique(theirs, return_counts=True)
        return self._by_context.find(np.setdiff1d(keys[counts > 1], seats.keys))

    def _hashed(self, pairs: list[tuple[str, str]]) -> NDArray[Any]:
        self.con.register("asked_rows", pa.table({"x": [x for x, _ in pairs], "y": [y for _, y in pairs]}, _ASKED))
        (found,) = columns(self.con, "SELECT hash(x, y) FROM asked_rows")
        self.con.unregister("asked_rows")
        return found

    def edges_of(self, nodes: Ints) -> Ints:
        """Return the places in `edges` of the edges that end in one of the nodes."""
        return self._by_end.find(nodes)

    def apart_of(self, nodes: Ints) -> Ints:
        """Return the pairs (n × 2) that the rows tell apart, of which one is among the nodes."""
        found: Ints = self.apart[self._apart.find(nodes)]
        return found

    def entity_of(self, node: int) -> str | None:
        """Return the entity of a node, None for one that is new."""
        return str(self.entities[node - 1].as_py()) if 0 < node <= self.size else None
