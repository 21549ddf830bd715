"""Who is who among organizations, and what is a person."""

import pytest

from core.progress import silent
from resolution import forms, kinds, organizations, owners
from tests.resolution.mentions import entities, groups, number, organization, party, person, write

USCC, OTHER_USCC = "91350100M000100Y43", "91520502MA6DJ4K26N"


def companies(said: list[dict], ties: list[tuple[str, str, str]] | None = None) -> set[frozenset[str]]:
    """Resolve the organizations, persons being one by number alone; the mentions that ended in one entity, for each."""
    con = write(":memory:", said, ties or [])
    forms.build(con, "main", silent)
    kinds.decide(con, "main")
    organizations.prepare(con)
    con.execute(owners.MACROS)
    con.execute("""
        CREATE TABLE person_entity AS SELECT mention_id, number AS own_number, number AS entity, 'number' AS match_basis
        FROM kind_of_mention WHERE decided = 'person'""")
    organizations.resolve(con, "main", 0.99)
    found = con.execute("SELECT list(mention_id) FROM organization_entity GROUP BY entity").fetchall()
    return {frozenset(mention.removesuffix("#person") for mention in group) for (group,) in found}


def together(*said: dict) -> bool:
    """Whether all mentions became one entity."""
    return len(companies(list(said))) == 1


def test_one_company_number_is_one_company_under_any_name() -> None:
    assert together(
        organization("a:1", "贵州鑫源商贸有限公司", USCC), organization("b:1", "贵州鑫达商贸有限公司", USCC)
    )


def test_a_full_company_name_joins_its_number() -> None:
    assert together(organization("a:1", "贵州鑫源商贸有限公司", USCC), organization("b:1", "贵州鑫源商贸有限责任公司"))


def test_a_company_name_with_its_number_glued_to_it_is_that_name() -> None:
    assert together(
        organization("a:1", "贵州鑫源商贸有限公司", USCC), organization("b:1", f"贵州鑫源商贸有限公司{USCC}")
    )


@pytest.mark.parametrize("name", ["第一人民医院", "新华村村民委员会", "养殖专业合作社", "鑫达有限公司"])
def test_a_name_that_every_county_has_joins_within_one_county_only(name: str) -> None:
    here, there = {"division": "520502"}, {"division": "440106"}
    assert together(organization("a:1", name, **here), organization("b:1", name, **here))
    assert not together(organization("a:1", name, **here), organization("b:1", name, **there))
    assert not together(organization("a:1", name, USCC, **here), organization("b:1", name, **there))
    assert not together(organization("a:1", name), organization("b:1", name))
    assert not together(organization("a:1", name, division="520500"), organization("b:1", name, division="520500"))


@pytest.mark.parametrize(
    "name", ["七星关区第一人民医院", "贵州医科大学", "毕节市新华村村民委员会", "新兴养殖专业合作社"]
)
def test_a_name_that_says_where_or_is_registered_joins_everywhere(name: str) -> None:
    assert together(organization("a:1", name, division="520502"), organization("b:1", name, division="440106"))


def test_to_work_where_every_county_has_one_says_nothing() -> None:
    said = [
        *(person(f"a:{i}", "王伟", number() if i else None) for i in range(2)),
        *(organization(f"a:{i}", "第一人民医院", role="employer") for i in range(2)),
    ]
    ties = [(f"a:{i}#person", "WORKS_AT", f"a:{i}#employer") for i in range(2)]
    assert frozenset({"a:0"}) in groups(said, ties)


def test_a_shop_sign_alone_joins_nothing() -> None:
    assert not together(organization("a:1", "好又多超市", USCC), organization("b:1", "好又多超市"))


def test_the_old_organization_code_is_the_middle_of_the_number() -> None:
    assert together(organization("a:1", "鑫源厂", USCC), organization("b:1", "源鑫厂", USCC[8:17]))


@pytest.mark.parametrize("branch", ["贵州鑫源商贸有限公司毕节分公司", "贵州鑫源商贸毕节分公司"])
def test_a_branch_under_its_companys_number_stays_a_branch(branch: str) -> None:
    assert not together(organization("a:1", "贵州鑫源商贸有限公司", USCC), organization("b:1", branch, USCC))


def test_a_company_number_with_one_slip_leads_to_the_one_it_can_be() -> None:
    assert together(
        organization("a:1", "贵州鑫源商贸有限公司", USCC), organization("b:1", None, USCC[:16] + "84"[0] + "3")
    )


COMPANY = "七星关区鑫源商贸有限公司"
HERE, ELSEWHERE = {"division": "520502"}, {"division": "440106"}


@pytest.mark.parametrize(
    "name", ["鑫源商贸有限公司", "七星关区鑫源商贸公司", "鑫源商贸公司", "七星关区鑫源商贸有限责任公司"]
)
def test_a_name_without_its_place_or_with_a_short_form_is_the_only_company_that_has_its_parts(name: str) -> None:
    assert together(organization("a:1", COMPANY, USCC, **HERE), organization("b:1", name, **HERE))


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("鑫源贸易有限公司", HERE),
        ("鑫源商贸股份有限公司", HERE),
        ("黔西市鑫源商贸有限公司", HERE),
        ("鑫源商贸有限公司毕节分公司", HERE),
        ("鑫源商贸有限公司", ELSEWHERE),
        ("鑫源有限公司", HERE),
    ],
)
def test_a_name_of_another_industry_form_place_or_branch_is_another_company(name: str, where: dict) -> None:
    assert not together(organization("a:1", COMPANY, USCC, **HERE), organization("b:1", name, **where))


