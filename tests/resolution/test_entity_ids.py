"""The rule by which entities keep their ids, as decision 0008 states it."""

from pathlib import Path

import pytest

from resolution.entities import Heir, fresh, keep
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
