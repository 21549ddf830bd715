"""Judgements as rows of a file: out, and in again, every row accounted for."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from resolution.judgement_table import LONGEST_NAME, JudgementLine, line_id, lines
from resolution.judgements import Verdict

FIELDS = ("judgement_id", "a", "b", "verdict", "reviewer", "at", "why", "withdraws", "seen")
_MENTION = re.compile(r"[a-z][a-z0-9_]*:[0-9a-f]{16}(\.[0-9a-f]+)?#\S{1,200}")
_CLOCKS = timedelta(minutes=5)
"""How far the clocks of two machines may lie apart: a judgement from the future would outdo all that follow."""


@dataclass
class Account:
    """What became of the rows of a file: ids of lines taken in, how many were known, (row, reason) of the others."""

    imported: list[str] = field(default_factory=list)
    known: int = 0
    rejected: list[tuple[int, str]] = field(default_factory=list)


class _Rejected(Exception):
    """Why a row is not taken in."""


def as_row(line: JudgementLine) -> dict[str, Any]:
    """Return a line as a row of FIELDS: all text but `seen`, an object."""
    return {name: str(getattr(line, name) or "") for name in FIELDS} | {"seen": line.seen}


def take_in(db: Session, workspace: str, rows: Iterable[Mapping[str, Any]]) -> Account:
    """Add the lines of a file that a workspace lacks, within the caller's transaction; rows count from 1.

    Without an id a row gets the one that its content has; with one that is not, it is rejected: it was changed. A
    withdrawal needs the judgement that it withdraws, in the workspace or in the file.
    """
    known = {line.judgement_id: line for line in lines(db, workspace)}
    account = Account()
    given = list(enumerate(rows, start=1))
    for number, row in sorted(given, key=lambda one: bool(one[1].get("withdraws"))):
        try:
            line = _line(workspace, row, known)
        except _Rejected as why:
            account.rejected.append((number, str(why)))
            continue
        if line.judgement_id in known:
            account.known += 1
            continue
        known[line.judgement_id] = line
        account.imported.append(line.judgement_id)
        db.add(line)
    db.flush()
    account.rejected.sort()
    return account


def _line(workspace: str, row: Mapping[str, Any], known: Mapping[str, JudgementLine]) -> JudgementLine:
    told = {name: str(row.get(name) or "").strip() for name in FIELDS}
    missing = [name for name in ("a", "b", "verdict", "reviewer", "at", "why") if not told[name]]
    if missing:
        raise _Rejected(f"{', '.join(missing)} is empty")
    for name in ("a", "b"):
        if not _MENTION.fullmatch(told[name]):
            raise _Rejected(f"{name} is not the id of a mention")
    if told["a"] == told["b"]:
        raise _Rejected("a and b are the same mention")
    if told["verdict"] not in set(Verdict):
        raise _Rejected(f"the verdict is none of {', '.join(Verdict)}")
    if len(told["reviewer"]) > LONGEST_NAME:
        raise _Rejected(f"the reviewer's name is longer than {LONGEST_NAME} characters")
    told["a"], told["b"] = sorted((told["a"], told["b"]))
    told["at"] = _moment(told["at"])
    withdraws = told["withdraws"] or None
    name = line_id(told["a"], told["b"], told["verdict"], told["reviewer"], told["at"], told["why"], withdraws)
    if told["judgement_id"] not in ("", name):
        raise _Rejected("the id does not belong to what the row says; it was changed. Make a new judgement instead")
    if withdraws is not None:
        undone = known.get(withdraws)
        if undone is None or undone.withdraws is not None:
            raise _Rejected(f"there is no judgement {withdraws} to withdraw")
        if (undone.a, undone.b, undone.verdict) != (told["a"], told["b"], told["verdict"]):
            raise _Rejected(f"it is not about what the judgement {withdraws} is about")
    return JudgementLine(
        workspace=workspace, judgement_id=name, a=told["a"], b=told["b"], verdict=told["verdict"],
        reviewer=told["reviewer"], at=told["at"], why=told["why"], withdraws=withdraws, seen=_seen(row.get("seen")),
    )  # fmt: skip


def _moment(text: str) -> str:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise _Rejected("`at` is no moment like 2026-11-22T09:30:00+08:00") from None
    if found.tzinfo is None:
        raise _Rejected("`at` does not say in which time zone, like +08:00")
    if found > datetime.now(UTC) + _CLOCKS:
        raise _Rejected(f"`at` lies in the future: {text}. Put in the moment of the judgement, or set the clock right")
    return found.astimezone(UTC).isoformat(timespec="microseconds")


def _seen(told: Any) -> dict[str, Any]:
    """Return what was seen: an object of a JSON file, or the text of one in a cell."""
    try:
        found = json.loads(told) if isinstance(told, str) and told.strip() else told or {}
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise _Rejected("`seen` is no JSON object")
    return found
