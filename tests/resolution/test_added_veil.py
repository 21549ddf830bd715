"""New records beside what only sealed records say of somebody whom open ones name too."""

from typing import Any

import pytest

from resolution.added.outcome import Outcome
from resolution.added.resolver import Resolver
from tests.resolution.generations import answer, publish
from tests.resolution.mentions import number, person

HERS, CORRECTED = number("19800202", 2), number("19800302", 2)
SECRET, OTHER_SECRET, OPEN = "13812345678", "13812345699", "13900000001"
HOME, CASE = "贵州省毕节市七星关区碧阳街道学院路9号1栋2单元301室", [("Case", "（2026）黔0502刑初1号")]

KNOWN = [
    person("a:1", "李红", HERS, birth_date="1980-02-02", phones=[OPEN]),
    person("s:1", "王小红", HERS, birth_date="1980-02-02", phones=[SECRET, OTHER_SECRET], addresses=[HOME],
           other_names=["刘梅", "李红"], old_numbers=[CORRECTED], nodes=CASE),
    person("b:1", "李红", phones=[SECRET]),
    person("c:1", "李红", CORRECTED),
    person("d:1", "周立", number("19810101", 1), phones=["13700000007"]),
]  # fmt: skip


@pytest.fixture(scope="module")
def resolver(tmp_path_factory: pytest.TempPathFactory) -> Resolver:
    return publish(tmp_path_factory.mktemp("veil") / "records.duckdb", KNOWN, sealed=["s:1"])


@pytest.fixture(scope="module")
def unsealed(tmp_path_factory: pytest.TempPathFactory) -> Resolver:
    return publish(tmp_path_factory.mktemp("veil") / "records.duckdb", KNOWN, sealed=[])


def arrived(resolver: Resolver, *said: dict[str, Any]) -> Outcome:
    return answer(resolver, said)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(person("n:1", "李红", phones=[OTHER_SECRET]), id="a phone"),
        pytest.param(person("n:1", "李红", addresses=[HOME]), id="a home"),
        pytest.param(person("n:1", "李红", nodes=CASE), id="a case"),
        pytest.param(person("n:1", "刘梅", HERS), id="another name of hers beside her number"),
        pytest.param(person("n:1", "王小红", HERS), id="the name beside her number"),
    ],
)
def test_what_only_a_sealed_record_says_leads_to_nobody(
    resolver: Resolver, unsealed: Resolver, said: dict[str, Any]
) -> None:
    (known,) = arrived(unsealed, said).matches
    (match,) = arrived(resolver, said).matches
    assert (known.known, match.known) == (True, False)
    assert not {"phone", "address"} & {name for one in match.candidates for name in one.why}


def test_what_was_made_one_by_a_sealed_record_is_not_told_to_fall_apart(resolver: Resolver) -> None:
    told = arrived(resolver, person("n:1", "李红", HERS, phones=["13511112222"], addresses=["贵州省毕节市织金县"]))
    assert (told.matches[0].known, told.merged, told.split) == (True, (), ())


def test_who_is_named_by_open_records_alone_is_found_as_ever(resolver: Resolver) -> None:
    assert arrived(resolver, person("n:1", "周立", phones=["13700000007"])).matches[0].known
