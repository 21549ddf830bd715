"""New mentions of profile latin: who they are is what the next run says, which keeps the weights of the last."""

import random
from pathlib import Path
from typing import Any

import pytest

from resolution.added.resolver import Resolver
from resolution.judgements import Verdict, judge
from tests.resolution.generations import answer, publish, run_again
from tests.resolution.mentions import person

_GIVEN = ("william", "thomas", "elizabeth", "mary", "henry", "sarah", "george", "alice", "edward", "arthur")
_FAMILY = ("hartley", "garrett", "moore", "whitfield", "penrose", "lambton", "farrow", "ashdown", "trelawny")
_PLACES = (("whitby", "YO21 3BJ"), ("truro", "TR1 2AA"), ("kendal", "LA9 4RQ"), ("dover", "CT16 1HR"))


def english(record: str, given: str, family: str, born: str | None, **slots: Any) -> dict[str, Any]:
    slots |= {"given_name": given, "family_name": family, "birth_text": born, "profile": "latin"}
    return person(record, f"{given} {family}", **slots)


def people(number: int) -> list[dict[str, Any]]:
    """Three mentions each of so many people: as they are, with a gap, with a slip."""
    dice, said = random.Random(3), []
    for i in range(number):
        given, family = dice.choice(_GIVEN), dice.choice(_FAMILY)
        born = f"{dice.randrange(1800, 1880)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}"
        place, postcode = dice.choice(_PLACES)
        code = f"{postcode[:-2]}{chr(65 + i % 26)}{chr(65 + i // 26 % 26)}"
        said.append(english(f"e:{i}a", given, family, born, birth_place=place, postcode=code))
        said.append(english(f"e:{i}b", given, family, born, birth_place=place))
        said.append(english(f"e:{i}c", given, family[:-1] + "x", born[:-1] + "0", postcode=code))
    return said


EVERYBODY = people(60)
KNOWN, LATER = EVERYBODY[:150], EVERYBODY[150:]
STRANGER = english("n:1", "cuthbert", "lyttelton", "1831-07-09", postcode="DT1 1XJ")


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Resolver]:
    path = tmp_path_factory.mktemp("published") / "records.duckdb"
    return path, publish(path, KNOWN, sealed=["e:5a", "e:5b", "e:5c"])


def like(place: int, **other: Any) -> dict[str, Any]:
    """What a known record says, as a new one."""
    known = KNOWN[place]
    return {**known, "record_id": "n:1", **other}


@pytest.mark.parametrize(
    "said",
    [
        pytest.param([like(30)], id="the very same"),
        pytest.param([like(31, postcode="XX1 1XX")], id="with another postcode"),
        pytest.param([like(32, given_name=None, name="x")], id="with less of a name"),
        pytest.param([STRANGER], id="nobody known"),
        pytest.param([STRANGER, {**STRANGER, "record_id": "n:2", "postcode": None}], id="two rows of somebody new"),
        pytest.param([like(30), like(33, record_id="n:2")], id="two known ones"),
        pytest.param(LATER, id="everybody left"),
    ],
)
def test_an_addition_tells_the_persons_that_the_next_run_gives(
    generation: tuple[Path, Resolver], said: list[dict[str, Any]]
) -> None:
    path, resolver = generation
    outcome, now = answer(resolver, said), run_again(path, [*KNOWN, *said])
    new = {f"{one['record_id']}#person" for one in said}
    assert {match.mention_id: match.entity_id for match in outcome.matches} == {
        mention: entity for mention, entity in now.items() if mention in new
    }
    assert outcome.merged == outcome.split == ()


def test_a_known_one_is_told_with_the_levels_that_speak_for_it(generation: tuple[Path, Resolver]) -> None:
    (match,) = answer(generation[1], [like(31, birth_place=None)]).matches
    assert (match.known, match.basis, match.why["birth"]) == (True, "scored", "exact")
    assert match.entity_id in [one.entity_id for one in match.candidates]


@pytest.mark.parametrize("verdict", [Verdict.SAME, Verdict.DIFFERENT])
def test_what_was_judged_since_the_run_is_obeyed(generation: tuple[Path, Resolver], verdict: Verdict) -> None:
    path, resolver = generation
    two = ("e:10a#person", "e:11a#person") if verdict is Verdict.SAME else ("e:10a#person", "e:10b#person")
    judgements = [judge("J-1", *two, verdict, "li", "2026-01-01T00:00:00.000000Z", "seen")]
    outcome, now = answer(resolver, [like(30)], (), judgements), run_again(path, [*KNOWN, like(30)], (), judgements)
    assert outcome.matches[0].entity_id == now["n:1#person"]
    assert len(outcome.merged) == (now["e:10a#person"] == now["e:11a#person"])
    assert len(outcome.split) == (now["e:10a#person"] != now["e:10b#person"])


def test_whom_sealed_records_alone_name_is_told_as_somebody_new(generation: tuple[Path, Resolver]) -> None:
    (match,) = answer(generation[1], [like(15)]).matches
    assert (match.known, match.basis, match.candidates) == (False, "alone", ())


def test_the_first_of_the_profile_wait_for_the_next_run(tmp_path: Path) -> None:
    resolver = publish(tmp_path / "records.duckdb", [person("a:1", "王小明")])
    assert answer(resolver, [STRANGER]).matches == ()
