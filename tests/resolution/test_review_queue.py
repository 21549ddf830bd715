"""What people are asked to look at, in which order, and what they are not asked again."""

from pathlib import Path

import duckdb
import pytest

from core.errors import OlderWorkspace
from core.progress import silent
from resolution import review_candidates, review_joins, review_known, review_numbers, review_queue
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
    assert kinds["a:1", "c:1"] == "twins"
    assert kinds["d:1", "e:1"] == "number_of_another"
    assert kinds["f:1", "g:1"] == "unlikely"


def test_a_name_and_nothing_else_comes_last(con) -> None:
    slight = ["h:1" in pair for pair in told(con)]
    assert slight == sorted(slight)


def test_whose_a_row_is_is_one_question_with_all_who_fit(con) -> None:
    found = told(con)
    item = found["a:1", "c:1"]
    assert (item.about, item.others) == ("c:1#person", ("b:1#person",))
    assert ("b:1", "c:1") not in found
    assert 0.9 < item.chance <= 1


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


@pytest.mark.parametrize("said", Verdict)
def test_what_was_judged_since_the_run_is_left_out(con, said: Verdict) -> None:
    judged = [verdict("a:1", "b:1", said)]
    assert ("a:1", "b:1") not in told(con, said=judged)
    assert sum(review_queue.totals(con, judged).values()) == len(told(con, said=judged)) == len(told(con)) - 1


def test_what_is_to_be_left_is_left_out(con) -> None:
    leave = [("a:1#person", "b:1#person")]
    assert len(told(con, leave=leave)) == len(told(con)) - 1 == sum(review_queue.totals(con, [], leave).values())


@pytest.mark.parametrize("said", [Verdict.SAME, Verdict.UNSURE])
def test_who_was_found_or_is_not_known_is_asked_about_no_more(con, said: Verdict) -> None:
    left = told(con, said=[verdict("a:1", "c:1", said)])
    assert not any("c:1" in pair for pair in left)


def test_who_was_found_among_the_others_is_left_out(con) -> None:
    assert not any("c:1" in pair for pair in told(con, said=[verdict("b:1", "c:1", Verdict.SAME)]))


def test_who_was_not_among_the_others_is_not_shown_among_them(con) -> None:
    assert told(con, said=[verdict("b:1", "c:1", Verdict.DIFFERENT)])["a:1", "c:1"].others == ()


def test_who_is_ruled_out_leaves_the_question_with_the_rest_at_once_and_after_the_next_run(con) -> None:
    judged = [verdict("a:1", "c:1", Verdict.DIFFERENT)]
    at_once = told(con, said=judged)
    assert ("a:1", "c:1") not in at_once
    assert next(iter(at_once)) == ("b:1", "c:1")
    then, later = at_once["b:1", "c:1"], told(queue(judged))["b:1", "c:1"]
    assert then.about == later.about == "c:1#person"
    assert then.others == later.others == ()
    assert then.chance == pytest.approx(later.chance)
    assert then.changes == pytest.approx(later.changes)
    assert ("b:1", "c:1") not in told(con, said=[*judged, verdict("b:1", "c:1", Verdict.DIFFERENT)])


def test_a_judgement_on_other_rows_of_two_counts_at_once_too(con) -> None:
    assert ("d:1", "e:1") in told(con)
    for said in (Verdict.DIFFERENT, Verdict.SAME):
        assert ("d:1", "e:1") not in told(con, said=[verdict("d:2", "e:1", said)])
    assert ("d:1", "e:1") in told(con, said=[verdict("d:2", "e:1", Verdict.UNSURE)])


@pytest.mark.parametrize("said", [Verdict.DIFFERENT, Verdict.SAME])
def test_what_was_judged_is_not_asked_again(said: Verdict) -> None:
    assert ("d:1", "e:1") not in told(queue([verdict("d:1", "e:1", said)]))


def later(
    con: duckdb.DuckDBPyConnection, *judged: tuple[str, str, str, str]
) -> dict[tuple[str, str], review_queue.Item]:
    """What a queue asks if it is written anew where people judged so: (mention, mention, verdict, state)."""
    con.begin()
    try:
        con.execute(
            """INSERT INTO mention_entity BY NAME
               SELECT * REPLACE ('a:9#person' AS mention_id) FROM mention_entity WHERE mention_id = 'a:1#person'"""
        )
        con.executemany(
            """INSERT INTO judgement BY NAME SELECT 'J' AS judgement_id, $1 || '#person' AS a, $2 || '#person' AS b,
               $3 AS verdict, $4 AS state, 'li' AS "by", '2026' AS "at", 'seen' AS why""",
            judged,
        )
        review_candidates.write(con, None)
        return told(con)
    finally:
        con.rollback()


