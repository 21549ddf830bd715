"""What the graph is, and where it lives: the schema, and one store for either engine."""

from pathlib import Path

from core.errors import UserError
from core.progress import Progress, silent
from core.settings import Settings
from graph.engines.embedded import EmbeddedStore
from graph.schema import Schema, load_schema
from graph.store import GraphStore


def open_store(
    settings: Settings,
    engine: str,
    path: Path,
    workspace: str = "",
    *,
    write: bool = False,
    schema: Schema | None = None,
    progress: Progress = silent,
) -> GraphStore:
    """Open the graph of a workspace: the file at `path`, or the Neo4j database of the settings.

    Only a store opened with `write` can replace the graph; on Neo4j the graph then belongs to `workspace` (its id).
    Raises UserError where the server cannot be reached or holds data that Clew did not write.
    """
    schema = schema or load_schema()
    if engine == "embedded":
        return EmbeddedStore(path, schema, memory_gb=settings.memory_gb / 2)
    raise UserError(f"There is no engine {engine}. Known engines: embedded, neo4j.")
