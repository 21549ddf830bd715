from datetime import date
from typing import Any

import duckdb
import pytest

from resolution.clusters import Edge, Facts, Joined, Outcome, merge, same_birth
from resolution.constraints import Sexes, Stay
from resolution.linking.comparisons import COMPARISONS
from resolution.normalise import lunar
from resolution.owners import MACROS


def outcomes(edges: list[Edge], facts: Facts) -> list[tuple[str, str | None]]:
    return [(found.outcome, found.reason) for _, found in merge(edges, facts)[1]]


def test_the_strongest_edge_wins_where_two_cannot_both_hold() -> None:
    joined, became = merge(
        [Edge(1, 2, 8.0, 0.99, "scored"), Edge(2, 3, 12.0, 0.999, "scored")], Facts(numbers={1: "A", 3: "B"})
    )
    assert (joined[2].anchor, joined[1].anchor) == (3, 1)
    assert [outcome for _, outcome in became] == [Outcome("joined"), Outcome("vetoed", "two_numbers")]


def test_a_chain_never_holds_two_numbers() -> None:
    edges = [Edge(1, 2, 9.0, 0.99, "scored"), Edge(2, 3, 8.0, 0.99, "scored"), Edge(3, 4, 7.0, 0.99, "scored")]
    joined, _ = merge(edges, Facts(numbers={1: "A", 4: "B"}))
    assert joined[1].anchor != joined[4].anchor


def test_births_that_differ_by_more_than_a_slip_are_two_persons() -> None:
    facts = Facts(numbers={1: "A"}, births={1: date(1975, 1, 1), 2: date(1993, 8, 17)})
    joined, _ = merge([Edge(1, 2, 9.0, 0.99, "context")], facts)
    assert (joined[2].anchor, joined[2].basis) == (2, "alone")
    assert outcomes([Edge(1, 2, 9.0, 0.99, "context")], facts) == [("vetoed", "births")]


def test_the_year_of_a_birth_alone_does_not_make_two_one_of_whom_it_may_be_either() -> None:
    facts = Facts(births={1: date(1986, 1, 1), 2: date(1986, 7, 23), 3: date(1986, 3, 5)})
    edges = [Edge(1, 2, 9.0, 0.99, "scored"), Edge(1, 3, 8.0, 0.98, "scored")]
    assert outcomes(edges, facts) == [("joined", None), ("vetoed", "births")]


@pytest.mark.parametrize(
    "told",
    [
        {"births": {1: date(1975, 3, 12), 2: date(1978, 6, 25), 3: date(1978, 6, 25)}},
        {"sexes": {1: Sexes(frozenset({"male"})), 2: Sexes(frozenset({"female"})), 3: Sexes(frozenset({"female"}))}},
    ],
    ids=["births", "sexes"],
)
def test_what_a_number_showed_is_not_held_against_the_record_that_corrects_it(told: dict[str, Any]) -> None:
    facts = Facts(numbers={1: "A", 2: "B"}, same=[("A", "B")], **told)
    corrected, later = Edge(1, 2, 100.0, 1.0, "number"), Edge(2, 3, 9.0, 0.99, "scored")
    assert outcomes([corrected, later], facts) == [("joined", None), ("joined", None)]


def test_a_parent_is_not_the_child() -> None:
    joined, _ = merge([Edge(1, 2, 9.0, 0.99, "scored"), Edge(2, 3, 8.0, 0.99, "scored")], Facts(apart=[(1, 3)]))
    assert joined[3].anchor != joined[1].anchor


def test_whom_the_rows_tell_apart_stays_so_of_a_cluster_as_it_grows() -> None:
    edges = [Edge(i, i + 1, 20.0 - i, 0.99, "scored") for i in range(1, 6)]
    joined, _ = merge(edges, Facts(apart=[(1, 5), (2, 6), (3, 7)], parted=[(4, 8)]))
    assert [joined[node].anchor for node in range(1, 7)] == [1, 1, 1, 1, 5, 5]
    assert outcomes([*edges, Edge(1, 7, 1.0, 0.9, "scored"), Edge(2, 8, 1.0, 0.9, "scored")],
                    Facts(apart=[(1, 5), (2, 6), (3, 7)], parted=[(4, 8)]))[-2:] == [
        ("vetoed", "told_apart"), ("vetoed", "judged")]  # fmt: skip


