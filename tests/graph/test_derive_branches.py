"""A branch is linked to the company whose name or number it bears."""

from typing import Any

import pytest

from tests.graph.building import PLANT, build, relationships

BRANCH, OTHER = "91520502MA6DJ4K26N", "91350100M000100Y43"
COMPANY = "贵州鑫源商贸有限公司"


def linked(*rows: dict[str, Any]) -> list[tuple[str, str]]:
    found = relationships(build({"mr_entity": rows}), "BRANCH_OF")
    return [(edge["_from"], edge["_to"]) for edge in found]


@pytest.mark.parametrize("name", ["贵州鑫源商贸有限公司毕节分公司", "贵州省鑫源商贸有限责任公司第二分店"])
def test_a_branch_bears_the_name_of_its_company(name: str) -> None:
    rows = ({"uscc": PLANT, "name": COMPANY}, {"uscc": BRANCH, "name": name})
    assert linked(*rows) == [(f"O-{BRANCH}", f"O-{PLANT}")]


@pytest.mark.parametrize(
    "name",
    [
        "鑫源商贸有限公司毕节分公司",
        "贵州鑫源贸易有限公司毕节分公司",
        "贵州鑫源商贸有限公司",
        "贵州鑫源商贸股份有限公司毕节分公司",
    ],
)
def test_another_name_is_no_branch_of_it(name: str) -> None:
    assert linked({"uscc": PLANT, "name": COMPANY}, {"uscc": BRANCH, "name": name}) == []


@pytest.mark.parametrize(
    ("head", "branch"),
    [
        ("中国工商银行股份有限公司", "中国工商银行毕节分行"),
        ("贵州银行", "贵州银行股份有限公司毕节七星关支行"),
        ("贵州鑫源商贸公司", "贵州鑫源商贸有限公司毕节分公司"),
        ("贵州一树药业连锁有限公司", "贵州一树药业连锁有限公司毕节广惠路店"),
        ("中国平安财产保险股份有限公司", "中国平安财产保险股份有限公司毕节中心支公司第一营销服务部"),
        ("七星关区鑫源超市", "七星关区鑫源超市翠屏分店"),
    ],
)
def test_a_head_office_is_known_under_a_shorter_form_and_by_its_outlets(head: str, branch: str) -> None:
    assert linked({"uscc": PLANT, "name": head}, {"uscc": BRANCH, "name": branch}) == [(f"O-{BRANCH}", f"O-{PLANT}")]


def test_the_company_of_the_same_form_is_the_head_office() -> None:
    rows = ({"uscc": PLANT, "name": COMPANY}, {"uscc": OTHER, "name": "贵州鑫源商贸公司"})
    assert linked(*rows, {"uscc": BRANCH, "name": f"{COMPANY}毕节分公司"}) == [(f"O-{BRANCH}", f"O-{PLANT}")]


def test_a_name_that_two_companies_bear_links_to_neither() -> None:
    rows = ({"uscc": PLANT, "name": COMPANY}, {"uscc": OTHER, "name": COMPANY})
    assert linked(*rows, {"uscc": BRANCH, "name": f"{COMPANY}毕节分公司"}) == []


def test_the_records_are_those_that_call_it_a_branch() -> None:
    rows = [
        {"uscc": PLANT, "name": COMPANY, "_id": "company"},
        {"uscc": BRANCH, "name": f"{COMPANY}毕节分公司", "_id": "branch"},
        {"uscc": BRANCH, "_id": "nameless"},
    ]
    (edge,) = relationships(build({"mr_entity": rows}), "BRANCH_OF")
    assert (edge["records"], edge["confidence"]) == (["mr_entity:branch"], 1.0)


def test_a_branch_that_shows_its_companys_number_is_linked_by_it() -> None:
    rows = [{"uscc": PLANT, "name": "鑫源公司", "_id": "1"}, {"uscc": PLANT, "name": "鑫源公司毕节分公司", "_id": "2"}]
    apart = """
        UPDATE mention_entity SET entity_id = 'O-branch' WHERE mention_id = 'mr_entity:2#entity';
        UPDATE entity SET names = ['鑫源公司'];
        INSERT INTO entity BY NAME
        SELECT * REPLACE ('O-branch' AS entity_id, ['鑫源公司毕节分公司'] AS names) FROM entity"""
    found = relationships(build({"mr_entity": rows}, sql=apart), "BRANCH_OF")
    assert [(edge["_from"], edge["_to"]) for edge in found] == [("O-branch", f"O-{PLANT}")]
