"""What no row states alone is derived once all rows are known."""

from datetime import date
from typing import Any

import pytest

from tests.graph.building import LI, PLANT, WANG, XIAO, build, nodes, relationships

JUDGMENT = {
    "case_no": "（2020）川1802刑初1号", "id_no": LI, "defendant_name": "李", "effective_date": date(2020, 2, 1),
    "custody_start": date(2020, 1, 31), "term_months": 13, "principal_penalty": "fixed_term",
}  # fmt: skip
CUSTODY = {
    "facility_name": "监狱",
    "inmate_no": "1",
    "id_no": LI,
    "name": "李",
    "judgment_case_no": JUDGMENT["case_no"],
}
CORRECTION = {"correction_no": "1", "id_no": LI, "name": "李", "judgment_case_no": JUDGMENT["case_no"]}
RELEASED, EXPIRED, PAROLE_END = date(2021, 1, 5), date(2021, 6, 30), date(2021, 4, 4)


def judgment(**tables: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the one judgment of JUDGMENT with other rows."""
    (found,) = nodes(build({"ct_criminal_judgment": [JUDGMENT], **tables}), "Judgment")
    return found


def served(**given: Any) -> list[dict[str, Any]]:
    return [
        {**CUSTODY, "intake_date": date(2020, 3, 1), "release_date": RELEASED, "release_type": "term_served", **given}
    ]


def paroled(**given: Any) -> list[dict[str, Any]]:
    return [{**CORRECTION, "correction_type": "parole", "start_date": RELEASED, "end_date": PAROLE_END, **given}]


def test_execution_ends_with_the_release_on_expiry() -> None:
    assert judgment(pr_inmate=served(), ja_community_correction=paroled())["execution_end"] == RELEASED


@pytest.mark.parametrize(
    "other", [{"release_type": "parole"}, {"id_no": WANG}, {"judgment_case_no": "（2020）川1802刑初2号"}]
)
def test_another_release_says_nothing(other: dict[str, Any]) -> None:
    stated = {**JUDGMENT, "term_end_date": EXPIRED}
    rows = build({"ct_criminal_judgment": [stated], "pr_inmate": served(**other)})
    assert nodes(rows, "Judgment")[0]["execution_end"] == EXPIRED


def test_execution_ends_with_the_parole_and_else_as_stated_or_computed() -> None:
    stated = {**JUDGMENT, "term_end_date": EXPIRED}
    on_parole = {"ja_community_correction": paroled(), "pr_inmate": served(release_type="parole")}
    assert nodes(build({"ct_criminal_judgment": [stated], **on_parole}), "Judgment")[0]["execution_end"] == PAROLE_END
    assert nodes(build({"ct_criminal_judgment": [stated]}), "Judgment")[0]["execution_end"] == EXPIRED
    assert judgment(ja_community_correction=paroled(correction_type="probation"))["execution_end"] == date(2021, 2, 28)


def test_life_has_no_computed_end() -> None:
    rows = build({"ct_criminal_judgment": [{**JUDGMENT, "principal_penalty": "life"}]})
    assert "execution_end" not in nodes(rows, "Judgment")[0]


def test_probation_ends_months_after_it_took_effect() -> None:
    rows = build({"ct_criminal_judgment": [{**JUDGMENT, "effective_date": date(2020, 8, 31), "probation_months": 18}]})
    (found,) = nodes(rows, "Judgment")
    assert (found["probation_end"], found["probation_end_cal"]) == (date(2022, 2, 28), 2426628)
    assert "probation_end" not in judgment()


def test_a_judgment_is_superseded_by_the_next_on_the_same_prosecution() -> None:
    first = {**JUDGMENT, "prosecution_case_no": "P1"}
    second = {**first, "case_no": "（2020）川18刑终1号", "effective_date": date(2020, 5, 1)}
    other = {**first, "case_no": "（2020）川1802刑初9号", "prosecution_case_no": "P2"}
    rows = build({"ct_criminal_judgment": [second, first, other]})
    found = {node["case_no"]: node.get("superseded") for node in nodes(rows, "Judgment")}
    assert found == {first["case_no"]: date(2020, 5, 1), second["case_no"]: None, other["case_no"]: None}


def test_counties_come_from_code_number_or_name() -> None:
    rows = build({
        "pc_case": [{"unified_case_no": "p", "procuratorate_code": "511802"}],
        "ct_case": [{"case_no": "（2020）川1802民初1号"}],
        "ps_criminal_case": [{"case_no": "无编号", "filing_organ": "四川省雅安市雨城区公安局"}],
    })  # fmt: skip
    found = {node["case_no"]: node.get("county") for node in nodes(rows, "Case")}
    assert found == {"p": "511802", "（2020）川1802民初1号": "511802", "无编号": "511802"}


def test_custodies_at_most_a_day_apart_are_one_spell() -> None:
    def stay(number: int, start: date, end: date | None, person: str = LI) -> dict[str, Any]:
        return {**CUSTODY, "inmate_no": str(number), "intake_date": start, "release_date": end, "id_no": person}

    rows = build({"pr_inmate": [
        stay(1, date(2020, 1, 1), date(2020, 1, 10)), stay(2, date(2020, 1, 11), date(2020, 1, 20)),
        stay(3, date(2020, 1, 5), date(2020, 1, 6)), stay(4, date(2020, 1, 22), None),
        stay(5, date(2020, 1, 11), date(2020, 1, 12), WANG),
    ]})  # fmt: skip
    found = {node["number"]: (node["spell_from"].day, node.get("spell_to")) for node in nodes(rows, "Custody")}
    first = (1, date(2020, 1, 20))
    assert found == {"1": first, "2": first, "3": first, "4": (22, None), "5": (11, date(2020, 1, 12))}


def test_kin_are_told_through_the_head_of_a_household() -> None:
    def member(number: str, relation: str, **given: Any) -> dict[str, Any]:
        return {"person_id_no": number, "name": number, "household_no": "1", "relation_to_head": relation, **given}

    others = ("110101195001010017", "110101195001010025", "110101195001010033")
    rows = build({"ps_population": [
        member(LI, "self"), member(WANG, "spouse"), member(XIAO, "daughter", father_id_no=LI),
        member(others[0], "mother"), member(others[1], "sibling"), member(others[2], "unrelated"),
    ]})  # fmt: skip
    found = {(edge["_from"], edge["_to"]): edge["kind"] for edge in relationships(rows, "KIN")}
    assert found == {
        (f"P-{WANG}", f"P-{LI}"): "spouse",
        (f"P-{others[0]}", f"P-{LI}"): "parent",
        (f"P-{others[1]}", f"P-{LI}"): "other",
    }


def test_organizations_and_vehicles_count_who_is_tied_to_them() -> None:
    role = {"uscc": PLANT, "from_date": date(2020, 1, 1)}
    rows = build({
        "mr_stakeholder": [{**role, "person_id_no": LI, "person_name": "李", "role_code": "shareholder"},
                           {**role, "person_id_no": LI, "person_name": "李", "role_code": "manager"},
                           {**role, "person_id_no": WANG, "person_name": "王", "role_code": "legal_rep"}],
        "ps_vehicle": [{"vin": "v", "owner_id_no": LI, "owner_from_date": date(2020, 1, 1)},
                       {"vin": "v", "owner_id_no": WANG, "owner_from_date": date(2021, 1, 1)}],
    })  # fmt: skip
    assert [node["holders"] for node in nodes(rows, "Organization")] == [2]
    assert [node["holders"] for node in nodes(rows, "Vehicle")] == [2]