def test_who_is_taken_in_carries_the_probability_of_the_edge_that_did_it() -> None:
    joined, _ = merge([Edge(2, 3, 9.0, 0.998, "scored"), Edge(1, 2, 7.0, 0.97, "context")], Facts(numbers={1: "A"}))
    assert [(joined[n].basis, joined[n].probability) for n in (1, 2, 3)] == [
        ("number", 1.0), ("context", 0.97), ("context", 0.97),
    ]  # fmt: skip


def test_two_whom_a_person_judged_different_are_kept_apart_however_strong_the_edge() -> None:
    assert outcomes([Edge(1, 2, 40.0, 1.0, "scored")], Facts(parted=[(1, 2)])) == [("vetoed", "judged")]


def test_a_judgement_that_two_are_one_is_obeyed_against_two_numbers_and_says_so() -> None:
    joined, became = merge([Edge(1, 2, 1000.0, 1.0, "judged")], Facts(numbers={1: "A", 2: "B"}))
    assert joined[1].anchor == joined[2].anchor
    assert became[0][1] == Outcome("joined", "two_numbers")


def test_what_was_judged_one_keeps_a_third_with_another_number_out() -> None:
    edges = [Edge(1, 2, 1000.0, 1.0, "judged"), Edge(2, 3, 9.0, 0.99, "scored")]
    joined, _ = merge(edges, Facts(numbers={1: "A", 2: "B", 3: "C"}))
    assert joined[3].anchor == 3


def test_a_cluster_of_which_judgements_contradict_each_other_stands_as_its_parts() -> None:
    edges = [Edge(1, 2, 9.0, 0.99, "scored"), Edge(2, 3, 8.0, 0.99, "scored"), Edge(4, 5, 8.0, 0.99, "scored")]
    joined, became = merge(edges, Facts(contradicted={2}))
    assert [joined[n] for n in (1, 2, 3)] == [Joined(n, "contradicted", 0.5) for n in (1, 2, 3)]
    assert joined[5].anchor == 4
    assert {(e.a, e.b): o for e, o in became}[1, 2] == Outcome("vetoed", "contradicted")


def test_nobody_is_of_two_sexes_nor_held_in_two_places_at_once() -> None:
    man, woman = Sexes(frozenset({"male"})), Sexes(frozenset(), frozenset({"female"}))
    north, south = (
        Stay("北关看守所", date(2024, 1, 1), date(2024, 6, 1)),
        Stay("南关看守所", date(2024, 2, 1), date(2024, 8, 1)),
    )
    edges = [Edge(1, 2, 9.0, 0.99, "scored"), Edge(3, 4, 8.0, 0.99, "scored")]
    facts = Facts(sexes={1: man, 2: woman}, stays={3: frozenset({north}), 4: frozenset({south})})
    assert outcomes(edges, facts) == [("vetoed", "sexes"), ("vetoed", "custody")]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1975-03-08", "1975-03-08", True),
        ("1975-03-08", "1975-08-03", True),
        ("1975-03-08", "1975-03-09", True),
        ("1975-03-08", "1957-03-08", True),
        ("1979-03-08", "1980-03-08", True),
        ("1979-03-08", "1980-03-09", False),
        ("1979-03-08", "1981-03-08", False),
        ("1903-03-08", "2003-03-08", True),
        ("1903-03-08", "2003-03-18", False),
        ("1903-03-08", "2004-03-08", False),
        ("1975-03-08", "1975-04-19", True),
        ("1975-03-08", "1975-04-20", False),
        ("1975-12-20", "1976-01-20", True),
        ("1880-12-20", "1881-01-20", False),
        ("1986-01-01", "1986-07-23", True),
        ("1986-07-01", "1986-07-23", True),
        ("1986-01-01", "1986-07-01", True),
        ("1986-05-01", "1986-07-23", False),
        ("1986-01-01", "1987-07-23", False),
        ("1986-01-02", "1986-07-23", False),
    ],
)
def test_births_that_may_be_one_are_the_same_in_sql_and_in_python(one: str, other: str, same: bool) -> None:
    days = date.fromisoformat(one), date.fromisoformat(other)
    with duckdb.connect() as con:
        con.execute(MACROS)
        row = [days[0], lunar.solar(days[0]), days[1], lunar.solar(days[1])]
        near = f"SELECT {' OR '.join(condition for _, condition in COMPARISONS['birth'][1][:2])}"
        sides = "SELECT $1::DATE AS birth_date_l, $2::DATE AS lunar_l, $3::DATE AS birth_date_r, $4::DATE AS lunar_r"
        told = con.execute(f"{near} FROM ({sides})", row).fetchall()
    assert (same_birth(*days), same_birth(*reversed(days)), told) == (same, same, [(same,)])
