"""The rule by which entities keep their ids, as decision 0008 states it."""

from pathlib import Path

import duckdb
import pytest

from resolution.entities import Heir, fresh, give_ids, keep
from tests.resolution.mentions import entities, number, party, person, write

ONE = number("19750101", 1)

CASES = [
    pytest.param(
        [("x", "P-1", 3), ("x", "P-2", 2)], {"x": "P-1"}, id="a merge keeps the id of the larger part"
    ),
    pytest.param(
        [("x", "P-1", 2), ("y", "P-1", 3)], {"y": "P-1"}, id="a split keeps the id with the larger part"
    ),
    pytest.param([("x", "P-2", 2), ("x", "P-1", 2)], {"x": "P-1"}, id="between equal parts the smaller id stays"),
    pytest.param(
        [("y", "P-1", 2), ("x", "P-1", 2)], {"x": "P-1"}, id="between equal heirs the one with the smaller mention"
    ),
    pytest.param(
        [("x", "P-1", 5), ("x", "P-2", 4), ("y", "P-2", 1)], {"x": "P-1", "y": "P-2"},
        id="who is left of an entity keeps its id when the rest went into another",
    ),
    pytest.param([("x", "U-1", 5)], {}, id="an id never goes to another kind"),
]  # fmt: skip


@pytest.mark.parametrize(("overlap", "expected"), CASES)
def test_the_largest_overlap_chooses_first(overlap: list[tuple[str, str, int]], expected: dict[str, str]) -> None:
    groups = {"x": Heir("P", False, 5, "a:1#person"), "y": Heir("P", False, 5, "b:1#person")}
    assert keep(overlap, groups) == expected
    assert keep(overlap[::-1], groups) == expected


def test_of_equal_parts_who_owns_a_number_keeps_the_id_then_the_larger() -> None:
    overlap = [("x", "P-1", 1), ("y", "P-1", 1), ("z", "P-1", 1)]
    x, y, z = Heir("P", False, 9, "a:1#person"), Heir("P", False, 1, "b:1#person"), Heir("P", True, 1, "c:1#person")
    assert keep(overlap, {"x": x, "y": y, "z": z}) == {"z": "P-1"}
    assert keep(overlap[:2], {"x": x._replace(smallest="d:1#person"), "y": y}) == {"x": "P-1"}


