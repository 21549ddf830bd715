"""Civil cases: who sued whom, and what was awarded."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from synth.people.folk import Folk
from synth.people.places import DIVISIONS
from synth.people.prosecutions import CLERKS, JUDGES
from synth.world import World

CAUSES = {"民间借贷纠纷": 34, "买卖合同纠纷": 14, "离婚纠纷": 12, "金融借款合同纠纷": 16, "机动车交通事故责任纠纷": 8,
          "劳务合同纠纷": 7, "建设工程施工合同纠纷": 4, "房屋租赁合同纠纷": 5}  # fmt: skip
LAWYERS = ("谭律师", "周正义", "陈律师", "吴晓", "李文博", "龙飞", "孙婧", "汪涛")


@dataclass
class Award:
    """A judgment that may have to be enforced: ids of winners and losers, amount, day in force."""

    case_no: str
    division: str
    winners: tuple[str, ...]
    losers: tuple[str, ...]
    amount: float
    effective: date


def sue(world: World, folk: Folk, count: int) -> list[Award]:
    """Add ct_case and ct_party for `count` civil cases since 2014; returns the awards."""
    dice = random.Random(int(world.rng.integers(2**62)))
    adults = folk.alive & ~folk.taken & (folk.ages > 21) & (folk.ages < 72)
    people = folk.draw(world.rng, adults, count * 3).tolist()
    folk.taken[people] = True
    firms = world.organizations
    lenders = firms.index[firms["kind"] == "股份有限公司"].tolist()
    lawyers = firms.index[firms["kind"] == "律师事务所"].tolist()
    companies = firms.index[firms["kind"].isin(["有限责任公司", "合作社"]) & (firms["status"] == "存续")].tolist()
    couples = [p for p in people if folk.spouse[p] > p and folk.alive[folk.spouse[p]]]
    awards = []
    span = (world.as_of - date(2014, 1, 1)).days - 20
    for offset in sorted(dice.randrange(span) for _ in range(count)):
        if len(people) < 4:
            break
        filed = date(2014, 1, 1) + timedelta(days=offset)
        cause = dice.choices(tuple(CAUSES), tuple(CAUSES.values()))[0]
        plaintiffs: tuple[str, ...]
        defendants: tuple[str, ...]
        if cause == "离婚纠纷" and couples:
            one = couples.pop()
            plaintiffs, defendants = (str(folk.ids[one]),), (str(folk.ids[folk.spouse[one]]),)
        else:
            plaintiffs = _side(folk, dice, people, companies, 0.3)
            if cause == "金融借款合同纠纷":
                plaintiffs = (dice.choice(lenders),)
            defendants = _side(folk, dice, people, companies, 0.18)
            if dice.random() < 0.15:
                defendants += (str(folk.ids[people.pop()]),)
        award = _case(world, folk, dice, filed, cause, plaintiffs, defendants, lawyers)
        if award:
            awards.append(award)
    return awards


def _side(folk: Folk, dice: random.Random, people: list[int], companies: list[str], share: float) -> tuple[str, ...]:
    if companies and dice.random() < share:
        return (dice.choice(companies),)
    return (str(folk.ids[people.pop()]),)


def _case(
    world: World, folk: Folk, dice: random.Random, filed: date, cause: str, plaintiffs: tuple[str, ...],
    defendants: tuple[str, ...], lawyers: list[str],
) -> Award | None:  # fmt: skip
    division = world.division if dice.random() < 0.75 else dice.choice(world.divisions)
    number = world.case_no("民初", filed.year, division)
    closed = filed + timedelta(days=dice.randrange(25, 170))
    open_ = closed > world.as_of
    mode = dice.choices(("判决", "调解", "撤诉", "驳回"), (50, 30, 14, 6))[0]
    claimed = round(dice.lognormvariate(10.8, 1.0), -2)
    won = mode in ("判决", "调解") and cause != "离婚纠纷"
    awarded = round(claimed * dice.uniform(0.6, 1.0), 2) if won else None
    effective = closed + timedelta(days=0 if mode == "调解" else 16)
    absent = mode == "判决" and dice.random() < 0.3
    loan = filed - timedelta(days=dice.randrange(200, 1200)) if "借" in cause else None
    world.add("ct_case", {
        "case_no": number, "court_code": DIVISIONS[division].court, "case_kind": "民事", "cause_code": cause,
        "procedure_code": dice.choices(("简易", "普通", "小额"), (60, 25, 15))[0], "filing_date": filed,
        "hearing_date": None if open_ else closed - timedelta(days=dice.randrange(3, 20)),
        "close_date": None if open_ else closed,
        "close_mode": None if open_ else mode, "is_default_judgment": False if open_ else absent,
        "claimed_amount": claimed, "awarded_amount": None if open_ else awarded, "loan_date": loan,
        "effective_date": effective if won and not open_ and effective <= world.as_of else None,
        "judge": dice.choice(JUDGES), "clerk": dice.choice(CLERKS),
        "fact_text": f"经审理查明，双方因{cause.removesuffix('纠纷')}发生争议。" if not open_ else None,
    })  # fmt: skip
    for role, side in (("原告", plaintiffs), ("被告", defendants)):
        for key in side:
            _party(
                world, dice, number, role, key, lawyers, appeared=not (absent and role == "被告") if not open_ else None
            )
    if open_ or not won or effective > world.as_of:
        return None
    return Award(number, division, plaintiffs, defendants, awarded or 0.0, effective)


def _party(
    world: World, dice: random.Random, number: str, role: str, key: str, lawyers: list[str], *, appeared: bool | None
) -> None:
    person = key[0] == "P"
    thing = world.person(key) if person else world.organization(key)
    row: dict[str, object] = {
        "case_no": number, "party_role": role, "party_kind": "自然人" if person else "法人",
        "phone": thing["phone"] or None,
        "birth_date": thing["birth"] if person else None,
        "address": thing["residence_address" if person else "address"],
        "appeared": appeared,
    }  # fmt: skip
    who: dict[str, str] = {"party": key}
    if dice.random() < (0.3 if person else 0.7):
        who["agent_org"] = dice.choice(lawyers)
        place = dice.randrange(len(LAWYERS))
        row |= {"agent_name": LAWYERS[place], "agent_phone": f"1398570{1000 + place}"}
    world.add("ct_party", row, **who)