def test_parts_that_two_companies_have_join_neither() -> None:
    said = [
        organization("a:1", COMPANY, USCC, **HERE),
        organization("b:1", "毕节市鑫源商贸有限公司", OTHER_USCC, **HERE),
        organization("c:1", "鑫源商贸有限公司", **HERE),
    ]
    assert len(companies(said)) == 3


def test_a_company_that_is_also_written_without_its_place_is_not_the_one_of_the_next_county() -> None:
    said = [
        organization("a:1", COMPANY, OTHER_USCC, **HERE),
        organization("b:1", "鑫源商贸有限公司", OTHER_USCC, **HERE),
    ]
    assert not together(*said, organization("c:1", "大方县鑫源商贸有限公司", **HERE))
    assert not together(said[0], organization("c:1", "鑫源商贸有限公司", division="520521"))


def test_a_name_goes_to_the_one_of_two_companies_whose_number_is_shown_in_part() -> None:
    said = [
        organization("a:1", COMPANY, USCC, **HERE),
        organization("b:1", COMPANY, OTHER_USCC, **HERE),
        organization("c:1", COMPANY, f"{OTHER_USCC[:6]}********{OTHER_USCC[14:]}", **HERE),
        organization("d:1", COMPANY, **HERE),
    ]
    assert {frozenset({"b:1", "c:1"}), frozenset({"d:1"})} <= companies(said)


def test_a_name_does_not_join_a_number_that_cannot_be_the_one_shown() -> None:
    assert not together(
        organization("a:1", COMPANY, USCC), organization("b:1", COMPANY, f"{OTHER_USCC[:6]}********{OTHER_USCC[14:]}")
    )


def test_a_former_name_leads_to_the_number() -> None:
    assert together(
        organization("a:1", COMPANY, USCC, other_names=["七星关区恒泰建材有限公司"]),
        organization("b:1", "七星关区恒泰建材有限公司"),
    )


def test_a_former_name_that_another_company_bears_now_leads_to_neither() -> None:
    said = [
        organization("a:1", COMPANY, USCC, other_names=["七星关区恒泰建材有限公司"]),
        organization("b:1", "七星关区恒泰建材有限公司", OTHER_USCC),
        organization("c:1", "七星关区恒泰建材有限公司"),
    ]
    assert len(companies(said)) == 3


OLD = "522401000012347"


def test_an_old_registration_number_is_the_present_one_where_a_row_shows_both() -> None:
    assert together(organization("a:1", "鑫源厂", USCC, old_numbers=[OLD]), organization("b:1", "源鑫厂", OLD))


@pytest.mark.parametrize(("other", "one"), [(1, True), (3, False)])
def test_an_old_registration_number_is_the_present_one_where_name_and_representative_agree(
    other: int, one: bool
) -> None:
    said = [
        organization("a:1", COMPANY, USCC, role="entity"), person("a:1", "王建国", number()),
        organization("b:1", COMPANY, OLD, role="entity"), person("b:1", "王建国", number(sequence=other)),
    ]  # fmt: skip
    ties = [(f"{row}:1#person", "LEGAL_REP_OF", f"{row}:1#entity") for row in "ab"]
    assert (frozenset({"a:1#entity", "b:1#entity"}) in companies(said, ties)) is one


@pytest.mark.parametrize(
    ("sign", "other", "one"), [("好又多超市", 1, True), ("好又多超市", 3, False), ("鑫源餐馆", 1, False)]
)
def test_a_shop_is_its_operator_and_its_sign(sign: str, other: int, one: bool) -> None:
    said = [
        organization("a:1", "七星关区好又多超市", USCC, role="shop"), person("a:1", "王建国", number()),
        organization("b:1", sign, role="shop"), person("b:1", "王建国", number(sequence=other)),
    ]  # fmt: skip
    ties = [(f"{row}:1#person", "LEGAL_REP_OF", f"{row}:1#shop") for row in "ab"]
    assert (frozenset({"a:1#shop", "b:1#shop"}) in companies(said, ties)) is one


def test_a_number_shown_in_part_is_the_only_one_of_its_property_that_it_can_be() -> None:
    masked = f"{USCC[:6]}********{USCC[14:]}"
    home = {"nodes": [("RealEstate", "RealEstate-1")]}
    assert together(organization("a:1", COMPANY, USCC, **home), organization("b:1", None, masked, **home))
    assert not together(organization("a:1", COMPANY, USCC, **home), organization("b:1", None, masked))


def test_a_number_rounded_by_a_spreadsheet_is_its_companys_even_where_it_passes_the_check() -> None:
    right, rounded = "915205021115060127", "915205021115060000"
    said = [organization(f"a:{i}", COMPANY, right) for i in range(2)]
    assert together(*said, organization("b:1", COMPANY, rounded))


@pytest.mark.parametrize(
    ("name", "id_no", "kind"),
    [
        ("王建国", number(), "person"),
        ("王建国", "522401********0017", "person"),
        ("贵州鑫源商贸有限公司", None, "organization"),
        ("贵州鑫源商贸有限公司", number(), "organization"),
        ("鑫源", USCC, "organization"),
        ("王建国", None, "undecided"),
        ("王建国", "522401751301001", "undecided"),
        ("七星关区鑫源超市", "522401751301001", "organization"),
        ("鑫源", "522401000012347", "organization"),
    ],
)
def test_a_party_is_decided_by_number_then_by_name(name: str, id_no: str | None, kind: str) -> None:
    con = write(":memory:", [party("a:1", name, id_no)])
    entities(con)
    assert con.execute("SELECT entity_type, left(entity_id, 1) FROM entity").fetchall() == [(kind, kind[0].upper())]


def test_an_undecided_party_becomes_the_person_of_its_case() -> None:
    case = [("Case", "Case-1")]
    assert len(groups([party("a:1", "王建国", number(), nodes=case), party("b:1", "王建国", None, nodes=case)])) == 1
