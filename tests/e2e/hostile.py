"""A tiny county in whose cells stands what a page must show and never obey."""

import csv
import unicodedata
from itertools import count
from pathlib import Path

from resolution.normalise.numbers import check_digit

LONG = "长" * 300
NAMES = [
    "<script>alert(1)</script>",
    '<img src=x onerror="window.pwned=1">',
    "\u202e卧龙\u202d左右",
    LONG,
    "W" * 300,
    "𠮷田㛃",
    "e\u0301\u0323\u0301\u0316 Ńoël",
    "'\"><svg/onload=alert(1)>",
    '=HYPERLINK("http://192.0.2.1","x")',
    "{{7*7}}${7*7}`id`",
    "javascript:alert(1)//",
    "&lt;b&gt; &#x3c;i>",
]
FILE = "<b>判决 &amp; 'x'.csv"
JUDGMENTS = [
    "案号", "检察院统一受案号", "被告人", "证件号码", "出生日期", "罪名", "犯罪时间起", "犯罪时间止", "是否过失犯罪",
    "主刑", "刑期(月)", "是否认定累犯", "羁押起始", "判决日期", "生效日期", "刑期届满", "裁判文书",
]  # fmt: skip
PARTIES = [
    "案号", "诉讼地位", "自然人/法人/其他组织", "姓名/名称", "身份证号/信用代码", "电话", "地址", "代理人", "律所/单位",
]  # fmt: skip


def number(nth: int) -> str:
    """Return the citizen number of the nth person."""
    first = f"52242119850312{nth:03d}"
    return first + check_digit(first)


def known_as(name: str) -> str:
    """Return a name as whoever bears it is known: one way of writing what looks the same, no marks that turn lines."""
    return unicodedata.normalize("NFC", name.replace("\u202e", "").replace("\u202d", ""))


def write(folder: Path) -> None:
    """Write the exports: everybody was sentenced twice, is a party of one suit, and lives and works at such places."""
    folder.mkdir(parents=True)
    cases = count(1)
    judgments, parties = [], []
    for nth, name in enumerate(NAMES):
        no = number(nth)
        for year in (2021, 2025):
            crime, term = [f"{year}-01-05", f"{year}-01-05", "否", "有期徒刑", "12"], f"{year + 1}-01-09"
            judgments.append([f"（{year}）黔0502刑初{next(cases)}号", f"毕七检刑诉〔{year}〕{nth + 1}号"])
            judgments[-1] += [name, no, "1985-03-12", name, *crime, "否", f"{year}-01-10", f"{year}-05-01"]
            judgments[-1] += [f"{year}-05-12", term, f"{name}犯罪，{name}"]
        role = "原告" if nth % 2 else "被告"
        parties.append(["（2025）黔0502民初7号", role, "自然人", name, no, "13985710001", name, name[::-1], name])
        parties.append(["（2025）黔0502民初7号", "第三人", "法人", f"{name}有限公司", "", "", name, "", ""])
    judgments.append(["", "", NAMES[0], "", "不是日期", NAMES[1], *[NAMES[2]] * 11])
    for file, heads, rows in ((FILE, JUDGMENTS, judgments), ("当事人.csv", PARTIES, parties)):
        with (folder / file).open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([heads, *rows])
