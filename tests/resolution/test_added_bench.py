"""Questions that are asked over and over of a database in memory: each answers from its own rows alone."""

from collections.abc import Sequence
from contextlib import AbstractContextManager

import pyarrow as pa
import pytest

from resolution.added.bench import Bench


def names(bench: Bench, given: Sequence[str], but: Sequence[str] = (), *, large: bool = False) -> list[tuple[str, int]]:
    asked: AbstractContextManager[None] = bench.large() if large else bench.small()
    with asked:
        bench.register("given_rows", pa.table({"name": pa.array(given, pa.string())}))
        bench.execute("CREATE OR REPLACE TABLE person AS FROM given_rows")
        bench.unregister("given_rows")
        bench.execute("CREATE OR REPLACE MACRO left_out(one, these) AS list_contains(these, one)")
        bench.execute(
            """CREATE OR REPLACE TABLE few AS SELECT name, count(*) AS n FROM person
               WHERE NOT left_out(name, $1::VARCHAR[]) GROUP BY name""",
            [list(but)],
        )
        return list(bench.execute("SELECT name, n FROM few ORDER BY name").fetchall())


def test_every_question_answers_from_its_own_rows_and_parameters() -> None:
    bench = Bench()
    for _ in range(3):
        assert names(bench, ["a", "b", "b"]) == [("a", 1), ("b", 2)]
        assert names(bench, ["a", "it's"], ["a"]) == [("it's", 1)]
        assert names(bench, ["it's", "c"], ["it's"], large=True) == [("c", 1)]
        assert names(bench, []) == []


def test_a_table_that_is_made_twice_in_one_question_holds_what_it_was_made_of_last() -> None:
    bench = Bench()
    for _ in range(3):
        with bench.small():
            for n in (1, 2):
                bench.execute(f"CREATE OR REPLACE TABLE found AS SELECT {n} AS n")
            assert bench.execute("SELECT n FROM found").fetchall() == [(2,)]


def break_off(bench: Bench) -> None:
    with bench.small():
        bench.register("given_rows", pa.table({"name": ["z"]}))
        bench.execute("CREATE OR REPLACE TABLE person AS FROM given_rows")
        bench.execute("CREATE OR REPLACE TABLE once AS FROM given_rows")
        raise ValueError("broken")


@pytest.mark.parametrize("before", [0, 2])
def test_a_question_that_fails_leaves_nothing_behind(before: int) -> None:
    bench = Bench()
    for _ in range(before):
        names(bench, ["a"])
    with pytest.raises(ValueError, match="broken"):
        break_off(bench)
    for _ in range(2):
        assert names(bench, ["a"]) == [("a", 1)]


def test_after_many_questions_there_is_as_much_memory_as_before() -> None:
    bench = Bench()
    limit = bench.con.execute("SELECT current_setting('memory_limit')").fetchall()
    for _ in range(105):
        assert names(bench, ["a", "b", "b"]) == [("a", 1), ("b", 2)]
    assert bench.con.execute("SELECT current_setting('memory_limit')").fetchall() == limit
