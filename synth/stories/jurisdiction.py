"""Stories for M19 R8 and R9: open cases in several counties, and identities that two people use."""

from datetime import date, timedelta
from functools import partial

from synth.people.numbers import citizen_number
from synth.people.places import DIVISIONS
from synth.people.sentences import PRISONS
from synth.stories.stage import Stage, Told
from synth.stories.trials import INTENTIONAL, charged, custody, measure, police_case, prosecution


def tell(stage: Stage) -> None:
    """Tell all stories of R8 and R9."""
    for way in ("police", "procuratorate", "measures"):
        stage.tell("M19", "R8", "lead", partial(_two_counties, way=way), 1 / 3)
    for reason in ("both_open", "other_county", "other_matter", "suspect"):
        stage.tell("M19", "R8", reason, partial(_two_counties, way="police", reason=reason))
    for reason in ("in_force", "not_moved", "other_county"):
        stage.tell("M19", "R8", reason, partial(_two_counties, way="measures", reason=reason))
    stage.tell("M19", "R9", "lead", _two_places, 0.8)
    for reason in ("overlap", "no_transfer", "other_facility"):
        stage.tell("M19", "R9", reason, partial(_two_places, reason=reason))
    stage.tell("M19", "R9", "lead", _borrowed_number, 0.8)
    stage.tell("M19", "R9", "relatives_number", _relatives_number)
    stage.tell("M19", "R9", "valid_number", _mistyped)


def _two_counties(stage: Stage, way: str, reason: str = "lead") -> Told:
    """Suspected in two counties at once."""
    dice, person = stage.dice, stage.offender(25)
    here, there = dice.sample((stage.world.division, *stage.world.divisions[1:]), 2)
    there = here if reason == "other_county" else there
    first, second = stage.ago(150, 330), stage.ago(40, 140)
    crimes = dice.choice(INTENTIONAL), dice.choice(INTENTIONAL)
    if way == "measures":
        return _bailed_and_arrested(stage, person, here, there, reason)
    if way == "procuratorate":
        a = police_case(stage, person, crimes[0], first, here)
        moved = stage.after(second, 5, 20)
        b = police_case(stage, person, crimes[1], second, there, status="移送起诉", changed=moved)
        prosecution(
            stage,
            person,
            b,
            crimes[1],
            moved + timedelta(days=1),
            there,
            decision=dice.choice((None, "退查")),
            decided=moved + timedelta(days=15),
        )
        return person, a
    if reason == "suspect":
        other = stage.offender(25)
        a = police_case(stage, person, crimes[0], first, here)
        b = police_case(stage, other, crimes[1], second, there, status="移送起诉", changed=second + timedelta(days=8))
        number = prosecution(stage, other, b, crimes[1], second + timedelta(days=9), there, decision=None)
        charged(stage, number, person, "被害人")
        return person, a
    if reason == "other_matter":
        a = police_case(stage, person, crimes[0], first, here)
        prosecution(stage, person, a, crimes[0], second, there, decision=None, kind="审查逮捕")
        return person, a
    ended = reason == "both_open"
    status = dice.choice(("撤案", "终止侦查", "移送管辖", "并案")) if ended else "在侦"
    over = stage.after(second, 3, 30) if ended else None
    a = police_case(stage, person, crimes[0], first, here)
    police_case(
        stage, person, crimes[1], second, there, status=status, changed=over, merged=a if status == "并案" else None
    )
    return person, a


def _bailed_and_arrested(stage: Stage, person: str, here: str, there: str, reason: str) -> Told:
    """On bail in one county and under arrest in another, both cases already charged."""
    dice = stage.dice
    moved = reason == "not_moved"
    numbers = []
    for division, filed, kind in ((here, stage.ago(230, 320), "取保候审"), (there, stage.ago(130, 180), "逮捕")):
        crime, sent = dice.choice(INTENTIONAL), filed + timedelta(days=dice.randint(30, 50))
        transferred_away = moved and kind == "取保候审"
        number = police_case(
            stage, person, crime, filed, division, status="移送管辖" if transferred_away else "移送起诉", changed=sent
        )
        if not transferred_away:
            prosecution(
                stage, person, number, crime, sent + timedelta(days=1), division, decided=sent + timedelta(days=30)
            )
        start = filed + timedelta(days=dice.randint(2, 25))
        over = start + timedelta(days=60) if reason == "in_force" and kind == "取保候审" else None
        measure(stage, number, person, kind, start, over, division)
        numbers.append(number)
    return person, numbers[0]


def _two_places(stage: Stage, reason: str = "lead") -> Told:
    """Held in two facilities at once: someone gives another's name."""
    dice, person = stage.dice, stage.offender(25)
    here, there = dice.sample((stage.world.division, *stage.world.divisions[1:]), 2)
    one, two = f"{DIVISIONS[here].name}看守所", f"{DIVISIONS[there].name}看守所"
    if dice.random() < 0.4:
        two = dice.choice(PRISONS[there[:2]])
    intake = stage.ago(300, 2200)
    out = stage.after(intake, 60, 150)
    second = stage.after(intake, 5, 50) if reason != "overlap" else out - timedelta(days=dice.randint(0, 1))
    for filed, division in ((intake, here), (second, there)):
        police_case(
            stage,
            person,
            dice.choice(INTENTIONAL),
            filed - timedelta(days=2),
            division,
            status=dice.choice(("撤案", "终止侦查")),
            changed=filed + timedelta(days=90),
        )
    moved = reason == "no_transfer"
    a = custody(stage, person, one, here, intake, out, "移送" if moved else "取保")
    two = one if reason == "other_facility" else two
    b = custody(
        stage, person, two, here if reason == "other_facility" else there, second, stage.after(out, 5, 90), "取保"
    )
    return person, "+".join(sorted((a, b)))


def _suspect(stage: Stage, person: str, **given: object) -> tuple[date, str]:
    """An old police case against a person; the number shown is in all papers of it. Returns the detention and whose."""
    filed, division = stage.ago(400, 2500), stage.anywhere()
    case = police_case(
        stage,
        person,
        stage.dice.choice(INTENTIONAL),
        filed,
        division,
        status="撤案",
        changed=filed + timedelta(days=60),
        suspect=given,
    )
    taken = filed + timedelta(days=1)
    measure(stage, case, person, "拘留", taken, stage.after(taken, 7, 30), division, **given)
    return taken, person


def _borrowed_number(stage: Stage) -> Told:
    """A suspect shows a stranger's number."""
    owner, user = stage.offender(25), stage.offender(25)
    number = str(stage.world.person(owner)["number"])
    _suspect(stage, user, id_no=number)
    return owner, number


def _relatives_number(stage: Stage) -> Told:
    """A suspect's case carries the number of the spouse or former spouse."""
    married = stage.ago(2000, 7000)
    one, other = stage.couple(married, stage.after(married, 700, 1900) if stage.dice.random() < 0.3 else None)
    number = str(stage.world.person(one)["number"])
    _suspect(stage, other, id_no=number)
    return one, number


def _mistyped(stage: Stage) -> Told:
    """Two suspects share a number that nobody can have."""
    one, two = stage.offender(25), stage.offender(25)
    right = citizen_number(stage.world.division, stage.birth(one), stage.dice.randrange(500, 999))
    wrong = right[:17] + stage.dice.choice([c for c in "0123456789X" if c != right[17]])
    _, first = min(_suspect(stage, one, id_no=wrong), _suspect(stage, two, id_no=wrong))
    return first, wrong
