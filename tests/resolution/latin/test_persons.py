"""Who is who among English mentions: learnt without labels, judged by people, apart from Chinese ones."""

import random
from pathlib import Path
from typing import Any

import pytest

from core.progress import silent
from resolution.judgements import Verdict, judge
from resolution.latin import explain
from resolution.resolve import resolve
from tests.resolution.mentions import person, write

_GIVEN = [
    "william",
    "thomas",
    "elizabeth",
    "mary",
    "john",
    "henry",
    "sarah",
    "george",
    "emma",
    "charles",
    "alice",
    "edward",
    "jane",
    "arthur",
]
_FAMILY = [
    "hartley",
    "garrett",
    "moore",
    "whitfield",
    "oakes",
    "penrose",
    "lambton",
    "farrow",
    "ashdown",
    "trelawny",
    "brooks",
    "denham",
]
_PLACES = (("whitby", "YO21 3BJ"), ("truro", "TR1 2AA"), ("kendal", "LA9 4RQ"), ("dover", "CT16 1HR"))
_SHORT = {"william": "bill", "thomas": "tom", "elizabeth": "lizzie", "charles": "charlie", "edward": "ted"}


def english(record: str, given: str, family: str, born: str, **slots: Any) -> dict[str, Any]:
    """A mention of profile latin."""
    slots |= {"given_name": given, "family_name": family, "birth_text": born, "profile": "latin"}
    return person(record, f"{given} {family}", **slots)


def people(number: int, seed: int) -> list[dict[str, Any]]:
    """Three mentions each of so many people: as they are, with a short name, with a slip and a gap."""
    dice = random.Random(seed)
    said = []
    for i in range(number):
        given, family = dice.choice(_GIVEN), dice.choice(_FAMILY)
        born = f"{dice.randrange(1800, 1880)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}"
        place, postcode = dice.choice(_PLACES)
        slots = {"birth_place": place, "postcode": f"{postcode[:-2]}{chr(65 + i % 26)}{chr(65 + i // 26 % 26)}"}
        said.append(english(f"e:{i}a", given, family, born, **slots))
        said.append(english(f"e:{i}b", _SHORT.get(given, given), family, born, birth_place=place))
        said.append(english(f"e:{i}c", given, family[:-1] + "x", born[:-1] + "0", postcode=slots["postcode"]))
    return said


@pytest.fixture(scope="module")
def crowd() -> list[dict[str, Any]]:
    return [
        *people(80, 3),
        person("zh:1", "王建国", birth_date="1850-03-14"),
        english("e:x", "王建国", "", "1850-03-14"),
        *(
            english(f"{table}:1", "cuthbert", "lyttelton", "1831-07-09", role=role, postcode="DT1 1XJ")
            for table, roles in (("s", ("plaintiff", "defendant")), ("m", ("plaintiff", "payer")))
            for role in roles
        ),
    ]


def _entities(said: list[dict[str, Any]], *judgements: tuple[str, str, Verdict]) -> tuple[dict[str, str], Any]:
    con = write(":memory:", said, may_be=[("m", "plaintiff", "payer")])
    lines = [
        judge(f"J-{i}", f"{one}#person", f"{other}#person", verdict, "li", "2026-01-01T00:00:00.000000Z", "seen")
        for i, (one, other, verdict) in enumerate(judgements)
    ]
    resolve(con, None, None, silent, lines)
    found = con.execute("SELECT record_id, entity_id FROM mention_entity JOIN mention USING (mention_id)").fetchall()
    return dict(found), con


@pytest.fixture(scope="module")
def resolved(crowd: list[dict[str, Any]]) -> tuple[dict[str, str], Any]:
    return _entities(crowd)


def test_mentions_of_one_person_are_found_without_labels(resolved: tuple[dict[str, str], Any]) -> None:
    found, _ = resolved
    whole = [i for i in range(80) if len({found[f"e:{i}{c}"] for c in "abc"}) == 1]
    assert len(whole) >= 76


def test_no_two_persons_are_one(resolved: tuple[dict[str, str], Any]) -> None:
    found, _ = resolved
    assert len({found[f"e:{i}a"] for i in range(80)}) >= 79


def test_a_chinese_mention_never_meets_one_of_another_profile(resolved: tuple[dict[str, str], Any]) -> None:
    found, _ = resolved
    assert found["zh:1"] != found["e:x"]


def test_two_roles_of_one_row_are_two_persons_unless_they_may_be_one(resolved: tuple[dict[str, str], Any]) -> None:
    _, con = resolved
    found = dict(con.execute("SELECT mention_id, entity_id FROM mention_entity").fetchall())
    assert found["s:1#plaintiff"] != found["s:1#defendant"]
    assert found["m:1#plaintiff"] == found["m:1#payer"]


