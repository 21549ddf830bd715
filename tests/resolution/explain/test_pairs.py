"""Why two mentions are one or two, and how an entity came together, from what a run kept."""

from dataclasses import replace

import duckdb
import pytest

from core.errors import OutOfReach
from core.progress import silent
from resolution import entity_changes
from resolution.explain.history import history
from resolution.explain.pairs import in_spite, why
from resolution.explain.parts import Link, Part, Shown, Waterfall, Why
from resolution.judgements import Verdict, judge
from resolution.resolve import resolve
from tests.resolution.mentions import number, organization, person, write

WANG, TWIN, MOTHER = number("19750101", 1), number("19750101", 3), number("19500305", 2)
PHONE, CASE = ["13800001234"], [("Case", "Case-1")]
SAID = [
    person("a:1", "王建国", WANG, birth_date="1975-01-01", phones=PHONE, nodes=CASE),
    person("a:2", "王建国", WANG),
    person("b:1", "王建国", None, nodes=CASE),
    person("c:1", "王建国", None, phones=PHONE, birth_date="1975-01-01"),
    person("d:1", "李秀英", MOTHER, birth_date="1950-03-05"),
    person("d:2", "李秀英", MOTHER, birth_date="1950-03-05"),
    person("e:1", "张小明", MOTHER, birth_date="2010-06-01"),
    person("f:1", "赵卫东", TWIN),
    person("g:1", "钱学文", phones=["13900009999"]),
    person("h:1", "周立新", employer="七星关区隆祥装饰工程有限公司"),
    person("i:1", "吴立新", employer="七星关区隆祥装饰工程有限责任公司"),
    person("j:1", "郑立新", employer="务农"),
    organization("o:1", "毕节某某有限公司", "91520502MA6DJ2XP0A"),
]
JUDGED = [
    judge("J-1", "d:1#person", "g:1#person", Verdict.SAME, "li", "2026-01-01T00:00:00.000000Z", "seen the papers"),
    judge("J-2", "a:1#person", "f:1#person", Verdict.DIFFERENT, "li", "2026-01-02T00:00:00.000000Z", "brothers"),
]


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    """Some persons, resolved with two judgements."""
    con = write(":memory:", SAID)
    con.execute("CREATE TABLE sealed_record (record_id VARCHAR)")
    resolve(con, None, None, silent, JUDGED)
    entity_changes.write(con, None, 1)
    return con


def asked(con, a: str, b: str):
    """Why the mentions of two rows are one or two."""
    found = why(con, f"{a}#person", f"{b}#person")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("a", "b", "same", "because"),
    [
        ("a:1", "a:2", True, "same_number"),
        ("a:1", "b:1", True, "joined"),
        ("a:2", "c:1", True, "joined"),
        ("d:1", "g:1", True, "judged"),
        ("a:1", "f:1", False, "judged"),
        ("a:1", "d:1", False, "two_numbers"),
        ("d:1", "e:1", False, "births"),
        ("e:1", "f:1", False, "births"),
    ],
)
def test_the_reason_is_told(con, a: str, b: str, same: bool, because: str) -> None:
    found = asked(con, a, b)
    assert (found.same, found.because) == (same, because)


def test_the_parts_of_a_waterfall_add_up(con) -> None:
    fall = asked(con, "c:1", "e:1").waterfall
    assert fall.weight == pytest.approx(fall.prior + sum(part.weight + part.rarity for part in fall.parts))
    assert fall.probability == pytest.approx(1 / (1 + 2**-fall.weight))
    name = fall.parts[0]
    assert (name.level, name.a, name.b) == ("other", "王建国", "张小明")
    assert name.weight < 0


def test_employers_are_told_as_the_rows_state_them_and_by_how_many_work_there(con) -> None:
    (part,) = (part for part in asked(con, "h:1", "i:1").waterfall.parts if part.comparison == "employer")
    assert (part.level, part.a, part.b) == (
        "many", ["七星关区隆祥装饰工程有限公司 (many)"], ["七星关区隆祥装饰工程有限责任公司 (many)"]
    )  # fmt: skip
    (part,) = (part for part in asked(con, "h:1", "j:1").waterfall.parts if part.comparison == "employer")
    assert (part.level, part.b) == ("nothing", None)


def test_a_join_of_context_tells_the_case(con) -> None:
    (link,) = asked(con, "a:1", "b:1").way
    assert (link.basis, link.contexts) == ("context", (("Case", "Case-1"),))


def test_what_leads_from_one_to_another_has_its_weakest_link(con) -> None:
    found = asked(con, "b:1", "c:1")
    assert {link.basis for link in found.way} == {"context", "scored"}
    assert found.weakest.weight == min(link.weight for link in found.way)


