"""New rows in which a number stands alone where a relative of its bearer is known, and those that name the relative."""

from typing import Any, NamedTuple

import pytest

from resolution.added.resolver import Resolver
from tests.resolution.generations import Rows, Ties, answer, publish, run_again
from tests.resolution.mentions import number, person

HUSBAND, WIFE = number("19750101", 1), number("19760202", 2)
CASE = [("Case", "（2026）黔0502执1号")]
COUPLE = [person("c:1", "王建国", HUSBAND, role="man"), person("c:1", "李秀英", WIFE, role="woman")]
MARRIED = [("c:1#man", "SPOUSE", "c:1#woman")]
NEW = [("n:1#man", "SPOUSE", "n:1#woman")]
THEM = [person("p:1", "王建国", HUSBAND), person("p:2", "李秀英", WIFE)]
DEBTOR = person("e:1", "王建国", HUSBAND, role="debtor", nodes=CASE)
MEASURE = person("x:1", None, WIFE, role="debtor", nodes=CASE)
FAMILIES = [
    person(f"s:{i}-{row}", None, number("19600101", 2 * i + 1), role="head", nodes=[("Household", f"H{i}")])
    for i in range(25) for row in range(3)
]  # fmt: skip
OURS = [person(f"s:{row}", None, HUSBAND, role="head", nodes=[("Household", "ours")]) for row in range(3)]


class Case(NamedTuple):
    """What is known, what is new, and how many entities fall apart by it."""

    known: Rows
    ties: Ties
    new: Rows
    new_ties: Ties
    splits: int


def renamed(rows: Rows) -> list[dict[str, Any]]:
    return [{**row, "record_id": "n:1"} for row in rows]


CASES = {
    "a new number alone": Case([*COUPLE, DEBTOR], MARRIED, renamed([MEASURE]), [], 0),
    "where the case names nobody": Case([*COUPLE], MARRIED, renamed([MEASURE]), [], 0),
    "a known one, where the husband comes": Case([*COUPLE, MEASURE], MARRIED, renamed([DEBTOR]), [], 1),
    "a known one, where another comes under the husband's number": Case(
        [*COUPLE, MEASURE], MARRIED, renamed([{**DEBTOR, "name": "赵六"}]), [], 0
    ),
    "a known one, where the two marry": Case([*THEM, DEBTOR, MEASURE], [], renamed(COUPLE), NEW, 1),
    "where the case names the bearer too": Case(
        [*COUPLE, DEBTOR, person("e:2", "李秀英", role="debtor", nodes=CASE)], MARRIED, renamed([MEASURE]), [], 0,
    ),
    "a father under his wife's number": Case(
        [*COUPLE, *THEM, person("k:1", "王小小", number("20010101", 3), role="child"),
         person("k:1", "王建国", HUSBAND, role="father", sex="male"),
         person("k:1", "李秀英", WIFE, role="mother", sex="female")],
        [*MARRIED, ("k:1#father", "PARENT_OF", "k:1#child"), ("k:1#mother", "PARENT_OF", "k:1#child")],
        [person("n:1", "王大大", number("20020202", 5), role="child"),
         person("n:1", None, WIFE, role="father", sex="male")],
        [("n:1#father", "PARENT_OF", "n:1#child")], 0,
    ),
    "another head": Case(
        [*COUPLE, *FAMILIES, *OURS], MARRIED,
        [person("n:1", None, WIFE, role="head", nodes=[("Household", "ours")])], [], 0,
    ),
}  # fmt: skip


def among_others(case: Case, place: int) -> Case:
    """The same with rows, numbers and things of its own, so that all cases stand in one generation."""

    def mention(one: str) -> str:
        record, role = one.split("#")
        return f"{record}-{place}#{role}"

    def rows(said: Rows) -> Rows:
        return [
            {**one, "record_id": f"{one['record_id']}-{place}",
             "number": one["number"] and number(one["number"][6:14], int(one["number"][14:17]) + 50 * place),
             "nodes": [(label, f"{node}-{place}") for label, node in one.get("nodes", ())]}
            for one in said
        ]  # fmt: skip

    def ties(stated: Ties) -> Ties:
        return [(mention(one), kind, mention(other)) for one, kind, other in stated]

    return Case(rows(case.known), ties(case.ties), rows(case.new), ties(case.new_ties), case.splits)


ASKED = {name: among_others(case, place) for place, (name, case) in enumerate(CASES.items())}

SEALED = [
    among_others(Case([*COUPLE, *THEM, DEBTOR], MARRIED, renamed([MEASURE]), [], 0), place)
    for place in (len(CASES), len(CASES) + 1)
]
SEALS = [f"e:1-{len(CASES)}", f"c:1-{len(CASES) + 1}"]


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> tuple[Resolver, dict[str, str]]:
    """What resolves each case's new rows against all that is known, and the entities that the next run gives."""
    path = tmp_path_factory.mktemp("published") / "records.duckdb"
    known = [row for case in (*ASKED.values(), *SEALED) for row in case.known]
    ties = [tie for case in (*ASKED.values(), *SEALED) for tie in case.ties]
    new = [row for case in ASKED.values() for row in case.new]
    new_ties = [tie for case in ASKED.values() for tie in case.new_ties]
    return publish(path, known, ties, sealed=SEALS), run_again(path, [*known, *new], [*ties, *new_ties])


@pytest.mark.parametrize("case", ASKED)
def test_a_number_alone_is_whose_the_next_run_says(generation: tuple[Resolver, dict[str, str]], case: str) -> None:
    resolver, now = generation
    asked = ASKED[case]
    told = answer(resolver, asked.new, asked.new_ties)
    mentions = {f"{one['record_id']}#{one['role']}" for one in asked.new}
    assert {match.mention_id: match.entity_id for match in told.matches} == {one: now[one] for one in mentions}
    assert len(told.split) == asked.splits


@pytest.mark.parametrize("case", SEALED, ids=["that the husband is the debtor", "that the two are married"])
def test_what_only_a_sealed_record_says_takes_nobodys_number(
    generation: tuple[Resolver, dict[str, str]], case: Case
) -> None:
    resolver, now = generation
    (match,) = answer(resolver, case.new).matches
    (bearer,) = (one["record_id"] for one in case.known if one["record_id"].startswith("p:2"))
    assert match.entity_id == now[f"{bearer}#person"]
