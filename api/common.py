"""What all commands share: options, settings, output, and looking behind the mask with a reason."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import duckdb
import typer
from rich.console import Console
from sqlalchemy.orm import Session

from api.leads import record_leads
from core import journal
from core.database import session_scope, upgrade
from core.errors import UserError
from core.settings import Settings, load_settings
from core.workspace import Generation, Workspace
from graph import open_store
from graph.store import GraphStore
from records.store import open_records

WIDE = 10_000
"""Columns where nothing bounds a line: in a pipe or a file."""

console = Console(
    highlight=False, markup=False, emoji=False, soft_wrap=True,
    width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else WIDE,
)  # fmt: skip
"""Prints text as it is: what agencies write in brackets is no markup. What stands out is a `Text` with a style."""

WorkspaceOption = Annotated[
    Path | None, typer.Option("-w", "--workspace", help="Where the workspace lives (else CLEW_WORKSPACE).")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON alone on stdout, for programs.")]
RevealOption = Annotated[
    str | None, typer.Option("--reveal", metavar="REASON", help="Show names and numbers; the reason is journalled.")
]
EngineOption = Annotated[str | None, typer.Option("--engine", help="embedded or neo4j.", metavar="ENGINE")]
AsOfOption = Annotated[
    datetime | None,
    typer.Option(
        "--as-of", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="The day as of which rules count; else today."
    ),
]
MappingsOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--mappings",
        help="A folder of mappings that adds to the built-in ones; later runs use it too. `none`: no more.",
    ),
]
ModelsOption = Annotated[
    list[Path] | None, typer.Option("--models", help="A folder of models that adds to the built-in ones.")
]
RunModelsOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--models", help="A folder of models that adds to the built-in ones; later runs use it too. `none`: no more."
    ),
]


def folders(given: list[Path] | None, what: str) -> list[Path]:
    """Return the folders given. Raises UserError for one that is not there."""
    for folder in given or []:
        if not folder.is_dir():
            raise UserError(f"The folder of {what} {folder} does not exist. Give an existing folder.")
    return [folder.resolve() for folder in given or []]


def folders_or_remembered(given: list[Path] | None, what: str) -> list[Path] | None:
    """Return the folders given to a run: the word `none` means no folder, None those of the run before."""
    if given is None or given == [Path("none")]:
        return None if given is None else []
    return folders(given, what)


def as_day(given: datetime | None) -> date:
    """Return the as-of date: the one given, else today."""
    return given.date() if given is not None else datetime.now().astimezone().date()


def say_json(value: object) -> None:
    """Print one JSON document on stdout."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))


@contextmanager
def opened(workspace: Path | None, **flags: Any) -> Iterator[tuple[Settings, Generation, duckdb.DuckDBPyConnection]]:
    """Hold the published generation and open its records for reading."""
    settings = load_settings(workspace, **flags)
    upgrade_existing(settings)
    with (
        Workspace(settings.workspace).reading() as generation,
        open_records(generation.records, settings.memory_gb, read_only=True) as con,
    ):
        record_leads(generation, settings)
        yield settings, generation, con


@contextmanager
def opened_database(workspace: Path | None) -> Iterator[tuple[Session, str, str]]:
    """Yield a session on the SQL database of a workspace, the workspace's id, and who acts; committed at the end."""
    settings = load_settings(workspace)
    upgrade_existing(settings)
    with session_scope(settings.url) as db:
        yield db, Workspace(settings.workspace).id, journal.actor_name(settings.actor)


@contextmanager
def opened_graph(settings: Settings, generation: Generation) -> Iterator[GraphStore]:
    """Open the graph of a generation for reading, in the engine it was built in."""
    store = open_store(settings, generation.engine, generation)
    try:
        yield store
    finally:
        store.close()


def told_updating(store: GraphStore) -> bool:
    """Return whether the graph that was just read is being updated, and say so on stderr."""
    updating = store.updating()
    if updating:
        note = "Note: the graph is being updated, or its last update was broken off; this answer may mix two states."
        typer.echo(note, err=True)
    return updating


def upgrade_existing(settings: Settings) -> None:
    """Bring the SQL database up to date; a workspace that is not there is an error, not a new folder."""
    if not settings.workspace.is_dir():
        raise UserError(
            f"There is no workspace at {settings.workspace}. Name one with -w, or make it with `clew run SOURCE -w …`."
        )
    upgrade(settings.url)


def revealed(settings: Settings, reason: str | None, action: str, subject: str) -> bool:
    """Return whether names and numbers may be shown; journals the reason first, in its own transaction."""
    if reason is None:
        return False
    with session_scope(settings.url) as db:
        workspace = Workspace(settings.workspace).id
        journal.append(db, workspace, journal.actor_name(settings.actor), action, subject, reason)
    return True
