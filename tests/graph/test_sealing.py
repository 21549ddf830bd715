"""Which records are sealed: each case changes one thing in the rows of one young suspect."""

from datetime import date
from typing import Any

import pytest

from loaders import sealing
from tests.graph.records import make_records

XIAO = "110101200801010012"  # born on 2008-01-01: 18 on 2026-01-01
NUMBERS = {"case_no": "A1", "unified_case_no": "P1", "police_case_no": "A1", "court_case_no": "C1"}


def rows(table: str, **given: Any) -> dict[str, list[dict[str, Any]]]:
    """Return one row of a table about the young person."""
    person = {
        "ct_criminal_judgment": {"case_no": "C1", "id_no": XIAO, "defendant_name": "小"},
        "ps_suspect": {"case_no": "A1", "id_no": XIAO, "suspect_name": "小"},
        "ps_coercive_measure": {"measure_id": "m", "case_no": "A1", "id_no": XIAO, "person_name": "小"},
        "ja_community_correction": {"correction_no": "j", "id_no": XIAO, "name": "小", "judgment_case_no": "C1"},
        "pr_inmate": {"facility_name": "f", "inmate_no": "1", "id_no": XIAO, "name": "小", "judgment_case_no": "C1"},
        "pc_party": {"unified_case_no": "P1", "party_role": "suspect", "id_no": XIAO, "name": "小"},
        "ct_party": {"case_no": "C1", "party_role": "defendant", "id_no": XIAO, "name": "小"},
        "ct_service": {"case_no": "C1", "party_id_no": XIAO, "party_name": "小"},
        "ps_incident": {"incident_no": "I1", "linked_case_no": "A1", "party_id_no": XIAO, "party_name": "小"},
        "pc_av_record": {"record_id": "r", "unified_case_no": "P1", "person_id_no": XIAO, "person_name": "小"},
        "pc_supervision_doc": {"doc_no": "d", "unified_case_no": "P1", "target_person_id_no": XIAO},
        "pc_release_monitor": {"case_no": "A1", "id_no": XIAO, "person_name": "小"},
        "ja_correction_event": {"correction_no": "j", "id_no": XIAO},
        "ct_enforcement": {"exec_no": "E1", "basis_case_no": "C1", "debtor_id_no": XIAO, "debtor_name": "小"},
        "ps_criminal_case": {"case_no": "A1"},
        "pc_case": {"unified_case_no": "P1", "police_case_no": "A1", "court_case_no": "C1"},
    }[table]
    return {table: [{**person, **given}]}


def sealed(*tables: dict[str, list[dict[str, Any]]], born: date | None = date(2008, 1, 1)) -> list[str]:
    """Return the tables of the sealed records."""
    con = make_records({name: given for table in tables for name, given in table.items()})
    con.execute("UPDATE entity SET birth_date = ?", [born])
    n = sealing.seal(con)
    found = [str(name).split(":")[0] for (name,) in con.execute("SELECT record_id FROM sealed_record").fetchall()]
    assert n == len(found)
    return found


BEFORE, BIRTHDAY = date(2025, 12, 31), date(2026, 1, 1)
JUDGED = {"ct_criminal_judgment"}


def test_a_judgment_is_sealed_by_the_day_of_the_offence() -> None:
    assert sealed(rows("ct_criminal_judgment", crime_from=BEFORE, judgment_date=date(2026, 5, 1))) == [*JUDGED]
    assert sealed(rows("ct_criminal_judgment", crime_from=BIRTHDAY, custody_start=BEFORE)) == []


def test_without_a_day_of_offence_the_rows_earliest_day_counts() -> None:
    assert sealed(rows("ct_criminal_judgment", judgment_date=BEFORE)) == [*JUDGED]
    assert sealed(rows("ct_criminal_judgment", judgment_date=BIRTHDAY)) == []
    assert sealed(rows("pr_inmate", intake_date=BEFORE, release_date=BIRTHDAY)) == ["pr_inmate"]


def test_without_any_day_the_first_day_of_the_case_counts() -> None:
    case = rows("ps_criminal_case", accept_date=BEFORE, filing_date=BIRTHDAY)
    assert sealed(rows("ps_suspect"), case) == ["ps_suspect"]
    assert sealed(rows("ps_suspect"), rows("ps_criminal_case", filing_date=BIRTHDAY)) == []
    assert sealed(rows("pc_party"), rows("pc_case", accept_date=BEFORE)) == ["pc_party"]


