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
from tests.resolution.generations import answer, publish, run_again
from tests.resolution.mentions import number, person

ONE = number("19750101", 1)
PHONE = "13812345678"

KNOWN = [
    person("a:1", "王小明", ONE, phones=[PHONE]),
    person("a:2", "王小明", ONE),
    person("b:1", "李红", number("19800202", 2), phones=["13900000001"]),
    person("c:1", "王小明", birth_date="1975-01-01", phones=["13711112222"]),
    person("d:1", "赵一", number("19900303", 5)),
    person("e:1", "王定芳", "522401197402251448"),
    person("f:1", "钱大海", number("19620606", 5)),
    person("f:2", "钱大海", number("19620606", 7)),
]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Resolver]:
    """A small generation, and what resolves new records against it."""
    path = tmp_path_factory.mktemp("published") / "records.duckdb"
    return path, publish(path, KNOWN)


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
        pytest.param([person("n:1", "赵一"), person("n:2", "赵一", phones=["13511112222"])], id="a name alone"),
    ],
)
def test_an_addition_tells_the_entities_that_the_next_run_gives(
    published: tuple[Path, Resolver], tmp_path: Path, said: list[dict[str, Any]]
) -> None:
    path, resolver = published
    again = run_again(path, [*KNOWN, *said])
    assert {match.mention_id: match.entity_id for match in arrived(resolver, *said).matches} == {
        mention: entity for mention, entity in again.items() if mention.startswith("n:")
    }


def test_a_record_that_bridges_two_goes_to_review_and_merges_nobody(published: tuple[Path, Resolver]) -> None:
    _, resolver = published
    told = arrived(resolver, person("n:1", "李红", ONE, phones=["13900000001"], birth_date="1980-02-02"))
    assert told.merged == ()
    assert "number_of_another" in [item.kind for item in told.review]


def test_a_record_that_fits_two_namesakes_is_nobodys_until_somebody_decides(tmp_path: Path) -> None:
    twins = [person(f"t:{n}", "孙立", number("19850505", 2 * n + 1), phones=["13600000006"]) for n in (1, 2)]
    resolver = publish(tmp_path / "records.duckdb", twins)
    said = person("n:1", "孙立", birth_date="1985-05-05", phones=["13600000006"])
    told = arrived(resolver, said)
    assert [match.known for match in told.matches] == [False]
    assert [(item.kind, item.mentions) for item in told.review] == [
        ("unclear", ("n:1#person", "t:1#person", "t:2#person"))
    ]
    assert len(told.matches[0].candidates) == 2


def test_a_correction_record_merges_two_known_entities(published: tuple[Path, Resolver], tmp_path: Path) -> None:
    path, resolver = published
    other = number("19900303", 5)
    said = person("n:1", "赵一", number("19900303", 7), old_numbers=[other])
    told = arrived(resolver, said)
    again = run_again(path, [*KNOWN, said])
    assert told.matches[0].entity_id == again["n:1#person"] == again["d:1#person"]


def test_a_correction_record_of_two_known_numbers_tells_that_it_merges_their_owners(
    published: tuple[Path, Resolver], tmp_path: Path
) -> None:
    path, resolver = published
    said = person("n:1", "钱大海", number("19620606", 7), old_numbers=[number("19620606", 5)])
    told = arrived(resolver, said)
    again = run_again(path, [*KNOWN, said])
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
def test_what_was_judged_since_the_run_is_obeyed(
    published: tuple[Path, Resolver], tmp_path: Path, judgements: list[Judgement]
) -> None:
    path, resolver = published
    said = person("n:1", "王小明", ONE, birth_date="1975-01-01")
    again = run_again(path, [*KNOWN, said], judgements=judgements)
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


def test_a_number_alone_that_was_left_to_people_stays_so_when_its_number_is_shown_again(tmp_path: Path) -> None:
    path, case = tmp_path / "records.duckdb", [("Case", "（2026）黔0502执1号")]
    husband, wife = number("19750101", 1), number("19760202", 2)
    said = [
        person("c:1", "王建国", husband, role="man"),
        person("c:1", "李秀英", wife, role="woman"),
        person("e:1", "王建国", husband, role="debtor", nodes=case),
        person("x:1", None, wife, role="debtor", nodes=case),
    ]
    resolver = publish(path, said, [("c:1#man", "SPOUSE", "c:1#woman")])
    told = arrived(resolver, person("n:1", "李秀英", wife))
    assert (told.merged, told.split) == ((), ())


def test_who_is_held_elsewhere_at_the_same_time_is_left_to_people(tmp_path: Path) -> None:
    here, there = (date(2025, 1, 1), date(2025, 12, 31)), (date(2025, 3, 1), date(2025, 6, 30))
    known = person("a:1", "王小明", ONE, phones=[PHONE], stays=[("某看守所", *here)])
    resolver = publish(tmp_path / "records.duckdb", [known])
    said = person("n:1", "王小明", birth_date="1975-01-01", phones=[PHONE])
    assert arrived(resolver, said).matches[0].known
    told = arrived(resolver, {**said, "stays": [("另一看守所", *there)]})
    assert not told.matches[0].known
    assert [(item.kind, item.reason) for item in told.review] == [("vetoed", "custody")]


def test_a_program_that_resolved_ends_in_silence(published: tuple[Path, Resolver]) -> None:
    path, _ = published
    asked = "import sys; from pathlib import Path; from resolution.added.resolver import Resolver; "
    asked += "Resolver(Path(sys.argv[1])).rehearse()"
    done = subprocess.run([sys.executable, "-c", asked, str(path)], capture_output=True, text=True, check=True)
    assert done.stderr == ""
