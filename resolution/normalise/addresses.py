"""Addresses: one written form, the prefecture they lie in, and whether they name a single dwelling.

The division table (`divisions.tsv`) holds the codes of GB/T 2260 with present and former names; a former name carries
the code of what it is today. Of several names of a prefecture the present one stands first.
"""

import csv
import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from resolution.normalise.text import CHINESE_NUMERAL, capitals, chinese_integer, says_nothing

_DASHES = re.compile("[\u2010-\u2015\u2212~_－—]+")
_NUMERAL = re.compile(rf"({CHINESE_NUMERAL})(?=(?:栋|幢|座|号|单元|室|层|楼|组|村民|弄|期|区|门\d))")
_BUILDING = re.compile(r"(?<=[0-9A-Z])(?:号楼|幢|座|栋|#楼|#)")
_END = "(?:室|号房?|房间?|户)?$"
_SHORT_ROOM = re.compile(rf"(?<![0-9A-Z/-])([0-9A-Z]{{1,3}})([-/])(\d{{1,2}})\2(\d{{3,4}}){_END}")
_BUILDING_ROOM = re.compile(rf"(?<=栋)(\d{{1,2}})(?:单元|门|-)(\d{{3,4}}){_END}")
_ROOM = re.compile(rf"(?<=栋|元)-?(\d{{2,4}}){_END}")
_ASIDE = re.compile(
    r"[,，]|第(?=\d+(?:栋|幢|座|号楼|单元|室|层|楼|组|村民|弄|期|门\d))|(?<=[栋元])-(?=\d)"
    r"|(?<=街道)(?:办事处|办(?!事处))(?=.)|村民小?(?=\d+组)|(?<=\d)村民小?(?=组)"
    r"|(?<=[栋元门])\d{1,2}[层楼](?=\d{3,4}\D{0,2}$)"
    r"|\((?:自有|自建|租住|租赁|租用|出租|暂住|现住|借住|居住|户籍|户口)[^()\d]*\)$"
    r"|(?<!\d)0+(?=\d+号)|\((?=(?:\d+|[A-Z])(?:栋|单元)\))|(?<=[栋元])\)"
)
"""What is written or not: `第` before a number, the floor of a room, the office of a street, a remark at the end."""
_ROOM_LEVEL = re.compile(r"\d(?:室|房)$|[村组屯寨庄湾坝].*?\d+号$")
_TOWN = re.compile(r"[^\dA-Z]{1,7}?(?:街道|镇|乡|苏木)(?![路街巷道村])")
_VILLAGE = re.compile(r"[^\dA-Z]{1,6}?(?:村|社区|嘎查)(?![路街巷道])")
_ROAD = re.compile(r"[^\dA-Z]{2,12}(?=[\dA-Z]|$)")
_HOUSE = re.compile(r"[^\dA-Z].*?[\dA-Z]栋|[^\dA-Z].*\d号")
"""The rest of an address up to the town; behind it, up to the village, the first digit, the building or number."""
_SUFFIX = re.compile(
    "(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|省|市|地区|盟|新区|矿区|林区|特区|区|县|旗)$"
)
_PEOPLES = (
    "各族|蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土"
    "|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|普米|怒|独龙|保安|裕固|鄂温克|鄂伦春|塔吉克"
)
_AUTONOMOUS = re.compile(f"(.{{2,}}?)(?:(?:{_PEOPLES})族?)+自治([州县旗])")
_ENDINGS = frozenset("省市区县州盟旗")
_NO_PLACE = frozenset({"4190", "4290", "4690", "6590"})  # counties that answer to the province
_OTHER_NAME = frozenset("路街巷道村镇乡区县市州盟旗")


def clean(text: str) -> str | None:
    """Return an address in NFKC without spaces, buildings as 栋, numerals as digits, `3-2-501` as `3栋2单元501室`.

    Where it names a county, that county's province and prefecture stand before it, whether they were written or not.
    """
    bare = _DASHES.sub("-", capitals(text).strip("'\","))
    if says_nothing(bare):
        return None
    before = ""
    while before != bare:
        before = bare
        bare = _NUMERAL.sub(lambda m: str(n) if (n := chinese_integer(m[1])) is not None else m[1], bare)
        bare = _ASIDE.sub("", _BUILDING.sub("栋", bare))
        bare = _SHORT_ROOM.sub(r"\1栋\3单元\4室", bare)
        bare = _ROOM.sub(r"\1室", _BUILDING_ROOM.sub(r"\1单元\2室", bare))
    return _with_province(bare) or None


