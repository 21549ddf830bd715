"""The embedded engine: one Ladybug file, written once as a whole and opened read-only ever after."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ladybug
import pyarrow as pa
import pyarrow.compute as pc

from core.errors import InternalError, UserError
from graph.engines.embedded_values import InternalId, convert
from graph.engines.reading import Reading
from graph.errors import QueryFailed, QueryTimeout
from graph.rows import ENDS, node_schema, relationship_schema
from graph.schema import Element, Schema
from graph.store import GraphRows

_TYPES = {
    "string": "STRING", "strings": "STRING[]", "int": "INT64", "float": "DOUBLE", "bool": "BOOL", "date": "DATE",
    "timestamp": "TIMESTAMP",
}  # fmt: skip

# Neo4j's names for what Ladybug calls differently, so that one text runs on both.
_MACROS = (
    "type(r) AS label(r)",
    "head(l) AS list_extract(l, 1)",
    "last(l) AS list_extract(l, -1)",
    "toString(x) AS cast(x AS STRING)",
    "toInteger(x) AS cast(x AS INT64)",
    "toFloat(x) AS cast(x AS DOUBLE)",
    "split(s, d) AS string_split(s, d)",
    "datetime(x) AS timestamp(x)",
    "elementId(n) AS cast(id(n) AS STRING)",
)
_UNSAVED = 300_000  # rows that are loaded between two checkpoints; until then they stay in memory
_FEW = 64  # ends of edges up to which looking them up one by one beats reading the whole label


def _columns(element: Element) -> str:
    return ", ".join(f"`{p.name}` {_TYPES[p.type]}" for p in element.properties)


def ddl(schema: Schema) -> Iterator[str]:
    """Yield the statements that make an empty database of this schema."""
    for node in schema.nodes.values():
        yield f"CREATE NODE TABLE `{node.name}`(`id` STRING PRIMARY KEY, {_columns(node)})"
    for kind in schema.relationships.values():
        ends = ", ".join(f"FROM `{start}` TO `{end}`" for start, end in kind.ends)
        yield f"CREATE REL TABLE `{kind.name}`({ends}, {_columns(kind)})"
    for macro in _MACROS:
        yield f"CREATE MACRO {macro}"


class EmbeddedStore(Reading):
    """A graph in one Ladybug file (see GraphStore)."""

    engine = "embedded"

    def __init__(self, path: Path, schema: Schema, *, write: bool = False, memory_gb: float = 2.0) -> None:
        self.path, self.schema, self.write, self.memory_gb = path, schema, write, memory_gb
        self._database: ladybug.Database | None = None
        self._idle: list[ladybug.Connection] = []
        self._lock = threading.Lock()
        self._labels: dict[int, str] = {}
        self._ids: dict[str, dict[int, str]] = {}

    def _open(self, path: Path, *, read_only: bool) -> ladybug.Database:
        # Checkpoints are made by `replace`: one per bulk load took three times as long.
        return ladybug.Database(
            str(path), read_only=read_only, buffer_pool_size=int(self.memory_gb * 2**30), auto_checkpoint=False
        )

    def replace(self, rows: GraphRows) -> None:
        """Make the graph hold exactly `rows`: a new file is written aside and takes the place of the old one."""
        if not self.write:
            raise InternalError("This graph was opened to be read only.")
        self.close()
        aside = self.path.with_name(self.path.name + ".new")
        for leftover in self.path.parent.glob(aside.name + "*"):
            leftover.unlink()
        with self._open(aside, read_only=False) as database:
            _run(database, "BEGIN TRANSACTION", *ddl(self.schema), "COMMIT")
            waiting = 0
            for text, table in self._copies(rows):
                _copy(database, text, table)
                waiting += table.num_rows
                if waiting > _UNSAVED:
                    _run(database, "CHECKPOINT")
                    waiting = 0
            _run(database, "CHECKPOINT")
        aside.replace(self.path)

    def _copies(self, rows: GraphRows) -> Iterator[tuple[str, pa.Table]]:
        """Yield the bulk loads that make a graph; each table is read, loaded and let go before the next."""
        for label, table in rows.nodes.items():
            yield f"COPY `{label}` FROM $rows", table.select(node_schema(self.schema.nodes[label]).names)
        for name, table in rows.relationships.items():
            kind = self.schema.relationships[name]
            columns = ["_from", "_to", *relationship_schema(kind).names[len(ENDS) :]]
            left = table.num_rows
            for start, end in kind.ends:
                chosen = pc.and_(pc.equal(table["_from_label"], start), pc.equal(table["_to_label"], end))
                found = table.filter(chosen).select(columns)
                left -= found.num_rows
                yield f"COPY `{name}` FROM $rows (from='{start}', to='{end}')", found
            if left:
                raise InternalError(f"{left} {name} relationships join labels that graph/schema.yaml does not pair.")

    @contextmanager
    def _connected(self) -> Iterator[ladybug.Connection]:
        """Lend a connection to one thread.

        They are kept: each remembers the plans of its texts, and planning takes several times as long as a short read.
        """
        with self._lock:
            if self._database is None:
                if not self.path.exists():
                    raise UserError(f"There is no graph at {self.path} yet. Run `clew build` (or `clew run`) first.")
                self._database = self._open(self.path, read_only=True)
            database = self._database
            connection = self._idle.pop() if self._idle else ladybug.Connection(database)
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        with self._lock:
            if database is self._database:
                self._idle.append(connection)
            else:
                connection.close()

    def read(
        self,
        cypher: str,
        parameters: Mapping[str, object] | None = None,
        *,
        timeout: float = 60.0,
        limit: int | None = None,
    ) -> list[dict[str, Any]]:
        """Run a reading statement and return its rows (see GraphStore)."""
        given = dict(parameters or {})
        with self._connected() as connection:
            connection.set_query_timeout(max(1, int(timeout * 1000)))
            try:
                with _execute(connection, cypher, given) as result:
                    columns = result.get_column_names()
                    found = result.get_all() if limit is None else result.get_n(limit)
            except RuntimeError as error:
                if "Interrupted" in str(error):
                    raise QueryTimeout(self.engine, cypher, given, timeout) from None
                raise QueryFailed(self.engine, cypher, given, str(error).rstrip(".!") + ".") from None
        return [dict(zip(columns, row, strict=True)) for row in convert(found, self._look_up)]

    def _look_up(self, wanted: set[InternalId]) -> dict[InternalId, str]:
        """Return the ids of nodes by Ladybug's internal ids: few are asked for, for many the whole label is kept."""
        if not self._labels:
            self._labels = {row[0]: row[1] for row in self._all("CALL show_tables() RETURN id, name")}
        found: dict[InternalId, str] = {}
        for table in sorted({table for table, _ in wanted}):
            label = self._labels[table]
            offsets = sorted(offset for other, offset in wanted if other == table)
            text = f"MATCH (n:`{label}`) {{}} RETURN offset(id(n)) AS place, n.id AS name"
            if label not in self._ids and len(offsets) > _FEW:
                self._ids[label] = dict(self._all(text.format("")))
            if label in self._ids:
                found.update({(table, offset): self._ids[label][offset] for offset in offsets})
            else:
                rows = self._all(text.format("WHERE offset(id(n)) IN $offsets"), {"offsets": offsets})
                found.update({(table, offset): name for offset, name in rows})
        return found

    def _all(self, text: str, parameters: dict[str, Any] | None = None) -> list[Any]:
        with self._connected() as connection, _execute(connection, text, parameters) as result:
            return list(result.get_all())

    def counts(self) -> dict[str, int]:
        """Return the number of nodes per label and of relationships per type (all declared names, zero included)."""
        found = dict.fromkeys([*self.schema.nodes, *self.schema.relationships], 0)
        for what, pattern in (("n", "(n)"), ("r", "()-[r]->()")):
            found.update(self._all(f"MATCH {pattern} RETURN label({what}), count(*)"))
        return found

    def updating(self) -> bool:
        """Say no: a generation has a file of its own, never written again."""
        return False

    def close(self) -> None:
        """Release the file."""
        with self._lock:
            for connection in self._idle:
                connection.close()
            self._idle.clear()
            if self._database is not None:
                self._database.close()
                self._database = None
                self._ids.clear()


def _copy(database: ladybug.Database, text: str, table: pa.Table) -> None:
    """Bulk-load a table.

    A connection keeps every table it was given until it is closed, and Ladybug crashes when it is given one object
    twice: so each load has a connection and an object of its own.
    """
    if table.num_rows:
        with ladybug.Connection(database) as connection:
            _execute(connection, text, {"rows": pa.table(table)}).close()


def _run(database: ladybug.Database, *texts: str) -> None:
    with ladybug.Connection(database) as connection:
        for text in texts:
            _execute(connection, text).close()


def _execute(
    connection: ladybug.Connection, text: str, parameters: dict[str, Any] | None = None
) -> ladybug.QueryResult:
    """Run one statement; RuntimeError is Ladybug's word for everything that can go wrong."""
    result = connection.execute(text, parameters or {})
    if isinstance(result, list):
        raise RuntimeError("A text may hold one statement only")
    return result
