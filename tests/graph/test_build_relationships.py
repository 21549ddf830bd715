"""Records become relationships: grouped by ends and what tells two apart, with records, confidence and intervals."""

from datetime import date

from core.ids import node_id
from tests.graph.building import LI, PLANT, WANG, XIAO, build, nodes, relationships
from tests.graph.records import Rows


def marriage(kind: str, day: date | None, number: str, man: str = LI, woman: str = WANG) -> dict[str, object]:
    return {"reg_no": number, "reg_type": kind, "man_id_no": man, "woman_id_no": woman, "reg_date": day, "_id": number}


def spans(*rows: dict[str, object]) -> list[tuple[date | None, date | None, list[str]]]:
    """Return the marriages of rows as (from, to, records)."""
    found = relationships(build({"ca_marriage": rows}), "SPOUSE")
    assert {(edge["_from"], edge["_to"]) for edge in found} == {(f"P-{LI}", f"P-{WANG}")}
    return [
        (edge.get("valid_from"), edge.get("valid_to"), [name.split(":")[1] for name in edge["records"]])
        for edge in sorted(found, key=lambda edge: edge["from_day"])
    ]


M10, D12, M14, D20 = date(2010, 1, 1), date(2012, 2, 1), date(2014, 3, 1), date(2020, 4, 1)


def test_a_marriage_is_open_until_a_divorce_closes_it() -> None:
    assert spans(marriage("marriage", M10, "1")) == [(M10, None, ["1"])]
    assert spans(marriage("divorce", D12, "2"), marriage("marriage", M10, "1")) == [(M10, D12, ["1", "2"])]


def test_who_marry_again_have_two_marriages() -> None:
    rows = [marriage("marriage", M10, "1"), marriage("divorce", D12, "2"), marriage("marriage", M14, "3")]
    assert spans(*rows) == [(M10, D12, ["1", "2"]), (M14, None, ["3"])]
    assert spans(*rows, marriage("divorce", D20, "4")) == [(M10, D12, ["1", "2"]), (M14, D20, ["3", "4"])]


def test_a_divorce_alone_closes_a_marriage_that_began_at_an_unknown_day() -> None:
    assert spans(marriage("divorce", D12, "2"), marriage("marriage", M14, "3")) == [
        (None, D12, ["2"]),
        (M14, None, ["3"]),
    ]


def test_a_marriage_registered_twice_is_one() -> None:
    assert spans(marriage("marriage", M10, "1"), marriage("marriage", D12, "2")) == [(M10, None, ["1", "2"])]


def test_a_pair_written_the_other_way_round_is_the_same_pair() -> None:
    assert spans(marriage("marriage", M10, "1"), marriage("divorce", D12, "2", man=WANG, woman=LI)) == [
        (M10, D12, ["1", "2"])
    ]


def test_an_ownership_ends_the_day_before_the_next_begins() -> None:
    rows = build({"ps_vehicle": [{"vin": "v", "owner_id_no": LI, "owner_from_date": M10, "owner_to_date": D12}]})
    (owns,) = relationships(rows, "OWNS")
    assert (owns["valid_from"], owns["valid_to"]) == (M10, date(2012, 1, 31))
    assert (owns["from_cal"], owns["to_cal"]) == (2412101, 2414531)


def test_rows_that_state_the_same_share_one_relationship() -> None:
    party = {"case_no": "c", "party_role": "plaintiff", "party_kind": "person", "id_no": LI, "name": "李"}
    rows = build({"ct_party": [party, {**party, "name": "黎"}, {**party, "party_role": "defendant"}]})
    found = {edge["role"]: edge["records"] for edge in relationships(rows, "PARTY_IN")}
    assert found == {"plaintiff": ["ct_party:1", "ct_party:2"], "defendant": ["ct_party:3"]}


def test_confidence_is_the_lowest_over_ends_and_records() -> None:
    rows = build(
        {"ps_population": [
            {"person_id_no": XIAO, "name": "小", "father_id_no": LI, "_id": "1", "status_date": M10},
            {"person_id_no": XIAO, "name": "小明", "father_id_no": LI, "_id": "2", "status_date": D12},
        ]},
        sql="UPDATE mention_entity SET match_probability = 0.95 WHERE mention_id = 'ps_population:1#person'; "
        "UPDATE mention_entity SET match_probability = 0.9 WHERE mention_id = 'ps_population:2#father'",
    )  # fmt: skip
    (edge,) = relationships(rows, "PARENT_OF")
    assert (edge["confidence"], edge["records"]) == (0.9, ["ps_population:1", "ps_population:2"])


