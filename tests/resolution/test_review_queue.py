"""What people are asked to look at, in which order, and what they are not asked again."""

from pathlib import Path

import duckdb
import pytest

from core.progress import silent
from resolution import review_candidates, review_queue
from resolution.judgements import Judgement, Verdict, judge
from resolution.resolve import resolve
from tests.resolution.mentions import number, person, write

WANG, TWIN = number("19750101", 1), number("19750101", 3)
MOTHER = number("19500305", 2)
BORN = {"birth_date": "1975-01-01"}
SAID = [
    # one name and birth under two numbers, and a row that fits both
    person("a:1", "王建国", WANG, phones=["13800001234"], **BORN),
    person("b:1", "王建国", TWIN, phones=["13800001234"], **BORN),
    person("c:1", "王建国", None, phones=["13800001234"], **BORN),
    # another name under a number
    person("d:1", "李秀英", MOTHER, birth_date="1950-03-05"),
    person("d:2", "李秀英", MOTHER, birth_date="1950-03-05"),
    person("e:1", "张伟", MOTHER, sex="female"),
    # somebody of whom too little is known to be joined
    person("f:1", "欧阳修文", number("19600202", 5)),
    person("g:1", "欧阳修文", "5224**************"),
    # nothing but a name
    person("h:1", "司马光远"),
    person("i:1", "司马光远", "5224**************"),
]


def queue(judgements: list[Judgement] | None = None) -> duckdb.DuckDBPyConnection:
    """Resolve, and write the queue."""
    con = write(":memory:", SAID)
    con.execute("CREATE TABLE sealed_record (record_id VARCHAR)")
    resolve(con, None, None, silent, judgements or [])
    review_candidates.write(con, None)
    return con


def told(con: duckdb.DuckDBPyConnection, **asked) -> dict[tuple[str, str], review_queue.Item]:
    """The items by the rows of their two mentions, in order."""
    items = review_queue.items(con, **{"leads": {}, "limit": 100, **asked})[1]
    return {tuple(mention.removesuffix("#person") for mention in (item.a, item.b)): item for item in items}


def verdict(a: str, b: str, said: Verdict, by: str = "li") -> Judgement:
    """A judgement on the mentions of two rows."""
    return judge(f"J-{a}{b}{by}", f"{a}#person", f"{b}#person", said, by, "2026-01-01T00:00:00.000000Z", "seen")


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    """The queue without judgements."""
    return queue()


def test_each_kind_is_found(con) -> None:
    kinds = {pair: item.kind for pair, item in told(con).items()}
    assert kinds["a:1", "b:1"] == "two_numbers"
    assert kinds["a:1", "c:1"] in ("unclear", "twins")
    assert kinds["b:1", "c:1"] in ("unclear", "twins")
    assert kinds["d:1", "e:1"] == "number_of_another"
    assert kinds["f:1", "g:1"] == "unlikely"


def test_a_name_and_nothing_else_comes_last(con) -> None:
    slight = ["h:1" in pair for pair in told(con)]
    assert slight == sorted(slight)


def test_chances_of_those_who_fit_share_one_whole(con) -> None:
    found = told(con)
    assert 0.3 < found["a:1", "c:1"].chance <= 0.5
    assert found["a:1", "c:1"].chance + found["b:1", "c:1"].chance <= 1


def test_no_pair_of_entities_comes_twice(con) -> None:
    pairs = [frozenset(item.entities) for item in told(con).values()]
    assert len(pairs) == len(set(pairs))


def test_pages_follow_each_other_and_a_kind_may_be_asked_for(con) -> None:
    total, everything = review_queue.items(con, {}, 100)
    assert total == len(everything) > 3
    assert [review_queue.items(con, {}, 1, i)[1][0] for i in range(total)] == everything
    assert review_queue.items(con, {}, 10, total) == (total, [])
    assert sum(review_queue.totals(con).values()) == total
    assert {item.kind for item in told(con, kind="two_numbers").values()} == {"two_numbers"}


def test_an_entity_with_leads_goes_before_a_likelier_item(con) -> None:
    before = [item for pair, item in told(con).items() if "h:1" not in pair]
    last = [item for item in before if item.chance >= review_queue.LEADS_FIRST][-1]
    assert before[0] != last
    after = next(iter(told(con, leads={last.entities[0]: 2}).values()))
    assert (after.a, after.b, after.leads) == (last.a, last.b, 2)