def test_a_day_or_birth_that_nobody_knows_seals_nothing() -> None:
    assert sealed(rows("ps_suspect")) == []
    assert sealed(rows("ct_criminal_judgment", crime_from=BEFORE), born=None) == []


def test_a_flag_seals_by_itself() -> None:
    assert sealed(rows("pc_party", is_minor_at_offence=True), born=None) == ["pc_party"]
    assert sealed(rows("pc_party", is_minor_at_offence=False)) == []


@pytest.mark.parametrize(
    "heavy", [{"term_months": 61}, {"principal_penalty": "life"}, {"principal_penalty": "death_suspended"}]
)
def test_a_heavy_judgment_unseals_itself_and_every_stage_of_its_case(heavy: dict[str, Any]) -> None:
    stages = [
        rows("ps_coercive_measure", start_date=BEFORE),
        rows("pr_inmate", intake_date=BEFORE),
        rows("pc_case", accept_date=BEFORE),
    ]
    assert sealed(rows("ct_criminal_judgment", crime_from=BEFORE, **heavy), *stages) == []
    light = rows("ct_criminal_judgment", crime_from=BEFORE, term_months=60)
    assert sealed(light, *stages) == ["ct_criminal_judgment", "pr_inmate", "ps_coercive_measure"]


def test_a_heavy_judgment_in_another_case_or_of_another_person_unseals_nothing() -> None:
    heavy = rows("ct_criminal_judgment", crime_from=BEFORE, term_months=61, case_no="C2")
    assert sealed(heavy, rows("pr_inmate", intake_date=BEFORE)) == ["pr_inmate"]
    other = rows("ct_criminal_judgment", crime_from=BIRTHDAY, term_months=61, id_no="110101198001310013")
    assert sealed(other, rows("pr_inmate", intake_date=BEFORE)) == ["pr_inmate"]


CAUSE = rows("ct_criminal_judgment", crime_from=BEFORE, prosecution_case_no="P1")
ALONG = ("ct_party", "ct_service", "ps_incident", "pc_av_record", "pc_supervision_doc", "pc_release_monitor")


@pytest.mark.parametrize("table", [*ALONG, "pr_inmate", "pc_party"])
def test_what_other_tables_say_of_a_sealed_case_is_sealed_with_it(table: str) -> None:
    stages = rows("pc_case", accept_date=BIRTHDAY)
    assert sealed(CAUSE, rows(table), stages) == ["ct_criminal_judgment", table]
    assert sealed(rows(table), stages) == []


def test_an_event_of_a_correction_is_sealed_with_the_correction_of_a_sealed_case() -> None:
    served = rows("ja_community_correction", start_date=BIRTHDAY), rows("ja_correction_event", event_date=BIRTHDAY)
    assert sealed(CAUSE, *served) == ["ct_criminal_judgment", "ja_community_correction", "ja_correction_event"]
    assert sealed(*served) == []


def test_others_in_a_sealed_case_and_other_cases_of_the_young_person_stay() -> None:
    grown = {"id_no": "110101198001310013", "name": "大"}
    assert sealed(CAUSE, rows("ct_party", **grown)) == [*JUDGED]
    assert sealed(CAUSE, rows("ct_party", case_no="C2")) == [*JUDGED]
    assert sealed(CAUSE, rows("ct_enforcement")) == [*JUDGED]


def test_a_row_that_knows_of_an_offence_as_an_adult_is_not_sealed_along() -> None:
    later = rows("ct_criminal_judgment", crime_from=BIRTHDAY, prosecution_case_no="P1", case_no="C2")
    both = {"ct_criminal_judgment": CAUSE["ct_criminal_judgment"] + later["ct_criminal_judgment"]}
    assert sealed(both, rows("ct_party"), rows("pr_inmate", judgment_case_no="C2", intake_date=BIRTHDAY)) == [
        "ct_criminal_judgment",
        "ct_party",
    ]


def test_what_belongs_to_a_heavy_judgment_is_not_sealed_along() -> None:
    heavy = rows("ct_criminal_judgment", crime_from=BEFORE, prosecution_case_no="P1", term_months=61)
    flagged = rows("pc_party", is_minor_at_offence=True)
    assert sealed(heavy, flagged, rows("ct_party"), rows("pc_av_record"), rows("pc_case")) == ["pc_party"]
