"""Judgements in the SQL database: added, undone, told apart by workspace."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from core.database import session_scope, upgrade
from core.errors import UserError
from resolution.judgement_table import judgements_in_force, lines, record, withdraw
from resolution.judgements import Verdict

A, B, C = (f"t:{n * 16}#person" for n in "abc")


def test_a_judgement_is_kept_with_who_why_and_what_was_seen(db: Session) -> None:
    made = record(db, "one", B, A, Verdict.SAME, "李敏", " 同一人 ", {"name": ["王伟", "王玮"]})
    assert judgements_in_force(db, "one") == [made]
    assert (made.pair, made.verdict, made.by, made.why) == ((A, B), Verdict.SAME, "李敏", "同一人")
    assert lines(db, "one")[0].seen == {"name": ["王伟", "王玮"]}
    assert made.shown == (("王伟", None), ("王玮", None))
    assert judgements_in_force(db, "two") == []


@pytest.mark.parametrize("seen", [{}, {"name": "王伟"}, {"name": [["王伟"], 7]}, {"sex": ["male", None]}])
def test_of_what_was_not_seen_or_not_written_as_it_is_here_nothing_is_shown(db: Session, seen: dict[str, Any]) -> None:
    assert record(db, "one", A, B, Verdict.SAME, "李敏", "同一人", seen).shown is None


def test_an_undone_judgement_is_out_of_force_and_its_line_stays(db: Session) -> None:
    first = record(db, "one", A, B, Verdict.SAME, "李敏", "同一人", {})
    second = record(db, "one", A, B, Verdict.DIFFERENT, "李敏", "看错了", {})
    assert judgements_in_force(db, "one") == [second]
    assert withdraw(db, "one", second.judgement_id[:6], "王检", "误操作") == second
    assert judgements_in_force(db, "one") == [first]
    assert [line.withdraws for line in lines(db, "one")] == [None, None, second.judgement_id]


def test_what_is_in_force_is_read_by_url_too(database_url: str) -> None:
    upgrade(database_url)
    with session_scope(database_url) as session:
        made = record(session, "one", A, C, Verdict.UNSURE, "李敏", "不清楚", {})
    assert judgements_in_force(database_url, "one") == [made]


@pytest.mark.parametrize(
    ("other", "by", "why", "told"), [(A, "李", "x", "twice"), (B, "李", " ", "reason"), (B, "", "x", "reviewer")]
)
def test_half_a_judgement_is_refused(db: Session, other: str, by: str, why: str, told: str) -> None:
    with pytest.raises(UserError, match=told):
        record(db, "one", A, other, Verdict.SAME, by, why, {})


def test_what_is_not_there_or_undone_already_cannot_be_undone(db: Session) -> None:
    made = record(db, "one", A, B, Verdict.SAME, "李敏", "同一人", {})
    with pytest.raises(UserError, match="no judgement"):
        withdraw(db, "two", made.judgement_id, "李敏", "x")
    withdraw(db, "one", made.judgement_id, "李敏", "x")
    with pytest.raises(UserError, match="already"):
        withdraw(db, "one", made.judgement_id, "李敏", "x")
