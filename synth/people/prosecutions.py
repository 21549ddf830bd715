"""From the police to the court: prosecutions, trials and criminal judgments."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from synth.people.crimes import CRIMES, Case, Suspect
from synth.people.folk import Folk
from synth.people.places import DIVISIONS
from synth.world import World

PROSECUTORS = ("林检察官", "陈敏", "王晓东", "安静", "赵铁", "罗丹", "李青", "周全")
JUDGES = ("黄法官", "刘正", "彭立", "蒋兰", "谭勇", "汪洁", "曹阳", "郭明")
CLERKS = ("小书", "田甜", "杨帆", "吴悦", "金鑫")


@dataclass
class Sentence:
    """What one defendant got: penalty, months, probation, and when it took effect."""

    case_no: str
    division: str
    suspect: Suspect
    penalty: str
    months: int
    probation: int
    start: date | None
    judged: date
    effective: date
    ends: date | None


def prosecute(world: World, folk: Folk, cases: list[Case]) -> list[Sentence]:
    """Add pc_case, pc_party, ct_case, ct_party and ct_criminal_judgment for cases sent up; returns the sentences."""
    dice = random.Random(int(world.rng.integers(2**62)))
    sentences: list[Sentence] = []
    for case in cases:
        if any(s.detained and not s.bailed for s in case.suspects):
            _arrest_review(world, folk, dice, case)
        if case.transferred is None:
            continue
        received = case.transferred + timedelta(days=1)
        decided = received + timedelta(days=dice.randrange(20, 70))
        if received > world.as_of:
            continue
        open_ = decided > world.as_of
        decision = None if open_ else dice.choices(("起诉", "酌定不诉", "存疑不诉"), (90, 8, 2))[0]
        trial = world.case_no("刑初", decided.year, case.division) if decision == "起诉" else None
        number = world.case_no("procuratorate", received.year, case.division)
        plea = dice.random() < 0.8
        world.add("pc_case", {
            "unified_case_no": number, "case_type": "审查起诉", "procuratorate_code": case.division,
            "police_case_no": case.number, "court_case_no": trial, "cause_code": case.crime, "accept_date": received,
            "handler": dice.choice(PROSECUTORS), "decision_code": decision, "decision_date": None if open_ else decided,
            "returned_times": int(dice.random() < 0.15), "plea_flag": plea,
            "admin_penalty_needed": decision == "酌定不诉" and dice.random() < 0.5,
        })  # fmt: skip
        _parties(world, folk, dice, case, number)
        for suspect in case.suspects if decision and not trial else ():
            suspect.cleared = decided
        if trial:
            sentences += _try(world, folk, dice, case, number, trial, decided + timedelta(days=2))
    return sentences


def _arrest_review(world: World, folk: Folk, dice: random.Random, case: Case) -> None:
    received = case.filed + timedelta(days=dice.randrange(6, 10))
    if received + timedelta(days=7) > world.as_of:
        return
    number = world.case_no("arrest", received.year, case.division)
    world.add("pc_case", {
        "unified_case_no": number, "case_type": "审查逮捕", "procuratorate_code": case.division,
        "police_case_no": case.number,
        "cause_code": case.crime, "accept_date": received, "handler": dice.choice(PROSECUTORS), "decision_code": "批捕",
        "decision_date": received + timedelta(days=dice.randrange(2, 7)), "returned_times": 0, "plea_flag": False,
        "admin_penalty_needed": False,
    })  # fmt: skip
    for suspect in case.suspects:
        if suspect.detained and not suspect.bailed:
            _party(world, folk, dice, number, "犯罪嫌疑人", suspect.place, case.crime_from)


def _parties(world: World, folk: Folk, dice: random.Random, case: Case, number: str) -> None:
    for suspect in case.suspects:
        _party(world, folk, dice, number, "犯罪嫌疑人", suspect.place, case.crime_from)
    for victim in case.victims:
        _party(world, folk, dice, number, "被害人", victim, case.crime_from)


def _party(world: World, folk: Folk, dice: random.Random, number: str, role: str, who: int, crime: date) -> None:
    victim = role == "被害人"
    born = folk.births[who].astype(object)
    loss = float(dice.randrange(500, 80_000, 100)) if victim else None
    world.add("pc_party", {
        "unified_case_no": number, "party_role": role, "id_type": "居民身份证", "sex_code": folk.sex[who],
        "birth_date": born,
        "phone": folk.phones[who] or None, "address": folk.residence[who],
        "occupation": dice.choice(("农民", "无业", "务工", "个体", "职员", "学生")),
        "is_minor_at_offence": False if victim else (crime - born).days < 18 * 365.25,
        "injury_level": dice.choice(("轻微伤", "轻伤二级")) if victim and dice.random() < 0.3 else None,
        "loss_amount": loss, "compensated_amount": round(loss * dice.choice((0, 0.5, 1)), 2) if loss else None,
        "prior_record_text": None if victim else "无",
    }, party=str(folk.ids[who]))  # fmt: skip


def _try(
    world: World, folk: Folk, dice: random.Random, case: Case, number: str, trial: str, filed: date
) -> list[Sentence]:
    place = DIVISIONS[case.division]
    judged = filed + timedelta(days=dice.randrange(10, 85))
    open_ = judged > world.as_of
    appealed = not open_ and dice.random() < 0.06
    effective = judged + timedelta(days=75 if appealed else 11)
    stated = effective if effective <= world.as_of else None
    negligent, usual = CRIMES[case.crime][1], CRIMES[case.crime][4]
    world.add("ct_case", {
        "case_no": trial, "court_code": place.court, "case_kind": "刑事", "cause_code": case.crime,
        "procedure_code": dice.choice(("普通", "简易")), "filing_date": filed,
        "hearing_date": None if open_ else judged,
        "close_date": None if open_ else judged, "close_mode": None if open_ else "判决", "is_default_judgment": False,
        "effective_date": None if open_ or appealed else stated, "judge": dice.choice(JUDGES),
        "clerk": dice.choice(CLERKS),
    })  # fmt: skip
    sentences = []
    for suspect in case.suspects:
        who = str(folk.ids[suspect.place])
        world.add("ct_party", {
            "case_no": trial, "party_role": "被告人", "party_kind": "自然人",
            "birth_date": folk.births[suspect.place].astype(object),
            "phone": folk.phones[suspect.place] or None, "address": folk.residence[suspect.place],
            "appeared": not open_,
        }, party=who)  # fmt: skip
        if open_:
            continue
        sentence = _sentence(dice, case, suspect, trial, judged, effective, usual)
        held = suspect.detained if suspect.detained and not suspect.bailed else None
        row = {
            "case_no": trial, "instance_code": "一审", "prosecution_case_no": number,
            "birth_date": folk.births[suspect.place].astype(object), "crime_code": case.crime,
            "crime_from": case.crime_from,
            "crime_to": case.crime_to, "is_negligent": negligent, "principal_penalty": sentence.penalty,
            "term_months": sentence.months or None, "probation_months": sentence.probation or None,
            "fine_amount": float(dice.choice((1000, 2000, 5000, 10000))),
            "restitution_amount": float(dice.randrange(500, 60_000, 100)) if case.victims else None,
            "recidivist_found": False,
            "prior_mentioned": False, "revoked_probation": False, "concurrent_sentence": False, "custody_start": held,
            "judgment_date": judged, "effective_date": None if appealed else stated,
            "term_end_date": sentence.ends if not sentence.probation else None,
            "judgment_text": f"被告人{str(folk.names[suspect.place])[0]}某犯{case.crime}，判处{sentence.penalty}"
            + (f"{sentence.months}个月" if sentence.months else "")
            + ("，宣告缓刑。" if sentence.probation else "。"),
        }  # fmt: skip
        world.add("ct_criminal_judgment", row, defendant=who)
        if appealed:
            second = judged + timedelta(days=70)
            if second > world.as_of:
                continue
            later = world.case_no("刑终", second.year, case.division)
            world.add("ct_criminal_judgment", row | {
                "case_no": later, "instance_code": "二审", "judgment_date": second, "effective_date": stated,
            }, defendant=who)  # fmt: skip
        if effective <= world.as_of:
            sentences.append(sentence)
    return sentences


def _sentence(
    dice: random.Random, case: Case, suspect: Suspect, trial: str, judged: date, effective: date, usual: int
) -> Sentence:
    months, probation = max(1, round(usual * dice.uniform(0.5, 1.8))), 0
    free = suspect.bailed is not None
    penalty = "拘役" if usual <= 2 or (months < 6 and dice.random() < 0.7) else "有期徒刑"
    if penalty == "拘役":
        months = min(months, 6)
    else:
        months = max(months, 6)
    if free and dice.random() < 0.08:
        penalty, months = dice.choice((("管制", 12), ("单处附加刑", 0), ("免刑", 0)))
    elif free and months <= 36 and dice.random() < 0.75:
        probation = max(2, months) if penalty == "拘役" else min(60, max(12, round(months * dice.uniform(1, 1.6))))
    if not free and suspect.detained:
        months = max(months, (judged - suspect.detained).days // 30 + 1)
        penalty = "有期徒刑" if months > 6 else penalty
    start = suspect.detained if not free else effective if months and not probation and penalty != "管制" else None
    ends = months_later(start or effective, months) if months and not probation else None
    return Sentence(trial, case.division, suspect, penalty, months, probation, start, judged, effective, ends)


def months_later(day: date, months: int) -> date:
    """The same day of a later month, at most its 28th."""
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, min(day.day, 28))
