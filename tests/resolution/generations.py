"""A generation made of a few mentions, what is told of new ones against it, and what the next run makes of them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from core.progress import silent
from resolution.added.arrivals import of_records
from resolution.added.outcome import Outcome
from resolution.added.resolver import Resolver
from resolution.judgements import Judgement
from resolution.resolve import resolve
from tests.resolution.mentions import write

Rows = Sequence[dict[str, Any]]
Ties = Sequence[tuple[str, str, str]]


def publish(
    path: Path, said: Rows, ties: Ties = (), *, sealed: Sequence[str] = (), judgements: Sequence[Judgement] = ()
) -> Resolver:
    """Resolve mentions into a records file, seal some of its records, and return what resolves new ones against it."""
    with write(path, said, ties) as con:
        resolve(con, None, None, silent, judgements)
        con.execute("CREATE TABLE sealed_record AS SELECT unnest($1::VARCHAR[]) AS record_id", [list(sealed)])
    return Resolver(path)


def entities(path: Path) -> dict[str, str]:
    """Return the entity of each mention of a generation."""
    with duckdb.connect(str(path), read_only=True) as con:
        return dict(con.execute("SELECT mention_id, entity_id FROM mention_entity").fetchall())


def answer(resolver: Resolver, said: Rows, ties: Ties = (), judgements: Sequence[Judgement] | None = None) -> Outcome:
    """Return what is told of new mentions."""
    with write(":memory:", said, ties) as con:
        return resolver.resolve(of_records(con), judgements)


def run_again(path: Path, said: Rows, ties: Ties = (), judgements: Sequence[Judgement] = ()) -> dict[str, str]:
    """Return the entity of each mention by a run after the generation of `path`."""
    with write(":memory:", said, ties) as con:
        resolve(con, path, None, silent, judgements)
        return dict(con.execute("SELECT mention_id, entity_id FROM mention_entity").fetchall())
