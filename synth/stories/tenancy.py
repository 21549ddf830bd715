"""Stories for M01 R3–R6: tenants who died, sit in prison, do not pay, or are helped twice."""

from datetime import timedelta
from functools import partial

from synth.people.places import DIVISIONS
from synth.people.sentences import PRISONS
from synth.stories.homes import rent
from synth.stories.stage import Stage, Told
from synth.stories.trials import custody


def tell(stage: Stage) -> None:
    """Tell all stories of R3–R6."""
    for reason in ("lead", "past_grace", "nobody_left", "active", "in_kind"):
        stage.tell("M01", "R3", reason, partial(_died, reason=reason))
    for reason in ("lead", "alone", "unmarried", "six_months", "without_break", "during_lease", "active", "in_kind"):
        stage.tell("M01", "R4", reason, partial(_imprisoned, reason=reason))
    for reason in ("lead", "six_periods", "active"):
        stage.tell("M01", "R5", reason, partial(_behind, reason=reason))
    for way in ("same", "spouse", "subsidy"):
        stage.tell("M01", "R6", "lead", partial(_twice, way=way), 1 / 3)
    stage.tell("M01", "R6", "both_active", partial(_twice, way="same", reason="both_active"))
    stage.tell("M01", "R6", "in_family", partial(_twice, way="spouse", reason="in_family"))


def _died(stage: Stage, reason: str) -> Told:
    """The main applicant died, and the lease goes on."""
    start = stage.ago(800, 2400).replace(day=1)
    died = stage.ago(12, 88) if reason == "past_grace" else stage.ago(95, 700)
    if reason == "nobody_left" or stage.dice.random() < 0.3:
        main, spouse = stage.couple(stage.after(start, -6000, -900))
        others = [spouse]
    else:
        main, others = stage.person(40, 74, single=True), []
    left = stage.after(died, 5, 80)
    gone = {"status": "退租", "surrender": left} if reason == "active" else {}
    lease = rent(stage, main, others, start=start, benefit="租赁补贴" if reason == "in_kind" else "实物", **gone)  # type: ignore[arg-type]
    stage.bury(main, died)
    if others and reason != "nobody_left":
        stage.bury(others[0], stage.after(died, -300, -5) if died > start else died)
    return main, lease.contract_no


def _imprisoned(stage: Stage, reason: str) -> Told:
    """A single tenant in custody, moved from one facility to another."""
    dice, start = stage.dice, stage.ago(1000, 2400).replace(day=1)
    main, others = stage.person(26, 60, single=True), []
    if reason == "unmarried":
        main, _ = stage.couple(stage.after(start, -5000, -300))
    if reason == "alone":
        others = [stage.person(30, 70, single=True)]
    first = stage.after(start, 10, 500)
    length = dice.randint(70, 140) if reason == "six_months" else dice.randint(200, 480)
    last = first + timedelta(days=length)
    if reason == "during_lease":
        last = start + timedelta(days=dice.randint(20, 150))
        first = last - timedelta(days=dice.randint(220, 400))
    gone = {"status": "退租", "surrender": max(last, start) + timedelta(days=30)} if reason == "active" else {}
    benefit = "租赁补贴" if reason == "in_kind" else "实物"
    lease = rent(stage, main, others, start=start, benefit=benefit, applied=start - timedelta(days=310), **gone)  # type: ignore[arg-type]
    house, division = f"{DIVISIONS[stage.world.division].name}看守所", stage.world.division
    prison = dice.choice(PRISONS["52"])
    gap = 0
    middle = first + timedelta(days=dice.randint(40, 60))
    if reason == "without_break":
        middle, gap = first + timedelta(days=dice.randint(110, 160)), dice.randint(8, 40)
        last = middle + timedelta(days=gap + dice.randint(110, 160))
    elif dice.random() < 0.5:
        gap = dice.choice((0, 1))
    custody(stage, main, house, division, first, middle, "取保" if reason == "without_break" else "移送")
    again = middle + timedelta(days=gap)
    if (last <= stage.as_of and dice.random() < 0.7) or reason != "lead":
        custody(stage, main, prison, division, again, last, "刑满")
    else:
        custody(stage, main, prison, division, again, None, "")
    return main, lease.contract_no


def _behind(stage: Stage, reason: str) -> Told:
    """A tenant who owes rent."""
    start = stage.ago(900, 2200).replace(day=1)
    owing = stage.dice.randint(3, 5) if reason == "six_periods" else stage.dice.randint(6, 14)
    gone = {"status": "清退", "surrender": stage.ago(15, 90)} if reason == "active" else {}
    main = stage.person(26, 70, single=True)
    lease = rent(stage, main, start=start, unpaid=owing, **gone)  # type: ignore[arg-type]
    return main, lease.contract_no


def _twice(stage: Stage, way: str, reason: str = "lead") -> Told:
    """One family, two contracts."""
    first_start, second_start = stage.ago(1500, 2600).replace(day=1), stage.ago(200, 1200).replace(day=1)
    if way == "spouse":
        divorced = stage.after(second_start, -300, -10) if reason == "in_family" else None
        main, other = stage.couple(stage.after(first_start, -3000, -100), divorced)
    else:
        main = other = stage.person(26, 60, single=True)
    gone = {"status": "退租", "surrender": second_start - timedelta(days=1)} if reason == "both_active" else {}
    one = rent(stage, main, start=first_start, **gone)  # type: ignore[arg-type]
    two = rent(stage, other, start=second_start, benefit="租赁补贴" if way == "subsidy" else "实物")
    return other, "+".join(sorted((one.contract_no, two.contract_no)))
