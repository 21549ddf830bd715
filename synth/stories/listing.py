"""Stories for M20: debtors who are listed, published or left out rightly and wrongly."""

from datetime import date, timedelta
from functools import partial

from synth.people.places import DIVISIONS
from synth.stories.courts import BREACHES, Suit, appear, enforced, firm, listed, punished, sued
from synth.stories.stage import Stage, Told

DONE = ("执行完毕", "终结执行", "不予执行")


def tell(stage: Stage) -> None:
    """Tell all stories of R1–R8."""
    for rule, kind in (("R1", "失信"), ("R6", "限消")):
        stage.tell("M20", rule, "lead", partial(_kept, kind=kind), 0.7)
        stage.tell("M20", rule, "lead", partial(_kept, kind=kind, later=True), 0.3)
        for reason in ("listed", "done", "overdue", "resumed"):
            stage.tell("M20", rule, reason, partial(_kept, kind=kind, reason=reason))
    for reason in ("lead", "listed", "expired", "not_extended"):
        stage.tell("M20", "R2", reason, partial(_expired, reason=reason))
    for reason in ("lead", "week_over", "not_published", "shelved", "resumed"):
        stage.tell("M20", "R3", reason, partial(_unpublished, reason=reason))
    for reason in ("lead", "published", "not_hidden", "done", "overdue", "resumed"):
        stage.tell("M20", "R4", reason, partial(_still_public, reason=reason))
    for reason in ("lead", "shelved", "breach", "not_listed", "minor", "deceased", "performed"):
        stage.tell("M20", "R5", reason, partial(_never_listed, reason=reason))
    stage.tell("M20", "R7", "lead", partial(_unfit, way="dead"), 0.5)
    stage.tell("M20", "R7", "lead", partial(_unfit, way="minor"), 0.5)
    stage.tell("M20", "R7", "listed", partial(_unfit, way="dead", reason="listed"))
    stage.tell("M20", "R7", "minor_then", partial(_unfit, way="minor", reason="minor_then"))
    for reason in ("lead", "listed", "accepted", "bankruptcy_refused"):
        stage.tell("M20", "R8", reason, partial(_bankrupt, reason=reason))


def _debt(stage: Stage, least: int, most: int, debtor: str = "") -> Suit:
    """An award against someone, in force between `least` and `most` days ago."""
    dice = stage.dice
    creditor = firm(stage) if dice.random() < 0.15 else stage.person(25)
    debtor = debtor or (firm(stage) if dice.random() < 0.15 else stage.person(25))
    return sued(stage, creditor, debtor, stage.ago(least, most) - timedelta(days=170))


def _entry(stage: Stage, suit: Suit, number: str, kind: str, day: date, removed: date | None = None) -> str:
    """A list entry whose term has not run out."""
    expires = day + timedelta(days=730) if kind == "失信" else None
    return listed(stage, suit, number, kind, day, expires=expires, removed=removed)


def _kept(stage: Stage, kind: str, reason: str = "lead", *, later: bool = False) -> Told:
    """Paid or ended, and still in the list."""
    dice, suit = stage.dice, _debt(stage, 620, 680)
    filed = stage.ago(520, 590)
    closed = stage.ago(0, 2) if reason == "overdue" else stage.ago(16, 300)
    mode = "终本" if reason == "done" or later else dice.choice(DONE)
    day = stage.after(filed, 15, 90)
    resumed = stage.after(closed, 1, 14) if reason == "resumed" and dice.random() < 0.5 else None
    if later:
        number = enforced(stage, suit, filed, mode=mode, closed=stage.after(filed, 100, 150))
        enforced(stage, suit, stage.after(filed, 160, 200), mode=dice.choice(DONE), closed=closed, resumption=True)
    else:
        number = enforced(stage, suit, filed, mode=mode, closed=closed, resumed=resumed)
    if reason == "resumed" and not resumed:
        enforced(stage, suit, stage.after(closed, 1, 14), resumption=True)
    removed = stage.after(closed, 0, 3) if reason == "listed" else None
    return suit.defendant, _entry(stage, suit, number, kind, day, removed)


def _expired(stage: Stage, reason: str) -> Told:
    """Two years in the list, and still there."""
    dice, suit = stage.dice, _debt(stage, 1400, 1700)
    filed = stage.ago(1200, 1300)
    closed = stage.after(filed, 120, 190)
    number = enforced(stage, suit, filed, mode="终本", closed=closed)
    published = stage.ago(100, 700) if reason == "expired" else stage.ago(745, 1090)
    expires = stage.months(published, 24)
    if reason == "not_extended":
        expires = max(stage.months(published, 48), stage.after(stage.as_of, 20, 500))
    removed = stage.after(expires, 0, 5) if reason == "listed" else None
    stated = None if dice.random() < 0.3 and reason == "lead" else expires
    return suit.defendant, listed(stage, suit, number, "失信", published, expires=stated, removed=removed)


