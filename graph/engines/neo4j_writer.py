"""Writing a whole graph into a Neo4j database in place: stamped batches, then what was not stamped is deleted."""

import uuid
from collections.abc import Iterator
from typing import Any

import neo4j
import pyarrow as pa
import pyarrow.compute as pc

from core.errors import UserError
from core.progress import Progress
from graph.rows import ENDS
from graph.schema import RelationshipType, Schema
from graph.store import GraphRows

_BATCH = 10_000


class Neo4jWriter:
    """One run that writes one workspace's graph.

    Beside the declared properties every part carries `_run`, the run that last wrote it; relationships also `_key`,
    which tells two of one pair apart. The node Meta names the workspace and
    the generation and says whether a run is writing. Every batch
    is one retried transaction that may be repeated, and a run that was broken off is mended by the next.
    """

    def __init__(
        self,
        driver: neo4j.Driver,
        database: str,
        schema: Schema,
        workspace: str,
        generation: int,
        progress: Progress,
    ) -> None:
        self.driver, self.database, self.schema, self.progress = driver, database, schema, progress
        self.workspace, self.generation, self.run = workspace, generation, uuid.uuid4().hex

    def replace(self, rows: GraphRows) -> None:
        """Make the database hold exactly `rows` (and Meta). Raises UserError where others keep data in it."""
        self._claim()
        self._constrain()
        self._do(
            "MERGE (m:Meta {id: 'meta'}) SET m.workspace = $workspace, m.generation = $generation, m.updating = true",
            workspace=self.workspace,
            generation=self.generation,
        )
        for label, table in rows.nodes.items():
            for batch in _batches(table):
                for row in batch:
                    row["_run"] = self.run
                self._do(f"UNWIND $rows AS row MERGE (n:`{label}` {{id: row.id}}) SET n = row", rows=batch)
            self.progress(f"{label}: {table.num_rows:,} nodes written")
        for name, table in rows.relationships.items():
            self._relationships(self.schema.relationships[name], table)
            self.progress(f"{name}: {table.num_rows:,} relationships written")
        self._delete("()-[part]->()", "DELETE part")
        self._delete("(part)", "DETACH DELETE part")
        self._do("MATCH (m:Meta {id: 'meta'}) SET m.updating = false, m.run = $run", run=self.run)

    def _claim(self) -> None:
        """Refuse a database with data that Clew did not write; say so when another workspace's graph is replaced."""
        meta = self._ask("MATCH (m:Meta) WHERE m.id = 'meta' RETURN m.workspace AS workspace")
        stamped = "n:Meta OR n._run IS NOT NULL" if meta else "false"
        strange = self._ask(f"MATCH (n) WHERE NOT ({stamped}) RETURN labels(n) AS labels LIMIT 1")
        if strange:
            labels = ", ".join(strange[0]["labels"]) or "none"
            raise UserError(
                f"The Neo4j database {self.database} holds nodes that Clew did not write (labels: {labels}). "
                "Give Clew a database of its own (CLEW_NEO4J_DATABASE or CLEW_NEO4J_URI), or empty this one."
            )
        if meta and meta[0]["workspace"] != self.workspace:
            self.progress(f"The Neo4j database {self.database} held the graph of another workspace; it is replaced.")

    def _constrain(self) -> None:
        known = {row["name"] for row in self._ask("SHOW CONSTRAINTS YIELD name RETURN name")}
        for label in ("Meta", *self.schema.nodes):
            if f"clew_{label}" not in known:
                text = f"CREATE CONSTRAINT `clew_{label}` IF NOT EXISTS FOR (n:`{label}`) REQUIRE n.id IS UNIQUE"
                self.driver.execute_query(text, database_=self.database)

    def _relationships(self, kind: RelationshipType, table: pa.Table) -> None:
        for start, end in kind.ends:
            text = (
                f"UNWIND $rows AS row MATCH (a:`{start}` {{id: row.a}}) MATCH (b:`{end}` {{id: row.b}}) "
                f"MERGE (a)-[r:`{kind.name}` {{_key: row.r._key}}]->(b) SET r = row.r"
            )
            chosen = pc.and_(pc.equal(table["_from_label"], start), pc.equal(table["_to_label"], end))
            for batch in _batches(table.filter(chosen)):
                rows = []
                for row in batch:
                    a, b = row["_from"], row["_to"]
                    found = {name: value for name, value in row.items() if name not in ENDS}
                    found["_key"] = "|".join(str(found[name]) for name in kind.distinguished_by)
                    found["_run"] = self.run
                    rows.append({"a": a, "b": b, "r": found})
                self._do(text, rows=rows)

    def _delete(self, pattern: str, action: str) -> None:
        """Delete what this run did not write, in small transactions."""
        old = "coalesce(part._run, '') <> $run AND NOT part:Meta"
        text = f"MATCH {pattern} WHERE {old} CALL (part) {{ {action} }} IN TRANSACTIONS OF {_BATCH} ROWS"
        with self.driver.session(database=self.database) as session:
            session.run(text, run=self.run).consume()

    def _do(self, text: str, **parameters: Any) -> None:
        with self.driver.session(database=self.database) as session:
            session.execute_write(lambda tx: tx.run(text, parameters).consume())

    def _ask(self, text: str) -> list[dict[str, Any]]:
        return [record.data() for record in self.driver.execute_query(text, database_=self.database).records]


def _batches(table: pa.Table) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, table.num_rows, _BATCH):
        yield table.slice(start, _BATCH).to_pylist()
