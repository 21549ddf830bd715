"""The Neo4j engine: one database that holds one workspace's graph."""

from collections.abc import Mapping
from itertools import islice
from typing import Any

import neo4j
from neo4j.exceptions import DriverError, Neo4jError, ServiceUnavailable, SessionExpired

from core.errors import InternalError, OutOfReach, UserError
from core.progress import Progress, silent
from graph.engines.neo4j_values import convert
from graph.engines.neo4j_writer import Neo4jWriter
from graph.engines.reading import Reading
from graph.errors import QueryFailed, QueryTimeout
from graph.schema import Schema
from graph.store import GraphRows

PATIENCE = 5.0
"""Seconds after which a server that does not answer is out of reach."""


def connect(uri: str, user: str, password: str) -> neo4j.Driver:
    """Return a driver that has reached its server. Raises UserError when it cannot."""
    try:
        driver = neo4j.GraphDatabase.driver(
            uri, auth=(user, password), notifications_min_severity="OFF", connection_timeout=PATIENCE,
            max_transaction_retry_time=PATIENCE,
        )  # fmt: skip
    except (DriverError, ValueError) as error:
        raise _unusable(uri, user, error) from None
    try:
        driver.verify_connectivity()
    except (DriverError, Neo4jError) as error:
        driver.close()
        raise _unusable(uri, user, error) from None
    return driver


class Neo4jStore(Reading):
    """A graph in a Neo4j database (see GraphStore)."""

    engine = "neo4j"

    def __init__(
        self,
        uri: str,
        user: str,
        password: str,
        database: str,
        schema: Schema,
        *,
        workspace: str,
        generation: int = 0,
        write: bool = False,
        progress: Progress = silent,
    ) -> None:
        self.schema, self.database, self.write, self.progress = schema, database, write, progress
        self.workspace, self.generation = workspace, generation
        self._driver = connect(uri, user, password)
        if not write and self._meta().get("workspace") != workspace:
            self._driver.close()
            raise UserError(
                f"The Neo4j database {database} at {uri} does not hold the graph of this workspace. Give each "
                "workspace a database of its own (CLEW_NEO4J_DATABASE or CLEW_NEO4J_URI), and run "
                "`clew build --engine neo4j`."
            )

    def _meta(self) -> dict[str, Any]:
        rows = self.read("MATCH (m:Meta) WHERE m.id = 'meta' RETURN properties(m) AS meta")
        return dict(rows[0]["meta"]) if rows else {}

    def replace(self, rows: GraphRows) -> None:
        """Make the graph hold exactly `rows`, in the name of the generation it was opened for (see Neo4jWriter)."""
        if not self.write:
            raise InternalError("This graph was opened to be read only.")
        writer = Neo4jWriter(self._driver, self.database, self.schema, self.workspace, self.generation, self.progress)
        writer.replace(rows)

    def read(
        self,
        cypher: str,
        parameters: Mapping[str, object] | None = None,
        *,
        timeout: float = 60.0,
        limit: int | None = None,
    ) -> list[dict[str, Any]]:
        """Run a reading statement and return its rows (see GraphStore). Raises OutOfReach when the server is."""
        given = dict(parameters or {})

        @neo4j.unit_of_work(timeout=timeout)
        def work(tx: neo4j.ManagedTransaction) -> list[dict[str, Any]]:
            result = tx.run(cypher, given)
            columns = result.keys()
            found = [record.values() for record in islice(result, limit)]
            result.consume()

            def look_up(elements: list[str]) -> dict[str, str]:
                text = "MATCH (n) WHERE elementId(n) IN $elements RETURN elementId(n), n.id"
                return {element: str(node_id) for element, node_id in tx.run(text, elements=elements).values()}

            return [dict(zip(columns, row, strict=True)) for row in convert(found, look_up)]

        try:
            with self._driver.session(database=self.database) as session:
                return session.execute_read(work)
        except Neo4jError as error:
            if "TransactionTimedOut" in (error.code or ""):
                raise QueryTimeout(self.engine, cypher, given, timeout) from None
            raise QueryFailed(self.engine, cypher, given, str(error.message)) from None
        except (ServiceUnavailable, SessionExpired):
            raise OutOfReach(
                "The Neo4j server does not answer. Check that it runs, and look at CLEW_NEO4J_URI."
            ) from None
        except DriverError as error:
            raise QueryFailed(self.engine, cypher, given, str(error)) from None

    def counts(self) -> dict[str, int]:
        """Return the number of nodes per label and of relationships per type (all declared names, zero included)."""
        found = dict.fromkeys([*self.schema.nodes, *self.schema.relationships], 0)
        for text in (
            "MATCH (n) UNWIND labels(n) AS name RETURN name, count(*) AS n",
            "MATCH ()-[r]->() RETURN type(r) AS name, count(*) AS n",
        ):
            found.update({row["name"]: row["n"] for row in self.read(text) if row["name"] in found})
        return found

    def updating(self) -> bool:
        """Say whether the database holds anything but the finished graph of this generation."""
        meta = self._meta()
        mine = {"workspace": self.workspace, "generation": self.generation, "updating": False}
        return {name: meta.get(name) for name in mine} != mine

    def close(self) -> None:
        """Close the connections."""
        self._driver.close()


def _unusable(uri: str, user: str, error: Exception) -> UserError:
    return UserError(
        f"Neo4j at {uri} cannot be used (user {user}): {str(error).rstrip('.')}. Check that the server runs, and look "
        "at CLEW_NEO4J_URI, CLEW_NEO4J_USER and CLEW_NEO4J_PASSWORD."
    )
