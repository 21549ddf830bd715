"""New rows that name organizations: what they are and change is what the next run makes of them."""

from pathlib import Path
from typing import Any

import pytest

from resolution.added.resolver import Resolver
from resolution.judgements import Verdict, judge
from tests.resolution.generations import Ties, answer, publish, run_again
from tests.resolution.mentions import number, organization, party, person

USCC, OTHER_USCC = "91350100M000100Y43", "91520502MA6DJ4K26N"
OLD, COMPANY = "522401000012347", "贵州鑫源商贸有限公司"
MASKED = f"{USCC[:6]}********{USCC[14:]}"
HOME = [("RealEstate", "RealEstate-1")]
KNOWN = [
    organization("a:1", COMPANY, USCC, role="firm", nodes=HOME),
    organization("a:2", COMPANY, role="firm"),
    organization("a:3", COMPANY, role="firm"),
    organization("b:1", "源鑫厂", OLD, role="firm"),
    organization("c:1", "七星关区好又多超市", OTHER_USCC, role="firm"),
    person("c:1", "王建国", number(), role="boss"),
]
RUN_BY = [("c:1#boss", "LEGAL_REP_OF", "c:1#firm")]


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Resolver]:
    path = tmp_path_factory.mktemp("published") / "records.duckdb"
    return path, publish(path, KNOWN, RUN_BY)


RUNS = [("n:1#boss", "LEGAL_REP_OF", "n:1#firm")]
BOSS = person("n:1", "王建国", number(), role="boss")


@pytest.mark.parametrize(
    ("said", "ties", "merges", "splits"),
    [
        pytest.param([organization("n:1", "鑫源", USCC)], [], 0, 0, id="its number"),
        pytest.param([organization("n:1", "贵州鑫源商贸有限责任公司")], [], 0, 0, id="its name in another form"),
        pytest.param([party("n:1", COMPANY)], [], 0, 0, id="a party that is one"),
        pytest.param([organization("n:1", "鑫源厂", USCC, old_numbers=[OLD])], [], 1, 0, id="an old number merges two"),
        pytest.param([organization("n:1", "鑫源厂", OLD)], [], 0, 0, id="an old number by itself"),
        pytest.param([organization("n:1", COMPANY, "91520502MA6DJ4K34H")], [], 0, 1, id="a second bearer of the name"),
        pytest.param([organization("n:1", "贵州鑫源商贸有限公司毕节分公司", USCC)], [], 0, 0, id="a branch"),
        pytest.param([organization("n:1", "好又多超市", role="firm"), BOSS], RUNS, 0, 0, id="operator and sign"),
        pytest.param([organization("n:1", "好又多超市")], [], 0, 0, id="a sign alone"),
        pytest.param([organization("n:1", None, MASKED, nodes=HOME)], [], 0, 0, id="part of a number on its property"),
        pytest.param(
            [organization("n:1", "某某餐馆"), organization("n:2", "七星关区天天餐馆")], [], 0, 0, id="unknown"
        ),
    ],
)
def test_organizations_are_told_as_the_next_run_makes_them(
    generation: tuple[Path, Resolver], said: list[dict[str, Any]], ties: Ties, merges: int, splits: int
) -> None:
    path, resolver = generation
    outcome = answer(resolver, said, ties)
    now = run_again(path, [*KNOWN, *said], [*RUN_BY, *ties])
    assert {match.mention_id: match.entity_id for match in outcome.matches} == {
        mention: entity for mention, entity in now.items() if mention.startswith("n:")
    }
    assert (len(outcome.merged), len(outcome.split)) == (merges, splits)


@pytest.mark.parametrize("verdict", list(Verdict))
def test_what_was_judged_of_organizations_since_the_run_is_obeyed(
    generation: tuple[Path, Resolver], verdict: Verdict
) -> None:
    path, resolver = generation
    judgements = [judge("J-1", "b:1#firm", "a:3#firm", verdict, "li", "2026-01-01T00:00:00.000000Z", "seen")]
    said = [organization("n:1", COMPANY)]
    outcome = answer(resolver, said, judgements=judgements)
    now = run_again(path, [*KNOWN, *said], RUN_BY, judgements)
    assert outcome.matches[0].entity_id == now["n:1#person"]
    assert len(outcome.merged) == (now["b:1#firm"] == now["a:1#firm"])


def test_what_only_a_sealed_record_says_of_an_organization_tells_nothing(tmp_path: Path) -> None:
    secret = organization("s:1", "鑫源厂", USCC, role="firm", old_numbers=[OLD])
    resolver = publish(tmp_path / "records.duckdb", [*KNOWN, secret], RUN_BY, sealed=["s:1", "c:1"])
    by_secret_name, by_sealed_one, by_number = (
        answer(resolver, [organization("n:1", *one)])
        for one in (("鑫源厂", None), ("超市", OTHER_USCC), ("源鑫厂", OLD))
    )
    assert [one.matches[0].known for one in (by_secret_name, by_sealed_one, by_number)] == [False, False, True]
    assert by_number.merged == by_number.split == ()
