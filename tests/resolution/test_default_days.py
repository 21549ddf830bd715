"""A birth date that a form fills in for whoever did not say his tells nothing."""

from pathlib import Path

import duckdb
import pytest

from resolution import default_days
from resolution.default_days import LEAST_NAMES
from tests.resolution.generations import answer, entities, publish
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
    resolver, found = publish(path, known), entities(path)
    assert found["a:1#person"] not in (found["b:1#person"], found["d:0#person"])
    said = [person("n:1", NAMES[0], born, **DEFAULT), person("n:2", NAMES[0], **DEFAULT)]
    told = {one.mention_id: one.entity_id for one in answer(resolver, said).matches}
    assert told["n:1#person"] == found["a:1#person"]
    assert told["n:2#person"] not in found.values()


@pytest.mark.parametrize(
    ("names", "rows", "profile", "elsewhere", "default"),
    [
        pytest.param(LEAST_NAMES, 1, None, 1, True, id="so many names are enough"),
        pytest.param(LEAST_NAMES - 1, 1, None, 1, False, id="fewer are not"),
        pytest.param(1, LEAST_NAMES, None, 1, False, id="one name on many rows is one"),
        pytest.param(LEAST_NAMES, 1, "latin", 1, False, id="those of a profile are not counted"),
        pytest.param(LEAST_NAMES, 1, None, 2, False, id="nor is a day that stands out too little"),
    ],
)
def test_a_default_is_a_day_of_many_names_and_many_more_than_others(
    names: int, rows: int, profile: str | None, elsewhere: int, default: bool
) -> None:
    with duckdb.connect() as con:
        con.execute(
            """CREATE TABLE mention AS
               SELECT DATE '1900-01-01' AS birth_date, 'name ' || i AS name, $3::VARCHAR AS profile
               FROM range($1) names(i), range($2)
               UNION ALL SELECT DATE '1950-01-01' + day::INTEGER, 'name ' || i, NULL
               FROM range(100) days(day), range($4) others(i)""",
            [names, rows, profile, elsewhere],
        )
        default_days.find(con, "main")
        assert bool(con.execute("FROM default_day").fetchall()) is default
