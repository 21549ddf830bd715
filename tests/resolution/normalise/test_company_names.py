"""Names of organizations taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolution.normalise.company_names import CompanyName, parse

PLACES = {
    "": "",
    "贵州省": "52",
    "贵州": "52",
    "毕节市": "5205",
    "七星关区": "520502",
    "贵州省毕节市七星关区": "520502",
}
TRADING = st.text(st.sampled_from("鑫源恒泰瑞丰联邦顺宏康"), min_size=2, max_size=4)
INDUSTRIES = st.sampled_from(["商贸", "建筑工程", "农业科技发展", "餐饮管理", "再生资源回收利用", ""])
FORMS = {
    "有限责任公司": "limited", "有限公司": "limited", "股份有限公司": "joint_stock", "公司": "company",
    "农民专业合作社": "cooperative", "专业合作社": "cooperative", "律师事务所": "office",
    "企业管理中心(有限合伙)": "partnership",
}  # fmt: skip
BRANCHES = st.sampled_from(["", "毕节分公司", "第二分店", "黔西支行", "分公司"])


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("贵州鑫源商贸有限公司", ("52", "鑫源", "商贸", "limited", "")),
        ("鑫源（贵州）商贸有限公司", ("52", "鑫源", "商贸", "limited", "")),
        ("七星关区 鑫源商贸公司", ("520502", "鑫源", "商贸", "company", "")),
        ("貴州鑫源商貿有限公司", ("52", "鑫源", "商贸", "limited", "")),
        ("贵州鑫源科技集团股份有限公司毕节分公司", ("52", "鑫源", "科技集团", "joint_stock", "毕节分公司")),
        ("中国建设银行毕节七星关支行", ("", "中国建设银行", "", "", "毕节七星关支行")),
        ("安顺物流有限公司", ("5204", "", "物流", "limited", "")),
        ("顺达旺旅馆", ("", "顺达旺", "旅馆", "shop", "")),
        ("七星关区好又多超市", ("520502", "好又多", "超市", "shop", "")),
        ("上海鑫源企业管理中心(有限合伙)", ("31", "鑫源企业管理中心", "", "partnership", "")),
        ("洪山街道办事处", ("", "洪山街道办事处", "", "", "")),
        ("七星关区第一人民医院", ("520502", "第一人民医院", "", "", "")),
        ("公司", ("", "", "", "company", "")),
        ("贵州一树药业连锁有限公司毕节广惠路店", ("52", "一树药业连锁", "", "limited", "毕节广惠路店")),
        ("贵州鑫源保险公司毕节支公司营销服务部", ("52", "鑫源", "保险", "company", "毕节支公司营销服务部")),
        ("鑫源超市翠屏分店", ("", "鑫源", "超市", "shop", "翠屏分店")),
        ("鑫源酒店管理有限公司第一分店", ("", "鑫源", "酒店管理", "limited", "第一分店")),
        ("贵州鑫源有限公司工会委员会", ("52", "鑫源有限公司工会委员会", "", "", "")),
    ],
)
def test_a_name_is_taken_apart(name: str, parts: tuple[str, ...]) -> None:
    assert parse(name) == CompanyName(*parts)


@given(st.sampled_from(sorted(PLACES)), TRADING, INDUSTRIES, st.sampled_from(sorted(FORMS)), BRANCHES)
def test_whatever_a_name_is_made_of_is_found_in_it(
    place: str, trading: str, industry: str, form: str, branch: str
) -> None:
    found = parse(f"{place}{trading}{industry}{form}{branch if '公司' in form else ''}")
    assert found is not None
    assert (found.place, found.form) == (PLACES[place], FORMS[form])
    assert (found.trading + found.industry).startswith(trading + industry)
    assert found.branch == (branch if "公司" in form else "")


@given(TRADING, TRADING, INDUSTRIES, INDUSTRIES)
def test_two_different_names_never_have_the_same_parts(one: str, other: str, first: str, second: str) -> None:
    same = parse(f"贵州{one}{first}有限公司") == parse(f"贵州{other}{second}有限公司")
    assert same is (one + first == other + second)


@given(st.sampled_from(sorted(PLACES)), TRADING, INDUSTRIES, BRANCHES)
def test_a_branch_bears_its_companys_name(place: str, trading: str, industry: str, branch: str) -> None:
    company = f"{place}{trading}{industry}有限公司"
    found = parse(company + branch)
    assert found is not None
    assert found.company == parse(company)


@given(st.text())
def test_any_text_is_read_or_is_no_name(text: str) -> None:
    found = parse(text)
    assert found is None or found.company.branch == ""
