"""Who is tied to whom: by a shared thing of a small group, by family, by a company of their own."""

from datetime import date
from typing import Any

from tests.graph.building import LI, PLANT, WANG, XIAO, build, relationships

CAR = {"vin": "LSVAM4187C2184841", "plate_no": "贵F12345"}


def ties(**tables: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the ties of some rows, without their records."""
    return relationships(build(tables), "TIED_TO")


def owner(number: str, start: date, end: date | None) -> dict[str, Any]:
    return {**CAR, "owner_id_no": number, "owner_name": number[-4:], "owner_from_date": start, "owner_to_date": end}


def job(number: str, first: date, last: date | None) -> dict[str, Any]:
    return {
        "id_no": number,
        "name": number[-4:],
        "employer_uscc": PLANT,
        "employer_name": "厂",
        "insurance_type": "pension",
        "record_kind": "insured",
        "from_month": first,
        "to_month": last,
    }


def test_colleagues_are_tied_for_the_time_both_worked_there() -> None:
    (tie,) = ties(ss_enrolment=[
        job(LI, date(2020, 1, 1), date(2021, 6, 1)), job(WANG, date(2021, 3, 1), None)
    ])  # fmt: skip
    assert (tie["kind"], tie["size"]) == ("employer", 2)
    assert (tie["valid_from"], tie["valid_to"]) == (date(2021, 3, 1), date(2021, 6, 30))


def test_owners_of_a_car_one_after_the_other_shared_it_at_no_time() -> None:
    (tie,) = ties(ps_vehicle=[
        owner(LI, date(2018, 1, 1), date(2020, 5, 1)), owner(WANG, date(2020, 5, 1), None)
    ])  # fmt: skip
    assert tie["kind"] == "vehicle"
    assert tie["to_day"] < tie["from_day"]


def test_twenty_one_colleagues_are_a_crowd() -> None:
    crowd = [job(LI[:-4] + f"{n:04}", date(2020, 1, 1), None) for n in range(21)]
    assert ties(ss_enrolment=crowd) == []


def suspect(number: str, phone: str, day: date) -> dict[str, Any]:
    return {"case_no": f"A{number}", "id_no": number, "suspect_name": number[-4:], "phone": phone, "_observed": day}


def test_a_phone_ties_until_one_of_them_was_last_seen_with_it() -> None:
    phone = "13812345678"
    (tie,) = ties(ps_suspect=[suspect(LI, phone, date(2024, 1, 5)), suspect(WANG, phone, date(2025, 2, 6))])
    assert (tie["kind"], tie.get("valid_from"), tie["valid_to"]) == ("phone", None, date(2024, 1, 5))


def test_the_number_of_a_service_ties_nobody() -> None:
    hotline, day = "4008001234", date(2024, 1, 5)
    assert ties(ps_suspect=[suspect(LI, hotline, day), suspect(WANG, hotline, day)]) == []


def test_former_spouses_stay_tied() -> None:
    def entry(kind: str, day: date) -> dict[str, Any]:
        return {
            "reg_no": f"{kind}-1", "reg_type": kind, "man_id_no": LI, "man_name": "李", "woman_id_no": WANG,
            "woman_name": "王", "reg_date": day,
        }  # fmt: skip

    (tie,) = ties(ca_marriage=[entry("marriage", date(2015, 1, 1)), entry("divorce", date(2020, 1, 1))])
    assert (tie["kind"], tie["via"], tie["valid_from"]) == ("family", "spouse", date(2015, 1, 1))
    assert "valid_to" not in tie


def test_a_shareholder_is_tied_to_the_company_and_to_the_other_shareholder() -> None:
    def share(number: str) -> dict[str, Any]:
        return {"uscc": PLANT, "role_code": "shareholder", "person_id_no": number, "person_name": number[-4:]}

    found = ties(mr_stakeholder=[share(LI), share(XIAO)])
    assert sorted(tie["kind"] for tie in found) == ["company", "own_company", "own_company"]