def test_what_was_judged_since_the_run_is_left_out(con) -> None:
    assert ("a:1", "b:1") not in told(con, decided=[("a:1#person", "b:1#person")])


@pytest.mark.parametrize("said", [Verdict.DIFFERENT, Verdict.SAME])
def test_what_was_judged_is_not_asked_again(said: Verdict) -> None:
    assert ("d:1", "e:1") not in told(queue([verdict("d:1", "e:1", said)]))


def test_who_is_unsure_leaves_it_to_others() -> None:
    assert ("d:1", "e:1") in told(queue([verdict("d:1", "e:1", Verdict.UNSURE)]))


def test_contradicting_judgements_head_the_queue() -> None:
    found = told(queue([verdict("d:1", "e:1", Verdict.SAME), verdict("d:1", "e:1", Verdict.DIFFERENT, "he")]))
    assert next(iter(found)) == ("d:1", "e:1")
    assert found["d:1", "e:1"].kind == "contradicted"


def test_what_stands_in_a_sealed_record_is_not_shown() -> None:
    con = queue()
    con.execute("INSERT INTO sealed_record VALUES ('e:1')")
    review_candidates.write(con, None)
    assert not any("e:1" in pair for pair in told(con))


def test_an_entity_that_was_two_before_is_looked_at(tmp_path: Path) -> None:
    other = number("19750101", 5)
    before = [person(f"{table}:{i}", "王建国", no) for table, no in (("a", WANG), ("b", other)) for i in range(3)]
    with write(tmp_path / "before.duckdb", before) as con:
        resolve(con, None, None, silent)
    con = write(":memory:", [*before, person("c:1", "王建国", other, old_numbers=[WANG])])
    con.execute("CREATE TABLE sealed_record (record_id VARCHAR)")
    resolve(con, tmp_path / "before.duckdb", None, silent)
    review_candidates.write(con, tmp_path / "before.duckdb")
    assert {pair: item.kind for pair, item in told(con).items()} == {("a:0", "b:0"): "drifted"}


def test_a_bridge_is_an_unsure_join_between_two_parts() -> None:
    con = duckdb.connect()
    con.execute("CREATE TABLE review_node AS SELECT range::INTEGER AS node, 'P-1' AS entity_id FROM range(5)")
    con.execute(
        "CREATE TABLE edge (a INTEGER, b INTEGER, weight DOUBLE, probability DOUBLE, outcome VARCHAR, basis VARCHAR)"
    )
    joins = [(0, 1, 0.98), (1, 2, 0.97), (2, 3, 0.999), (3, 4, 0.98)]
    con.executemany("INSERT INTO edge VALUES (?, ?, 6, ?, 'joined', 'context')", joins)
    assert [(kind, a, b) for kind, a, b, *_ in review_candidates.bridges(con)] == [("weak_bridge", 1, 2)]


def test_bridges_of_a_long_chain_are_found_in_one_pass() -> None:
    n = 20_000
    con = duckdb.connect()
    con.execute(f"CREATE TABLE review_node AS SELECT range::INTEGER AS node, 'P-1' AS entity_id FROM range({n})")
    con.execute(
        f"""CREATE TABLE edge AS SELECT range::INTEGER AS a, (range + 1)::INTEGER AS b, 6.0::DOUBLE AS weight,
            0.97::DOUBLE AS probability, 'joined' AS outcome, 'scored' AS basis FROM range({n - 1})"""
    )
    found = {(a, b) for kind, a, b, *_ in review_candidates.bridges(con) if kind == "weak_bridge"}
    assert found == {(i, i + 1) for i in range(1, n - 2)}


def test_births_on_one_day_are_held_against_births_some_days_apart() -> None:
    con = duckdb.connect()
    con.execute("CREATE TABLE provisional (valid BOOLEAN, name VARCHAR, birth_date DATE)")
    days = ["2000-01-01"] * 3 + ["2000-01-31"] * 2 + ["2000-02-01", "2000-02-01"]
    con.executemany("INSERT INTO provisional VALUES (true, '王伟', ?)", [[day] for day in days])
    con.execute("INSERT INTO provisional VALUES (true, '李强', '2000-01-01'), (false, '王伟', '2000-01-01')")
    query = review_candidates._BY_CHANCE.format(days=30)
    assert con.execute(query).fetchall() == [(3 + 1 + 1, (3 * 2 + 2 * 2) / 60)]
