"""New records beside mentions that an addition must not touch: sealed ones, and those of profile latin."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from core.errors import OlderWorkspace
from resolution.added.outcome import Outcome
from resolution.added.resolver import Resolver
from resolution.judgements import Verdict, judge
from tests.resolution.generations import answer, publish
from tests.resolution.mentions import number, person

YOUNG = number("20090101", 1)
PHONE = "13812345678"
WHEN = "2026-01-01T00:00:00.000000Z"


def english(record: str, name: str) -> dict[str, Any]:
    given, family = name.split()
    slots = {"given_name": given, "family_name": family, "birth_text": "1840-02-03", "postcode": "YO21 3BJ"}
    return person(record, name, profile="latin", **slots)


KNOWN = [
    person("a:1", "李红", number("19800202", 2), phones=[PHONE]),
    person("a:2", "李红", number("19800202", 4), phones=["13900000002"]),
    person("a:0", "李红", number("19800202", 4), phones=["13900000002"]),
    person("s:1", "周小宝", YOUNG, phones=["13600000006"]),
    *(english(f"e:{n}", name) for n, name in enumerate(["thomas oakes", "mary farrow", "john moore", "john more"])),
]
JUDGEMENTS = [
    judge("J-1", "e:0#person", "e:1#person", Verdict.SAME, "li", WHEN, "seen"),
    judge("J-2", "e:2#person", "e:3#person", Verdict.SAME, "li", WHEN, "seen"),
    judge("J-3", "e:2#person", "e:3#person", Verdict.DIFFERENT, "wang", WHEN, "seen"),
]


@pytest.fixture(scope="module")
def resolver(tmp_path_factory: pytest.TempPathFactory) -> Resolver:
    """A generation with a sealed person, a partly sealed one, and English mentions that people judged."""
    path = tmp_path_factory.mktemp("beside") / "records.duckdb"
    resolver = publish(path, KNOWN, sealed=["s:1", "a:0"], judgements=JUDGEMENTS)
    with duckdb.connect(str(path), read_only=True) as con:
        assert con.execute("SELECT DISTINCT basis FROM edge ORDER BY 1").fetchall() == [("judged",), ("scored",)]
    return resolver


def arrived(resolver: Resolver, *said: dict[str, Any]) -> Outcome:
    return answer(resolver, said)


@pytest.mark.parametrize("name", ["周小宝", "李红霞"])
def test_whom_sealed_records_alone_name_is_told_of_like_an_unknown_person(resolver: Resolver, name: str) -> None:
    sealed = arrived(resolver, person("n:1", name, YOUNG, phones=["13600000006"]))
    unknown = arrived(resolver, person("n:1", name, number("20090101", 3), phones=["13600000016"]))
    assert sealed == unknown
    assert not sealed.matches[0].known


def test_what_is_to_be_reviewed_names_no_sealed_mention(resolver: Resolver) -> None:
    told = arrived(resolver, person("n:1", "孙新来", number("19800202", 4), birth_date="1931-05-06"))
    assert [(item.kind, item.mentions[1]) for item in told.review] == [("number_of_another", "a:2#person")]


def test_judgements_on_english_mentions_say_nothing_of_new_persons(resolver: Resolver) -> None:
    said = [
        person(f"n:{n}", name, number("19650505", 2 * n + 1)) for n, name in enumerate(["吴一", "郑二", "冯三", "陈四"])
    ]
    told = arrived(resolver, *said)
    assert len({match.entity_id for match in told.matches}) == 4
    assert {match.basis for match in told.matches} == {"number"}


def test_edges_of_english_mentions_lead_nowhere(resolver: Resolver) -> None:
    said = [person(f"n:{n}", name, phones=[PHONE]) for n, name in enumerate(["李红", "李虹", "钱五", "褚六"])]
    told = arrived(resolver, *said)
    assert len(told.matches) == 4


@pytest.mark.parametrize("table", ["sealed_record (record_id VARCHAR)", "kept_entity (node INTEGER)"])
def test_a_generation_of_an_older_version_is_told_to_be_one(tmp_path: Path, table: str) -> None:
    with duckdb.connect(str(tmp_path / "records.duckdb")) as con:
        con.execute(f"CREATE TABLE {table}")
    with pytest.raises(OlderWorkspace, match="clew run"):
        Resolver(tmp_path / "records.duckdb")
