"""Crimes and the police cases about them: who was suspected, arrested, bailed."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from synth.people.folk import Folk
from synth.people.places import DIVISIONS
from synth.world import World

# crime: weight, negligent, economic, has a victim, usual months
CRIMES = {
    "盗窃罪": (24, False, False, True, 12), "危险驾驶罪": (22, False, False, False, 2),
    "故意伤害罪": (12, False, False, True, 16), "诈骗罪": (10, False, False, True, 30),
    "走私、贩卖、运输、制造毒品罪": (7, False, False, False, 30), "交通肇事罪": (6, True, False, True, 14),
    "寻衅滋事罪": (5, False, False, True, 12), "开设赌场罪": (4, False, False, False, 14),
    "帮助信息网络犯罪活动罪": (6, False, False, False, 10), "抢劫罪": (2, False, False, True, 48),
    "非法吸收公众存款罪": (1, False, True, True, 36), "合同诈骗罪": (1, False, True, True, 36),
    "失火罪": (1, True, False, True, 8),
}  # fmt: skip
OFFICERS = ("周警官", "吴国栋", "罗海", "陈思远", "张启明", "龙腾云", "安建军", "谢东", "马骏", "杨立")
NICKNAMES = ("老三", "阿强", "二娃", "小胖", "黑皮", "光头", "猴子", "大毛", "眼镜", "老幺")


@dataclass
class Suspect:
    """One suspect of a case (position), when the police detained and bailed them, when no charge was brought."""

    place: int
    detained: date | None = None
    bailed: date | None = None
    cleared: date | None = None


@dataclass
class Case:
    """A crime as the police file it."""

    number: str
    division: str
    crime: str
    crime_from: date
    crime_to: date
    filed: date
    transferred: date | None
    suspects: list[Suspect] = field(default_factory=list)
    victims: list[int] = field(default_factory=list)


def commit(world: World, folk: Folk, count: int) -> list[Case]:
    """Add ps_criminal_case, ps_suspect and ps_coercive_measure for `count` crimes; returns the cases by date."""
    dice = random.Random(int(world.rng.integers(2**62)))
    fit = (
        (folk.ages > 13)
        & (folk.ages < 68)
        & ~folk.taken
        & ((folk.sex == "男") | (world.rng.random(len(folk.ids)) < 0.15))
    )
    jobless = np.array([employer == "" for employer in world.persons["employer"]])
    fit &= jobless | (world.rng.random(len(folk.ids)) < 0.25)
    pool = folk.draw(world.rng, fit & folk.alive, count * 3).tolist()
    victims = folk.draw(world.rng, folk.ages > 15, count * 2).tolist()
    span = (world.as_of - date(2012, 1, 1)).days
    cases = []
    for offset in sorted(int(span * dice.random() ** 0.8) for _ in range(count)):
        case = _case(world, dice, date(2012, 1, 1) + timedelta(days=offset))
        young = timedelta(days=365 * (15 if dice.random() < 0.25 else 18))
        while pool and len(case.suspects) < dice.choices((1, 2, 3, 4), (80, 12, 6, 2))[0]:
            suspect = pool.pop()
            if folk.births[suspect].astype(object) + young < case.crime_from:
                case.suspects.append(Suspect(suspect))
            elif dice.random() < 0.7:
                pool.insert(0, suspect)
        if not case.suspects:
            continue
        folk.taken[[s.place for s in case.suspects]] = True
        if CRIMES[case.crime][3] and victims:
            case.victims = [victims.pop()]
        _file(world, folk, dice, case)
        cases.append(case)
    return cases


def _case(world: World, dice: random.Random, crime_to: date) -> Case:
    crime = dice.choices(tuple(CRIMES), [c[0] for c in CRIMES.values()])[0]
    division = world.division if dice.random() < 0.62 else dice.choice(world.divisions[1:])
    filed = crime_to + timedelta(days=dice.randrange(1, 60))
    series = timedelta(days=dice.randrange(200)) if dice.random() < 0.15 else timedelta()
    number = world.case_no("police", filed.year, division, filed.month)
    return Case(number, division, crime, crime_to - series, crime_to, filed, None)


def _file(world: World, folk: Folk, dice: random.Random, case: Case) -> None:
    place = DIVISIONS[case.division]
    fate = dice.choices(("移送起诉", "在侦", "撤案", "终止侦查"), (86, 4, 6, 4))[0]
    until = case.filed + timedelta(days=dice.randrange(25, 200))
    if until > world.as_of or case.filed > world.as_of - timedelta(days=40):
        fate, until = "在侦", min(case.filed, world.as_of)
    if fate == "在侦":
        until = case.filed
    case.transferred = until if fate == "移送起诉" else None
    filed = min(case.filed, world.as_of)
    lead = str(folk.names[case.suspects[0].place])
    economic = CRIMES[case.crime][2]
    world.add("ps_criminal_case", {
        "case_no": case.number,
        "case_name": f"{lead}{'等人' if len(case.suspects) > 1 else ''}{case.crime.removesuffix('罪')}案",
        "cause_code": case.crime,
        "incident_no": world.next_no("incident", case.division, filed.year) if dice.random() < 0.6 else None,
        "accept_date": filed - timedelta(days=dice.randrange(3)), "filing_date": filed,
        "filing_organ": f"{place.name}公安局", "is_economic": economic,
        "is_enterprise_related": economic and dice.random() < 0.5,
        "filed_by": dice.choice(("以人立案", "以事立案")), "status_code": fate, "status_date": until,
        "transfer_date": case.transferred, "seized_amount": float(dice.randrange(0, 50_000, 500)) if economic else None,
        "handling_officer": dice.choice(OFFICERS),
    })  # fmt: skip
    for suspect in case.suspects:
        who = suspect.place
        world.add("ps_suspect", {
            "case_no": case.number, "alias": dice.choice(NICKNAMES) if dice.random() < 0.08 else None,
            "id_type": "居民身份证", "sex_code": folk.sex[who], "birth_date": folk.births[who].astype(object),
            "nationality_code": "中国", "phone": folk.phones[who] or None, "hukou_address": folk.hukou[who],
            "residence_address": folk.residence[who], "employer": None, "is_at_large": False,
            "self_reported_identity": False,
        }, suspect=str(folk.ids[who]))  # fmt: skip
        _measures(world, folk, dice, case, suspect, filed, until)


def _measures(
    world: World, folk: Folk, dice: random.Random, case: Case, suspect: Suspect, filed: date, until: date
) -> None:
    who, place = suspect.place, DIVISIONS[case.division]

    def measure(kind: str, start: date, planned: date, end: date | None, reason: str | None, organ: str) -> None:
        ended = end if end and end <= world.as_of else None
        bail = {"bail_type": dice.choice(("人保", "保证金"))} if kind == "取保候审" else {}
        money = float(dice.choice((2000, 5000, 10000))) if bail.get("bail_type") == "保证金" else None
        world.add("ps_coercive_measure", {
            "measure_id": world.next_no("measure", case.division, start.year), "case_no": case.number,
            "measure_code": kind,
            "decide_organ": organ, "start_date": start, "planned_end_date": planned, "actual_end_date": ended,
            "end_reason": reason if ended else None, "bail_amount": money, "bail_paid_date": start if money else None,
            "bail_refund_date": ended if money else None, **bail,
        }, person=str(folk.ids[who]))  # fmt: skip

    police, year = f"{place.name}公安局", timedelta(days=365)
    start = filed + timedelta(days=dice.randrange(0, 5))
    if start >= world.as_of:
        return
    mild = case.crime in ("危险驾驶罪", "交通肇事罪")
    stopped = case.transferred is None and until > filed
    if dice.random() < (0.35 if mild else 0.75):
        suspect.detained = start
        arrest = start + timedelta(days=dice.randrange(12, 37))
        if case.transferred and dice.random() < 0.6:
            measure("拘留", start, start + timedelta(days=37), arrest, "变更逮捕", police)
            measure("逮捕", arrest, arrest + timedelta(days=60), case.transferred + timedelta(days=90), "判决生效",
                    f"{place.name}人民检察院")  # fmt: skip
            return
        measure("拘留", start, start + timedelta(days=37), arrest, "变更取保候审", police)
        start = arrest
    suspect.bailed = start
    over = until if stopped else min(start + year, (case.transferred or start) + timedelta(days=100))
    if start < world.as_of:
        measure(
            "取保候审",
            start,
            start + year,
            over,
            "撤案" if stopped else "判决生效" if case.transferred else "期限届满",
            police,
        )
