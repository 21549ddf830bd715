"""What the graph is, and where it lives: the schema, and one store for either engine."""

from core.errors import UserError
from core.progress import Progress, silent
from core.settings import Settings
from core.workspace import Generation
from graph.schema import Schema, load_schema
from graph.store import GraphStore


def check_engine(settings: Settings) -> None:
    """Raise UserError where the server of a run's engine cannot be reached, before work is spent that needs it."""
    if settings.engine == "neo4j":
        from graph.engines.neo4j import connect

        connect(settings.neo4j_uri, settings.neo4j_user, settings.neo4j_password.get_secret_value()).close()


def open_store(
    settings: Settings,
    engine: str,
    generation: Generation,
    *,
    write: bool = False,
    schema: Schema | None = None,
    progress: Progress = silent,
) -> GraphStore:
    """Open the graph of a generation: its own file, or the Neo4j database of the settings.

    Only a store opened with `write` can replace the graph; on Neo4j the graph then belongs to this generation.
    Raises UserError where the server cannot be reached, and for reading where it holds no graph of this workspace.
    """
    schema = schema or load_schema()
    # Each driver takes a second to import, and a command needs at most one of them.
    if engine == "embedded":
        from graph.engines.embedded import EmbeddedStore

        return EmbeddedStore(generation.graph, schema, write=write, memory_gb=settings.memory_gb / 2)
    if engine == "neo4j":
        from graph.engines.neo4j import Neo4jStore

        return Neo4jStore(
            settings.neo4j_uri, settings.neo4j_user, settings.neo4j_password.get_secret_value(),
            settings.neo4j_database, schema, workspace=generation.workspace,
            generation=generation.number if write else generation.built_by, write=write, progress=progress,
        )  # fmt: skip
    raise UserError(f"There is no engine {engine}. Known engines: embedded, neo4j.")
