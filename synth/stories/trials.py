"""Crimes as they leave traces: police case, suspect, measures, prosecution, trial, judgment, custody or correction."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from synth.people.crimes import CRIMES, OFFICERS
from synth.people.places import DIVISIONS
from synth.people.prosecutions import CLERKS, JUDGES, PROSECUTORS
from synth.people.sentences import PRISONS
from synth.stories.stage import Stage

INTENTIONAL = tuple(name for name, (_, negligent, *_) in CRIMES.items() if not negligent and name != "危险驾驶罪")
NEGLIGENT = tuple(name for name, (_, negligent, *_) in CRIMES.items() if negligent)


@dataclass(frozen=True)
class Sentence:
    """What a court decides. `term` and `probation` in months; `text` is added to the judgment's text."""

    penalty: str = "有期徒刑"
    term: int = 18
    probation: int = 0
    crime: str = ""
    negligent: bool = False
    recidivist: bool = False
    prior: bool = True
    revoked: bool = False
    concurrent: bool = False
    text: str = ""
    detained: bool = False


@dataclass(frozen=True)
class Trial:
    """A crime that was tried: numbers and days; `held` is None where the defendant was never in custody."""

    person: str
    case_no: str
    prosecution_no: str
    division: str
    crime_from: date
    crime_to: date
    judged: date
    effective: date
    held: date | None
    ends: date | None
    sentence: Sentence


def police_case(
    stage: Stage,
    person: str,
    crime: str,
    filed: date,
    division: str,
    *,
    status: str = "在侦",
    changed: date | None = None,
    merged: str | None = None,
    suspect: dict[str, object] | None = None,
) -> str:
    """File a police case against one suspect; `suspect` gives further fields of ps_suspect. Returns its number."""
    world, dice = stage.world, stage.dice
    number = world.case_no("police", filed.year, division, filed.month)
    who = world.person(person)
    world.add(
        "ps_criminal_case",
        {
            "case_no": number,
            "case_name": f"{who['name']}{crime.removesuffix('罪')}案",
            "cause_code": crime,
            "incident_no": world.next_no("incident", division, filed.year) if dice.random() < 0.6 else None,
            "accept_date": filed - timedelta(days=dice.randrange(3)),
            "filing_date": filed,
            "filing_organ": f"{DIVISIONS[division].name}公安局",
            "is_economic": CRIMES[crime][2],
            "is_enterprise_related": False,
            "filed_by": dice.choice(("以人立案", "以事立案")),
            "status_code": status,
            "status_date": changed or filed,
            "transfer_date": changed if status == "移送起诉" else None,
            "merged_into_case_no": merged,
            "handling_officer": dice.choice(OFFICERS),
        },
    )
    suspected(stage, number, person, **(suspect or {}))
    return number


def suspected(stage: Stage, case_no: str, person: str, **given: object) -> None:
    """Add one suspect to a police case."""
    who = stage.world.person(person)
    stage.world.add(
        "ps_suspect",
        {
            "case_no": case_no,
            "id_type": "居民身份证",
            "sex_code": who["sex"],
            "birth_date": who["birth"],
            "nationality_code": "中国",
            "phone": who["phone"] or None,
            "hukou_address": who["hukou_address"],
            "residence_address": who["residence_address"],
            "is_at_large": False,
            "self_reported_identity": False,
            **given,
        },
        suspect=person,
    )


def measure(
    stage: Stage, case_no: str, person: str, kind: str, start: date, end: date | None, division: str, **given: object
) -> None:
    """Put a person under a coercive measure; `given` are further fields of ps_coercive_measure."""
    ended = end if end and end <= stage.as_of else None
    bail = {"bail_type": "人保"} if kind == "取保候审" else {}
    organ = f"{DIVISIONS[division].name}{'人民检察院' if kind == '逮捕' else '公安局'}"
    length = {"拘留": 37, "逮捕": 60, "取保候审": 365}[kind]
    stage.world.add(
        "ps_coercive_measure",
        {
            "measure_id": stage.world.next_no("measure", division, start.year),
            "case_no": case_no,
            "measure_code": kind,
            "decide_organ": organ,
            "start_date": start,
            "planned_end_date": start + timedelta(days=length),
            "actual_end_date": ended,
            "end_reason": "期限届满" if ended else None,
            **bail,
            **given,
        },
        person=person,
    )


def prosecution(
    stage: Stage,
    person: str,
    police: str,
    crime: str,
    accepted: date,
    division: str,
    *,
    decision: str | None = "起诉",
    decided: date | None = None,
    court: str | None = None,
    role: str = "犯罪嫌疑人",
    kind: str = "审查起诉",
    minor: bool = False,
) -> str:
    """Add a procuratorate case with one party and return its number."""
    world, dice = stage.world, stage.dice
    number = world.case_no("arrest" if kind == "审查逮捕" else "procuratorate", accepted.year, division)
    world.add(
        "pc_case",
        {
            "unified_case_no": number,
            "case_type": kind,
            "procuratorate_code": division,
            "police_case_no": police,
            "court_case_no": court,
            "cause_code": crime,
            "accept_date": accepted,
            "handler": dice.choice(PROSECUTORS),
            "decision_code": decision,
            "decision_date": decided if decision else None,
            "returned_times": int(dice.random() < 0.15),
            "plea_flag": dice.random() < 0.8,
            "admin_penalty_needed": False,
        },
    )
    charged(stage, number, person, role, minor=minor)
    return number


