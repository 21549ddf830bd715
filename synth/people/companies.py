"""Companies, shops and public bodies, and who owns and runs them."""

import random
from datetime import date, timedelta

import numpy as np

from synth.people import numbers
from synth.people.folk import Folk
from synth.people.places import DIVISIONS, HOME, ROADS
from synth.registers import plain
from synth.world import World, company_name

KINDS = {"个体工商户": 0.5, "有限责任公司": 0.4, "合作社": 0.06, "分公司": 0.04}
INDUSTRIES = ("5299", "4790", "7263", "5430", "0113", "6210", "5011", "6510", "0610", "7010", "6110", "8129")
BODIES = (
    "住房和城乡建设局", "住房保障中心", "人力资源和社会保障局", "教育局", "第一人民医院", "民族中学",
    "自然资源局", "市场监督管理局", "民政局", "税务局", "中医院", "实验小学",
)  # fmt: skip
BANKS = (
    "贵州银行股份有限公司毕节分行", "中国建设银行股份有限公司毕节分行", "中国农业银行股份有限公司毕节分行",
    "毕节农村商业银行股份有限公司", "中国工商银行股份有限公司毕节分行", "中国邮政储蓄银行股份有限公司毕节市分行",
)  # fmt: skip
LAW_FIRMS = (
    "贵州乌江源律师事务所",
    "贵州黔龙律师事务所",
    "贵州正行律师事务所",
    "贵州毕诚律师事务所",
    "贵州北斗星律师事务所",
    "贵州名城律师事务所",
)


def found(world: World, folk: Folk, count: int) -> None:
    """Found the public bodies, banks, law firms and hotels, and `count` firms with owners and officers."""
    dice = random.Random(int(world.rng.integers(2**62)))
    for division in world.divisions:
        place = DIVISIONS[division]
        for body in BODIES:
            _institution(world, division, f"{place.name}{body}", "机关", "12")
    for bank in BANKS:
        _institution(world, HOME, bank, "股份有限公司", "91")
    for firm in LAW_FIRMS:
        _institution(world, HOME, firm, "律师事务所", "31")
    owners = folk.draw(world.rng, folk.alive & folk.local & ~folk.taken & (folk.ages > 23) & (folk.ages < 66), count)
    folk.taken[owners] = True
    helpers = folk.draw(world.rng, folk.alive & ~folk.taken & (folk.ages > 22) & (folk.ages < 68), count * 2).tolist()
    kinds = world.rng.choice(np.array(list(KINDS), dtype=object), len(owners), p=list(KINDS.values()))
    hotels = len(owners) // 30 + 3
    for place_in_row, owner in enumerate(owners.tolist()):
        _firm(world, folk, dice, owner, helpers, "有限责任公司" if place_in_row < hotels else str(kinds[place_in_row]),
              hotel=place_in_row < hotels)  # fmt: skip


def _institution(world: World, division: str, name: str, kind: str, code: str) -> None:
    place = DIVISIONS[division]
    serial = world.numbering.serial("institution", division)
    world.new_organization(
        name=name, kind=kind, division=division, uscc=numbers.company_code(division, 900_000 + serial, kind=code),
        established=date(1998 + serial % 9, 1 + serial % 12, 1 + serial % 28), capital=None, industry="9221",
        phone=f"0857-82{serial:05d}", address=f"{place.full}{place.towns[0]}{ROADS[serial % 12]}{serial}号",
    )  # fmt: skip


def _firm(
    world: World, folk: Folk, dice: random.Random, owner: int, helpers: list[int], kind: str, *, hotel: bool
) -> None:
    adult = folk.births[owner].astype(object) + timedelta(days=365 * 21)
    span = max(60, (world.as_of - adult).days)
    established = max(date(1999, 1, 5), world.as_of - timedelta(days=int(span * dice.random() ** 1.5)))
    fate = dice.random()
    status = "存续" if hotel or fate < 0.8 else "注销" if fate < 0.94 else "吊销"
    ended = established + timedelta(days=int((world.as_of - established).days * dice.uniform(0.3, 1)))
    division = HOME if folk.local[owner] and dice.random() < 0.93 else dice.choice(world.divisions)
    serial = world.numbering.serial("company_name")
    name = company_name(DIVISIONS[division].name, serial, "酒店" if hotel else kind)
    trader = kind == "个体工商户"
    capital = round(
        dice.choice((3, 5, 8, 10)) if trader else dice.choice((10, 30, 50, 100, 100, 200, 500, 1000)) * 1.0, 2
    )
    key = world.new_organization(
        name=name, kind=kind, division=division, established=established, status=status, capital=capital,
        uscc=world.next_no("uscc_trader" if trader else "uscc", division), legal_rep=str(folk.ids[owner]),
        former_name=company_name(DIVISIONS[division].name, serial + 500_000, kind) if dice.random() < 0.05 else "",
        old_reg_no=numbers.registration_number(division, serial) if established.year < 2015 else "",
        industry=dice.choice(INDUSTRIES), phone=str(folk.phones[owner]) or world.next_no("phone"),
        status_date=ended if status != "存续" else established,
    )  # fmt: skip
    if not trader:
        _officers(world, folk, dice, key, owner, helpers, established, ended if status != "存续" else None)


