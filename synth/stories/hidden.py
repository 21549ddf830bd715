"""Stories for H01: opponents, sellers, tenants and suspects who know each other, or do not."""

from datetime import date
from functools import partial

from synth.stories.bonds import BONDS, Two, bound, employ, estranged, strangers, unnumbered
from synth.stories.courts import Suit, enforced, firm, sued
from synth.stories.homes import drive, own_home, rent
from synth.stories.stage import Stage, Told
from synth.stories.trials import INTENTIONAL, police_case, suspected

COUPLES = {"no_hub": strangers, "not_overlapping": estranged, "name_only": unnumbered}


def tell(stage: Stage) -> None:
    """Tell all stories of R1–R4."""
    for kind in BONDS:
        stage.tell("H01", "R1", "lead", partial(_suit, kind=kind), 1 / 7)
        stage.tell("H01", "R2", "lead", partial(_sale, kind=kind), 1 / 7)
        stage.tell("H01", "R3", "lead", partial(_allocation, kind=kind), 1 / 7)
        stage.tell("H01", "R4", "lead", partial(_suspects, kind=kind), 1 / 7)
    for reason in ("no_hub", "not_overlapping", "name_only", "already_known", "joint_debtors", "own_company"):
        stage.tell("H01", "R1", reason, partial(_suit, reason=reason))
    for reason in (
        "no_hub",
        "not_overlapping",
        "name_only",
        "joint_debtors",
        "own_company",
        "enforcement_open",
        "sale",
    ):
        stage.tell("H01", "R2", reason, partial(_sale, reason=reason))
    for reason in (
        "no_hub",
        "not_overlapping",
        "name_only",
        "already_known",
        "active",
        "housing_agency",
        "enrolled_then",
    ):
        stage.tell("H01", "R3", reason, partial(_allocation, reason=reason))
    for reason in ("no_hub", "not_overlapping", "name_only", "already_known"):
        stage.tell("H01", "R4", reason, partial(_suspects, reason=reason))


def _two(stage: Stage, kind: str, reason: str, day: date) -> Two:
    if reason == "own_company":
        company = firm(stage)
        return Two(company, str(stage.world.organization(company)["legal_rep"]))
    return COUPLES[reason](stage, day) if reason in COUPLES else bound(stage, kind or stage.dice.choice(BONDS), day)


def _suit(stage: Stage, kind: str = "", reason: str = "lead") -> Told:
    """One sues the other, or has the award enforced."""
    dice, day = stage.dice, stage.ago(200, 1500)
    if reason == "already_known":
        return _stated(stage, day)
    two = _two(stage, kind, reason, day)
    if reason == "joint_debtors":
        _owe_together(stage, two, day)
    if reason == "name_only" or dice.random() < 0.5:
        suit = sued(
            stage, two.one, two.other, day, cause="民间借贷纠纷", unnumbered=two.one if reason == "name_only" else ""
        )
        return two.one, suit.case_no
    suit = Suit(
        stage.world.case_no("民初", day.year),
        stage.world.division,
        two.one,
        two.other,
        round(dice.lognormvariate(10.8, 1), 2),
        day,
    )
    return two.one, enforced(stage, suit, day)


def _stated(stage: Stage, day: date) -> Told:
    """Both parties of a suit give the same phone or address to the court, and nobody else does."""
    one, other = stage.person(25), stage.person(25)
    shared: dict[str, object] = {"phone": stage.world.next_no("phone")}
    if stage.dice.random() < 0.5:
        shared = {"address": stage.world.person(one)["residence_address"]}
    return one, sued(stage, one, other, day, stated={one: shared, other: shared}).case_no


def _owe_together(stage: Stage, two: Two, day: date) -> None:
    """Both were already debtors of a third."""
    earlier = stage.after(day, -400, -250)
    suit = sued(stage, stage.person(25), two.one, earlier, also=(two.other,))
    enforced(stage, suit, stage.after(earlier, 200, 240), also=(two.other,))


def _sale(stage: Stage, kind: str = "", reason: str = "lead") -> Told:
    """A debtor sells a home or car to someone close."""
    dice, day = stage.dice, stage.ago(60, 900)
    two = _two(stage, kind, reason, day)
    buyer, seller = two.one, two.other
    owed = stage.after(day, -600, -400)
    suit = sued(stage, stage.person(25), seller, owed, also=(buyer,) if reason == "joint_debtors" else ())
    filed = stage.after(day, -190, -20)
    ended = stage.after(filed, 5, 15) if reason == "enforcement_open" else None
    enforced(
        stage,
        suit,
        filed,
        mode="执行完毕" if ended else "",
        closed=ended,
        also=(buyer,) if reason == "joint_debtors" else (),
    )
    if reason in ("name_only", "sale") or dice.random() < 0.5:
        mode = dice.choice(("受赠", "离婚分割")) if reason == "sale" else "购买"
        unit = own_home(stage, buyer, day, previous=seller, mode=mode, unnumbered=reason == "name_only")
        return buyer, f"{unit}+{day}"
    price = float(dice.randint(40_000, 120_000))
    bought = stage.after(day, -1500, -300)
    vin = drive(stage, seller, bought, price=price, sold=day, phone=stage.world.next_no("phone"))
    drive(stage, buyer, day, price=price * 0.6, first=bought, vin=vin, phone=stage.world.next_no("phone"))
    return buyer, f"{vin}+{day}"


def _allocation(stage: Stage, kind: str = "", reason: str = "lead") -> Told:
    """A flat for someone close to an official of the housing office."""
    dice, world = stage.dice, stage.world
    start = stage.ago(200, 1500).replace(day=1)
    two = bound(stage, "family", start) if reason == "already_known" else _two(stage, kind, reason, start)
    tenant, official = two.one, two.other
    if reason == "housing_agency":
        office = world.new_organization(
            name=f"七星关区{dice.choice('安乐佳福顺恒')}{dice.choice('居家宅')}{world.next_no('home')}房产经纪有限公司",
            legal_rep=stage.person(28),
        )
    else:
        office = dice.choice(stage.housing_offices)
    joined, left = stage.after(start, -1500, -500), None
    if reason == "enrolled_then":
        joined, left = stage.after(start, -2500, -1500), stage.after(start, -900, -450)
    employ(stage, official, office, joined, left)
    gone = {"status": "退租", "surrender": stage.ago(10, 90)} if reason == "active" else {}
    others = [official] if reason == "already_known" else []
    lease = rent(stage, tenant, others, start=start, unnumbered=reason == "name_only", **gone)  # type: ignore[arg-type]
    return tenant, lease.contract_no


def _suspects(stage: Stage, kind: str = "", reason: str = "lead") -> Told:
    """Suspects of two cases."""
    dice, day = stage.dice, stage.ago(40, 1500)
    two = _two(stage, kind, reason, day)
    later_one, earlier_one = two.one, two.other
    crimes = dice.choice(INTENTIONAL), dice.choice(INTENTIONAL)

    def file(person: str, crime: str, filed: date) -> str:
        given: dict[str, object] = {}
        if reason == "name_only" and person == two.one:
            given = {"id_no": None, "id_type": None, "self_reported_identity": True}
        over = min(stage.after(filed, 20, 30), stage.as_of)
        return police_case(stage, person, crime, filed, stage.anywhere(), status="撤案", changed=over, suspect=given)

    earlier = file(earlier_one, crimes[0], stage.after(day, -300, -60))
    later = file(later_one, crimes[1], day)
    if reason == "already_known":
        third = file(later_one, crimes[0], stage.after(day, -700, -400))
        suspected(stage, third, earlier_one)
    return later_one, "+".join(sorted((earlier, later)))
