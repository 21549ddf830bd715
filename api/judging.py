"""Judging two: which mentions are meant, what was seen of them, and the line that is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import duckdb
from sqlalchemy.orm import Session

from api.lookups import one_entity
from api.sameness import compared
from core.errors import UserError
from records.lookup import asked, sealed_among
from resolution.judgement_table import JudgementLine, lines, record
from resolution.judgements import Judgement, Verdict, in_force

OnTwo = TypeVar("OnTwo", JudgementLine, Judgement)


class NoSuchMention(UserError):
    """There is no open mention of this id."""

    def __init__(self, mention_id: str) -> None:
        self.mention_id = mention_id
        super().__init__(
            f"There is no mention {mention_id}. `clew person show` lists the mentions of an entity with their ids."
        )


class SameTwice(UserError):
    """What is to be judged against another is that other."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"Both are {name}. Name two entities, or two mentions (`clew person show` lists the mentions of an entity)."
        )


@dataclass(frozen=True)
class Meant:
    """A mention that is judged, its entity, and whether the entity was asked for and the mention chosen for it."""

    mention_id: str
    entity_id: str
    chosen: bool


def two(
    con: duckdb.DuckDBPyConnection,
    a: str,
    b: str,
    entity_called: Callable[[duckdb.DuckDBPyConnection, str], str] = one_entity,
) -> tuple[Meant, Meant]:
    """Return the mentions that two ids, of mentions or of entities, mean; `entity_called` finds the entity of a text.

    For an entity stands the first by id of its mentions joined by number, else of those with a name, else of all; not
    the one it is judged against. Raises NoSuchMention, SameTwice, and what `entity_called` raises.
    """
    one, other = _mention(con, a), _mention(con, b)
    first = one or _of_entity(con, entity_called(con, a), other)
    second = other or _of_entity(con, entity_called(con, b), one)
    if first.mention_id == second.mention_id or (
        first.chosen and second.chosen and first.entity_id == second.entity_id
    ):
        raise SameTwice(first.entity_id if first.chosen else first.mention_id)
    return first, second


def _mention(con: duckdb.DuckDBPyConnection, text: str) -> Meant | None:
    """Return an open mention by its id, None for what is no mention's id."""
    if "#" not in text:
        return None
    found = asked(
        con,
        """SELECT entity_id FROM open_mention m WHERE mention_id = $1 AND entity_id = (
               SELECT entity_id FROM mention_entity WHERE mention_id = $1) LIMIT 1""",
        [text.strip()],
    ).fetchall()
    if not found:
        raise NoSuchMention(text)
    return Meant(text.strip(), found[0][0], chosen=False)


def _of_entity(con: duckdb.DuckDBPyConnection, entity_id: str, other: Meant | None) -> Meant:
    found = asked(
        con,
        """SELECT mention_id FROM open_mention WHERE entity_id = $1 AND mention_id <> $2
           ORDER BY match_basis <> 'number', name IS NULL, mention_id LIMIT 1""",
        [entity_id, other.mention_id if other else ""],
    ).fetchall()
    if not found:
        raise SameTwice(f"{other.mention_id if other else entity_id}, the only mention of {entity_id}")
    return Meant(found[0][0], entity_id, chosen=True)


def seen(con: duckdb.DuckDBPyConnection, a: str, b: str) -> dict[str, Any]:
    """Return the values of two mentions that a reviewer compares, as they stand now: {field: [a, b]}, in id order."""
    found = compared(con, min(a, b), max(a, b), open_=True)
    assert found is not None
    sides = {one["name"]: [_plain(one["a"]), _plain(one["b"])] for one in found["comparisons"]}
    return {name: both for name, both in sides.items() if any(both)}


def _plain(value: Any) -> Any:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(one) for one in value]
    return value if value is None else str(value)


def decide(
    con: duckdb.DuckDBPyConnection, db: Session, workspace: str, pair: tuple[Meant, Meant], verdict: Verdict, by: str,
    why: str,
) -> Judgement:  # fmt: skip
    """Keep a verdict on two mentions with what was seen of them, within the caller's transaction."""
    a, b = (one.mention_id for one in pair)
    return record(db, workspace, a, b, verdict, by, why, seen(con, a, b))


def journalled(made: Judgement) -> str:
    """Return how the journal names a judgement."""
    return f"{made.judgement_id} {made.verdict} {made.a} {made.b}"


def as_data(made: Judgement) -> dict[str, Any]:
    """Return a judgement for programs."""
    return {
        "judgement_id": made.judgement_id, "a": made.a, "b": made.b, "verdict": made.verdict, "by": made.by,
        "at": made.at, "why": made.why,
    }  # fmt: skip


def unsealed(con: duckdb.DuckDBPyConnection, found: Sequence[OnTwo]) -> list[OnTwo]:
    """Return the lines or judgements of which neither mention stands in a sealed record."""
    records = {mention: mention.partition("#")[0] for line in found for mention in (line.a, line.b)}
    sealed = sealed_among(con, sorted(set(records.values())))
    return [line for line in found if records[line.a] not in sealed and records[line.b] not in sealed]


def dormant(con: duckdb.DuckDBPyConnection, db: Session, workspace: str, ids: Sequence[str]) -> int:
    """Return how many of these judgements name a mention that the generation does not have."""
    wanted = [line for line in lines(db, workspace) if line.judgement_id in set(ids) and line.withdraws is None]
    there = entities_of(con, [mention for line in wanted for mention in (line.a, line.b)])
    return sum(line.a not in there or line.b not in there for line in wanted)


def entities_of(con: duckdb.DuckDBPyConnection, mentions: Sequence[str]) -> dict[str, str]:
    """Return the entity of each mention that the generation has."""
    rows = con.execute(
        "SELECT mention_id, entity_id FROM mention_entity WHERE mention_id IN (SELECT unnest($1))", [list(mentions)]
    )
    return dict(rows.fetchall())


def listed(con: duckdb.DuckDBPyConnection, db: Session, workspace: str, *, every: bool = False) -> list[dict[str, Any]]:
    """Return judgements in force, or every one, the newest first: {judgement_id, a, b, verdict, by, at, why, state}.

    `state` is what the generation made of it (obeyed, against_evidence, contradicted, noted, changed, dormant), waiting
    where it was made after; withdrawn; or superseded, where the reviewer has judged the pair again. Sealed records are
    left out.
    """
    known = unsealed(con, lines(db, workspace))
    force = {one.judgement_id for one in in_force(line.line() for line in known)}
    gone = {line.withdraws for line in known}
    made_with = states(con)
    told = []
    for line in reversed(known):
        if line.withdraws is not None or not (every or line.judgement_id in force):
            continue
        state = made_with.get(line.judgement_id, "waiting") if line.judgement_id in force else "superseded"
        told.append(
            {
                "judgement_id": line.judgement_id, "a": line.a, "b": line.b, "verdict": line.verdict,
                "by": line.reviewer, "at": line.at, "why": line.why,
                "state": "withdrawn" if line.judgement_id in gone else state,
            }
        )  # fmt: skip
    return told


def states(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return what the generation made of each judgement; nothing where an older Clew resolved it."""
    try:
        return dict(con.execute("SELECT judgement_id, state FROM judgement").fetchall())
    except duckdb.CatalogException:
        return {}
