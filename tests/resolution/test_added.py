"""New records against a published generation: who they are, what they change, what they leave to people."""

import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from resolution.added.outcome import Outcome
from resolution.added.resolver import Resolver
from resolution.judgements import Judgement, Verdict, judge
from tests.resolution.generations import answer, entities, publish, run_again
from tests.resolution.mentions import number, person

ONE = number("19750101", 1)
PHONE = "13812345678"
HUSBAND, WIFE, CASE = number("19760101", 1), number("19760202", 2), [("Case", "（2026）黔0502执1号")]
HERE, THERE = (date(2025, 1, 1), date(2025, 12, 31)), (date(2025, 3, 1), date(2025, 6, 30))

KNOWN = [
    person("a:1", "王小明", ONE, phones=[PHONE]),
    person("a:2", "王小明", ONE),
    person("b:1", "李红", number("19800202", 2), phones=["13900000001"]),
    person("c:1", "王小明", birth_date="1975-01-01", phones=["13711112222"]),
    person("d:1", "赵一", number("19900303", 5)),
    person("e:1", "王定芳", "522401197402251448"),
    person("f:1", "钱大海", number("19620606", 5)),
    person("f:2", "钱大海", number("19620606", 7)),
    # who fits two of them about equally, and a third less
    person("t:1", "孙立", number("19850505", 3), phones=["13600000006"]),
    person("t:2", "孙立", number("19850505", 5), phones=["13600000006"]),
    person("t:3", "孙立", number("19850505", 9)),
    # who is left to people, for he fits two equally
    person("u:1", "吴思远", number("19830303", 3), phones=["13300000003"]),
    person("u:2", "吴思远", number("19830303", 5), phones=["13300000003"]),
    person("u:3", "吴思远", birth_date="1983-03-03", phones=["13300000003", "13311111111"]),
    # who fits one
    person("x:1", "周新明", number("19810101", 3), phones=["13400000004"]),
    person("x:2", "周新明", birth_date="1981-01-01", phones=["13400000004"]),
    # a number that stands alone where the husband of its bearer is named
    person("m:1", "王建国", HUSBAND, role="man"),
    person("m:1", "李秀英", WIFE, role="woman"),
    person("m:2", "王建国", HUSBAND, role="debtor", nodes=CASE),
    person("m:3", None, WIFE, role="debtor", nodes=CASE),
    # a number that was corrected
    person("k:1", "郑海燕", number("19720208", 4), old_numbers=[number("19720208", 6)]),
    # held in one place
    person("h:1", "周海洋", number("19710101", 1), phones=["13500000005"], stays=[("某看守所", *HERE)]),
]
MARRIED = [("m:1#man", "SPOUSE", "m:1#woman")]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Resolver]:
    """A small generation, and what resolves new records against it."""
    path = tmp_path_factory.mktemp("published") / "records.duckdb"
    return path, publish(path, KNOWN, MARRIED)


def arrived(resolver: Resolver, *said: dict[str, Any], judgements: Sequence[Judgement] | None = None) -> Outcome:
    return answer(resolver, said, judgements=judgements)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param([person("n:1", "王晓明", ONE)], id="his number, a name that sounds alike"),
        pytest.param([person("n:1", "周新", number("19850505", 7))], id="nobody known"),
        pytest.param([person("n:1", "王小明", birth_date="1975-01-01", phones=[PHONE])], id="no number, all else his"),
        pytest.param([person("n:1", "王小明", ONE, phones=["13711112222"])], id="his number brings another's phone"),
        pytest.param([person("n:1", "王定芳", "522401197402251456")], id="his number as a spreadsheet rounds it"),
        pytest.param([person("n:1", "郑海燕", number("19720208", 6))], id="a number that was his"),
        pytest.param([person("n:1", "吴思远", phones=["13311111111"])], id="like somebody left to people"),
        pytest.param([person("n:1", "赵一"), person("n:2", "赵一", phones=["13511112222"])], id="a name alone"),
    ],
)
def test_an_addition_tells_the_entities_that_the_next_run_gives(
    published: tuple[Path, Resolver], said: list[dict[str, Any]]
) -> None:
    path, resolver = published
    again = run_again(path, [*KNOWN, *said], MARRIED)
    assert {match.mention_id: match.entity_id for match in arrived(resolver, *said).matches} == {
        mention: entity for mention, entity in again.items() if mention.startswith("n:")
    }


def test_a_record_that_bridges_two_goes_to_review_and_merges_nobody(published: tuple[Path, Resolver]) -> None:
    _, resolver = published
    told = arrived(resolver, person("n:1", "李红", ONE, phones=["13900000001"], birth_date="1980-02-02"))
    assert told.merged == ()
    assert "number_of_another" in [item.kind for item in told.review]


