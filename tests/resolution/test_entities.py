"""Permanent ids, and that nothing but the mentions decides."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.resolution.mentions import entities, number, person, write

ONE, TWO = number("19750101", 1), number("19820614", 3)
CASE = [("Case", "Case-1")]


def succession(con) -> list[tuple[str, str]]:
    """Old ids with their successors."""
    return con.execute("SELECT * FROM entity_successor ORDER BY ALL").fetchall()


def test_an_id_stays_when_an_earlier_record_joins(tmp_path: Path) -> None:
    first = write(tmp_path / "1", [person("m:1", "王建国", ONE)])
    before = entities(first)
    first.close()
    con = write(tmp_path / "2", [person("a:1", "王建国", ONE), person("m:1", "王建国", ONE)])
    assert set(entities(con, tmp_path / "1").values()) == set(before.values())


def test_a_merge_keeps_the_larger_and_names_the_successor_of_the_other(tmp_path: Path) -> None:
    first = write(tmp_path / "1", [person("a:1", "王建国"), person("b:1", "王建国", ONE), person("c:1", "王建国", ONE)])
    before = entities(first)
    first.close()
    second = write(
        tmp_path / "2",
        [person("a:1", "王建国", ONE), person("b:1", "王建国", ONE), person("c:1", "王建国", ONE)],
    )
    after = entities(second, tmp_path / "1")
    assert set(after.values()) == {before["b:1#person"]}
    assert succession(second) == [(before["a:1#person"], before["b:1#person"])]
    assert second.execute("SELECT supersedes FROM entity").fetchall() == [([before["a:1#person"]],)]


def test_who_was_merged_and_is_split_again_has_the_id_of_before(tmp_path: Path) -> None:
    first = write(tmp_path / "1", [person("a:1", "王建国"), person("b:1", "王建国", ONE), person("c:1", "王建国", ONE)])
    apart = entities(first)
    first.close()
    second = write(
        tmp_path / "2", [person("a:1", "王建国", ONE), person("b:1", "王建国", ONE), person("c:1", "王建国", ONE)]
    )
    entities(second, tmp_path / "1")
    second.close()
    third = write(tmp_path / "3", [person("a:1", "王建国"), person("b:1", "王建国", ONE), person("c:1", "王建国", ONE)])
    again = entities(third, tmp_path / "2")
    assert again == apart
    assert succession(third) == []


def test_a_successor_that_is_superseded_hands_on(tmp_path: Path) -> None:
    others = [person(f"c:{n}", "王建国", TWO) for n in (1, 2, 3)]
    first = write(tmp_path / "1", [person("a:1", "王建国"), person("b:1", "王建国", ONE), *others])
    before = entities(first)
    first.close()
    second = write(tmp_path / "2", [person("a:1", "王建国", ONE), person("b:1", "王建国", ONE), *others])
    entities(second, tmp_path / "1")
    second.close()
    third = write(tmp_path / "3", [person("a:1", "王建国", TWO), person("b:1", "王建国", TWO), *others])
    entities(third, tmp_path / "2")
    last = before["c:1#person"]
    assert dict(succession(third)) == {before["a:1#person"]: last, before["b:1#person"]: last}


def test_a_vanished_entity_leaves_no_successor(tmp_path: Path) -> None:
    first = write(tmp_path / "1", [person("a:1", "王建国", ONE), person("b:1", "李卫东", TWO)])
    before = entities(first)
    first.close()
    second = write(tmp_path / "2", [person("b:1", "李卫东", TWO)])
    assert entities(second, tmp_path / "1") == {"b:1#person": before["b:1#person"]}
    assert succession(second) == []


def test_flags_say_what_to_look_at() -> None:
    con = write(
        ":memory:",
        [
            person("a:1", "王建国", ONE, death_date="2020-01-01"),
            person("b:1", "王建国", ONE, observed="2023-05-01"),
            person("c:1", "赵六"),
            person("d:1", "李秀英", TWO, birth_date="1982-06-14"),
            person("e:1", "王小明", TWO, birth_date="2010-06-01"),
        ],
    )
    found = entities(con)
    flags = dict(con.execute("SELECT entity_id, flags FROM entity").fetchall())
    assert flags[found["a:1#person"]] == ["acts_after_death"]
    assert flags[found["c:1#person"]] == ["name_only"]
    assert flags[found["d:1#person"]] == []
    assert flags[found["e:1#person"]] == ["number_of_another"]


def test_an_entity_shows_its_commonest_name_and_its_numbers() -> None:
    con = write(
        ":memory:",
        [
            person("a:1", "王建国", ONE),
            person("b:1", "王健国", ONE),
            person("c:1", "王建国", ONE),
            person("d:1", None, ONE),
        ],
    )
    entities(con)
    shown = con.execute("SELECT name, names, number, numbers, sex, birth_date::VARCHAR FROM entity").fetchall()
    assert shown == [("王建国", ["王健国", "王建国"], ONE, [ONE], "male", "1975-01-01")]


@pytest.mark.parametrize(("former", "present"), [(ONE, TWO), (TWO, ONE)])
def test_an_entity_shows_the_number_to_which_another_was_corrected(former: str, present: str) -> None:
    found = {"phones": ["13800001234"], "addresses": ["七星关区碧阳小区3栋2单元501室"]}
    rows = [person("a:1", "王建国", former), person("b:1", "王建国", former),
            person("c:1", "王建国", present, old_numbers=[former], **found),
            person("d:1", "王建国", old_numbers=[present], **found)]  # fmt: skip
    con = write(":memory:", rows)
    entities(con)
    shown = con.execute("SELECT number, numbers, strftime(birth_date, '%Y%m%d') FROM entity").fetchall()
    assert shown == [(present, [ONE, TWO], present[6:14])]


SAID = [
    person("a:1", "王建国", ONE, birth_date="1975-01-01", phones=["13800001234"]),
    person("b:1", "王健国", ONE, nodes=CASE),
    person("c:1", "王建国", None, nodes=CASE),
    person("d:1", "王建国", ONE[:6] + "********" + ONE[14:]),
    person("e:1", "李卫东", TWO, phones=["13800001234"], nodes=CASE),
    person("f:1", "李卫东", None, birth_date="1982-06-14", phones=["13800001234"]),
    person("g:1", "王小明", ONE, birth_date="2010-06-01"),
    person("h:1", "赵六"),
]


@pytest.fixture(scope="module")
def expected() -> list[list[tuple[object, ...]]]:
    """What the records give in the order in which they are listed."""
    return resolved(SAID)


def resolved(said: list[dict[str, object]]) -> list[list[tuple[object, ...]]]:
    """All that resolve writes."""
    con = write(":memory:", said)
    entities(con)
    return [con.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall() for table in ("mention_entity", "entity")]


@settings(max_examples=5, deadline=None)
@given(said=st.permutations(SAID))
def test_the_order_of_records_changes_nothing(said, expected) -> None:
    assert resolved(said) == expected
