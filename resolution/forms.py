"""The comparable forms of every distinct number, name, address, employer and birth date that the mentions hold.

Work is done once per distinct value: tables number_form, name_form, address_form, employer_form and birth_form.
"""

import re
from collections.abc import Sequence, Set
from datetime import date

import duckdb
import pyarrow as pa

from core.progress import Progress
from resolution.normalise import addresses, company_names, lookalikes, lunar, names, numbers, pinyin, slips

_FULL_COMPANY = re.compile(
    "公司|合作社|合伙|事务所|银行|信用社|医院|大学|学院|学校|幼儿园|委员会|协会|基金会|联合社|集团|研究院|商会"
)
_REGISTERED_FORM = re.compile(
    "(?:股份)?(?:有限)?(?:责任)?公司|(?:农民)?(?:专业)?合作(?:联)?社|(?:有限|普通)?合伙|(?:律师|会计师)?事务所"
)
# A trading name and a line of business stand before the form of what a register of companies keeps apart.
_LEAST_TRADING_NAME = 4
_SHOP_SIGN = re.compile(
    "(?:厂|店|社|局|部|行|馆|站|所|中心|超市|酒楼|酒店|宾馆|饭庄|商行|门市|工作室|经营户|园|场|院|队|组|会|户)$"
)
_BRANCH = re.compile("(?:分公司|支公司|分行|支行|分店|分院|分社|办事处|营业部|分所)$")
_VARIANT_FORM = re.compile("有限责任公司")
_HIDDEN = re.compile("某[甲乙丙丁戊己庚辛壬癸一二三四五六七八九十0-9A-Z]?|[*×?□■〇\ue000-\uf8ff]")


def is_organization(name: str) -> bool:
    """Whether a name ends or reads like that of an organization; one with a middle dot is a person's."""
    return len(name) > 3 and "·" not in name and bool(_FULL_COMPANY.search(name) or _SHOP_SIGN.search(name))


def _is_full(name: str) -> bool:
    """Whether an organization's name is complete: a form of company, or a shop's sign behind its county."""
    return len(name) >= 6 and bool(_FULL_COMPANY.search(name) or addresses.split(name)[0])


def _is_unambiguous(name: str) -> bool:
    """Whether a complete name means one organization wherever it is written: registered, or it says of which place."""
    code, rest = addresses.split(name)
    place = name[: len(name) - len(rest)]
    form = _REGISTERED_FORM.search(name)
    if form and form.start() >= _LEAST_TRADING_NAME:
        return True
    return bool(code and (len(code) == 2 or place[-1] in "省市区县州盟旗"))


def build(con: duckdb.DuckDBPyConnection, source: str, progress: Progress) -> None:
    """Make number_form, name_form, address_form, employer_form and birth_form for the distinct values of mentions.

    number_form(number, text, rounded, slips, kind, valid, like_passport, birth_date, sex): `rounded` is what a wrong
    number shows of its bearer's if a spreadsheet rounded it, `slips` which valid ones it can be, one slip away.
    name_form(name, comparable, sound, shape, title_sex, surname, pattern, organization, company, unambiguous, branch):
    `pattern` is a LIKE pattern for names that hide characters, `company` tells a full company name, `unambiguous` one
    that no other place has (every county has a 第一人民医院).
    address_form(address, home, building, places): the comparable dwelling and building, NULL where none is named, and
    what they lie in, as `addresses.Where` has them.
    employer_form(employer, firm): who is meant, NULL for an occupation and the like.
    birth_form(birth_date, lunar): the solar day if the date is one of the lunar calendar.
    """
    progress("reading distinct numbers, names and addresses")
    born = con.execute(f"SELECT DISTINCT birth_date FROM {source}.mention WHERE profile IS NULL").fetchall()
    read(
        con,
        _distinct(con, source, "number", "old_numbers"),
        _distinct(con, source, "name", "other_names"),
        _distinct(con, source, None, "addresses"),
        _distinct(con, source, "employer", None),
        {day for (day,) in born if day},
    )


def read(
    con: duckdb.DuckDBPyConnection,
    stated_numbers: Sequence[str],
    stated_names: Sequence[str],
    stated_addresses: Sequence[str],
    stated_employers: Sequence[str],
    births: Set[date],
) -> None:
    """Make the same tables of distinct values at hand."""
    shown = _numbers(con, stated_numbers)
    _names(con, stated_names)
    _addresses(con, stated_addresses)
    _employers(con, stated_employers)
    _births(con, sorted(births | shown))