def charged(stage: Stage, number: str, person: str, role: str, *, minor: bool = False) -> None:
    """Add one party to a procuratorate case."""
    who = stage.world.person(person)
    stage.world.add(
        "pc_party",
        {
            "unified_case_no": number,
            "party_role": role,
            "id_type": "居民身份证",
            "sex_code": who["sex"],
            "birth_date": who["birth"],
            "phone": who["phone"] or None,
            "address": who["residence_address"],
            "is_minor_at_offence": minor,
            "occupation": stage.dice.choice(("农民", "无业", "务工", "个体", "职员")),
            "prior_record_text": None if role == "被害人" else "无",
        },
        party=person,
    )


def tried(stage: Stage, person: str, crime_from: date, sentence: Sentence, *, judged: date | None = None) -> Trial:
    """Bring one crime through police, procuratorate and court; custody and correction are left to `served`."""
    world, dice = stage.world, stage.dice
    division = stage.anywhere()
    sentence = replace(sentence, crime=sentence.crime or dice.choice(NEGLIGENT if sentence.negligent else INTENTIONAL))
    crime_to = crime_from if dice.random() < 0.8 else stage.after(crime_from, 1, 9)
    judged = judged or stage.after(crime_from, 150, 235)
    accepted = judged - timedelta(days=dice.randrange(55, 80))
    transferred = accepted - timedelta(days=1)
    filed = min(stage.after(crime_to, 1, 30), transferred - timedelta(days=20))
    filed = max(filed, crime_to)
    court = world.case_no("刑初", judged.year, division)
    police = police_case(stage, person, sentence.crime, filed, division, status="移送起诉", changed=transferred)
    minor = (crime_from - stage.birth(person)).days < 18 * 365.25
    number = prosecution(
        stage,
        person,
        police,
        sentence.crime,
        accepted,
        division,
        decided=judged - timedelta(days=24),
        court=court,
        minor=minor,
    )
    heavy = sentence.term and not sentence.probation and sentence.penalty not in ("管制", "拘役")
    held = min(stage.after(filed, 0, 4), transferred) if heavy or sentence.detained else None
    if held and sentence.probation:
        bailed = held + timedelta(days=dice.randrange(9, 18))
        measure(stage, police, person, "拘留", held, bailed, division)
        measure(stage, police, person, "取保候审", bailed, judged, division)
        custody(stage, person, f"{DIVISIONS[division].name}看守所", division, held, bailed, "取保")
    elif held:
        measure(stage, police, person, "拘留", held, held + timedelta(days=20), division)
        measure(stage, police, person, "逮捕", held + timedelta(days=20), judged, division)
    else:
        measure(stage, police, person, "取保候审", filed, judged, division)
    trial = Trial(
        person, court, number, division, crime_from, crime_to, judged, judged + timedelta(days=11), held, None, sentence
    )
    world.add(
        "ct_case",
        {
            "case_no": court,
            "court_code": DIVISIONS[division].court,
            "case_kind": "刑事",
            "cause_code": sentence.crime,
            "procedure_code": dice.choice(("普通", "简易")),
            "filing_date": judged - timedelta(days=22),
            "hearing_date": judged,
            "close_date": judged,
            "close_mode": "判决",
            "is_default_judgment": False,
            "effective_date": trial.effective,
            "judge": dice.choice(JUDGES),
            "clerk": dice.choice(CLERKS),
        },
    )
    who = world.person(person)
    world.add(
        "ct_party",
        {
            "case_no": court,
            "party_role": "被告人",
            "party_kind": "自然人",
            "birth_date": who["birth"],
            "phone": who["phone"] or None,
            "address": who["residence_address"],
            "appeared": True,
        },
        party=person,
    )
    start = held or (trial.effective if sentence.term and not sentence.probation else None)
    trial = replace(trial, ends=stage.months(start, sentence.term) if start else None)
    written(stage, trial, "一审")
    return trial