@pytest.mark.parametrize("judged", [("d:1", "e:1"), ("d:2", "e:1")], ids=["these two", "other rows of theirs"])
def test_what_was_judged_of_a_row_that_shows_somebody_else_now_is_asked_again(con, judged: tuple[str, str]) -> None:
    assert ("d:1", "e:1") not in later(con, (*judged, "different", "obeyed"))
    assert ("d:1", "e:1") in later(con, (*judged, "different", "changed"))


def test_two_numbers_of_two_who_were_told_apart_by_other_rows_are_asked_about_no_more(con) -> None:
    assert ("a:1", "b:1") in told(con)
    assert ("a:1", "b:1") not in later(con, ("a:9", "b:1", "different", "obeyed"))


def test_who_is_unsure_leaves_it_to_others() -> None:
    assert ("d:1", "e:1") in told(queue([verdict("d:1", "e:1", Verdict.UNSURE)]))


def test_contradicting_judgements_head_the_queue() -> None:
    found = told(queue([verdict("d:1", "e:1", Verdict.SAME), verdict("d:1", "e:1", Verdict.DIFFERENT, "he")]))
    assert next(iter(found)) == ("d:1", "e:1")
    assert found["d:1", "e:1"].kind == "contradicted"


def test_what_stands_in_a_sealed_record_is_not_shown() -> None:
    con = queue([verdict("d:1", "e:1", Verdict.SAME), verdict("d:1", "e:1", Verdict.DIFFERENT, "he")])
    assert review_queue.totals(con)["contradicted"] == 1
    con.execute("INSERT INTO sealed_record VALUES ('e:1')")
    review_candidates.write(con, None)
    assert not any("e:1" in pair for pair in told(con))
    assert "contradicted" not in review_queue.totals(con)
    con.execute("UPDATE sealed_record SET record_id = 'd:1'")
    review_candidates.write(con, None)
    assert "contradicted" not in review_queue.totals(con)


def test_a_correction_that_another_contradicts_is_asked_about() -> None:
    old, one, other = WANG, number("19750102", 1), number("19760101", 1)
    con = write(":memory:", [person("a:1", "王建国", old), person("b:1", "王建国", one, old_numbers=[old]),
                             person("c:1", "王建国", other, old_numbers=[old])])  # fmt: skip
    con.execute("CREATE TABLE sealed_record (record_id VARCHAR)")
    resolve(con, None, None, silent)
    review_candidates.write(con, None)
    ((pair, item),) = told(con).items()
    assert "c:1" in pair
    assert (item.kind, item.reason) == ("vetoed", "two_numbers")


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


def tree(joins: list[tuple[int, int, float]], nodes: int) -> duckdb.DuckDBPyConnection:
    """One entity of nodes of one mention each, and its joins."""
    con = duckdb.connect()
    con.execute(
        f"""CREATE TABLE review_node AS
            SELECT range::INTEGER AS node, 'P-1' AS entity_id, 1 AS told, false AS slight FROM range({nodes})"""
    )
    con.execute(
        "CREATE TABLE edge (a INTEGER, b INTEGER, weight DOUBLE, probability DOUBLE, outcome VARCHAR, basis VARCHAR)"
    )
    con.execute(
        "INSERT INTO edge SELECT unnest($1), unnest($2), 6, unnest($3), 'joined', 'context'",
        [list(column) for column in zip(*joins, strict=True)],
    )
    return con


def test_of_an_entity_the_join_is_asked_about_by_which_most_may_come_apart() -> None:
    con = tree([(0, 1, 0.98), (1, 2, 0.98), (2, 3, 0.98), (3, 4, 0.9999)], 5)
    (join,) = review_joins.joins(con, 0.001)
    assert (join.kind, join.a, join.b) == ("weak_bridge", 1, 2)
    assert join.changes == pytest.approx(0.02 * 2 * 3)
    con.execute("UPDATE edge SET probability = 0.8 WHERE a = 0")
    assert [(join.kind, join.a) for join in review_joins.joins(con, 0.001)] == [("weak_link", 0)]
    assert review_joins.joins(tree([(0, 1, 0.9999)], 2), 0.001) == []