def _unpublished(stage: Stage, reason: str) -> Told:
    """Shelved, and kept from the public."""
    dice, suit = stage.dice, _debt(stage, 620, 900)
    filed = stage.ago(450, 590)
    closed = stage.ago(0, 6) if reason == "week_over" else stage.ago(10, 320)
    resumed = stage.after(closed, 1, 9) if reason == "resumed" and dice.random() < 0.5 else None
    mode = dice.choice(("执行完毕", "终结执行", "销案")) if reason == "shelved" else "终本"
    number = enforced(
        stage, suit, filed, mode=mode, closed=closed, published=reason == "not_published", resumed=resumed
    )
    if reason == "resumed" and not resumed:
        enforced(stage, suit, stage.after(closed, 1, 9), resumption=True)
    return suit.defendant, number


def _still_public(stage: Stage, reason: str) -> Told:
    """Shelved and published; taken up again and done; still public."""
    dice, suit = stage.dice, _debt(stage, 900, 1300)
    filed = stage.ago(800, 880)
    shelved = stage.after(filed, 100, 190)
    again = stage.after(shelved, 60, 200)
    done = stage.ago(0, 2) if reason == "overdue" else stage.after(again, 40, 300)
    done = min(done, stage.ago(12, 60)) if reason != "overdue" else done
    hidden = stage.after(done, 0, 4) if reason == "not_hidden" else None
    number = enforced(stage, suit, filed, mode="终本", closed=shelved, published=reason != "published", hidden=hidden)
    mode = dice.choice(("终本", "")) if reason == "done" else dice.choice(DONE)
    enforced(stage, suit, again, mode=mode, closed=done if mode else None, resumption=True)
    if reason == "resumed":
        enforced(stage, suit, stage.after(done, 1, 10), resumption=True)
    return suit.defendant, number


def _never_listed(stage: Stage, reason: str) -> Told:
    """Fined or detained for hiding what he has or for spending it, and never listed."""
    dice = stage.dice
    debtor = (
        stage.born(stage.ago(13 * 366, 17 * 365))
        if reason == "minor"
        else stage.person(25)
        if reason == "deceased"
        else ""
    )
    suit = _debt(stage, 620, 900, debtor)
    filed, closed = stage.ago(450, 590), stage.ago(30, 320)
    mode = dice.choice(("执行完毕", "终结执行")) if reason == "shelved" else "终本"
    number = enforced(stage, suit, filed, mode=mode, closed=closed)
    text = "妨碍执行人员进入被执行房屋" if reason == "breach" else dice.choice(BREACHES)
    punished(stage, suit.defendant, number, stage.after(filed, 20, 110), text)
    if reason == "not_listed":
        removed = stage.ago(5, 20) if dice.random() < 0.3 else None
        _entry(stage, suit, number, "失信", stage.after(filed, 111, 120), removed)
    if reason == "performed":
        enforced(stage, suit, stage.after(closed, 1, 8), mode="执行完毕", closed=stage.ago(1, 20), resumption=True)
    if reason == "deceased":
        stage.bury(debtor, stage.ago(5, 400))
    return suit.defendant, number


def _unfit(stage: Stage, way: str, reason: str = "lead") -> Told:
    """Listed although dead or a child."""
    dice, published = stage.dice, stage.ago(60, 500)
    debtor = stage.person(30, 74)
    if way == "minor":
        grown = dice.randint(-300, -5) if reason == "minor_then" else dice.randint(10, 1500)
        debtor = stage.born(stage.months(published + timedelta(days=grown), -12 * 18))
    suit = _debt(stage, 620, 680, debtor)
    filed = published - timedelta(days=dice.randint(15, 60))
    number = enforced(stage, suit, filed)
    removed = stage.after(published, 20, 55) if reason == "listed" else None
    if way == "dead":
        died = stage.after(published, -200, 50) if reason != "listed" else stage.after(published, 2, 19)
        stage.bury(debtor, min(died, stage.as_of - timedelta(days=2)))
    return debtor, _entry(stage, suit, number, dice.choice(("失信", "限消")), published, removed)


def _bankrupt(stage: Stage, reason: str) -> Told:
    """A company in bankruptcy, still listed."""
    dice, world, company = stage.dice, stage.world, firm(stage)
    suit = _debt(stage, 620, 680, company)
    filed = stage.ago(450, 590)
    closed = stage.after(filed, 100, 180)
    number = enforced(stage, suit, filed, mode="终本", closed=closed)
    begun = stage.ago(40, 500)
    case = world.case_no("破", begun.year, suit.division)
    case = case.replace("破", "破申") if reason == "accepted" else case
    refused = reason == "bankruptcy_refused"
    world.add(
        "ct_case",
        {
            "case_no": case,
            "court_code": DIVISIONS[suit.division].court,
            "case_kind": "民事",
            "cause_code": "申请破产清算",
            "procedure_code": "特别",
            "filing_date": begun,
            "close_date": begun + timedelta(days=30) if refused else None,
            "close_mode": dice.choice(("驳回", "撤诉")) if refused else None,
            "is_default_judgment": False,
        },
    )
    appear(stage, case, "被申请人", company)
    appear(stage, case, "申请人", suit.plaintiff)
    published = stage.after(filed, 20, 90)
    removed = max(begun, published) + timedelta(days=dice.randint(1, 20)) if reason == "listed" else None
    return company, _entry(stage, suit, number, dice.choice(("失信", "限消")), published, removed)
