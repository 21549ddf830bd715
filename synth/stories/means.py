"""Stories for M01 R1, R2, R7, R8: tenants with homes, cars and firms, and those who are within the limits."""

from datetime import date, timedelta
from functools import partial

from synth.stories.homes import Lease, drive, invest, own_home, rent
from synth.stories.stage import Stage, Told


def tell(stage: Stage) -> None:
    """Tell all stories of R1, R2, R7 and R8."""
    for reason in (
        "lead",
        "residential",
        "same_city",
        "min_share",
        "touches_lease",
        "in_family",
        "area_limit",
        "active",
        "in_kind",
        "inherited_share",
    ):
        stage.tell("M01", "R1", reason, partial(_home, reason=reason))
    for reason in (
        "lead",
        "private",
        "owned_now",
        "price_limit",
        "age_max",
        "passenger_car",
        "in_family",
        "active",
        "in_kind",
    ):
        stage.tell("M01", "R2", reason, partial(_car, reason=reason))
    for reason in ("lead", "in_office", "trading", "capital_limit", "in_family", "active", "in_kind"):
        stage.tell("M01", "R7", reason, partial(_firm, reason=reason))
    for thing in (_home, _car, _firm):
        stage.tell("M01", "R8", "lead", partial(thing, hidden=True), 1 / 3)
        stage.tell("M01", "R8", "before_application", partial(thing), 1 / 3)
    stage.tell("M01", "R8", "in_family", _married_later)
    stage.tell("M01", "R8", "active", partial(_home, reason="active", hidden=True))


def _family(stage: Stage, reason: str, start: date) -> tuple[str, list[str], str]:
    """Main applicant, the others on the contract, and the one whose belongings the story is about."""
    dice = stage.dice
    if reason == "in_family":
        main, former = stage.couple(stage.after(start, -4000, -1500), stage.after(start, -500, 200))
        return main, [], former
    if dice.random() < 0.4:
        main, spouse = stage.couple(stage.after(start, -4000, -400))
        return main, [spouse] if dice.random() < 0.5 else [], dice.choice((main, spouse))
    main = stage.person(26, 60, single=True)
    return main, [], main


def _lease(stage: Stage, reason: str, main: str, others: list[str], start: date, end: date | None = None) -> Lease:
    left = end or stage.ago(20, 90)
    gone = {"status": "退租", "surrender": left} if reason == "active" else {}
    return rent(stage, main, others, start=start, benefit="租赁补贴" if reason == "in_kind" else "实物", **gone)  # type: ignore[arg-type]


def _told(lease: Lease) -> Told:
    return lease.main, lease.contract_no


def _day(stage: Stage, lease: Lease, *, hidden: bool, reason: str) -> date:
    """When the thing was acquired: before the application if hidden, else while the lease runs."""
    if hidden:
        return stage.after(lease.applied, -1600, -10)
    if reason == "in_family":
        return lease.start + timedelta(days=stage.dice.randint(260, 400))
    return stage.after(lease.start, 5, max(10, (stage.as_of - lease.start).days - 120))


def _home(stage: Stage, reason: str = "lead", *, hidden: bool = False) -> Told:
    """A tenant family with a home."""
    dice, start = stage.dice, stage.ago(600, 2200).replace(day=1)
    main, others, owner = _family(stage, reason, start)
    lease = _lease(stage, reason, main, others, start)
    bought, sold = _day(stage, lease, hidden=hidden, reason=reason), None
    if reason == "touches_lease":
        bought, sold = stage.after(start, -3000, -900), stage.after(start, -400, -1)
    elif dice.random() < 0.15 and reason == "lead":
        sold = stage.after(bought, 60, 110) if not hidden else stage.after(start, 30, 400)
    share, mode, area = 1.0, dice.choice(("购买", "购买", "受赠", "继承")), 0.0
    if reason == "min_share":
        share, mode, area = dice.choice((0.3, 0.35, 0.4)), "购买", dice.uniform(110, 140)
    if reason == "inherited_share":
        share, mode = 0.5, "继承"
    if reason == "area_limit":
        area = dice.uniform(11, 14.5) * (1 + len(others))
    use = dice.choice(("商业", "车位")) if reason == "residential" else "住宅"
    use = "商业" if reason == "residential" and others else use
    place = dice.choice(("140802", "511802")) if reason == "same_city" else dice.choice(("", "", "520521", "520523"))
    own_home(
        stage,
        owner,
        bought,
        sold=sold,
        share=share,
        mode=mode,
        area=area if area else 100.0 if use == "车位" else 0,
        use=use,
        division=place,
    )
    return _told(lease)


def _car(stage: Stage, reason: str = "lead", *, hidden: bool = False) -> Told:
    """A tenant family with a dear car, or two."""
    dice, start = stage.dice, stage.ago(600, 2200).replace(day=1)
    main, others, owner = _family(stage, reason, start)
    lease = _lease(stage, reason, main, others, start)
    day = max(_day(stage, lease, hidden=hidden, reason=reason), stage.as_of - timedelta(days=3500))
    price, first, dear = float(dice.randint(112_000, 310_000)), None, dice.random() < 0.6
    if reason == "passenger_car" or (not dear and reason in ("lead", "private", "owned_now")):
        kind = "普通摩托车" if reason == "passenger_car" else "小型汽车"
        sold = stage.ago(15, 60) if reason == "owned_now" else None
        use = "营运" if reason == "private" else "非营运"
        drive(stage, owner, day, price=7_000.0 if kind == "普通摩托车" else 52_000.0, kind=kind, sold=sold, use=use)
        drive(stage, owner, stage.after(day, -400, -10), price=79_000.0)
        return _told(lease)
    if reason == "price_limit":
        price = float(dice.randint(36_000, 95_000))
    if reason == "age_max":
        first, price = day - timedelta(days=dice.randint(3700, 4600)), float(dice.randint(105_000, 180_000))
        first = min(first, stage.as_of - timedelta(days=3700))
    drive(
        stage,
        owner,
        day,
        price=price,
        first=first,
        use="营运" if reason == "private" else "非营运",
        sold=stage.ago(15, 60) if reason == "owned_now" else None,
    )
    return _told(lease)


def _firm(stage: Stage, reason: str = "lead", *, hidden: bool = False) -> Told:
    """A tenant family with a firm."""
    dice, start = stage.dice, stage.ago(600, 2200).replace(day=1)
    main, others, owner = _family(stage, reason, start)
    lease = _lease(stage, reason, main, others, start)
    day = _day(stage, lease, hidden=hidden, reason=reason)
    capital = float(
        dice.choice((10, 20, 30, 45)) if reason == "capital_limit" else dice.choice((50, 60, 100, 200, 500))
    )
    invest(
        stage,
        owner,
        day,
        capital=capital,
        left=stage.ago(10, 60) if reason == "in_office" else None,
        status=dice.choice(("注销", "吊销")) if reason == "trading" else "存续",
        boss=dice.random() < 0.4,
    )
    return _told(lease)


def _married_later(stage: Stage) -> Told:
    """The home came with a marriage during the lease."""
    start = stage.ago(900, 2200).replace(day=1)
    main, spouse = stage.couple(stage.after(start, 60, 500))
    lease = rent(stage, main, start=start)
    own_home(stage, spouse, stage.after(lease.applied, -1500, -30))
    return _told(lease)
