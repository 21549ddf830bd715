"""Who is who among organizations, and what is a person."""

import pytest

from tests.resolution.mentions import entities, groups, number, organization, party, person, write

USCC, OTHER_USCC = "91350100M000100Y43", "91520502MA6DJXXX6R"


def together(*said) -> bool:
    """Whether all mentions became one entity."""
    return len(groups(said)) == 1


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


def test_a_branch_under_its_companys_number_stays_a_branch() -> None:
    assert not together(
        organization("a:1", "贵州鑫源商贸有限公司", USCC), organization("b:1", "贵州鑫源商贸有限公司毕节分公司", USCC)
    )


def test_a_company_number_with_one_slip_leads_to_the_one_it_can_be() -> None:
    assert together(
        organization("a:1", "贵州鑫源商贸有限公司", USCC), organization("b:1", None, USCC[:16] + "84"[0] + "3")
    )


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
    assert together(party("a:1", "王建国", number(), nodes=case), party("b:1", "王建国", None, nodes=case))
