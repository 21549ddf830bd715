"""Records become nodes: statements merge, the newest wins, and what may not be seen is absent."""

from datetime import date

import pytest

from core.ids import node_id
from tests.graph.building import LI, WANG, XIAO, build, nodes, relationships

OLD, NEW = date(2025, 1, 1), date(2026, 1, 1)


def car(**given: object) -> dict[str, object]:
    return {"vin": "LSVAA4182E2184847", "owner_id_no": LI, "owner_name": "李", **given}


def test_each_property_is_that_of_the_newest_record_that_states_it() -> None:
    rows = build({"ps_vehicle": [
        car(brand_model="旧", engine_cc=1600, owner_from_date=OLD, _observed=OLD),
        car(brand_model="新", owner_from_date=NEW, _observed=NEW),
    ]})  # fmt: skip
    (vehicle,) = nodes(rows, "Vehicle")
    assert (vehicle["id"], vehicle["model"], vehicle["engine"]) == (node_id("Vehicle", "LSVAA4182E2184847"), "新", 1600)
    assert vehicle["records"] == ["ps_vehicle:1", "ps_vehicle:2"]


def test_of_records_of_one_day_the_greater_record_id_wins() -> None:
    cars = [car(brand_model=name, _id=name, owner_from_date=OLD) for name in ("b", "c", "a")]
    assert nodes(build({"ps_vehicle": cars}), "Vehicle")[0]["model"] == "c"


def test_the_ends_of_an_interval_are_taken_together() -> None:
    case = {"case_no": "A1101010000002025010001", "status_code": "withdrawn"}
    rows = build({"ps_criminal_case": [
        {**case, "filing_date": OLD, "status_date": date(2025, 6, 1), "_id": "1"},
        {**case, "filing_date": date(2025, 2, 1), "status_code": "under_investigation", "status_date": NEW, "_id": "2"},
    ]})  # fmt: skip
    (found,) = [node for node in nodes(rows, "Case") if node.get("valid_from")]
    assert (found["valid_from"], found.get("valid_to")) == (date(2025, 2, 1), None)
    assert (found["from_day"], found["to_day"], found["to_cal"]) == (20120, 2932896, 12000031)


def test_a_node_that_is_only_named_has_its_key_alone() -> None:
    rows = build({"ps_suspect": [{"case_no": "A1101010000002025010001", "id_no": LI, "suspect_name": "李"}]})
    (case,) = nodes(rows, "Case")
    assert case["case_no"] == "A1101010000002025010001"
    assert case["kind"] == "police"
    assert (case["from_day"], case["to_day"]) == (-719162, 2932896)
    assert "valid_from" not in case


def test_retired_records_are_absent_with_all_that_only_they_name() -> None:
    rows = build({"ps_vehicle": [car(_retired=True, owner_from_date=OLD)]})
    assert all(table.num_rows == 0 for table in (*rows.nodes.values(), *rows.relationships.values()))


def test_a_person_known_by_name_alone_is_no_node() -> None:
    rows = build({"bk_loan": [{"bank_name": "银行", "loan_no": "1", "borrower_id_no": LI, "borrower_name": "李",
                               "agent_name": "张三"}]})  # fmt: skip
    assert [person["name"] for person in nodes(rows, "Person")] == ["李"]
    assert relationships(rows, "ACTS_FOR") == []


@pytest.mark.parametrize("slot", ["birth_text", "birth_place", "postcode", "occupation"])
def test_a_person_of_whom_latin_script_tells_more_than_a_name_is_a_node(slot: str) -> None:
    loan = {"bank_name": "银行", "loan_no": "1", "agent_name": "thomas garrett"}
    rows = build({"bk_loan": [loan]}, sql=f"UPDATE mention SET {slot} = 'ct16 1hr' WHERE role = 'agent'")
    assert [person["name"] for person in nodes(rows, "Person")] == ["thomas garrett"]


def test_a_name_with_a_phone_is_a_node() -> None:
    rows = build({"bk_loan": [{"bank_name": "银行", "loan_no": "1", "borrower_id_no": LI, "agent_name": "张三",
                               "agent_phone": "13800000000"}]})  # fmt: skip
    assert len(nodes(rows, "Person")) == 2
    assert len(relationships(rows, "ACTS_FOR")) == 1


