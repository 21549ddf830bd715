"""What a header says, however an agency words it: whose (被执行人) and what (a number: 身份证号, 证件号码 …).

Two headers are equal when they say the same kind of thing of the same subject; which kinds depends on a column's type.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from loaders.mapping import Column

_NOISE = re.compile(r"[\s\u200b-\u200f\ufeff*'\"`]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_LAST_BRACKET = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]$")
_NUMBERING = re.compile(r"^(?:\d{1,2}[.、]|\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,2}、)(?=\D)")
_MONEY = re.compile(r"[/_:,-](?:单位:?)?(?:人民币)?(?:千|百?万|亿)?元$")
_SPAN = re.compile(r"\((?:单位:?)?个?([年月天日])\)")
_EDGES = {"from": "起始|开始|起算|起|自", "due": "截止|截至|届满|期满|到期|止|至", "end": "结束|终止|终了"}
_DAY = "日期|时间|之日|年月日|年月|月份|日|月"


def _ends(*words: str) -> re.Pattern[str]:
    """A subject (what is left over) and one or more words for the kind at the end."""
    kind = "|".join(words)
    return re.compile(rf"(?P<subject>.*?)(?:的)?(?:{kind})(?:[/或及和、]?(?:{kind}))*")


_NUMBER = (
    "(?:公民|居民|第?二代|有效)*(?:身份证件|身份证明|身份证|身份|证件|证)(?:号码|编号|号)",
    "社会保障号码?", "身份证件?", "id(?:号码?|number|no)?",
)  # fmt: skip
_CREDIT = ("(?:统一|社会)*信用(?:代码|编码|号码)", "统一代码", "(?:组织)?机构代码", "(?:纳税人)?识别号", "税号")
KINDS: dict[str, re.Pattern[str]] = {
    "number": _ends(*_NUMBER),
    "either": _ends(*_NUMBER, *_CREDIT),
    "credit": _ends(*_CREDIT),
    "name": _ends("姓名", "名称", "名字", "全称", "户名"),
    "phone": _ends("(?:联系|移动|手机)?(?:电话|手机)(?:号码?)?", "联系方式", "联系号码"),
    "address": _ends("(?:详细|具体)?(?:地址|住址|住所地|住所|所在地址|所在地|地点|详址|坐落|地)"),
    "amount": _ends("总?(?:金额|数额|标的额|标的|价款|价格|额|款|价)"),
    "status": _ends("(?:当前)?(?:状态|状况|情况)"),
    "standing": _ends("身份", "角色", "地位"),
    "kind": _ends("类型", "类别", "种类", "分类"),
    "manner": _ends("方式", "形式"),
    "reason": _ends("原因", "事由", "理由", "情形"),
    "organ": _ends("机关", "单位", "部门", "机构"),
    "code": _ends("编号", "号码", "编码", "代码", "代号", "文号", "字号", "号"),
    "flag": re.compile(r"(?:是否|有无)(?P<subject>.+?)(?:标志|标识)?"),
    "date": re.compile(
        rf"(?P<subject>.*?)的?(?:期限|期间|期|日期|时间)??(?:(?P<edge>{'|'.join(_EDGES.values())})(?:{_DAY})?|(?:{_DAY}))"
    ),
}
"""Kind → how a header of that kind reads."""

_OF_TYPE = {
    "id": ("number", "credit", "either"), "uscc": ("credit",), "phone": ("phone",), "addr": ("address",),
    "dec": ("amount",), "date": ("date",), "dt": ("date",), "month": ("date",),
    "bool": ("flag",),
    "code": ("status", "standing", "kind", "manner", "reason", "organ", "code"),
    "str": ("name", "organ", "code"), "case_no": ("code",), "plate": ("code",), "vin": ("code",), "account": ("code",),
    "unit_no": ("code",), "text": ("reason",),
}  # fmt: skip
_BARE_KIND = {"bool": "flag", "code": "kind", "addr": "address", "dec": "amount"}
"""Columns whose headers may leave the word for the kind out: 经侦案件 is 是否经侦案件, 险种 is 险种类型."""

_SAME = {
    "常住户口": "户籍", "户口": "户籍", "被告人": "被告", "家庭成员": "成员",
    "现居住": "居住", "现住": "居住", "现": "居住", "实际居住": "居住", "经常居住": "居住", "暂住": "居住",
    "目前居住": "居住", "暂": "居住",
}  # fmt: skip
"""Subjects that are the same by another word."""

_KEPT = 8192
"""Texts whose readings are kept: a sheet's first rows are read anew for each table that they may be."""

