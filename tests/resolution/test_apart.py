"""Who cannot be one person: two whom one row names, two whom one list of a case names."""

from typing import Any

import pytest

from tests.resolution.mentions import groups, number, person

LIU = number("19850312", 1)
CASE = {"nodes": [("Case", "Case-1")]}
LISTED = {**CASE, "lists": ["suspects of Case-1"]}
PHONE = {"phones": ["13800001234"]}


def two_of_one_row(first: str | None, second: str | None, **slots: Any) -> list[dict[str, Any]]:
    """A creditor and a debtor of one name, in one row."""
    return [
        person("a:1", "周强", first, role="creditor", **CASE, **slots),
        person("a:1", "周强", second, role="debtor", **CASE, **slots),
    ]


@pytest.mark.parametrize("first", [None, LIU])
def test_two_roles_of_one_row_are_two_persons(first: str | None) -> None:
    assert len(groups(two_of_one_row(first, None))) == 2


def test_not_even_a_shared_telephone_makes_two_roles_of_one_row_one_person() -> None:
    assert len(groups(two_of_one_row(None, None, **PHONE))) == 2


def test_unless_their_numbers_say_that_they_are_one() -> None:
    assert len(groups(two_of_one_row(LIU, LIU))) == 1


@pytest.mark.parametrize("declared", [("a", "creditor", "debtor"), ("a", "debtor", "creditor")])
def test_or_the_mapping_that_they_may_be(declared: tuple[str, str, str]) -> None:
    assert len(groups(two_of_one_row(LIU, None), may_be=[declared])) == 1


def test_two_of_one_cell_are_two_persons() -> None:
    said = [
        person("a:1", "周强", LIU, role="creditor", **CASE),
        person("a:1", "周强", None, role="creditor.2", **CASE),
    ]
    assert len(groups(said)) == 2


def test_two_rows_of_one_list_are_two_persons() -> None:
    assert len(groups([person("a:1", "刘洋", LIU, **LISTED), person("a:2", "刘洋", None, **LISTED)])) == 2
    assert len(groups([person("a:1", "刘洋", None, **LISTED), person("a:2", "刘洋", None, **LISTED)])) == 2
    assert len(groups([person("a:1", "刘洋", LIU, **LISTED), person("a:2", "刘某", None, **LISTED)])) == 2


def test_one_number_in_two_rows_of_a_list_is_one_person() -> None:
    masked = LIU[:6] + "********" + LIU[14:]
    assert len(groups([person("a:1", "刘洋", LIU, **LISTED), person("a:2", "刘阳", LIU, **LISTED)])) == 1
    assert len(groups([person("a:1", "刘洋", masked, **LISTED), person("a:2", "刘洋", masked, **LISTED)])) == 1


def test_rows_of_two_lists_may_be_one_person() -> None:
    other = {**CASE, "lists": ["parties of Case-1"]}
    assert len(groups([person("a:1", "刘洋", LIU, **LISTED), person("b:1", "刘洋", None, **other)])) == 1


def test_a_name_that_two_of_a_case_bear_says_nothing_there() -> None:
    found = groups(
        [
            person("a:1", "刘洋", LIU, **LISTED),
            person("a:2", "刘洋", None, **LISTED),
            person("b:1", "刘洋", None, **CASE),
            person("b:2", "刘阳", None, **CASE),
        ]
    )
    assert len(found) == 4
