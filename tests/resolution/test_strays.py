"""A number alone in a role in which a relative of its bearer is known."""

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
