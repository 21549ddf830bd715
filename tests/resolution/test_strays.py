"""A number alone in a role in which a relative of its bearer is known."""

from collections.abc import Sequence

import duckdb
import pytest

from resolution import strays
from tests.resolution.mentions import groups, number, person

HUSBAND, WIFE = number("19750101", 1), number("19760202", 2)
COUPLE = [person("p:1", "王建国", HUSBAND), person("p:2", "李秀英", WIFE),
          person("c:1", "王建国", HUSBAND, role="man"), person("c:1", "李秀英", WIFE, role="woman")]  # fmt: skip
MARRIED = [("c:1#man", "SPOUSE", "c:1#woman")]
CASE = [("Case", "（2026）黔0502执1号")]
DEBTOR = person("e:1", "王建国", HUSBAND, role="debtor", nodes=CASE)
MEASURE = person("x:1", None, WIFE, role="debtor", nodes=CASE)
HERS = frozenset({"p:2", "c:1#woman", "x:1#debtor"})


def of_measure(*said, ties=MARRIED) -> frozenset[str]:
    """The mentions that are one with the debtor of a measure, who shows the wife's number."""
    (found,) = (group for group in groups([*COUPLE, MEASURE, *said], ties) if "x:1#debtor" in group)
    return found


def test_a_number_alone_is_in_doubt_where_the_case_names_the_husband_in_that_role() -> None:
    assert of_measure(DEBTOR) == {"x:1#debtor"}


def test_a_number_alone_is_its_bearers_where_the_case_names_no_relative() -> None:
    assert of_measure(DEBTOR, ties=()) == HERS


def test_a_number_alone_is_its_bearers_where_the_case_names_the_bearer_too() -> None:
    named = person("e:2", "李秀英", role="debtor", nodes=CASE)
    assert of_measure(DEBTOR, named) >= HERS


def test_the_one_row_of_a_household_with_another_head_is_in_doubt() -> None:
    families = [
        person(f"s:{i}-{row}", None, number("19600101", 2 * i + 1), role="head", nodes=[("Household", f"H{i}")])
        for i in range(25) for row in range(3)
    ]  # fmt: skip
    ours = [person(f"s:{row}", None, HUSBAND, role="head", nodes=[("Household", "ours")]) for row in range(3)]
    odd = person("s:9", None, WIFE, role="head", nodes=[("Household", "ours")])
    found = groups([*COUPLE, *families, *ours, odd], MARRIED)
    assert frozenset({"s:9#head"}) in found
    assert frozenset({"p:1", "c:1#man", "s:0#head", "s:1#head", "s:2#head"}) in found


def test_two_rows_that_disagree_on_a_head_leave_both_numbers_to_their_bearers() -> None:
    heads = [person(f"s:{row}", None, one, role="head", nodes=[("Household", "ours")])
             for row, one in enumerate((HUSBAND, WIFE))]  # fmt: skip
    found = groups([*COUPLE, *heads], MARRIED)
    assert frozenset({"p:2", "c:1#woman", "s:1#head"}) in found


def in_doubt(
    rows: Sequence[tuple[str, str | None, str | None]], ties: Sequence[tuple[str, str, str]]
) -> set[tuple[str, str]]:
    """The (household, number) that are taken from whoever bears the number.

    rows: household, number and name of its head; ties: number, TYPE, number.
    """
    with duckdb.connect() as con:
        con.execute(
            """CREATE TABLE said (mention_id VARCHAR, thing VARCHAR, number VARCHAR, name VARCHAR);
               CREATE TABLE stated (one VARCHAR, type VARCHAR, other VARCHAR)"""
        )
        con.executemany("INSERT INTO said VALUES (?, ?, ?, ?)", [(str(i), *row) for i, row in enumerate(rows)])
        con.executemany("INSERT INTO stated VALUES (?, ?, ?)", list(ties))
        con.execute(
            """CREATE TABLE person_mention AS
               SELECT * EXCLUDE (thing), mention_id AS record_id, 'head' AS role, NULL::DATE AS birth_date FROM said;
               CREATE TABLE row_node AS
               SELECT mention_id AS record_id, thing AS node_id, 'Household' AS label FROM said;
               CREATE TABLE own_number AS SELECT mention_id, number FROM said WHERE number IS NOT NULL
               UNION SELECT one, one FROM stated UNION SELECT other, other FROM stated;
               CREATE TABLE mention_tie AS SELECT one AS subject, type, other AS object FROM stated;
               CREATE TABLE number_bearer AS SELECT DISTINCT number, 'bearer of ' || number AS name FROM own_number"""
        )
        taken = "SELECT thing, number FROM said ANTI JOIN own_number USING (mention_id) WHERE number IS NOT NULL"
        strays.leave_out(con, "main")
        return set(con.execute(taken).fetchall())


@pytest.mark.parametrize(
    ("families", "lone", "first", "ours", "doubted"),
    [
        pytest.param(50, 0, "same", ["H", "H", "H", "W"], {"W"}, id="the odd one of a role that one holds"),
        pytest.param(50, 0, "same", ["H", "H", "H", "W", None], {"W"}, id="though the bearer is named there"),
        pytest.param(15, 0, "same", ["H", "H", "H", "W"], set(), id="too few show that one holds the role"),
        pytest.param(15, 9, "same", ["H", "H", "H", "W"], set(), id="who is alone in a household shows nothing"),
        pytest.param(50, 0, "other", ["H", "H", "H", "W"], set(), id="elsewhere two hold it"),
        pytest.param(50, 0, "same", ["H", "W"], set(), id="one row against one"),
        pytest.param(50, 0, "same", ["H", "H", "H", "W", "W"], set(), id="two rows against three"),
    ],
)
def test_a_row_is_outvoted_where_a_role_is_one_persons(
    families: int, lone: int, first: str, ours: list[str | None], doubted: set[str]
) -> None:
    rows: list[tuple[str, str | None, str | None]] = [
        (f"h{i}", f"h{i}" if row or first == "same" else f"other {i}", None)
        for i in range(families)
        for row in range(5)
    ]
    rows += [(f"l{i}", f"l{i}", None) for i in range(lone)]
    found = in_doubt([*rows, *(("ours", one, None if one else "bearer of W") for one in ours)], [("H", "SPOUSE", "W")])
    assert found == {("ours", one) for one in doubted}


@pytest.mark.parametrize(
    ("ties", "doubted"),
    [
        ([("mother", "PARENT_OF", "A"), ("mother", "PARENT_OF", "B")], {("ours", "B")}),
        ([("A", "GUARDIAN_OF", "B")], {("ours", "B")}),
        ([("A", "GUARANTOR_OF", "B")], set()),
    ],
    ids=["children of one mother", "a guardian", "no relative"],
)
def test_relatives_are_next_of_kin_and_those_who_share_one(
    ties: list[tuple[str, str, str]], doubted: set[tuple[str, str]]
) -> None:
    assert in_doubt([("ours", "A", "bearer of A"), ("ours", "B", None)], ties) == doubted