def test_a_record_that_fits_two_namesakes_is_nobodys_until_somebody_decides(published: tuple[Path, Resolver]) -> None:
    _, resolver = published
    told = arrived(resolver, person("n:1", "孙立", birth_date="1985-05-05", phones=["13600000006"]))
    assert [match.known for match in told.matches] == [False]
    assert [(item.kind, item.mentions) for item in told.review] == [
        ("unclear", ("n:1#person", "t:1#person", "t:2#person"))
    ]
    assert len(told.matches[0].candidates) == 3


def test_who_had_found_his_person_is_nobodys_once_a_record_shows_that_he_fits_another_as_well(
    published: tuple[Path, Resolver],
) -> None:
    path, resolver = published
    said = person("n:1", "周新明", number("19810101", 5), phones=["13400000004"])
    known, again = entities(path), run_again(path, [*KNOWN, said], MARRIED)
    assert known["x:1#person"] == known["x:2#person"]
    assert len({again[one] for one in ("x:1#person", "x:2#person", "n:1#person")}) == 3
    told = arrived(resolver, said)
    assert told.split == ((known["x:1#person"], tuple(sorted(again[f"x:{n}#person"] for n in (1, 2)))),)


def test_a_correction_record_merges_two_known_entities(published: tuple[Path, Resolver]) -> None:
    path, resolver = published
    other = number("19900303", 5)
    said = person("n:1", "赵一", number("19900303", 7), old_numbers=[other])
    told = arrived(resolver, said)
    again = run_again(path, [*KNOWN, said], MARRIED)
    assert told.matches[0].entity_id == again["n:1#person"] == again["d:1#person"]
    assert told.review == ()


def test_a_correction_record_of_two_known_numbers_tells_that_it_merges_their_owners(
    published: tuple[Path, Resolver],
) -> None:
    path, resolver = published
    said = person("n:1", "钱大海", number("19620606", 7), old_numbers=[number("19620606", 5)])
    told = arrived(resolver, said)
    again = run_again(path, [*KNOWN, said], MARRIED)
    assert again["f:1#person"] == again["f:2#person"] == told.matches[0].entity_id
    assert [kept for kept, _ in told.merged] == [told.matches[0].entity_id]


def said_of(verdict: Verdict, one: str, other: str) -> list[Judgement]:
    return [judge("J-1", f"{one}#person", f"{other}#person", verdict, "li", "2026-01-01T00:00:00.000000Z", "seen")]


@pytest.mark.parametrize(
    "judgements",
    [
        pytest.param(said_of(Verdict.SAME, "a:1", "d:1"), id="two are one"),
        pytest.param(said_of(Verdict.DIFFERENT, "a:1", "a:2"), id="two under one number are two"),
    ],
)
def test_what_was_judged_since_the_run_is_obeyed(published: tuple[Path, Resolver], judgements: list[Judgement]) -> None:
    path, resolver = published
    said = person("n:1", "王小明", ONE, birth_date="1975-01-01")
    again = run_again(path, [*KNOWN, said], MARRIED, judgements)
    told = arrived(resolver, said, judgements=judgements)
    assert told.matches[0].entity_id == again["n:1#person"]
    assert len(told.merged) == (again["a:1#person"] == again["d:1#person"])
    assert len(told.split) == (again["a:1#person"] != again["a:2#person"])
    assert arrived(resolver, said).merged == arrived(resolver, said).split == ()


def test_a_judgement_that_was_withdrawn_since_the_run_binds_nobody(tmp_path: Path) -> None:
    made = said_of(Verdict.SAME, "a:1", "d:1")
    resolver = publish(tmp_path / "records.duckdb", KNOWN, judgements=made)
    said = person("n:1", "王小明", ONE)
    assert arrived(resolver, said, judgements=made).split == ()
    assert len(arrived(resolver, said, judgements=[]).split) == 1


def test_a_number_alone_that_was_left_to_people_stays_so_when_its_number_is_shown_again(
    published: tuple[Path, Resolver],
) -> None:
    path, resolver = published
    known = entities(path)
    assert known["m:3#debtor"] not in (known["m:1#woman"], known["m:2#debtor"])
    told = arrived(resolver, person("n:1", "李秀英", WIFE))
    assert told.matches[0].entity_id == known["m:1#woman"]
    assert (told.merged, told.split) == ((), ())


def test_who_is_held_elsewhere_at_the_same_time_is_left_to_people(published: tuple[Path, Resolver]) -> None:
    _, resolver = published
    said = person("n:1", "周海洋", birth_date="1971-01-01", phones=["13500000005"])
    assert arrived(resolver, said).matches[0].known
    told = arrived(resolver, {**said, "stays": [("另一看守所", *THERE)]})
    assert not told.matches[0].known
    assert [(item.kind, item.reason) for item in told.review] == [("vetoed", "custody")]


def test_a_program_that_resolved_ends_in_silence(published: tuple[Path, Resolver]) -> None:
    path, _ = published
    asked = "import sys; from pathlib import Path; from resolution.added.resolver import Resolver; "
    asked += "Resolver(Path(sys.argv[1])).rehearse()"
    done = subprocess.run([sys.executable, "-c", asked, str(path)], capture_output=True, text=True, check=True)
    assert done.stderr == ""
