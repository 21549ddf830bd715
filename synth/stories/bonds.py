"""Bonds between two people (or a person and a firm) that agencies' records show."""

from dataclasses import dataclass
from datetime import date, timedelta

from synth.stories.courts import sued
from synth.stories.homes import drive
from synth.stories.stage import Stage

BONDS = ("family", "phone", "address", "vehicle", "employer", "company", "account")
WORK = ("企业职工基本养老保险", "职工基本医疗保险", "工伤保险")


@dataclass(frozen=True)
class Two:
    """Two people with a bond; `phone` where that is the bond."""

    one: str
    other: str
    phone: str = ""


def bound(stage: Stage, kind: str, day: date) -> Two:
    """Two adults with a bond of a kind around a day; neither plays another part."""
    dice = stage.dice
    if kind == "family":
        return _relatives(stage, day)
    one, other = stage.person(25), stage.person(25)
    if kind == "phone":
        phone = stage.world.next_no("phone")
        for person in (one, other):
            seen(stage, person, stage.after(day, -300, -10), phone=phone)
        return Two(one, other, phone)
    if kind == "address":
        home = str(stage.world.person(one)["residence_address"])
        for person in (one, other):
            seen(stage, person, stage.after(day, -300, -10), address=home)
    elif kind == "vehicle":
        start = stage.after(day, -1500, -100)
        vin = drive(stage, one, start, price=79_000.0)
        drive(stage, other, start, price=79_000.0, vin=vin)
    elif kind == "employer":
        colleagues(stage, ((one, stage.after(day, -900, -40), None), (other, stage.after(day, -900, -40), None)))
    elif kind == "company":
        partners(stage, ((one, stage.after(day, -1500, -40), None), (other, stage.after(day, -1500, -40), None)))
    else:
        account = stage.world.next_no("account")
        for person in (one, other):
            relieved(stage, person, stage.after(day, -900, -100), account)
    return Two(*dice.sample((one, other), 2))


def _relatives(stage: Stage, day: date) -> Two:
    """A couple, married or divorced."""
    married = stage.after(day, -4400, -500)
    parted = stage.after(married, 100, 480) if stage.dice.random() < 0.5 else None
    return Two(*stage.couple(married, parted))


def seen(stage: Stage, person: str, day: date, **stated: object) -> None:
    """Let someone state a phone or address when a bank sues for a loan."""
    sued(stage, stage.bank(), person, day, cause="金融借款合同纠纷", stated={person: stated})


def colleagues(stage: Stage, spells: tuple[tuple[str, date, date | None], ...]) -> str:
    """Employ people at one small firm; returns the firm."""
    dice, world = stage.dice, stage.world
    founded = min(start for _, start, _ in spells) - timedelta(days=dice.randint(60, 900))
    firm = world.new_organization(established=founded, status_date=founded, legal_rep=stage.person(28))
    for person, start, end in spells:
        employ(stage, person, firm, start, end)
    return firm


def employ(stage: Stage, person: str, firm: str, start: date, end: date | None) -> None:
    """Insure someone at an organization from one month to another."""
    dice, who = stage.dice, stage.world.person(person)
    for kind in dice.sample(WORK, dice.choice((1, 2))):
        stage.world.add(
            "ss_enrolment",
            {
                "sex_code": who["sex"],
                "insurance_type": kind,
                "from_month": f"{start:%Y%m}",
                "to_month": f"{end:%Y%m}" if end else None,
                "pay_base": float(dice.randrange(2800, 6500, 10)),
                "employ_date": start,
                "contract_signed": True,
                "record_kind": "参保",
                "status_code": "停保" if end else "正常参保",
            },
            person=person,
            employer=firm,
        )
    if not end:
        stage.world.update(person, employer=firm)


def partners(stage: Stage, stakes: tuple[tuple[str, date, date | None], ...]) -> str:
    """Make people shareholders of one firm; returns the firm."""
    dice, world = stage.dice, stage.world
    founded = min(start for _, start, _ in stakes) - timedelta(days=dice.randint(0, 300))
    firm = world.new_organization(established=founded, status_date=founded, legal_rep=stage.person(28), capital=30.0)
    for person, start, end in stakes:
        world.add(
            "mr_stakeholder",
            {
                "role_code": "股东",
                "share_ratio": round(1 / len(stakes), 2),
                "from_date": start,
                "to_date": end,
                "phone": world.person(person)["phone"] or None,
                "change_no": world.next_no("change", year=start.year),
            },
            entity=firm,
            holder=person,
        )
    return firm


def relieved(stage: Stage, person: str, start: date, account: str) -> None:
    """Pay a minimum income to someone living alone, to a given account."""
    who, dice = stage.world.person(person), stage.dice
    stage.world.add(
        "ca_social_relief",
        {
            "benefit_no": stage.world.next_no("benefit"),
            "household_no": who["household"],
            "relation_to_head": "户主",
            "benefit_type": "城市低保" if who["urban"] else "农村低保",
            "start_date": start,
            "bank_account": account,
            "monthly_amount": float(dice.randrange(230, 720, 10)),
            "declared_income": float(dice.randrange(0, 900, 50)),
            "address": who["residence_address"],
            "status_code": "在保",
        },
        member=person,
        head=person,
    )


def estranged(stage: Stage, day: date) -> Two:
    """Two whose bond had ended before a day came: colleagues, partners or users of a phone at different times."""
    dice = stage.dice
    one, other = stage.person(30), stage.person(30)
    kind = dice.choice(("employer", "company", "phone"))
    long_ago = day - timedelta(days=dice.randint(1500, 2500))
    parted = stage.after(long_ago, 200, 900)
    if kind == "employer":
        colleagues(stage, ((one, long_ago, parted), (other, stage.after(parted, 70, 200), None)))
    elif kind == "company":
        partners(stage, ((one, long_ago, parted), (other, long_ago, stage.after(parted, -100, 100))))
    else:
        phone = stage.world.next_no("phone")
        seen(stage, one, long_ago, phone=phone)
        seen(stage, other, stage.after(day, -200, -10), phone=phone)
    return Two(one, other)


def strangers(stage: Stage, day: date) -> Two:
    """Two who share a number that a whole village uses."""
    phone = stage.world.next_no("phone")
    crowd = [stage.person(25) for _ in range(8)]
    for place, person in enumerate(crowd):
        seen(stage, person, stage.after(day, -300, -10), phone=phone)
        if place % 2:
            stage.world.update(person, phone="")
    return Two(crowd[0], crowd[1])


def unnumbered(stage: Stage, day: date) -> Two:
    """One whose number no agency holds, sharing a phone with another; the first is the one without."""
    world = stage.world
    nobody = world.new_person(registered=False, birth=stage.ago(26 * 366, 60 * 365))
    other, phone = stage.person(25), world.next_no("phone")
    world.update(nobody, phone=phone)
    seen(stage, other, stage.after(day, -300, -10), phone=phone)
    sued(stage, stage.bank(), nobody, stage.after(day, -300, -10), cause="金融借款合同纠纷", unnumbered=nobody)
    return Two(nobody, other, phone)
