"""Judgements from a file: every row is imported, known already or rejected, with the reason."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from resolution.judgement_exchange import as_row, take_in
from resolution.judgement_table import judgements_in_force, lines, record, withdraw
from resolution.judgements import Verdict

A, B, C = (f"ps_population:{n * 16}#person" for n in "abc")
ROW = {"a": B, "b": A, "verdict": "same", "reviewer": "李敏", "at": "2026-11-01T09:00:00+08:00", "why": "同一人"}


def test_what_one_workspace_exports_another_takes_in_once(db: Session) -> None:
    kept = record(db, "one", A, B, Verdict.SAME, "李敏", "同一人", {"name": ["王伟", "王玮"]})
    undone = record(db, "one", A, C, Verdict.DIFFERENT, "李敏", "两个人", {})
    withdraw(db, "one", undone.judgement_id, "王检", "误操作")
    rows = [as_row(line) for line in reversed(lines(db, "one"))]
    first, again = take_in(db, "two", rows), take_in(db, "two", rows)
    assert (len(first.imported), first.known, first.rejected) == (3, 0, [])
    assert (again.imported, again.known, again.rejected) == ([], 3, [])
    assert judgements_in_force(db, "two") == judgements_in_force(db, "one") == [kept]
    assert lines(db, "two")[0].seen == {"name": ["王伟", "王玮"]}


def test_a_row_written_by_hand_gets_the_id_of_what_it_says(db: Session) -> None:
    assert take_in(db, "one", [ROW, ROW]).known == 1
    (made,) = judgements_in_force(db, "one")
    assert (made.a, made.b, made.at) == (A, B, "2026-11-01T01:00:00.000000+00:00")
    assert take_in(db, "one", [ROW | {"judgement_id": made.judgement_id}]).known == 1


@pytest.mark.parametrize(("ahead", "taken"), [(timedelta(minutes=1), 1), (timedelta(hours=1), 0)])
def test_a_clock_may_be_minutes_ahead_and_no_more(db: Session, ahead: timedelta, taken: int) -> None:
    account = take_in(db, "one", [ROW | {"at": (datetime.now(UTC) + ahead).isoformat()}])
    assert len(account.imported) == taken


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"why": ""}, "why is empty"),
        ({"a": "P-0123456789abcdef"}, "a is not the id of a mention"),
        ({"a": A}, "the same mention"),
        ({"verdict": "maybe"}, "verdict is none of"),
        ({"reviewer": "李" * 201}, "longer than"),
        ({"at": "yesterday"}, "no moment"),
        ({"at": "2026-11-01T09:00:00"}, "time zone"),
        ({"at": "2999-01-01T00:00:00+00:00"}, "future"),
        ({"judgement_id": "J-0123456789abcdef"}, "it was changed"),
        ({"withdraws": "J-0123456789abcdef"}, "no judgement J-0123456789abcdef to withdraw"),
        ({"seen": "[1]"}, "no JSON object"),
    ],
)
def test_a_row_that_cannot_be_taken_in_is_told_and_the_others_are_taken(
    db: Session, changed: dict[str, Any], reason: str
) -> None:
    account = take_in(db, "one", [ROW | changed, ROW])
    assert len(account.imported) == 1
    ((number, told),) = account.rejected
    assert number == 1
    assert reason in told