def test_an_id_that_was_used_is_passed_over() -> None:
    first = fresh("P", "a:1", "person", set())
    assert fresh("P", "a:1", "person", {first}) != first


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Entities before and after a row was corrected, one came and one went, and the succession."""
    folder = tmp_path_factory.mktemp("corrected")
    first = write(
        folder / "1",
        [person("a:1", "王建国", ONE), person("a:2", "王建国", ONE), person("a:3", "李红"), party("b:1", "天山")],
    )
    before = entities(first)
    first.close()
    second = write(
        folder / "2",
        [person("a:1", "王健国", ONE), person("a:2", "王建国", ONE), person("a:4", "周文"),
         party("b:1", "天山", number("19820614", 3))],
    )  # fmt: skip
    after = entities(second, folder / "1")
    history = dict(second.execute("FROM entity_successor").fetchall())
    second.close()
    return before, after, history


def test_a_corrected_row_keeps_its_entity(corrected: tuple[dict[str, str], ...]) -> None:
    before, after, _ = corrected
    assert after["a:1#person"] == after["a:2#person"] == before["a:1#person"]


def test_a_row_that_others_come_to_share_its_key_with_keeps_its_entity(tmp_path: Path) -> None:
    one, other, third = (f"a:1.{digit * 16}" for digit in "abc")
    rows = [
        [person("a:1", "王建国", ONE)],
        [person(one, "丁一"), person(other, "王建国", ONE)],
        [person(one, "丁一"), person(other, "王建国", ONE), person(third, "李红")],
        [person("a:1", "丁一")],
    ]
    found = []
    for n, said in enumerate(rows):
        con = write(tmp_path / str(n), said)
        found.append(entities(con, tmp_path / str(n - 1) if n else None))
        con.close()
    wang, ding = found[0]["a:1#person"], found[1][f"{one}#person"]
    assert found[1][f"{other}#person"] == found[2][f"{other}#person"] == wang
    assert (found[2][f"{one}#person"], found[3]) == (ding, {"a:1#person": ding})
    assert len({wang, ding, found[2][f"{third}#person"]}) == 3


def test_who_turns_out_to_be_a_person_gets_a_persons_id_and_the_old_one_leads_there(
    corrected: tuple[dict[str, str], ...],
) -> None:
    before, after, history = corrected
    old, new = before["b:1#person"], after["b:1#person"]
    assert (old[0], new[0], history) == ("U", "P", {old: new})


def test_old_ids_lead_to_their_present_successors_through_every_later_run(tmp_path: Path) -> None:
    rows = [person("a:1", "王建国"), *(person(f"b:{n}", "王建国", ONE) for n in (1, 2))]
    first = write(tmp_path / "1", rows)
    lost = entities(first)["a:1#person"]
    first.close()
    for n in (2, 3, 4):
        con = write(tmp_path / str(n), [person("a:1", "王建国", ONE), *rows[1:]])
        now = entities(con, tmp_path / str(n - 1))
        assert con.execute("FROM entity_successor").fetchall() == [(lost, now["a:1#person"])]
        con.close()


def generations(folder: Path, *said: dict[str, str]) -> list[tuple[dict[str, str], set[tuple[str, str]]]]:
    """The id of each mention and the succession, run after run.

    said: to each mention its entity, and behind a space what its row says; mentions are `record#role` or
    `record#role#part`.
    """
    found = []
    for n, mentions in enumerate(said):
        with duckdb.connect(str(folder / f"{n}.duckdb")) as con:
            con.execute(
                """CREATE TABLE person_entity (
                       mention_id VARCHAR, record_id VARCHAR, role VARCHAR, part INTEGER, entity VARCHAR, name VARCHAR,
                       entity_type VARCHAR DEFAULT 'person', own_number VARCHAR)"""
            )
            for mention, told in mentions.items():
                record, role, part = [*mention.split("#"), "1"][:3]
                con.execute(
                    "INSERT INTO person_entity BY NAME SELECT $1 AS mention_id, $2 AS record_id, $3 AS role, "
                    "$4::INTEGER AS part, $5 AS entity, $6 AS name",
                    [mention, record, role, part, *told.split(" ")],
                )
            con.execute(
                """CREATE TABLE organization_entity AS FROM person_entity LIMIT 0;
                   CREATE TABLE latin_entity AS FROM person_entity LIMIT 0;
                   CREATE TABLE mention AS SELECT *, NULL AS number, NULL AS sex, NULL AS birth_date,
                       [] AS phones, [] AS addresses FROM person_entity"""
            )
            give_ids(con, "main", folder / f"{n - 1}.duckdb" if n else None)
            con.execute(
                """CREATE TABLE mention_entity AS
                   SELECT mention_id, entity_id FROM person_entity JOIN entity_id_of USING (entity);
                   CREATE TABLE entity_successor AS FROM successor; CREATE TABLE former_mention AS FROM former"""
            )
            ids = dict(con.execute("SELECT mention_id, entity_id FROM mention_entity").fetchall())
            found.append((ids, set(con.execute("FROM successor").fetchall())))
    return found


ONCE, TWICE = f"a:1.{'a' * 16}", f"a:1.{'b' * 16}"


@pytest.mark.parametrize(("one", "other"), [("man", "wife"), ("person", "person#2")])
def test_a_row_of_another_id_is_known_mention_by_mention(tmp_path: Path, one: str, other: str) -> None:
    (before, _), (now, history) = generations(
        tmp_path,
        {f"a:1#{one}": "x 丁一", f"a:1#{other}": "y 丁一"},
        {f"{ONCE}#{one}": "x 丁一", f"{ONCE}#{other}": "y 丁一"},
    )
    assert [now[f"{ONCE}#{role}"] for role in (one, other)] == [before[f"a:1#{role}"] for role in (one, other)]
    assert history == set()


def test_a_row_that_stays_is_not_taken_for_one_that_says_the_same(tmp_path: Path) -> None:
    here, there = f"{ONCE}#man", f"{TWICE}#man"
    (first, _), (both, _), (last, history) = generations(
        tmp_path, {here: "x 丁一"}, {here: "x 丁一", there: "y 丁一"}, {here: "x 丁一"}
    )
    assert both[here] == last[here] == first[here] != both[there]
    assert history == set()


def test_of_an_id_that_went_out_of_use_half_does_not_bring_it_back(tmp_path: Path) -> None:
    large = {f"a:{n}#man": "x 丁一" for n in range(3)}
    (before, _), _, (half, _), (most, _) = generations(
        tmp_path,
        {**large, "b:1#man": "y 丁一", "b:2#man": "y 丁一"},
        {**large, "b:1#man": "x 丁一", "b:2#man": "x 丁一"},
        {**large, "b:1#man": "y 丁一", "b:2#man": "x 丁一"},
        {**large, "b:1#man": "y 丁一", "b:2#man": "y 丁一"},
    )
    assert half["b:1#man"] not in before.values()
    assert most["b:2#man"] == half["b:1#man"]


def test_an_id_comes_back_to_a_row_that_has_another_id_since(tmp_path: Path) -> None:
    large = {f"c:{n}#man": "x 丁一" for n in range(3)}
    (before, _), _, (now, history) = generations(
        tmp_path,
        {**large, "a:1#man": "y 丁一"}, {**large, "a:1#man": "x 丁一"}, {**large, f"{ONCE}#man": "y 丁一"},
    )  # fmt: skip
    assert now[f"{ONCE}#man"] == before["a:1#man"]
    assert history == set()


def test_whoever_has_the_rows_of_an_old_id_has_succeeded_it_alone(tmp_path: Path) -> None:
    large = {f"c:{n}#man": "x 丁一" for n in range(3)} | {f"d:{n}#man": "z 丁一" for n in range(3)}
    (before, _), _, (_, history) = generations(
        tmp_path, {**large, "a:1#man": "y 丁一"}, {**large, "a:1#man": "x 丁一"}, {**large, "a:1#man": "z 丁一"}
    )
    assert history == {(before["a:1#man"], before["d:1#man"])}


def test_an_old_id_whose_rows_are_gone_leads_on_to_who_succeeded_its_successor(tmp_path: Path) -> None:
    small, large = {f"c:{n}#man": "x 丁一" for n in range(3)}, {f"d:{n}#man": "z 丁一" for n in range(9)}
    (before, _), _, (_, history) = generations(
        tmp_path,
        {**small, **large, "a:1#man": "y 丁一"},
        {**small, **large, "a:1#man": "x 丁一"},
        {**dict.fromkeys(small, "z 丁一"), **large},
    )
    last = before["d:1#man"]
    assert history == {(before["a:1#man"], last), (before["c:1#man"], last)}