def test_what_was_compared_is_kept_for_explanations(resolved: tuple[dict[str, str], Any]) -> None:
    _, con = resolved
    held = con.execute(
        """SELECT count(*), count(DISTINCT node) FILTER (node NOT IN (SELECT node FROM provisional))
           FROM provisional_mention"""
    ).fetchone()
    assert held == (246, 0)
    assert con.execute("SELECT count(*) FROM edge WHERE outcome = 'joined'").fetchall()[0][0] >= 100


def test_an_explanation_adds_up_to_the_weight_that_was_scored(resolved: tuple[dict[str, str], Any]) -> None:
    _, con = resolved
    scored = con.execute("SELECT a, b, weight FROM edge ORDER BY weight LIMIT 5").fetchall()
    scored += con.execute("SELECT a, b, weight FROM edge ORDER BY weight DESC LIMIT 5").fetchall()
    told = [explain.waterfall(con, a, b).weight for a, b, _ in scored]
    assert told == pytest.approx([weight for _, _, weight in scored])


def test_values_of_the_sealed_are_left_out_of_an_explanation(resolved: tuple[dict[str, str], Any]) -> None:
    _, con = resolved
    a, b = con.execute("SELECT a, b FROM edge ORDER BY ALL").fetchall()[0]
    parts = explain.waterfall(con, a, b, {a}).parts
    assert {part.a for part in parts} == {None}
    assert any(part.b is not None for part in parts)


def test_relatives_in_one_home_are_two() -> None:
    home = {"birth_place": "whitby", "postcode": "YO21 3BJ"}
    found, _ = _entities(
        [
            english("e:1", "thomas", "oakes", "1840-02-03", sex="male", **home),
            english("e:2", "mary", "oakes", "1844-05-19", sex="female", **home),
            english("e:3", "tom", "oakes", "1840-02-03", sex="male", **home),
        ]
    )
    assert found["e:1"] == found["e:3"] != found["e:2"]


def test_two_rows_of_one_list_are_two_persons_unless_one_number_stands_in_both() -> None:
    said = [
        english("e:1", "thomas", "oakes", "1840-02-03", postcode="YO21 3BJ", lists=["suspects of Case-1"]),
        english("e:2", "tom", "oakes", "1840-02-03", postcode="YO21 3BJ", lists=["suspects of Case-1"]),
        english("e:3", "thomas", "oakes", "1840-02-03", postcode="YO21 3BJ", lists=["suspects of Case-1"]),
        english(
            "e:4", "ann", "moore", "1850-07-09", postcode="TR1 2AA", number="77 1234", lists=["suspects of Case-1"]
        ),
        english(
            "e:5", "anne", "moore", "1850-07-09", postcode="TR1 2AA", number="771234", lists=["suspects of Case-1"]
        ),
    ]
    listed, _ = _entities(said)
    free, _ = _entities([{**one, "lists": []} for one in said])
    assert len({listed[f"e:{n}"] for n in (1, 2, 3)}) == 3
    assert listed["e:4"] == listed["e:5"]
    assert len(set(free.values())) == 2


def test_weights_are_kept_until_the_population_is_another(tmp_path: Path) -> None:
    said, told = people(24, 3), []
    for number, many in ((1, 40), (2, 48), (3, 72)):
        con = write(tmp_path / str(number), said[:many])
        resolve(con, tmp_path / str(number - 1) if told else None, None, silent)
        told.append((explain.measured(con), con.execute("FROM latin_rarity ORDER BY ALL").fetchall()))
        a, b, weight = con.execute("SELECT a, b, weight FROM edge ORDER BY weight DESC, a, b LIMIT 1").fetchall()[0]
        assert explain.waterfall(con, a, b).weight == pytest.approx(weight)
        con.close()
    (first, rare), (second, still_rare), (third, _) = told
    assert (first.kept, second.kept, third.kept) == (False, True, False)
    assert (second.version, second.levels, still_rare) == (first.version, first.levels, rare)
    assert (second.persons, second.persons_now) == (40, 48)
    assert third.version != first.version


def test_order_of_rows_changes_nothing_and_judgements_are_obeyed(
    crowd: list[dict[str, Any]], resolved: tuple[dict[str, str], Any]
) -> None:
    before, _ = resolved
    one, other = "e:0a", next(f"e:{i}a" for i in range(1, 80) if before[f"e:{i}a"] != before["e:0a"])
    shuffled = random.Random(5).sample(crowd, len(crowd))
    after, con = _entities(shuffled, (one, other, Verdict.SAME), ("e:7a", "e:7b", Verdict.DIFFERENT))
    assert after[one] == after[other]
    assert after["e:7a"] != after["e:7b"]
    assert con.execute("SELECT count(*) FROM judgement WHERE state = 'dormant'").fetchall() == [(0,)]
    touched = {before[r] for r in (one, other, "e:7a", "e:7b")}
    assert {r: e for r, e in after.items() if before[r] not in touched} == {
        r: e for r, e in before.items() if e not in touched
    }