def test_a_number_of_another_leads_to_its_bearer(con) -> None:
    found = asked(con, "e:1", "d:1")
    bearer = con.execute("SELECT entity_id FROM mention_entity WHERE mention_id = 'd:1#person'").fetchall()[0][0]
    assert [shown.role for shown in found.shown] == ["claim", "own"]
    assert found.shown[0].bearer == bearer


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ({"name": "exact", "pattern": "other"}, "masked_apart"),
        ({"name": "surname", "pattern": "most digits"}, "names_apart"),
        ({"name": "near", "birth": "exact"}, "merely_like"),
        ({"name": "near", "wrong": "one slip"}, "not_looked_at"),
        ({"name": "exact", "birth": "near"}, "not_looked_at"),
    ],
)
def test_what_kept_two_of_enough_weight_apart_is_told(levels: dict[str, str], said: str) -> None:
    parts = tuple(Part(name, level, 1.0, 0.0, None, None, None, None) for name, level in levels.items())
    shown = (Shown("none"), Shown("none"))
    found = Why(False, "never_paired", ("P-1", "P-2"), shown, Waterfall(-1.0, parts, 9.0, 0.998))
    assert in_spite(found, 0.95) == said
    edge = Link(1, 2, None, None, "scored", 9.0, 0.998, "unlikely", None)
    if said == "not_looked_at":
        assert in_spite(replace(found, between=(edge,)), 0.95) == "behind"


def test_an_organization_has_no_waterfall_and_an_unknown_mention_no_answer(con) -> None:
    found = why(con, "o:1#person", "a:1#person")
    assert (found.same, found.waterfall) == (False, None)
    assert why(con, "a:1#person", "z:9#person") is None


def test_an_entity_is_told_in_the_order_in_which_it_came_together(con) -> None:
    entity = con.execute("SELECT entity_id FROM mention_entity WHERE mention_id = 'a:1#person'").fetchall()[0][0]
    found = history(con, entity)
    assert [(group.basis, group.mentions) for group in found.groups] == [("number", 2), ("alone", 1), ("alone", 1)]
    weights = [join.link.weight for join in found.joins]
    assert weights == sorted(weights, reverse=True)
    assert sorted(join.size_a + join.size_b for join in found.joins) == [3, 4]
    assert found.weakest.link.weight == weights[-1]
    assert [one.judgement_id for one in found.judgements] == ["J-2"]


def test_a_history_tells_the_changes_of_an_entity_and_of_those_it_took_over_from(con) -> None:
    entity = con.execute("SELECT entity_id FROM mention_entity WHERE mention_id = 'a:1#person'").fetchall()[0][0]
    con.execute("UPDATE entity SET supersedes = ['P-old'] WHERE entity_id = $1", [entity])
    rows = [["P-old", 2, 1, 0, 1], [entity, 2, 3, 1, 0], [entity, 3, 4, 0, 1], ["P-other", 3, 9, 1, 0]]
    con.executemany("INSERT INTO entity_change VALUES (?, ?, ?, ?, ?)", rows)
    try:
        told = history(con, entity).changes
    finally:
        con.execute("DELETE FROM entity_change")
    assert [(one.entity_id, one.generation) for one in told] == [(entity, 3), *sorted([(entity, 2), ("P-old", 2)])]


def test_a_judgement_is_no_weak_link(con) -> None:
    entity = con.execute("SELECT entity_id FROM mention_entity WHERE mention_id = 'g:1#person'").fetchall()[0][0]
    found = history(con, entity)
    assert [join.link.basis for join in found.joins] == ["judged"]
    assert found.weakest is None


def test_values_of_sealed_records_are_not_shown(con) -> None:
    con.execute("INSERT INTO sealed_record VALUES ('c:1')")
    try:
        fall = asked(con, "c:1", "e:1").waterfall
        entity = con.execute("SELECT entity_id FROM mention_entity WHERE mention_id = 'c:1#person'").fetchall()[0][0]
        groups = history(con, entity).groups
    finally:
        con.execute("DELETE FROM sealed_record")
    assert {part.a for part in fall.parts} == {None}
    assert [group.mention is None for group in groups] == [group.name is None for group in groups]
    assert any(group.mention is None for group in groups)


def test_a_judgement_on_a_sealed_mention_and_a_sealed_bearer_are_not_told(con) -> None:
    entity = con.execute("SELECT entity_id FROM mention_entity WHERE mention_id = 'a:1#person'").fetchall()[0][0]
    con.execute("INSERT INTO sealed_record VALUES ('f:1'), ('d:1'), ('d:2')")
    try:
        told, claimed = history(con, entity).judgements, asked(con, "e:1", "d:1").shown[0]
    finally:
        con.execute("DELETE FROM sealed_record")
    assert (told, claimed.role, claimed.bearer) == ((), "claim", None)


def test_records_of_an_older_clew_are_refused_with_a_sentence(con) -> None:
    with duckdb.connect() as old:
        with pytest.raises(OutOfReach, match="clew run"):
            why(old, "a:1#person", "b:1#person")
        with pytest.raises(OutOfReach, match="clew run"):
            history(old, "P-0")