def room_level(address: str) -> bool:
    """Whether a cleaned address names one dwelling: a room, or a house number in a village or its group."""
    return bool(_ROOM_LEVEL.search(address))


def _with_province(address: str) -> str:
    code, rest = split(address)
    if code is None or len(code) < 6:
        return address
    names = _names()
    above = [names[part][0] for part in (code[:2], code[:4]) if part in names and part not in _NO_PLACE]
    divisions = address[: len(address) - len(rest)]
    county = next((name for name in names[code] if divisions.endswith(name)), names[code][0])
    return "".join((*above, county, rest))


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """The names of each code, as the table lists them."""
    table: dict[str, tuple[str, ...]] = {}
    with files("resolution.normalise").joinpath("divisions.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            table[row["code"]] = (*table.get(row["code"], ()), row["name"])
    return table


@cache
def _divisions() -> dict[str, tuple[str, ...]]:
    """Division names and their short forms, each with the codes (2, 4 or 6 digits) that bear it."""
    table: dict[str, set[str]] = {}
    for code, names in _names().items():
        for name in names:
            for form in _forms(name, code):
                table.setdefault(form, set()).add(code)
    return {name: tuple(sorted(codes)) for name, codes in table.items()}


def _forms(name: str, code: str) -> set[str]:
    forms = {name}
    if match := _AUTONOMOUS.fullmatch(name):
        forms.add(match[1] + match[2])
        if len(code) < 6:
            forms.add(match[1])
    elif len(code) < 6 and len(short := _SUFFIX.sub("", name)) >= 2:
        forms.add(short)
    return forms


def split(address: str) -> tuple[str | None, str]:
    """Return the division an address begins with (2, 4 or 6 digits, None if unknown) and what follows it."""
    code, at = "", 0
    while len(code) < 6 and (found := _next(address, at, code)):
        code, at = found
    return code or None, address[at:]


def _next(address: str, at: int, within: str) -> tuple[str, int] | None:
    """The longest division name at a position that lies within a division, and where it ends."""
    table = _divisions()
    for end in range(min(at + 15, len(address)), at + 1, -1):
        codes = [c for c in table.get(address[at:end], ()) if c.startswith(within)]
        if not codes or (address[end - 1] not in _ENDINGS and address[end : end + 1] in _OTHER_NAME):
            continue
        highest = min(codes, key=len)
        if len(highest) < 6 or len({c[:4] for c in codes}) == 1:
            return highest, end
    return None


def city(address: str) -> str | None:
    """Return the four digits of the prefecture, or part of a municipality, that a cleaned address names, or None."""
    code, _ = split(address)
    if code is None:
        return None
    if len(code) >= 4:
        return code[:4]
    return code + "01" if code in ("11", "12", "31", "50") else None


class Where(NamedTuple):
    """What an address lies in: the dwelling, the building or house number, and places, each None or empty if not named.

    A building is written `code text`, places `level code text`: `r` the road, estate or village, `t` the town or
    subdistrict, `c` the county; `code` is the county's, '' where none is named.
    """

    home: str | None
    building: str | None
    places: list[str]


def where(address: str) -> Where:
    """Return what a cleaned address lies in."""
    code, rest = split(address)
    county = code if code and len(code) == 6 else ""
    town = _TOWN.match(rest)
    within = rest[town.end() :] if town else rest
    building = _HOUSE.match(within)
    road = _VILLAGE.match(within) or _ROAD.match(within)
    found = [f"{level} {county} {match[0]}" for level, match in (("r", road), ("t", town)) if match]
    if county:
        found.append(f"c {county} {_names()[county][0]}")
    return Where(rest if room_level(address) else None, building and f"{county} {building[0]}", found)
