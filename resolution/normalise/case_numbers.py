"""Case numbers of courts, procuratorates and the police.

Sources: 最高人民法院 关于人民法院案件案号的若干规定 (2016); the organ code of the police is that of GA/T 2000.
"""

import re

from resolution.normalise.text import capitals, says_nothing

_COURTS = "京津沪渝冀晋内辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川黔贵云滇藏陕甘青宁新兵最"
_END = r"(?:(?:号?之|号-)([一二三四五六七八九十]{1,3}|[1-9]\d?))?号?"
_YEAR_FIRST = re.compile(rf"[(\[〔【<{{]?(\d{{4}})(?:年?[)\]〕】>}}]年?|年)(.+?){_END}")
_UNBRACKETED = re.compile(rf"[(\[〔【<{{]?((?:19|20)\d{{2}})([{_COURTS}]\d{{0,4}}[一-鿿].*?){_END}")
_YEAR_INSIDE = re.compile(
    r"([一-鿿\dA-Z][一-鿿\dA-Z()]*?)(?:[(\[〔【<{](\d{4})年?[)\]〕】>}]|((?:19|20)\d{2})年)第?0*(\d+)号?"
)
_SERIAL = re.compile(r"(.*?[一-鿿])0*(\d+)")
# Fewer digits than this, in a shape that is not known, are a year or an item (`详见2023年卷`, `见附件1`), not a serial.
_LEAST_DIGITS = 5
_YEAR_AND_COURT = re.compile(rf"[(\[〔【<{{]\d{{4}}年?[)\]〕】>}}](?:[{_COURTS}]\d{{0,4}})?")
_COURT_TYPE = re.compile(rf"([{_COURTS}].*?)(字?第|字)")
_TENS, _ONES = ("", "十", "二十", "三十", "四十", "五十", "六十", "七十", "八十", "九十"), "一二三四五六七八九"
_ONE_SIGN = str.maketrans("號〈《〉》\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "号<<>>-------")
_POLICE_IN_GROUPS = re.compile(r"[A-Z](?:-?\d){22,}")
_COURT = {
    p: code
    for code, ps in {
        11: "京", 12: "津", 13: "冀", 14: "晋", 15: "内", 21: "辽", 22: "吉", 23: "黑", 31: "沪", 32: "苏", 33: "浙",
        34: "皖", 35: "闽", 36: "赣", 37: "鲁", 41: "豫", 42: "鄂", 43: "湘", 44: "粤", 45: "桂", 46: "琼", 50: "渝",
        51: "川", 52: "黔贵", 53: "云滇", 54: "藏", 61: "陕", 62: "甘", 63: "青", 64: "宁", 65: "新",
    }.items()
    for p in ps
}  # fmt: skip
_COURT_CODE = re.compile(r"（\d{4}）([一-鿿])(\d{4})(?=[一-鿿])")
_POLICE_CODE = re.compile(r"[A-Z](\d{6})\d{6}\d*")


def clean(text: str) -> str | None:
    """Return a case number in one written form; None for what holds no serial (`见附件1`, `另案处理`, `（2023）刑初`).

    Courts `（2023）黔0502刑初123号`, procuratorates `毕七检刑诉〔2023〕123号`, others in capitals without spaces. Since
    2016 the numbers of courts have no 字第, and one written with it is the number without; before, it belongs to them.
    """
    bare = capitals(text).strip("'\"").translate(_ONE_SIGN)
    if _POLICE_IN_GROUPS.fullmatch(bare):
        bare = bare.replace("-", "")
    if says_nothing(bare):
        return None
    if (match := _YEAR_FIRST.fullmatch(bare) or _UNBRACKETED.fullmatch(bare)) and (
        serial := _SERIAL.fullmatch(match[2])
    ):
        return f"（{match[1]}）{_type(match[1], serial[1])}{serial[2]}号{_part(match[3])}"
    if match := _YEAR_INSIDE.fullmatch(bare):
        return f"{match[1]}〔{match[2] or match[3]}〕{match[4]}号"
    return bare if _has_serial(bare) else None


def _has_serial(bare: str) -> bool:
    court = _YEAR_AND_COURT.match(bare)
    digits = sum(map(str.isdecimal, bare[court.end() :] if court else bare))
    return digits >= (1 if court else _LEAST_DIGITS)


def _type(year: str, written: str) -> str:
    match = _COURT_TYPE.fullmatch(written)
    if not match or (year < "2016" and match[2] == "第"):
        return written
    return match[1] + ("字第" if year < "2016" else "")


def _part(written: str | None) -> str:
    if not written:
        return ""
    if not written.isdecimal():
        return f"之{written}"
    ten, one = divmod(int(written), 10)
    return f"之{_TENS[ten]}{_ONES[one - 1] if one else ''}"


def division(case_number: str) -> str | None:
    """Return the six-digit county that the court code or police organ code of a cleaned case number names, else None.

    Courts above the county, railway, maritime and other special courts have none.
    """
    if match := _COURT_CODE.match(case_number):
        province = _COURT.get(match[1])
        if province is None or not ("01" <= match[2][:2] <= "53" or match[2][:2] == "90") or match[2][2:] == "00":
            return None
        return f"{province}{match[2]}"
    if (match := _POLICE_CODE.fullmatch(case_number)) and match[1][4:] != "00":
        return match[1]
    return None
