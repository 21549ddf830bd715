"""A lead keeps its identity, its status and its history through every run."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core.database import session_scope, upgrade
from core.errors import UserError
from queries import leads
from queries.findings import Finding
from queries.lead_export import EXPORT_COLUMNS, explanation, export_rows
from queries.lead_search import LeadFilter, about, find
from queries.lead_tables import Lead, LeadEvent
from queries.model import BUILT_IN, read_model
from queries.runner import Outcome, RuleRun

M19 = read_model(BUILT_IN / "multi_case")
AS_OF = date(2026, 6, 30)
VALUES = {
    "earlier_case": "J-1", "earlier_county": "520502", "later_county": "520103", "execution_end": "2018-06-30",
    "crime_date": "2022-03-01", "gap_days": 1340,
}  # fmt: skip
FOUND = Finding(
    "M19", "R1", "P-1", "J-2", date(2022, 9, 1), None, (), "", VALUES, ("ct_criminal_judgment:1", "pr_inmate:2"), 1.0
)


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    upgrade(database_url)
    with session_scope(database_url) as opened:
        yield opened


def outcome(*found: Finding, rules: Sequence[str] = ("R1",)) -> Outcome:
    runs = [
        RuleRun("M19", rule, tuple(f for f in found if f.rule == rule), 10, parameters={"recid_years": 5})
        for rule in rules
    ]
    return Outcome(AS_OF, tuple(runs))


def record(
    session: Session,
    generation: int,
    *found: Finding,
    rules: Sequence[str] = ("R1",),
    workspace: str = "ws",
    **became: str,
) -> int:
    def rows(ids: Sequence[str]) -> dict[str, Any]:
        return {i: {"table": i.partition(":")[0], "cells": {"姓名": "杨光"}} for i in ids}

    def names(ids: Sequence[str]) -> dict[str, str]:
        return dict.fromkeys(ids, "杨光明")

    successors = {f"P-{old[1:]}": [f"P-{new[1:]}"] for old, new in became.items()}
    return leads.record(session, outcome(*found, rules=rules), [M19], workspace, generation, successors, rows, names)


def only(session: Session) -> Lead:
    return session.scalars(select(Lead)).one()


def told(session: Session) -> list[str]:
    return [event.what for event in session.scalars(select(LeadEvent).order_by(LeadEvent.event_id))]


def test_a_lead_on_a_row_sealed_since_is_shown_nowhere_until_it_is_open_again(session: Session) -> None:
    record(session, 1, FOUND)
    lead = only(session).lead_id
    for generation, sealed, shown in ((2, ["pr_inmate:2"], 0), (3, [], 1)):
        leads.record(session, outcome(), [M19], "ws", generation, {}, lambda ids: {}, lambda ids: {}, sealed)
        assert len(leads.list_leads(session, "ws")) == shown
        assert find(session, "ws", LeadFilter(gone=True))[0] == shown
        assert [one.lead_id for one in about(session, "ws", [FOUND.principal])] == []
    record(session, 4, FOUND)
    leads.record(session, outcome(), [M19], "ws", 5, {}, lambda ids: {}, lambda ids: {}, ["pr_inmate:2"])
    with pytest.raises(UserError, match="There is no lead"):
        leads.get_lead(session, "ws", lead)


def test_a_finding_becomes_a_lead_with_evidence_law_and_severity(session: Session) -> None:
    assert record(session, 1, FOUND) == 1
    lead = leads.get_lead(session, "ws", only(session).lead_id)
    assert lead.severity == 5
    assert lead.status == "screening"
    assert set(lead.evidence) == {"ct_criminal_judgment:1", "pr_inmate:2"}
    assert {(c["article"], c["checked"]) for c in lead.legal_basis} == {
        ("65", "verified"),
        ("85", "verified"),
        ("254", "verified"),
    }


def test_the_law_is_that_of_the_day_of_the_event(session: Session) -> None:
    record(session, 1, replace(FOUND, event_date=date(2010, 1, 1)))
    assert [(c["article"], c["document"]) for c in only(session).legal_basis] == [("65", ""), ("85", "")]


def test_evidence_keeps_what_no_text_should_hold(session: Session) -> None:
    odd = {"姓名": "杨\x00光\ud800", "备注": '"\\u0000"'}

    def rows(ids: Sequence[str]) -> dict[str, Any]:
        return {record_id: [odd] for record_id in ids}

    leads.record(session, outcome(FOUND), [M19], "ws", 1, {}, rows, lambda ids: {})
    lead_id = only(session).lead_id
    session.expire_all()
    assert leads.get_lead(session, "ws", lead_id).evidence == {record_id: [odd] for record_id in FOUND.records}


def test_the_same_generation_twice_changes_nothing(session: Session) -> None:
    record(session, 1, FOUND)
    assert record(session, 1) == 1
    assert only(session).holds
    assert told(session) == ["found"]


def test_a_second_run_neither_doubles_a_lead_nor_loses_its_status(session: Session) -> None:
    record(session, 1, FOUND)
    leads.set_status(session, "ws", only(session).lead_id, "verification", "赵检", "调卷")
    record(session, 2, replace(FOUND, confidence=0.97))
    lead = only(session)
    assert (lead.status, lead.first_generation, lead.last_generation) == ("verification", 1, 2)
    assert lead.identity_note == "身份待核"
    assert told(session) == ["found", "status"]


def test_a_superseded_principal_keeps_the_lead(session: Session) -> None:
    record(session, 1, FOUND)
    before = only(session).lead_id
    record(session, 2, replace(FOUND, principal="P-9"), P1="P9")
    lead = only(session)
    assert (lead.lead_id, lead.principal_entity_id, lead.holds) == (before, "P-9", True)
    assert told(session) == ["found", "principal superseded"]


def test_a_lead_is_found_by_its_principal_and_parties_of_the_last_run(session: Session) -> None:
    record(session, 1, replace(FOUND, parties=("P-7", "P-8")), workspace="another")
    record(session, 1, replace(FOUND, parties=("P-7", "P-8")))
    record(session, 2, replace(FOUND, principal="P-9", parties=("P-8",)), P1="P9")
    mine = {one: find(session, "ws", LeadFilter(entity=one))[0] for one in ("P-1", "P-7", "P-8", "P-9", "P-")}
    assert mine == {"P-1": 0, "P-7": 0, "P-8": 1, "P-9": 1, "P-": 0}
    assert [lead.workspace for lead in about(session, "ws", ["P-8", "P-9"])] == ["ws"]


def test_an_unrelated_principal_is_another_lead(session: Session) -> None:
    record(session, 1, FOUND)
    record(session, 2, replace(FOUND, principal="P-9"))
    assert [(lead.principal_entity_id, lead.holds) for lead in session.scalars(select(Lead).order_by(Lead.holds))] == [
        ("P-1", False),
        ("P-9", True),
    ]


def test_of_two_leads_that_became_one_the_one_people_worked_on_goes_on(session: Session) -> None:
    record(session, 1, replace(FOUND, principal="P-1"), replace(FOUND, principal="P-2"))
    worked = max(lead.lead_id for lead in leads.list_leads(session, "ws"))
    leads.set_status(session, "ws", worked, "triage", "赵检")
    record(session, 2, replace(FOUND, principal="P-3"), P1="P3", P2="P3")
    by_id = {lead.lead_id: lead for lead in leads.list_leads(session, "ws")}
    assert {i: (lead.holds, lead.status) for i, lead in by_id.items()} == {
        worked: (True, "triage"),
        min(by_id): (False, "screening"),
    }


def test_a_lead_that_is_no_longer_found_stays_and_comes_back(session: Session) -> None:
    record(session, 1, FOUND)
    leads.set_status(session, "ws", only(session).lead_id, "established", "赵检")
    assert record(session, 2) == 0
    assert (only(session).holds, only(session).status) == (False, "established")
    assert record(session, 3, FOUND) == 1
    assert told(session) == ["found", "status", "no longer found", "found again"]


def test_a_rule_that_did_not_run_says_nothing_about_its_leads(session: Session) -> None:
    record(session, 1, FOUND)
    failed = Outcome(AS_OF, (RuleRun("M19", "R1", error="out of time"), RuleRun("M19", "R2", missing=("ct_x",))))
    leads.record(session, failed, [M19], "ws", 2, {}, lambda ids: {}, lambda ids: {})
    lacking = Outcome(AS_OF, (RuleRun("M19", "R1", missing=("ct_case",)),))
    leads.record(session, lacking, [M19], "ws", 3, {}, lambda ids: {}, lambda ids: {})
    assert only(session).holds
    assert told(session) == ["found"]


def test_a_lead_of_a_rule_that_the_run_did_not_know_no_longer_holds_until_it_is_run_again(session: Session) -> None:
    record(session, 1, FOUND)
    assert record(session, 2, rules=("R2",)) == 0
    assert not only(session).holds
    assert record(session, 3, FOUND) == 1
    assert told(session) == ["found", "rule no longer run", "found again"]


def test_workspaces_that_share_a_database_have_leads_of_their_own(session: Session) -> None:
    record(session, 1, FOUND)
    (lead_id,) = [lead.lead_id for lead in leads.list_leads(session, "ws")]
    assert record(session, 1, FOUND, workspace="next") == 1
    assert record(session, 2, workspace="next") == 0
    leads.set_status(session, "next", lead_id, "dismissed", "赵检")
    mine, theirs = (leads.get_lead(session, name, lead_id) for name in ("ws", "next"))
    assert [(lead.holds, lead.status) for lead in (mine, theirs)] == [(True, "screening"), (False, "dismissed")]
    assert [one.what for one in leads.history(session, "ws", lead_id)] == ["found"]
    with pytest.raises(UserError, match="no lead"):
        leads.get_lead(session, "third", lead_id)


def test_a_suppressed_candidate_is_kept_with_its_reason_and_is_no_lead(session: Session) -> None:
    assert record(session, 1, replace(FOUND, excluded="already_treated")) == 0
    assert leads.list_leads(session, "ws") == []
    assert [lead.excluded_by for lead in leads.list_leads(session, "ws", suppressed=True)] == ["already_treated"]
    assert record(session, 2, FOUND) == 1
    assert told(session) == ["found", "exclusion changed"]


def test_models_of_another_day_are_told(session: Session) -> None:
    with pytest.raises(UserError, match="M19 R1, which is no longer among the models"):
        leads.record(session, outcome(FOUND), [], "ws", 1, {}, lambda ids: {}, lambda ids: {})


def test_an_unknown_status_names_those_there_are(session: Session) -> None:
    record(session, 1, FOUND)
    with pytest.raises(UserError, match="established 成案"):
        leads.set_status(session, "ws", only(session).lead_id, "成了", "赵检")


@pytest.mark.parametrize("word", ["verification", "Verification", "核查"])
def test_a_status_is_set_by_its_english_or_chinese_word(session: Session, word: str) -> None:
    record(session, 1, FOUND)
    assert leads.set_status(session, "ws", only(session).lead_id, word, "赵检").status == "verification"


def test_history_cannot_be_changed(session: Session) -> None:
    record(session, 1, FOUND)
    session.scalars(select(LeadEvent)).one().what = "nothing"
    with pytest.raises(DBAPIError, match="append-only"):
        session.flush()
    session.rollback()


def test_the_export_is_sorted_and_masked_unless_revealed(session: Session) -> None:
    found = [replace(FOUND, event_key=key, parties=("P-3", "P-2")) for key in ("J-4", "J-3", "J-2")]
    record(session, 1, replace(FOUND, rule="R5", values={**VALUES, "probation_months": 36}), *found, rules=("R1", "R5"))
    rows = export_rows(leads.list_leads(session, "ws"))
    assert tuple(rows[0]) == EXPORT_COLUMNS
    assert [row["rule"] for row in rows] == ["R1", "R1", "R1", "R5"]
    assert [row["lead_id"] for row in rows[:3]] == sorted(row["lead_id"] for row in rows[:3])
    assert {row["principal_name"] for row in rows} == {"杨**"}
    assert rows[0]["other_entity_ids"] == ["P-2", "P-3"]
    assert "杨光明" not in str(rows)
    assert {row["principal_name"] for row in export_rows(leads.list_leads(session, "ws"), revealed=True)} == {"杨光明"}


def test_leads_come_in_the_order_of_their_characters_on_every_database(session: Session) -> None:
    rules = ("R10", "R2", "r1", "R1", "R_1")
    record(session, 1, *(replace(FOUND, event_key=rule) for rule in rules))
    for lead in session.scalars(select(Lead)):
        lead.rule = lead.event_key
    session.flush()
    assert [lead.rule for lead in leads.list_leads(session, "ws")] == sorted(rules)


def test_the_sentence_tells_the_values_in_two_languages(session: Session) -> None:
    record(session, 1, FOUND)
    assert explanation(only(session)) == (
        "杨**前罪（J-1）的刑罚于2018-06-30执行完毕，2022-03-01又犯罪，相隔1340天，未超过5年；"
        "后罪（J-2，2022-09-01判决）判处有期徒刑以上刑罚，未认定累犯。"
    )
    assert explanation(only(session), "en", revealed=True).startswith(
        "杨光明 finished the penalty of J-1 on 2018-06-30"
    )
