"""Judgements as the SQL database keeps them: lines are added, never changed, and belong to a workspace."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.database import Base, session_scope
from core.errors import UserError
from core.ids import digest, the_one
from resolution.judgements import Judgement, Shown, Verdict, Withdrawal, in_force, judge

LONGEST_NAME = 200


class JudgementLine(Base):
    """A judgement, or where `withdraws` names one, its withdrawal (then of the same pair and verdict).

    `seen` are the values that were compared when it was made. Triggers of the database refuse to change or remove it.
    """

    __tablename__ = "judgement"

    workspace: Mapped[str] = mapped_column(String(64), primary_key=True)
    judgement_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    a: Mapped[str] = mapped_column(Text)
    b: Mapped[str] = mapped_column(Text)
    verdict: Mapped[str] = mapped_column(String(20))
    reviewer: Mapped[str] = mapped_column(String(200))
    at: Mapped[str] = mapped_column(String(40))
    why: Mapped[str] = mapped_column(Text)
    withdraws: Mapped[str | None] = mapped_column(String(40))
    seen: Mapped[dict[str, Any]] = mapped_column(JSON)

    def line(self) -> Judgement | Withdrawal:
        """Return what the line says."""
        if self.withdraws is not None:
            return Withdrawal(self.judgement_id, self.withdraws, self.reviewer, self.at, self.why)
        verdict = Verdict(self.verdict)
        return judge(self.judgement_id, self.a, self.b, verdict, self.reviewer, self.at, self.why, _shown(self.seen))


def _shown(seen: Mapping[str, Any]) -> tuple[Shown, Shown] | None:
    """Return the name and number of either row among the values that were compared; None where neither is told."""
    told = [
        [value if isinstance(value, str) else None for value in pair] if isinstance(pair, list) and len(pair) == 2
        else [None, None] for pair in (seen.get("name"), seen.get("number"))
    ]  # fmt: skip
    names, numbers = told
    return ((names[0], numbers[0]), (names[1], numbers[1])) if any([*names, *numbers]) else None


def line_id(a: str, b: str, verdict: str, reviewer: str, at: str, why: str, withdraws: str | None) -> str:
    """Return the id of a line, formed from what it says: the same line has the same id in every workspace."""
    return f"{'J' if withdraws is None else 'W'}-{digest(a, b, verdict, reviewer, at, why, withdraws or '')}"


def record(
    db: Session, workspace: str, one: str, other: str, verdict: Verdict, by: str, why: str, seen: Mapping[str, Any]
) -> Judgement:
    """Add a judgement on two mentions within the caller's transaction; `seen` are the values that were compared.

    Raises UserError when the mentions are one and the same, or reviewer or reason are missing.
    """
    if one == other:
        raise UserError(f"A judgement is about two mentions; {one} was given twice.")
    return _judgement(_add(db, workspace, min(one, other), max(one, other), verdict, by, why, None, seen))


def withdraw(
    db: Session, workspace: str, judgement_id: str, by: str, why: str, among: Sequence[JudgementLine] | None = None
) -> Judgement:
    """Add the line that undoes a judgement, and return it; an earlier one of the reviewer on the pair counts again.

    `among`: the lines that may be known, else all. Raises UserError when there is none of this id (or its beginning),
    or it is withdrawn already.
    """
    known = {line.judgement_id: line for line in (lines(db, workspace) if among is None else among)}
    made = [name for name, line in known.items() if line.withdraws is None]
    missing = f"There is no judgement {judgement_id}. `clew judgements list --all` shows those there are."
    found = known[the_one(judgement_id, made, missing)]
    if any(line.withdraws == found.judgement_id for line in known.values()):
        raise UserError(f"The judgement {found.judgement_id} is withdrawn already.")
    _add(db, workspace, found.a, found.b, found.verdict, by, why, found.judgement_id, {})
    return _judgement(found)


def _judgement(line: JudgementLine) -> Judgement:
    found = line.line()
    assert isinstance(found, Judgement)
    return found


def _add(
    db: Session, workspace: str, a: str, b: str, verdict: str, by: str, why: str, withdraws: str | None,
    seen: Mapping[str, Any],
) -> JudgementLine:  # fmt: skip
    by, why = by.strip(), why.strip()
    if not why:
        raise UserError("A reason is needed: say in a few words why.")
    if not by or len(by) > LONGEST_NAME:
        raise UserError(f"The reviewer's name is missing or longer than {LONGEST_NAME} characters. Give another.")
    at = datetime.now(UTC).isoformat(timespec="microseconds")
    name = line_id(a, b, str(verdict), by, at, why, withdraws)
    added = JudgementLine(
        workspace=workspace, judgement_id=name, a=a, b=b, verdict=str(verdict), reviewer=by, at=at, why=why,
        withdraws=withdraws, seen=dict(seen),
    )  # fmt: skip
    db.add(added)
    db.flush()
    return added


def lines(db: Session, workspace: str) -> list[JudgementLine]:
    """Return every line of a workspace, the oldest first."""
    found = db.scalars(select(JudgementLine).where(JudgementLine.workspace == workspace))
    return sorted(found, key=lambda line: (line.at, line.judgement_id))


def judgements_in_force(database: Session | str, workspace: str) -> list[Judgement]:
    """Return the judgements in force of a workspace (its id), read from a session or the database of a URL."""
    if isinstance(database, str):
        with session_scope(database) as db:
            return judgements_in_force(db, workspace)
    return in_force(line.line() for line in lines(database, workspace))
