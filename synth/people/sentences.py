"""How sentences are served: detention house, prison, community correction."""

import random
from datetime import date, timedelta

from synth.people.crimes import Case, Suspect
from synth.people.folk import Folk
from synth.people.places import DIVISIONS
from synth.people.prosecutions import Sentence, months_later
from synth.world import World

PRISONS = {"52": ("贵州省毕节监狱", "贵州省金西监狱"), "14": ("山西省运城监狱",), "51": ("四川省雅安监狱",)}


def serve(world: World, folk: Folk, cases: list[Case], sentences: list[Sentence]) -> None:
    """Add pr_inmate and ja_community_correction."""
    dice = random.Random(int(world.rng.integers(2**62)))
    judged = {s.suspect.place: s for s in sentences}
    for case in cases:
        for suspect in case.suspects:
            sentence = judged.get(suspect.place)
            if suspect.detained and suspect.detained < world.as_of:
                _detained(world, folk, dice, case, suspect, suspect.detained, sentence)
            if sentence and (sentence.probation or sentence.penalty == "管制"):
                _corrected(world, folk, dice, sentence)
            elif sentence and sentence.months and suspect.bailed:
                _imprisoned(world, folk, dice, sentence, sentence.effective + timedelta(days=dice.randrange(1, 20)))


def _inmate(
    world: World, folk: Folk, dice: random.Random, who: int, facility: str, kind: str, division: str, intake: date,
    release: date | None, how: str, sentence: Sentence | None,
) -> None:  # fmt: skip
    out = release if release and release <= world.as_of else None
    world.add("pr_inmate", {
        "inmate_no": world.next_no("inmate", division, intake.year), "facility_name": facility, "facility_kind": kind,
        "judgment_case_no": sentence.case_no if sentence else None,
        "exec_notice_date": sentence.effective + timedelta(days=3) if sentence and kind == "监狱" else None,
        "intake_date": intake, "term_end_date": sentence.ends if sentence else None, "release_date": out,
        "release_type": how if out else None,
        "account_balance": float(dice.randrange(0, 6000, 10)) if kind == "监狱" else None,
        "monthly_spend": float(dice.randrange(0, 500, 10)) if kind == "监狱" else None,
    }, inmate=str(folk.ids[who]))  # fmt: skip


def _detained(
    world: World, folk: Folk, dice: random.Random, case: Case, suspect: Suspect, since: date, sentence: Sentence | None
) -> None:
    house, who = f"{DIVISIONS[case.division].name}看守所", suspect.place
    if suspect.bailed:
        _inmate(world, folk, dice, who, house, "看守所", case.division, since, suspect.bailed, "取保", None)
    elif sentence is None or sentence.ends is None:
        _inmate(world, folk, dice, who, house, "看守所", case.division, since, suspect.cleared, "取保", None)
    elif (sentence.ends - sentence.effective).days < 92:
        _inmate(world, folk, dice, who, house, "看守所", case.division, since, sentence.ends, "刑满", sentence)
    else:
        moved = sentence.effective + timedelta(days=dice.randrange(5, 40))
        _inmate(world, folk, dice, who, house, "看守所", case.division, since, moved, "移送", sentence)
        if moved <= world.as_of:
            _imprisoned(world, folk, dice, sentence, moved)


def _imprisoned(world: World, folk: Folk, dice: random.Random, sentence: Sentence, intake: date) -> None:
    if intake > world.as_of or sentence.ends is None or sentence.ends <= intake:
        return
    prison = dice.choice(PRISONS[sentence.division[:2]])
    _inmate(
        world,
        folk,
        dice,
        sentence.suspect.place,
        prison,
        "监狱",
        sentence.division,
        intake,
        sentence.ends,
        "刑满",
        sentence,
    )


def _corrected(world: World, folk: Folk, dice: random.Random, sentence: Sentence) -> None:
    who, start = sentence.suspect.place, sentence.effective
    ends = months_later(start, sentence.probation or sentence.months)
    done = ends <= world.as_of
    place = DIVISIONS[sentence.division]
    world.add("ja_community_correction", {
        "correction_no": world.next_no("correction", sentence.division, start.year),
        "birth_date": folk.births[who].astype(object), "correction_type": "缓刑" if sentence.probation else "管制",
        "judgment_case_no": sentence.case_no, "decide_court": f"{place.name}人民法院",
        "notice_received_date": start + timedelta(days=dice.randrange(1, 7)),
        "registered_date": min(start + timedelta(days=dice.randrange(3, 10)), world.as_of), "start_date": start,
        "end_date": ends,
        "agency_division_code": sentence.division, "phone": folk.phones[who] or None,
        "residence_address": folk.residence[who],
        "status_code": "解矫" if done else "在矫", "terminate_date": ends if done else None,
        "terminate_reason": "矫正期满" if done else None,
    }, person=str(folk.ids[who]))  # fmt: skip
