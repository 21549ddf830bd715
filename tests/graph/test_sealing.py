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
