"""Stories for M19 R1–R7: people who are judged twice, and what the second court saw of the first."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

from synth.stories.stage import Stage, Told
from synth.stories.trials import NEGLIGENT, Sentence, Trial, retried, served, tried

TREATED = {
    "R1": "系累犯，依法从重处罚，",
    "R2": "撤销缓刑，",
    "R3": "与前罪数罪并罚，",
    "R4": "与前罪数罪并罚，",
    "R6": "曾因犯罪受过刑事处罚，",
}


def tell(stage: Stage) -> None:
    """Tell all stories of R1–R7."""
    for way in ("released", "remitted", "paroled"):
        stage.tell("M19", "R1", "lead", partial(_again, way=way), 1 / 3)
        stage.tell("M19", "R5", "lead", partial(_again, way=way, probation=True), 1 / 3)
    for reason in ("executed", "prison_first", "prison_second", "intentional", "adult", "within_years", "not_sealed"):
        stage.tell("M19", "R1", reason, partial(_again, reason=reason))
        if reason != "prison_second":
            stage.tell("M19", "R5", reason, partial(_again, reason=reason, probation=True))
    for reason in ("not_found", "already_treated", "last_effective"):
        stage.tell("M19", "R1", reason, partial(_again, reason=reason))
    for reason in ("lead", "during_probation", "unhandled", "already_treated", "not_sealed"):
        stage.tell("M19", "R2", reason, partial(_on_probation, reason=reason))
    for reason in (
        "lead",
        "still_running",
        "not_combined",
        "crime_before",
        "penalty_runs",
        "same_case",
        "already_treated",
    ):
        stage.tell("M19", "R3", reason, partial(_undetected, reason=reason))
    for way in ("prison", "paroled", "control"):
        stage.tell("M19", "R4", "lead", partial(_while_served, way=way), 1 / 3)
    for reason in ("during_execution", "not_combined", "penalty_runs", "already_treated"):
        stage.tell("M19", "R4", reason, partial(_while_served, way="control", reason=reason))
    for reason in ("lead", "not_mentioned", "prior_before", "already_treated", "not_sealed", "other_rules_silent"):
        stage.tell("M19", "R6", reason, partial(_forgotten, reason=reason))
    for reason in ("lead", "wrong_length", "last_effective", "not_sealed"):
        stage.tell("M19", "R7", reason, partial(_probation_length, reason=reason))


def _told(trial: Trial) -> Told:
    return trial.person, trial.case_no


def _again(stage: Stage, way: str = "released", reason: str = "lead", *, probation: bool = False) -> Told:
    """Out of prison, and back in court within five years."""
    dice = stage.dice
    second_crime = stage.ago(330, 900)
    gap = (
        dice.randint(1850, 2500)
        if reason == "within_years"
        else dice.randint(40, 800 if reason == "executed" else 1690)
    )
    youth = reason in ("adult", "not_sealed")
    term = dice.randint(64, 80) if reason == "adult" else dice.randint(12, 40)
    penalty, granted = "有期徒刑", 0
    if reason == "prison_first":
        penalty, term = "拘役", dice.randint(3, 6)
    if reason == "executed":
        term = dice.randint(8, 30)
        granted = term + dice.randint(6, 12)
    released = second_crime - timedelta(days=min(gap, 900) if youth else gap)
    first_crime = stage.months(released, -(granted or term)) - timedelta(
        days=dice.randint(25, 60) + (220 if granted or penalty == "拘役" else 0)
    )
    person = (
        stage.born(stage.months(first_crime, -12 * 17) + timedelta(days=dice.randrange(300)))
        if youth
        else stage.offender(35)
    )
    negligent = reason == "intentional" and dice.random() < 0.5
    first = tried(
        stage,
        person,
        first_crime,
        Sentence(penalty, term, granted, negligent=negligent, prior=False, detained=reason == "executed"),
    )
    paroled = stage.months(first.ends, -dice.randint(2, 4)) if way == "paroled" and first.ends else None
    served(stage, first, paroled=paroled, remitted=dice.randint(10, 60) if way == "remitted" else 0)
    if reason == "last_effective":
        milder = Sentence("免刑", 0, prior=False)
        retried(stage, first, milder, stage.after(first.effective, 100, 200))
    second = Sentence(
        "拘役" if reason == "prison_second" else "有期徒刑",
        5 if reason == "prison_second" else dice.randint(8, 34),
        negligent=reason == "intentional" and not negligent,
        recidivist=reason == "not_found" or (probation and dice.random() < 0.5),
        text=TREATED["R1"] if reason in ("not_found", "already_treated") else "",
    )
    if probation:
        second = replace(second, probation=max(12, second.term + dice.randint(0, 12)))
    again = tried(stage, person, second_crime, second)
    served(stage, again)
    return _told(again)


def _on_probation(stage: Stage, reason: str) -> Told:
    """On probation, and in court again."""
    dice = stage.dice
    term = dice.randint(6, 24)
    granted = max(12, term + dice.randint(0, 14))
    second_crime = stage.ago(330, 1100)
    inside = dice.randint(15, granted * 30 - 30)
    if reason == "not_sealed":
        granted = dice.randint(20, 24)
        inside = dice.randint(380, granted * 30 - 30)
    first_crime = second_crime - timedelta(days=inside + 246)
    if reason == "during_probation":
        first_crime = stage.months(second_crime, -granted) - timedelta(days=dice.randint(260, 700))
    young = stage.months(first_crime, -12 * 17) + timedelta(days=dice.randrange(200))
    person = stage.born(young) if reason == "not_sealed" else stage.offender(30)
    first = tried(
        stage,
        person,
        first_crime,
        Sentence(term=term, probation=granted, prior=False),
        judged=first_crime + timedelta(days=235),
    )
    served(stage, first)
    text = TREATED["R2"] if reason in ("unhandled", "already_treated") else ""
    done, partly = reason == "unhandled", reason == "lead" and dice.random() < 0.3
    second = tried(
        stage,
        person,
        second_crime,
        Sentence(term=dice.randint(8, 30), revoked=done or partly, concurrent=done, text=text),
    )
    served(stage, second)
    return _told(second)


def _undetected(stage: Stage, reason: str) -> Told:
    """While a penalty runs, an older crime comes to light."""
    dice = stage.dice
    outside = reason in ("crime_before", "still_running") or dice.random() < 0.3
    first_judged = stage.ago(620, 1500)
    first_crime = first_judged - timedelta(days=dice.randint(150, 235))
    person = stage.offender(30)
    term = dice.randint(8, 20) if outside else dice.randint(42, 60)
    granted = (dice.randint(12, 16) if reason == "still_running" else dice.randint(30, 40)) if outside else 0
    first = tried(
        stage,
        person,
        first_crime,
        Sentence(term=term, probation=max(granted, term if granted else 0), prior=False),
        judged=first_judged,
    )
    served(stage, first)
    last = stage.months(first.effective, first.sentence.probation) if granted else first.ends or stage.as_of
    second_judged = stage.after(first.effective, 170, 400)
    second_crime = second_judged - timedelta(days=dice.randint(430, 700))
    if reason == "still_running":
        second_judged = min(last + timedelta(days=dice.randint(8, 60)), stage.as_of - timedelta(days=15))
        second_judged = max(second_judged, last + timedelta(days=2))
    if reason == "crime_before":
        second_crime = first.judged + timedelta(days=dice.randint(1, 9))
        second_judged = second_crime + timedelta(days=dice.randint(150, 230))
    combined = reason == "not_combined"
    sentence = Sentence(
        "免刑" if reason == "penalty_runs" else "有期徒刑",
        0 if reason == "penalty_runs" else dice.randint(7, 36),
        concurrent=combined,
        text=TREATED["R3"] if reason in ("not_combined", "already_treated") else "",
    )
    if reason == "same_case":
        return _told(retried(stage, first, replace(first.sentence, prior=True), second_judged, numbered=False))
    second_crime = second_crime if reason == "crime_before" else min(second_crime, first.judged - timedelta(days=3))
    return _told(tried(stage, person, second_crime, sentence, judged=second_judged))


def _while_served(stage: Stage, way: str, reason: str = "lead") -> Told:
    """A new crime in prison, on parole or under control."""
    dice = stage.dice
    person = stage.offender(30)
    second_crime = stage.ago(330, 900)
    back = dice.randint(60, 300)
    if way == "control":
        term = dice.randint(14, 24)
        first_crime = second_crime - timedelta(days=back + 250)
        if reason == "during_execution":
            first_crime = stage.months(second_crime, -term) - timedelta(days=dice.randint(260, 500))
        first = tried(stage, person, first_crime, Sentence("管制", term, prior=False))
        served(stage, first)
    else:
        first_crime = second_crime - timedelta(days=back + 700)
        first = tried(stage, person, first_crime, Sentence(term=dice.randint(40, 58), prior=False))
        served(stage, first, paroled=second_crime - timedelta(days=dice.randint(5, back)) if way == "paroled" else None)
    text = TREATED["R4"] if reason in ("not_combined", "already_treated") else ""
    light = reason == "penalty_runs"
    sentence = Sentence(
        "免刑" if light else "有期徒刑",
        0 if light else dice.randint(8, 30),
        crime="故意伤害罪" if way == "prison" else "",
        concurrent=reason == "not_combined",
        text=text,
    )
    second = tried(stage, person, second_crime, sentence)
    return _told(second)


def _forgotten(stage: Stage, reason: str) -> Told:
    """A former conviction that makes nobody a recidivist, and that the second judgment does not mention."""
    dice = stage.dice
    second_crime = stage.ago(330, 1400)
    first_crime = second_crime - timedelta(days=dice.randint(700, 2600))
    person = stage.offender(36)
    if reason == "not_sealed":
        person = stage.born(stage.months(first_crime, -12 * 16) - timedelta(days=dice.randrange(300)))
    first_sentence = dice.choice(
        (
            Sentence("拘役", 4, prior=False),
            Sentence("单处附加刑", 0, prior=False),
            Sentence(term=10, crime=dice.choice(NEGLIGENT), negligent=True, prior=False),
        )
    )
    if reason == "other_rules_silent":
        first_sentence = Sentence(term=14, prior=False)
        first_crime = second_crime - timedelta(days=dice.randint(900, 1900))
    if reason == "prior_before":
        first_sentence = Sentence("单处附加刑", 0, prior=False)
        first_crime = second_crime - timedelta(days=dice.randint(20, 110))
    first = tried(stage, person, first_crime, first_sentence)
    served(stage, first)
    text = TREATED["R6"] if reason in ("already_treated", "not_mentioned") else ""
    sentence = Sentence(term=dice.randint(7, 30), prior=reason == "not_mentioned", text=text)
    judged = first.effective + timedelta(days=dice.randint(40, 90)) if reason == "prior_before" else None
    second = tried(stage, person, second_crime, sentence, judged=judged)
    served(stage, second)
    return _told(second)


def _probation_length(stage: Stage, reason: str) -> Told:
    """A probation of unlawful length, or one that is just lawful."""
    dice = stage.dice
    person, crime = stage.offender(25), stage.ago(330, 3000)
    if reason == "not_sealed":
        person = stage.born(stage.months(crime, -12 * 16) - timedelta(days=dice.randrange(300)))
    wrong = (
        ("有期徒刑", 18, 15),
        ("有期徒刑", 8, 10),
        ("有期徒刑", 36, 66),
        ("有期徒刑", 30, 24),
        ("拘役", 3, 2),
        ("拘役", 4, 15),
        ("拘役", 1, 1),
    )
    right = (
        ("有期徒刑", 18, 18),
        ("有期徒刑", 8, 12),
        ("有期徒刑", 36, 60),
        ("拘役", 2, 2),
        ("拘役", 5, 12),
        ("拘役", 6, 6),
    )
    penalty, term, granted = dice.choice(right if reason == "wrong_length" else wrong)
    trial = tried(stage, person, crime, Sentence(penalty, term, granted, prior=False))
    if reason == "last_effective":
        lawful = Sentence(penalty, term, max(term, 12 if penalty == "有期徒刑" else 2), prior=False)
        retried(stage, trial, lawful, min(stage.after(trial.effective, 20, 60), stage.as_of - timedelta(days=2)))
    served(stage, trial)
    return _told(trial)