def test_a_name_that_its_case_tied_to_someone_counts_for_that_person() -> None:
    rows = build(
        {"ct_party": [{"case_no": "c", "party_role": "plaintiff", "party_kind": "person", "name": "李"}]},
        sql="UPDATE mention_entity SET match_basis = 'context', match_probability = 0.9",
    )
    assert len(nodes(rows, "Person")) == 1
    assert [edge["confidence"] for edge in relationships(rows, "PARTY_IN")] == [0.9]


def test_sealed_records_are_absent_and_so_is_what_they_alone_say_of_a_person() -> None:
    born = date(2012, 2, 29)
    rows = build(
        {
            "ps_population": [{"person_id_no": XIAO, "name": "小明", "birth_date": born, "household_no": "1"}],
            "ct_criminal_judgment": [
                {
                    "case_no": "c",
                    "id_no": XIAO,
                    "defendant_name": "绰号",
                    "crime_from": date(2025, 1, 1),
                    "term_months": 6,
                }
            ],
        },
        sealed=True,
    )
    assert nodes(rows, "Judgment") == nodes(rows, "Case") == relationships(rows, "DEFENDANT_IN") == []
    (person,) = nodes(rows, "Person")
    assert (person["names"], person.get("name")) == (["小明"], "小明")
    assert person["records"] == ["ps_population:1"]


def test_the_graph_ties_nobody_to_a_sealed_case() -> None:
    judged = {"case_no": "c", "id_no": XIAO, "defendant_name": "小明", "birth_date": date(2012, 2, 29),
              "crime_from": date(2025, 1, 1), "term_months": 6}  # fmt: skip
    parties = [{"case_no": "c", "party_role": "defendant", "party_kind": "person", "id_no": number, "name": name}
               for number, name in ((XIAO, "小明"), (LI, "李"))]  # fmt: skip
    rows = build({"ct_criminal_judgment": [judged], "ct_party": parties}, sealed=True)
    assert [person["id"] for person in nodes(rows, "Person")] == [f"P-{LI}"]
    assert [edge["_from"] for edge in relationships(rows, "PARTY_IN")] == [f"P-{LI}"]
    assert [edge["_from"] for edge in relationships(rows, "HAS_NUMBER")] == [f"P-{LI}"]


def test_dates_bring_their_numbers_and_working_days() -> None:
    rows = build({"ct_enforcement": [{"exec_no": "（2025）川1802执1号", "debtor_id_no": LI, "debtor_name": "李",
                                      "filing_date": date(2025, 1, 27), "close_date": date(2025, 2, 8),
                                      "publish_date": date(2025, 2, 9)}]})  # fmt: skip
    (case,) = [node for node in nodes(rows, "Case") if node.get("published_on")]
    assert (case["valid_from"], case["from_day"], case["from_cal"]) == (date(2025, 1, 27), 20115, 2430127)
    # Spring Festival 2025: 28 January to 4 February off, 8 February (a Saturday) worked.
    assert case["to_workday"] - case["from_workday"] == 4
    assert case["published_on_workday"] == case["to_workday"]


def test_a_month_ends_with_its_last_day() -> None:
    rows = build({"ss_enrolment": [{"id_no": LI, "name": "李", "employer_uscc": "91110000100000000X",
                                    "record_kind": "insured", "insurance_type": "pension",
                                    "from_month": date(2024, 1, 1), "to_month": date(2024, 2, 1)}]})  # fmt: skip
    (enrolment,) = nodes(rows, "Enrolment")
    assert (enrolment["valid_from"], enrolment["valid_to"]) == (date(2024, 1, 1), date(2024, 2, 29))


def test_entities_keep_what_resolution_found_and_when_they_were_first_seen() -> None:
    rows = build({
        "ps_population": [{"person_id_no": LI, "name": "李", "sex_code": "male", "status_date": date(2020, 5, 1)}],
        "ps_vehicle": [car(owner_from_date=OLD), car(owner_id_no=WANG, owner_name="王", owner_from_date=NEW)],
    })  # fmt: skip
    li, wang = nodes(rows, "Person")
    assert (li["id"], li["number"], li["sex"], li["in_register"]) == (f"P-{LI}", LI, "male", True)
    assert (li["first_seen"], li["records"]) == (date(2020, 5, 1), ["ps_population:1", "ps_vehicle:1"])
    assert (wang["in_register"], wang["first_seen"]) == (False, date(2026, 1, 1))