def _distinct(con: duckdb.DuckDBPyConnection, source: str, scalar: str | None, listed: str | None) -> list[str]:
    values = ([f"unnest({listed})"] if listed else []) + ([scalar] if scalar else [])
    parts = [f"SELECT {value} AS v FROM {source}.mention WHERE profile IS NULL" for value in values]
    query = f"SELECT DISTINCT v FROM ({' UNION ALL '.join(parts)}) WHERE v IS NOT NULL"
    return [row[0] for row in con.execute(query).fetchall()]


def _table(con: duckdb.DuckDBPyConnection, name: str, columns: dict[str, pa.Array]) -> None:
    con.register("form_rows", pa.table(columns))
    con.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM form_rows")
    con.unregister("form_rows")


def _numbers(con: duckdb.DuckDBPyConnection, values: Sequence[str]) -> set[date]:
    """Make number_form, and return the birth dates that the numbers show."""
    read = [numbers.parse(value) or numbers.Number(value, "placeholder", False) for value in values]
    _table(
        con,
        "number_form",
        {
            "number": pa.array(values, pa.string()),
            "text": pa.array([n.text for n in read], pa.string()),
            "rounded": pa.array([n.pattern if n.kind == "citizen" else None for n in read], pa.string()),
            "slips": pa.array([_slips(n) for n in read], pa.list_(pa.string())),
            "kind": pa.array([n.kind for n in read], pa.string()),
            "valid": pa.array([n.valid for n in read], pa.bool_()),
            "like_passport": pa.array([numbers.like_passport(n.text) for n in read], pa.bool_()),
            "birth_date": pa.array([n.birth_date for n in read], pa.date32()),
            "sex": pa.array([n.sex for n in read], pa.string()),
        },
    )
    return {n.birth_date for n in read if n.birth_date}


def _slips(number: numbers.Number) -> list[str] | None:
    wrong = number.kind in ("citizen", "other") and not number.valid
    return slips.corrections(number.text) or None if wrong else None


def _names(con: duckdb.DuckDBPyConnection, values: Sequence[str]) -> None:
    comparable, organization = [], []
    for value in values:
        bare = names.clean(value) or value
        whole = _VARIANT_FORM.sub("有限公司", names.comparable(bare) or bare)
        organization.append(is_organization(bare))
        comparable.append(whole if organization[-1] else (names.person(value) or value))
    persons = [None if o else c for c, o in zip(comparable, organization, strict=True)]
    company = [o and _is_full(c) for c, o in zip(comparable, organization, strict=True)]
    _table(
        con,
        "name_form",
        {
            "name": pa.array(values, pa.string()),
            "comparable": pa.array(comparable, pa.string()),
            "sound": pa.array([p and pinyin.key(p) for p in persons], pa.string()),
            "shape": pa.array([p and lookalikes.fold(p) for p in persons], pa.string()),
            "title_sex": pa.array([names.title_sex(value) for value in values], pa.string()),
            "surname": pa.array([p[0] if p and not _HIDDEN.match(p) else None for p in persons], pa.string()),
            "pattern": pa.array([_pattern(p) if p and _HIDDEN.search(p) else None for p in persons], pa.string()),
            "organization": pa.array(organization, pa.bool_()),
            "company": pa.array(company, pa.bool_()),
            "unambiguous": pa.array(
                [full and _is_unambiguous(c) for full, c in zip(company, comparable, strict=True)], pa.bool_()
            ),
            "branch": pa.array([bool(_BRANCH.search(c)) for c in comparable], pa.bool_()),
        },
    )


def _pattern(comparable: str) -> str:
    """The LIKE pattern of a name that hides characters: 杨某 is 杨 and one or two more, 杨某某 is 杨 and two more."""
    if re.fullmatch("[㐀-鿿]{1,2}某[^某]?", comparable):
        return comparable.split("某")[0] + "_%"
    return re.sub("[某*×?□■〇\ue000-\uf8ff]", "_", comparable)


def _addresses(con: duckdb.DuckDBPyConnection, values: Sequence[str]) -> None:
    read = [addresses.where(value) for value in values]
    _table(
        con,
        "address_form",
        {
            "address": pa.array(values, pa.string()),
            "home": pa.array([w.home for w in read], pa.string()),
            "building": pa.array([w.building for w in read], pa.string()),
            "places": pa.array([w.places for w in read], pa.list_(pa.string())),
        },
    )


def _employers(con: duckdb.DuckDBPyConnection, values: Sequence[str]) -> None:
    firms = [company_names.firm(value) for value in values]
    columns = {"employer": pa.array(values, pa.string()), "firm": pa.array(firms, pa.string())}
    _table(con, "employer_form", columns)


def _births(con: duckdb.DuckDBPyConnection, days: Sequence[date]) -> None:
    _table(
        con,
        "birth_form",
        {"birth_date": pa.array(days, pa.date32()), "lunar": pa.array([lunar.solar(day) for day in days], pa.date32())},
    )