def _officers(
    world: World,
    folk: Folk,
    dice: random.Random,
    key: str,
    owner: int,
    helpers: list[int],
    since: date,
    ended: date | None,
) -> None:
    def stake(role: str, person: int, start: date, until: date | None, share: float | None = None) -> None:
        world.add("mr_stakeholder", {
            "uscc": world.organization(key)["uscc"], "role_code": role, "share_ratio": share, "from_date": start,
            "to_date": until, "phone": str(folk.phones[person]) or None,
            "change_no": world.next_no("change", year=start.year),
        }, entity=key, holder=str(folk.ids[person]))  # fmt: skip

    spouse = int(folk.spouse[owner])
    company = [spouse] if spouse >= 0 and folk.alive[spouse] and dice.random() < 0.3 else []
    company += [helpers.pop() for _ in range(dice.choice((0, 0, 1, 1, 2))) if helpers]
    rest = 1.0 if not company else dice.choice((0.51, 0.6, 0.7, 0.8))
    stake("股东", owner, since, ended, rest)
    for partner in company:
        stake("股东", partner, since, ended, round((1 - rest) / len(company), 4))
    before = dice.random() < 0.12 and helpers
    change = since + timedelta(days=int(((ended or world.as_of) - since).days * dice.uniform(0.2, 0.8)))
    if before:
        stake("法定代表人", helpers.pop(), since, change)
    stake("法定代表人", owner, change if before else since, ended)
    stake("监事", company[0] if company else owner, since, ended)
    if dice.random() < 0.6:
        stake("经理", owner, since, ended)
    if dice.random() < 0.4 and helpers:
        stake("财务", helpers.pop(), since, ended)


def register(world: World) -> None:
    """Add mr_entity: one row for every organization of a commercial kind that has none yet."""
    listed = set(world.rows("mr_entity")["_who_entity"])
    firms = world.organizations
    firms = firms[~firms["kind"].isin(["机关", "律师事务所"]) & ~firms.index.isin(listed)]
    names = world.persons["name"].to_dict()
    codes = world.persons["number"].to_dict()
    draw = world.rng.random((3, len(firms)))
    closed = [s != "存续" for s in firms["status"]]
    abnormal = [not c and d < 0.04 for c, d in zip(closed, draw[0], strict=True)]
    world.add_frame("mr_entity", plain({
        "uscc": firms["uscc"].tolist(),
        "old_reg_no": [n or None for n in firms["old_reg_no"]],
        "name": firms["name"].tolist(),
        "former_name": [n or None for n in firms["former_name"]],
        "entity_type": firms["kind"].tolist(),
        "industry_code": firms["industry"].tolist(),
        "reg_capital": firms["capital"].tolist(),
        "establish_date": firms["established"].tolist(),
        "status_code": firms["status"].tolist(),
        "status_date": firms["status_date"].tolist(),
        "legal_rep_name": [names.get(p) for p in firms["legal_rep"]],
        "legal_rep_id_no": [codes.get(p) for p in firms["legal_rep"]],
        "reg_address": firms["address"].tolist(),
        "phone": [n or None for n in firms["phone"]],
        "email": [f"{u[-6:].lower()}@example.com" if d < 0.3 else None
                  for u, d in zip(firms["uscc"], draw[1], strict=True)],
        "report_year": [world.as_of.year - 1 if not c else None for c in closed],
        "abnormal_reason": ["未按规定公示年度报告" if a else None for a in abnormal],
        "abnormal_date": [date(world.as_of.year - 1, 7, 10) if a else None for a in abnormal],
        "insured_count": [int(d * 20) if not c else None for c, d in zip(closed, draw[2], strict=True)],
        "_who_entity": firms.index.tolist(), "_who_legal_rep": firms["legal_rep"].tolist(),
    }))  # fmt: skip