_PERSONAL = {"number", "credit", "name", "phone"}
_FILLERS = re.compile("登记|案件|执行|所属|权利|车辆|机动车|房屋|不动产|合同|名单|有关|相关|具体|实际|当前|属于|的")
_PERSON_FILLERS = re.compile("^(?:本人|人员|个人|公民|居民)|诉讼|的")
"""Words that seldom tell one column from another; of persons few, for a subject there says who is meant."""
_SUBJECT_OPTIONAL = {"number", "name", "phone", "status", "kind", "manner", "standing", "reason"}
"""Kinds that still say enough when nothing but fillers was before them; 日期 or 编号 alone says too little."""


@dataclass(frozen=True, order=True)
class Meaning:
    """What a header says: a kind, its subject ('' where the header names none), for dates the edge of a period."""

    kind: str
    subject: str
    edge: str = ""

    @property
    def loose(self) -> "Meaning | None":
        """The meaning without words that seldom tell one column from another; None when too little is left."""
        fillers = _PERSON_FILLERS if self.kind in _PERSONAL else _FILLERS
        subject = _same(fillers.sub("", self.subject))
        return Meaning(self.kind, subject, self.edge) if subject or self.kind in _SUBJECT_OPTIONAL else None


@lru_cache(_KEPT)
def fold(header: str) -> str:
    """Return a header without what may vary in writing: width, case, white space, required marks, closing colon."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", header)).lower().rstrip(":")


@lru_cache(_KEPT)
def bare(header: str) -> str:
    """Return a folded header without its bracket parts, leading number and unit."""
    return _MONEY.sub("", _BRACKETS.sub("", _NUMBERING.sub("", fold(header))))


@lru_cache(_KEPT)
def span(header: str) -> str:
    """Return the unit of time that a header states in brackets: 年, 月 or 日; '' where it states none."""
    found = _SPAN.search(fold(header))
    return found[1].replace("天", "日") if found else ""


@lru_cache(_KEPT)
def joined(header: str) -> str:
    """Return a folded header with a closing bracket part read as its end: 被执行人(证件号码); '' where it has none."""
    folded = _NUMBERING.sub("", fold(header))
    last = _LAST_BRACKET.search(folded)
    return _BRACKETS.sub("", folded[: last.start()]) + last[1] if last else ""


@cache
def read(header: str) -> frozenset[Meaning]:
    """Return all that a header may mean: one meaning of every kind whose words it ends in, and of those left out."""
    return frozenset(meaning for kind in KINDS for meaning in _meanings(kind, header, spelled=False))


def meanings(column: Column, headers: list[str], named: bool) -> set[Meaning]:
    """Return what the headers of a column mean, by its type; `named` columns hold the name of a person or company."""
    kinds = _OF_TYPE.get(column.type, ())
    optional = "name" if named else _BARE_KIND.get(column.type, "")
    found = set[Meaning]()
    for header in headers:
        spelled = {meaning for kind in kinds for meaning in _meanings(kind, header, spelled=True)}
        found |= spelled or ({Meaning(optional, _same(header))} if optional and header else set())
    return found


def _meanings(kind: str, header: str, spelled: bool) -> set[Meaning]:
    fit = KINDS[kind].fullmatch(header)
    if fit is None:
        left_out = not spelled and (kind == "name" or kind in _BARE_KIND.values())
        return {Meaning(kind, _same(header))} if left_out and header else set()
    subject, edge = _same(fit["subject"]), fit.groupdict().get("edge") or ""
    if kind == "either":
        return {Meaning("number", subject), Meaning("credit", subject)} if _is_either(header, subject) else set()
    if kind == "code":
        subject = subject.replace("案件", "案")
    side = next((name for name, words in _EDGES.items() if edge in words.split("|")), "")
    return {Meaning(kind, subject, side)}


def _is_either(header: str, subject: str) -> bool:
    """身份证号/信用代码 and the like: both kinds of number after the subject."""
    kinds = [word for word in re.split("[/或及和、]", header.removeprefix(subject)) if word]
    return len({KINDS["credit"].fullmatch(word) is None for word in kinds}) == 2


def _same(subject: str) -> str:
    subject = subject.replace("犯罪嫌疑人", "嫌疑人")
    return _SAME.get(subject, subject)
