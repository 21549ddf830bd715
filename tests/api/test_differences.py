"""Differences of two values are marked by character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.differences import bracketed, fits, spans, texts


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("王伟明", "王玮明", "王[伟]明"),
        ("520201199001011234", "520201199001012234", "52020119900101[1]234"),
        ("王伟", "王伟", "王伟"),
        ("王伟", "陈建国", "[王伟]"),
        ("王明", "王伟明", "[王明]"),
        ("王伟明", "王明", "王[伟]明"),
        ("522401************", "522401197206065857", "522401************"),
        ("522401197206065857", "522401************", "522401197206065857"),
        ("522402************", "522401197206065857", "52240[2]************"),
    ],
)
def test_what_differs_stands_in_brackets(one: str, other: str, shown: str) -> None:
    (marks,) = spans([one], [other])
    assert bracketed(one, marks) == shown


def test_what_both_lists_have_is_not_marked_and_the_rest_meets_what_is_most_like_it() -> None:
    one, other = ["13800001111", "13900002222"], ["13800001111", "13900002229", "075188888888"]
    assert [bracketed(text, marks) for text, marks in zip(one, spans(one, other), strict=True)] == [
        "13800001111",
        "1390000222[2]",
    ]


def test_a_masked_number_fits_what_shows_the_same_where_it_shows_anything() -> None:
    assert fits("522401************", "522401197206065857")
    assert not fits("522402************", "522401197206065857")
    assert not fits("522401197206065857", "522401197206065857")


def test_what_is_unknown_differs_from_nothing() -> None:
    assert spans(texts("王伟"), texts(None)) == [[]]


@given(st.text("王伟明1234", max_size=8), st.text("王伟明1234", max_size=8))
def test_marks_are_within_the_text_and_equal_texts_have_none(one: str, other: str) -> None:
    (marks,) = spans([one], [other])
    assert all(0 <= start < end <= len(one) or not one for start, end in marks)
    assert (marks == []) == (one == other)
    assert bracketed(one, marks).replace("[", "").replace("]", "") == one
