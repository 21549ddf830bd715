"""A birth date that a form fills in for whoever did not say his tells nothing."""

from pathlib import Path

from resolution.default_days import LEAST_NAMES
from tests.resolution.generations import answer, publish, run_again
from tests.resolution.mentions import number, person

DEFAULT = {"birth_date": "1900-01-01"}
NAMES = [f"{first}{second}生" for first in "赵钱孙李周吴郑王冯陈褚卫" for second in "福禄寿喜财"]


def county(*said: dict[str, object]) -> list[dict[str, object]]:
    """As many names under the default as make it one, among ordinary birth dates."""
    usual = [person(f"u:{i}", "何庆华", birth_date=f"{1930 + i // 28}-03-{i % 28 + 1:02d}") for i in range(300)]
    return [*(person(f"d:{i}", name, **DEFAULT) for i, name in enumerate(NAMES)), *usual, *said]


def test_who_shares_a_default_with_a_bearer_of_his_name_is_not_that_one(tmp_path: Path) -> None:
    assert len(NAMES) > LEAST_NAMES
    born = number("19820617", 33)
    bearer = person("a:1", NAMES[0], born, phones=["13985711111"], **DEFAULT)
    path = tmp_path / "records.duckdb"
    known = county(bearer, person("b:1", NAMES[0], phones=["13985722222"], **DEFAULT))
    resolver, found = publish(path, known), run_again(path, known)
    assert found["a:1#person"] not in (found["b:1#person"], found["d:0#person"])
    said = [person("n:1", NAMES[0], born, **DEFAULT), person("n:2", NAMES[0], **DEFAULT)]
    told = {one.mention_id: one.entity_id for one in answer(resolver, said).matches}
    assert told["n:1#person"] == found["a:1#person"]
    assert told["n:2#person"] not in found.values()
