"""What no merge may say of one person, and what is known of each provisional person for it."""

from datetime import date, timedelta

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolution import constraints
from resolution.constraints import Sexes, Stay, in_two_custodies, of_two_sexes
from tests.resolution.mentions import entities, number, person, write

MAN, WOMAN = Sexes(numbered=frozenset({"male"})), Sexes(numbered=frozenset({"female"}))
CALLED_MAN, CALLED_WOMAN = Sexes(stated=frozenset({"male"})), Sexes(stated=frozenset({"female"}))
CALLED_BOTH = Sexes(stated=frozenset({"male", "female"}))
DAYS = st.dates(date(2020, 1, 1), date(2021, 12, 31))
STAYS = st.builds(
    lambda place, first, days: Stay(place, first, first + timedelta(days)),
    st.sampled_from(["甲", "乙"]), DAYS, st.integers(0, 400),
)  # fmt: skip


def stay(place: str, first: str, last: str) -> frozenset[Stay]:
    return frozenset({Stay(place, date.fromisoformat(first), date.fromisoformat(last))})


@pytest.mark.parametrize(
    ("one", "other", "impossible"),
    [
        (MAN, WOMAN, True),
        (MAN, CALLED_WOMAN, True),
        (MAN, CALLED_MAN, False),
        (MAN, CALLED_BOTH, False),
        (CALLED_MAN, CALLED_WOMAN, False),
        (MAN, Sexes(), False),
        (MAN.with_(CALLED_WOMAN), CALLED_MAN, False),
        (MAN.with_(WOMAN), CALLED_WOMAN, False),
    ],
)
def test_a_number_says_which_sex_another_cannot_be(one: Sexes, other: Sexes, impossible: bool) -> None:
    assert of_two_sexes(one, other) is of_two_sexes(other, one) is impossible


@pytest.mark.parametrize(
    ("other", "impossible"),
    [
        (stay("乙监狱", "2021-03-01", "2021-06-30"), True),
        (stay("乙监狱", "2021-12-28", "2022-06-30"), False),
        (stay("乙监狱", "2021-12-27", "2022-06-30"), True),
        (stay("乙监狱", "2022-01-01", "2022-06-30"), False),
        (stay("甲监狱", "2021-01-01", "2021-12-25"), False),
        (stay("甲监狱", "2021-02-01", "2021-12-25"), False),
        (stay("省甲监狱", "2021-02-01", "2021-12-25"), False),
        (stay("", "2021-02-01", "2021-12-25"), False),
        (stay("乙看守所", "2021-01-01", "2021-06-30"), False),
        (frozenset(), False),
    ],
)
def test_nobody_is_in_two_custodies_at_once(other: frozenset[Stay], impossible: bool) -> None:
    assert in_two_custodies(stay("甲监狱", "2021-01-01", "2021-12-31"), other) is impossible


@given(st.frozensets(STAYS, max_size=4), st.frozensets(STAYS, max_size=4))
def test_two_custodies_are_two_whichever_comes_first(one: frozenset[Stay], other: frozenset[Stay]) -> None:
    assert in_two_custodies(one, other) == in_two_custodies(other, one)


def test_what_is_known_of_each_provisional_person() -> None:
    con = duckdb.connect()
    con.execute("""
        CREATE TABLE node_mention AS FROM (VALUES
            (1, 'a', true, 'male', 'female'), (2, 'b', false, 'female', 'male'), (3, 'c', false, NULL, NULL),
            (4, 'd', true, NULL, 'female')) t(node, mention_id, owned, number_sex, sex)""")
    con.execute("""
        CREATE TABLE mention_stay AS FROM (VALUES
            ('a', '甲监狱', DATE '2021-01-01', DATE '2021-12-31'), ('a', '甲监狱', DATE '2022-01-01', NULL),
            ('b', NULL, DATE '2021-01-01', DATE '2021-01-02'), ('c', '乙监狱', DATE '2021-05-01', DATE '2020-05-01'))
            t(mention_id, place, held_from, held_to)""")
    assert constraints.sexes(con) == {1: MAN.with_(CALLED_WOMAN), 2: CALLED_MAN, 4: CALLED_WOMAN}
    assert constraints.stays(con, "main") == {
        1: stay("甲监狱", "2021-01-01", "2021-12-31"), 2: stay("", "2021-01-01", "2021-01-02"),
    }  # fmt: skip


def test_a_veto_says_its_reason_and_whoever_acts_after_death_is_flagged_and_stays_one() -> None:
    known = {
        "phones": ["13800000001"],
        "addresses": ["贵州省毕节市七星关区幸福路1号1单元501室"],
        "birth_date": "1975-01-01",
    }
    held = {"stays": [("甲监狱", "2021-01-01", "2021-12-31")]}
    elsewhere = {"stays": [("乙监狱", "2021-03-01", "2021-06-30")]}
    con = write(":memory:", [
        person("a:1", "欧阳建国", number(), **known, **held),
        person("b:1", "欧阳建国", **known, **elsewhere),
        person("c:1", "司马秀英", number("19800202"), phones=["13800000002"], death_date="2020-01-01"),
        person("d:1", "司马秀英", phones=["13800000002"], birth_date="1980-02-02", observed="2023-05-01"),
        person("e:1", "诸葛晓明", number("19900303"), sex="male", phones=["13800000003"], birth_date="1990-03-03"),
        person("f:1", "诸葛晓明", sex="female", phones=["13800000003"], birth_date="1990-03-03"),
    ])  # fmt: skip
    found = entities(con)
    assert found["a:1#person"] != found["b:1#person"]
    assert found["e:1#person"] != found["f:1#person"]
    assert found["c:1#person"] == found["d:1#person"]
    flags = dict(con.execute("SELECT entity_id, flags FROM entity").fetchall())
    assert flags[found["c:1#person"]] == ["acts_after_death"]
    vetoes = con.execute("SELECT reason FROM edge WHERE outcome = 'vetoed' ORDER BY reason").fetchall()
    assert [reason for (reason,) in vetoes] == ["custody", "sexes"]