def written(stage: Stage, trial: Trial, instance: str) -> None:
    """Write the judgment's row."""
    sentence, who = trial.sentence, stage.world.person(trial.person)
    text = (
        f"被告人{str(who['name'])[0]}某犯{sentence.crime}，{sentence.text}判处{sentence.penalty}"
        + (f"{sentence.term}个月" if sentence.term else "")
        + ("，宣告缓刑" if sentence.probation else "")
        + "。"
    )
    stage.world.add(
        "ct_criminal_judgment",
        {
            "case_no": trial.case_no,
            "instance_code": instance,
            "prosecution_case_no": trial.prosecution_no or None,
            "birth_date": who["birth"],
            "crime_code": sentence.crime,
            "crime_from": trial.crime_from,
            "crime_to": trial.crime_to,
            "is_negligent": sentence.negligent,
            "principal_penalty": sentence.penalty,
            "term_months": sentence.term or None,
            "probation_months": sentence.probation or None,
            "fine_amount": float(stage.dice.choice((1000, 2000, 5000, 10000))),
            "recidivist_found": sentence.recidivist,
            "prior_mentioned": sentence.prior,
            "revoked_probation": sentence.revoked,
            "concurrent_sentence": sentence.concurrent,
            "custody_start": trial.held,
            "judgment_date": trial.judged,
            "effective_date": trial.effective,
            "term_end_date": trial.ends if not sentence.probation else None,
            "judgment_text": text,
        },
        defendant=trial.person,
    )


def served(stage: Stage, trial: Trial, *, paroled: date | None = None, remitted: int = 0) -> date | None:
    """Let the penalty run: prison (paroled on a day, or shortened by days) or correction. Returns its last day."""
    sentence = trial.sentence
    if sentence.probation or sentence.penalty == "管制":
        kind = "缓刑" if sentence.probation else "管制"
        last = stage.months(trial.effective, sentence.probation or sentence.term)
        corrected(stage, trial, kind, trial.effective, last)
        return last
    if not trial.ends:
        return None
    ends = trial.ends - timedelta(days=remitted)
    house, prison = f"{DIVISIONS[trial.division].name}看守所", stage.dice.choice(PRISONS[trial.division[:2]])
    intake = trial.held or stage.after(trial.effective, 1, 15)
    moved = stage.after(trial.effective, 5, 30) if trial.held and (ends - trial.effective).days > 92 else None
    if moved and moved <= stage.as_of:
        custody(stage, trial.person, house, trial.division, intake, moved, "移送", trial)
        intake, house = moved, prison
    if intake <= min(ends, stage.as_of):
        custody(
            stage, trial.person, house, trial.division, intake, paroled or ends, "假释" if paroled else "刑满", trial
        )
    if paroled:
        corrected(stage, trial, "假释", paroled, ends)
    return ends


def custody(
    stage: Stage,
    person: str,
    facility: str,
    division: str,
    intake: date,
    release: date | None,
    how: str,
    trial: Trial | None = None,
) -> str:
    """Keep a person in a facility from intake to release (open when that lies ahead); returns the inmate number."""
    prison, out = "监狱" in facility, release if release and release <= stage.as_of else None
    number = stage.world.next_no("inmate", division, intake.year)
    stage.world.add(
        "pr_inmate",
        {
            "inmate_no": number,
            "facility_name": facility,
            "facility_kind": "监狱" if prison else "看守所",
            "judgment_case_no": trial.case_no if trial else None,
            "exec_notice_date": trial.effective + timedelta(days=3) if trial and prison else None,
            "intake_date": intake,
            "term_end_date": trial.ends if trial else None,
            "release_date": out,
            "release_type": how if out else None,
            "account_balance": float(stage.dice.randrange(0, 6000, 10)) if prison else None,
            "monthly_spend": float(stage.dice.randrange(0, 500, 10)) if prison else None,
        },
        inmate=person,
    )
    return number


def corrected(stage: Stage, trial: Trial, kind: str, start: date, end: date) -> None:
    """Put a person under community correction."""
    who, done, dice = stage.world.person(trial.person), end <= stage.as_of, stage.dice
    stage.world.add(
        "ja_community_correction",
        {
            "correction_no": stage.world.next_no("correction", trial.division, start.year),
            "birth_date": who["birth"],
            "correction_type": kind,
            "judgment_case_no": trial.case_no,
            "decide_court": f"{DIVISIONS[trial.division].name}人民法院",
            "notice_received_date": start + timedelta(days=dice.randrange(1, 7)),
            "registered_date": min(start + timedelta(days=dice.randrange(3, 10)), stage.as_of),
            "start_date": start,
            "end_date": end,
            "agency_division_code": trial.division,
            "phone": who["phone"] or None,
            "residence_address": who["residence_address"],
            "status_code": "解矫" if done else "在矫",
            "terminate_date": end if done else None,
            "terminate_reason": "矫正期满" if done else None,
        },
        person=trial.person,
    )


def retried(stage: Stage, trial: Trial, sentence: Sentence, judged: date, *, numbered: bool = True) -> Trial:
    """A retrial of the same facts that replaces the judgment."""
    again = replace(
        trial,
        case_no=stage.world.case_no("刑终", judged.year, trial.division).replace("刑终", "刑再"),
        judged=judged,
        effective=judged + timedelta(days=1),
        sentence=replace(sentence, crime=trial.sentence.crime),
        prosecution_no=trial.prosecution_no if numbered else "",
    )
    written(stage, again, "再审")
    return again