def test_the_parts_of_a_long_chain_are_counted_in_one_pass() -> None:
    n = 20_000
    (join,) = review_joins.joins(tree([(i, i + 1, 0.97) for i in range(n - 1)], n), 0.001)
    assert (join.a, join.b) == (n // 2 - 1, n // 2)


def test_a_very_large_entity_is_looked_at_by_its_weakest_join() -> None:
    joins = [(0, i, 0.99999) for i in range(1, review_joins.LARGE + 1)]
    assert [join.kind for join in review_joins.joins(tree(joins, len(joins) + 1), 0.001)] == ["large"]


def test_how_many_are_one_is_what_their_agreements_make_it() -> None:
    assert review_numbers.mixed([1000.0] * 30 + [0.001] * 70) == pytest.approx(0.3, abs=0.01)
    assert review_numbers.mixed([]) == 0.5
    assert review_numbers.mixed([], 0.9, 5) == pytest.approx(0.9)
    assert 0.4 < review_numbers.mixed([0.001] * 5, 0.99, 5) < review_numbers.mixed([1000.0] * 5, 0.9, 5)


def test_of_those_not_found_none_is_a_stranger_where_none_of_the_others_is() -> None:
    assert review_known.expected(numbered=1000, elsewhere=1000, others=200, lost=10) > 0.95
    assert review_known.expected(numbered=1000, elsewhere=900, others=200, lost=40) == pytest.approx(0.5, abs=0.01)
    assert review_known.expected(numbered=1000, elsewhere=100, others=200, lost=100) == 0.01


def test_who_stands_where_everybody_is_known_is_likelier_one_who_is_known() -> None:
    """The two rows of whom nobody knows fit somebody equally well."""
    said = []
    for i in range(25):
        listed, alone = number("19700101", 2 * i + 1), number("19800101", 2 * i + 1)
        said += [person(f"{table}:{i}", f"何{chr(0x4E00 + i)}明", listed) for table in ("known", "register")]
        said.append(person(f"stray:{i}", f"吕{chr(0x4E00 + i)}明", alone))
    said += [
        person("register:a", "欧阳修文", number("19600202", 5)),
        person("register:b", "司马光远", number("19600202", 7)),
        person("known:a", "欧阳修文", "5224**************"), person("stray:b", "司马光远", "5224**************"),
    ]  # fmt: skip
    con = write(":memory:", said)
    con.execute("CREATE TABLE sealed_record (record_id VARCHAR)")
    resolve(con, None, None, silent, [])
    review_candidates.write(con, None)
    found = told(con, kind="unlikely")
    assert found["known:a", "register:a"].chance > 2 * found["register:b", "stray:b"].chance


def test_a_number_without_a_name_is_doubted_where_the_other_rows_have_somebody_else_in_the_role() -> None:
    """Whoever says that it is that one's row has it there after the next run."""
    nobody = None
    said = [person(f"n:{i}", nobody, number("19700101", 3), role="debtor") for i in range(2)]
    for i in range(30):
        debtor, case = number("19700101", 2 * i + 1), [("Case", f"Case-{i}")]
        said += [
            person(f"p:{i}", f"王某{chr(0x4E00 + i)}", debtor),
            person(f"e:{i}", f"王某{chr(0x4E00 + i)}", debtor, role="debtor", nodes=case),
            person(f"m:{i}", nobody, debtor if i else number("19700101", 3), role="debtor", nodes=case),
        ]
    con = write(":memory:", said)
    con.execute("CREATE TABLE sealed_record (record_id VARCHAR)")
    resolve(con, None, None, silent, [])
    review_candidates.write(con, None)
    doubted = {item.about: item for item in told(con, kind="number_of_another").values()}
    item = doubted.pop("m:0#debtor")
    assert item.splits
    assert item.chance > 0.01
    assert item.others == ("e:0#debtor",)
    assert all(other.chance < item.chance / 10 for other in doubted.values())
    con.execute(
        "INSERT INTO judgement BY NAME SELECT 'J' AS judgement_id, $1 AS a, $2 AS b, 'same' AS verdict, "
        "'obeyed' AS state, 'li' AS \"by\", '2026' AS \"at\", 'seen' AS why",
        [item.a, item.b],
    )
    review_candidates.write(con, None)
    assert "m:0#debtor" not in {other.about for other in told(con, kind="number_of_another").values()}
    parted = judge("J-1", item.a, item.b, Verdict.DIFFERENT, "li", "2026-01-01T00:00:00.000000Z", "seen")
    chosen = judge("J-2", item.about, item.others[0], Verdict.SAME, "li", "2026-01-01T00:00:00.000000Z", "seen")
    resolve(con, None, None, silent, [parted, chosen])
    who = dict(con.execute("SELECT mention_id, entity_id FROM mention_entity").fetchall())
    assert who["m:0#debtor"] == who["p:0#person"] == who["e:0#debtor"]
    assert who["p:1#person"] == who["e:1#debtor"] == who["m:1#debtor"] != who["m:0#debtor"]


def test_a_queue_that_an_older_clew_wrote_is_told_to_be_one() -> None:
    with duckdb.connect() as con:
        con.execute("CREATE TABLE review_item (kind VARCHAR, a VARCHAR, b VARCHAR)")
        with pytest.raises(OlderWorkspace, match="clew run"):
            review_queue.totals(con)