def test_relationships_without_a_mention_are_certain() -> None:
    rows = build({"pc_case": [{"unified_case_no": "p", "police_case_no": "a"}]})
    assert [edge["confidence"] for edge in relationships(rows, "NEXT_STAGE")] == [1.0]


def test_the_same_entity_at_both_ends_makes_no_relationship() -> None:
    rows = build({"ps_population": [{"person_id_no": XIAO, "name": "小", "father_id_no": XIAO, "mother_id_no": WANG}]})
    assert [edge["_from"] for edge in relationships(rows, "PARENT_OF")] == [f"P-{WANG}"]


def test_every_part_of_a_split_cell_takes_part() -> None:
    rows = build({"ct_enforcement": [{"exec_no": "e", "debtor_id_no": XIAO, "debtor_name": "小",
                                      "creditor_name": ["李", "王"], "creditor_id_no": [LI, WANG]}]})  # fmt: skip
    creditors = [edge["_from"] for edge in relationships(rows, "PARTY_IN") if edge["role"] == "creditor"]
    assert creditors == [f"P-{LI}", f"P-{WANG}"]


def test_a_condition_lets_only_its_rows_speak() -> None:
    holder = {"uscc": PLANT, "person_id_no": LI, "person_name": "李", "from_date": M10}
    rows = build({"mr_stakeholder": [{**holder, "role_code": "shareholder"}, {**holder, "role_code": "manager"}]})
    assert len(relationships(rows, "SHAREHOLDER_OF")) == len(relationships(rows, "OFFICER_OF")) == 1
    assert relationships(rows, "LEGAL_REP_OF") == []


def phone_days(tables: Rows) -> tuple[date | None, date | None]:
    """Return the first and last day on which LI was seen with a phone."""
    (edge,) = [edge for edge in relationships(build(tables), "USES") if edge["_from"] == f"P-{LI}"]
    assert edge["_to"] == node_id("Phone", "13800000000")
    return edge.get("valid_from"), edge.get("valid_to")


def test_a_phone_is_seen_on_the_day_its_row_speaks_of() -> None:
    person = {"person_id_no": LI, "name": "李", "phone": "13800000000"}
    assert phone_days({"ps_population": [{**person, "status_date": M10}, {**person, "status_date": D20}]}) == (M10, D20)


def test_without_such_a_day_it_is_seen_when_the_case_began() -> None:
    suspect = {"case_no": "a", "id_no": LI, "suspect_name": "李", "phone": "13800000000"}
    case = {"case_no": "a", "accept_date": D12, "filing_date": M14}
    assert phone_days({"ps_suspect": [suspect], "ps_criminal_case": [case]}) == (D12, D12)


def test_without_a_case_it_is_seen_with_its_batch_or_at_no_known_day() -> None:
    car = {"vin": "v", "owner_id_no": LI, "owner_phone": "13800000000"}
    assert phone_days({"ps_vehicle": [{**car, "_batch_date": D20}]}) == (D20, D20)
    assert phone_days({"ps_vehicle": [{**car, "_batch_date": None}]}) == (None, None)


def test_key_nodes_know_what_they_are_and_how_many_hold_them() -> None:
    person = {"name": "某", "phone": "13800000000", "hukou_address": "毕节市七星关区大道1号3栋2单元501室"}
    rows = build({"ps_population": [{**person, "person_id_no": LI}, {**person, "person_id_no": "110101198001310018"}]})
    assert [(node["number"], node["holders"]) for node in nodes(rows, "Phone")] == [("13800000000", 2)]
    assert [(node["room_level"], node["holders"]) for node in nodes(rows, "Address")] == [(True, 2)]
    assert {node["number"]: (node["kind"], node["valid"]) for node in nodes(rows, "IdNumber")} == {
        LI: ("citizen", True),
        "110101198001310018": ("citizen", False),
    }
    assert {edge["kind"] for edge in relationships(rows, "AT")} == {"hukou"}
