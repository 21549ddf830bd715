"""Names of organizations taken apart: place, trading name, industry, form of organization, and branch.

Source: 企业名称登记管理规定 (2020), articles 6 to 13: a name is made of the division, the trading name, the industry
and the form, in this order; the division may stand in brackets behind the trading name; a branch bears its company's
name. `industries.txt` lists words for lines of business as they stand in names.
"""

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from resolution.normalise import addresses, names

_FORMS = {
    "joint_stock": "股份有限责任公司|股份有限公司|股份公司",
    "limited": "有限责任公司|有限公司",
    "company": "总公司|公司",
    "union": "合作社联合社|信用联社|合作联社|联合社",
    "cooperative": "农民专业合作社|专业合作社|合作社",
    "partnership": "合伙企业(?:有限合伙|特殊普通合伙|普通合伙)?|(?:有限|特殊普通|普通)合伙(?:企业)?",
    "office": "事务所(?:有限合伙|特殊普通合伙|普通合伙)?",
    "shop": "(?<=.)(?:个体工商户|经营户|专卖店|连锁店|便利店|直营店|加盟店|经营部|服务部|门市部|批发部|工作室|门市"
    "|商店|商行|超市|酒楼|茶楼|餐馆|饭馆|饭庄|酒店|宾馆|旅馆|旅社|店|厂|铺|坊|楼|馆|吧|城|庄|摊|社|(?<!银)行|部)",
}
_COMPANIES = frozenset({"company", "limited", "joint_stock"})
_FORM = re.compile("|".join(f"(?P<{form}>{words})$" for form, words in _FORMS.items()))
_HEAD = "公司|银行|合作社|联合社|联社|信用社|事务所|医院|大学|学院|学校|集团"
# A branch of a branch bears both; a shop has branches that say so, a company also outlets that do not.
_UNDER = r"(?:[^司]|[分支]公司)*"
_BRANCH = re.compile(
    rf"(.{{2,}}?(?:{_HEAD}))({_UNDER}(?:分公司|支公司|分行|支行|分店|分院|分社|分所|分厂|分校|分部"
    r"|(?<!街道)办事处|代表处|营业部|营业所|营业厅))"
    rf"|(.{{2,}}?公司)({_UNDER}(?:店|门市部?|(?:经营|销售|批发|零售|服务|项目)部|(?:加油|加气|充电)站"
    r"|供[电水]局))"
    r"|(.{2,}?(?:超市|商场|药房|酒店|宾馆))([^司]*分店)"
)
_LONGEST = 8
_NO_EMPLOYER = re.compile(
    "没有|暂无|(?:无|待|失)业(?:人员)?|(?:无固定|自由|灵活|自谋|个体|无)(?:职业|就业|工作|单位|工作单位)"
    "|个体(?:户|经营|工商户|从业)|(?:在家)?务农|农民|粮农|村民|居民|学生|(?:学龄前)?儿童|家务|在家|打工|(?:外出)?务工"
    "|(?:退|离)休(?:人员)?|其他|不详|本人"
)
"""What stands where an employer would: nobody works for it, and everybody does."""
_BRACKETED = re.compile(r"[(\[【〔]([^)\]】〕]{2,9})[)\]】〕]")


class CompanyName(NamedTuple):
    """The parts of an organization's name.

    `place` is a division code of 2, 4 or 6 digits, '' where the name says none; `form` a word of `_FORMS`, '' where it
    has none of them. Of a shop the word for what it is (`超市`) ends `industry`.
    """

    place: str
    trading: str
    industry: str
    form: str
    branch: str

    @property
    def company(self) -> "CompanyName":
        """The name of the organization that a branch belongs to."""
        return self._replace(branch="")


def parse(name: str) -> CompanyName | None:
    """Return the parts of an organization's name; None for an empty cell. Never raises.

    Words for lines of business are taken from the end, as long as two characters of trading name remain.
    """
    bare = names.clean(name)
    bare, bracketed = _bracketed_place(bare) if bare else ("", "")
    whole = names.comparable(bare)
    if whole is None:
        return None
    match = _BRANCH.fullmatch(whole)
    head, branch = filter(None, match.groups()) if match else (whole, "")
    found = _FORM.search(head)
    form = (found and found.lastgroup) or ""
    stem = head[: found.start()] if found else head
    place, rest = addresses.split(stem)
    if not rest and not form:
        place, rest = None, stem
    trading, industry = _industry(rest)
    if form == "shop" and found:
        industry += found[0]
    return CompanyName(place or bracketed, trading, industry, form, branch)


def firm(text: str) -> str | None:
    """Return the employer that a cell names in one written form; None where it names none: an occupation, a status.

    What has neither place nor form nor branch may be either, and is none. Whatever form of company it is, `公司` is
    written; a division as its code.
    """
    parts = parse(text)
    whole = parts.trading + parts.industry if parts else ""
    if parts is None or len(whole) < 2 or _NO_EMPLOYER.fullmatch(whole):
        return None
    if not (parts.place or parts.form or parts.branch):
        return None
    return " ".join(part for part in (parts.place, whole, kind(parts.form), parts.branch) if part)


def kind(form: str) -> str:
    """Return what forms have in common that may be one organization's: `公司` is short for the two kinds of company."""
    return "company" if form in _COMPANIES else form


@cache
def _industries() -> frozenset[str]:
    return frozenset(files("resolution.normalise").joinpath("industries.txt").read_text("utf-8").split())


def _bracketed_place(bare: str) -> tuple[str, str]:
    """The name without the division that stands in brackets in it, and that division's code."""
    for match in _BRACKETED.finditer(bare):
        code, rest = addresses.split(match[1])
        if code and not rest and match.start() and not addresses.split(bare)[0]:
            return bare[: match.start()] + bare[match.end() :], code
    return bare, ""


def _industry(rest: str) -> tuple[str, str]:
    """The trading name and the lines of business behind it; without a trading name all of it is business."""
    known, at = _industries(), len(rest)
    while at > 0:
        size = next((n for n in range(min(_LONGEST, at), 1, -1) if rest[at - n : at] in known), 0)
        if not size or 0 < at - size < 2:
            break
        at -= size
    return rest[:at], rest[at:]
