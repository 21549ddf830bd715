"""Every planted case is what it was meant to be, and there are enough of each."""

from collections import Counter, defaultdict
from datetime import date

import pandas as pd
import pytest

from synth.county import build_world, close_books
from synth.stories import Plant, tell_all
from synth.truth import judge_all

RULES = {"M19": 9, "M01": 8, "M20": 8, "H01": 4}
EXCLUSIONS = {
    ("M01", "R1"): {"inherited_share"},
    ("M19", "R1"): {"already_treated"},
    ("M19", "R2"): {"already_treated"},
    ("M19", "R3"): {"same_case", "already_treated"},
    ("M19", "R4"): {"already_treated"},
    ("M19", "R6"): {"already_treated"},
    ("M19", "R9"): {"relatives_number"},
    ("M20", "R1"): {"resumed"},
    ("M20", "R3"): {"resumed"},
    ("M20", "R4"): {"resumed"},
    ("M20", "R6"): {"resumed"},
    ("M20", "R5"): {"minor", "deceased", "performed"},
    ("M20", "R8"): {"bankruptcy_refused"},
    ("H01", "R1"): {"own_company", "joint_debtors", "name_only", "already_known", "not_overlapping"},
    ("H01", "R2"): {"own_company", "joint_debtors", "name_only", "not_overlapping"},
    ("H01", "R3"): {"name_only", "already_known", "not_overlapping"},
    ("H01", "R4"): {"name_only", "already_known", "not_overlapping"},
}

County = tuple[list[Plant], pd.DataFrame, pd.DataFrame]


@pytest.fixture(scope="module", params=[(2_500, 3), (2_500, 8)], ids=["seed 3", "seed 8"])
def county(request: pytest.FixtureRequest) -> County:
    persons, seed = request.param
    return told(persons, seed)


def told(persons: int, seed: int) -> County:
    world = build_world(persons, seed, date(2026, 6, 30))
    plants = tell_all(world)
    close_books(world)
    return plants, *judge_all(world)


def keys(frame: pd.DataFrame) -> list[tuple[str, str, str, str]]:
    return list(zip(frame["model_id"], frame["rule"], frame["principal"], frame["event_key"], strict=True))


def test_every_plant_is_what_it_was_meant_to_be(county: County) -> None:
    plants, leads, lookalikes = county
    found, stopped = set(keys(leads)), defaultdict(set)
    for key, reason in zip(keys(lookalikes), lookalikes["reason"], strict=True):
        stopped[key].add(reason)
    wrong = []
    for plant in plants:
        key = (plant.model, plant.rule, plant.principal, plant.event_key)
        is_lead = key in found
        if is_lead != (plant.meant == "lead") or not (is_lead or plant.meant in stopped[key]):
            wrong.append((plant, is_lead, stopped[key]))
    assert wrong == []


def test_every_rule_and_every_exclusion_is_planted(county: County) -> None:
    plants, _, lookalikes = county
    meant = Counter((plant.model, plant.rule, plant.meant) for plant in plants)
    rules = {(model, f"R{n}") for model, last in RULES.items() for n in range(1, last + 1)}
    assert {(model, rule) for model, rule, reason in meant if reason == "lead"} == rules
    planted = {(model, rule, code) for (model, rule), codes in EXCLUSIONS.items() for code in codes}
    assert planted <= set(meant)
    stopped = lookalikes[lookalikes["kind"] == "exclusion"]
    assert set(zip(stopped["model_id"], stopped["rule"], stopped["reason"], strict=True)) == planted


def test_no_key_is_both_lead_and_lookalike_and_no_lead_comes_twice(county: County) -> None:
    _, leads, lookalikes = county
    assert len(set(keys(leads))) == len(leads)
    assert set(keys(leads)).isdisjoint(keys(lookalikes))


def test_equal_seeds_tell_equal_stories() -> None:
    first, again = told(500, 5), told(500, 5)
    assert first[0] == again[0]
    pd.testing.assert_frame_equal(first[1], again[1])
    pd.testing.assert_frame_equal(first[2], again[2])


def test_a_county_of_twenty_thousand_gets_twenty_leads_and_ten_lookalikes_of_a_kind() -> None:
    world = build_world(20_000, 1, date(2026, 6, 30))
    meant: Counter[tuple[str, str, bool, str]] = Counter()
    for plant in tell_all(world):
        meant[plant.model, plant.rule, plant.meant == "lead", plant.meant] += 1
    assert min(count for (*_, lead, _), count in meant.items() if lead) >= 20
    assert min(count for (*_, lead, _), count in meant.items() if not lead) >= 10
