"""Sentences: every value told in either language, names masked unless revealed."""

from datetime import date

import pytest

from queries.explain import sentence, shown_name

SAYS = {
    "zh": "{who}：{way}，{n}，{day}，{flag}，{list}，{none}",
    "en": "{who}: {way}, {n}, {day}, {flag}, {list}, {none}",
    "words": {"way": {"two": {"zh": "两处", "en": ""}}},
}
VALUES = {
    "who": "杨*",
    "way": "two",
    "n": 12.50,
    "day": date(2020, 1, 2),
    "flag": True,
    "list": ["a", "b"],
    "none": None,
}


@pytest.mark.parametrize(
    ("language", "told"),
    [("zh", "杨*：两处，12.5，2020-01-02，是，a、b，不详"), ("en", "杨*: 两处, 12.5, 2020-01-02, yes, a, b, unknown")],
)
def test_values_are_told_in_both_languages(language: str, told: str) -> None:
    assert sentence(SAYS, VALUES, language) == told


@pytest.mark.parametrize(("values", "told"), [({"x": []}, "无"), ({"x": 0}, "0"), ({"x": False}, "否"), ({}, "不详")])
def test_nothing_nought_and_no_are_not_the_same(values: dict[str, object], told: str) -> None:
    assert sentence({"zh": "{x}", "en": "{x}", "words": {}}, values) == told


@pytest.mark.parametrize(
    ("entity", "revealed", "shown"),
    [
        ("P-1", False, "杨*"),
        ("P-1", True, "杨光"),
        ("O-1", False, "某某公司"),
        ("U-1", False, "某***"),
        ("P-2", False, "P-2"),
    ],
)
def test_names_of_persons_and_of_the_undecided_are_masked(entity: str, revealed: bool, shown: str) -> None:
    names = {"P-1": "杨光", "O-1": "某某公司", "U-1": "某某商行"}
    assert shown_name(entity, names, revealed=revealed) == shown
