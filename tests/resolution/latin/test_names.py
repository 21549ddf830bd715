"""What is read from a name, a birth and a postcode in Latin script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolution.latin import names
from resolution.latin.nodes import birth, postcode


@pytest.mark.parametrize(
    ("written", "given_name", "family_name", "read"),
    [
        ("Thomas Clifford, 1st Baron Clifford of Chudleigh", "Thomas", "Chudleigh", ("thomas", "chudleigh")),
        ("Tom Smith", None, None, ("thomas", "smith")),
        ("Smith, Tom", None, None, ("thomas", "smith")),
        ("Sir James, Baronet", "Sir", "Baronet", ("james", None)),
        (None, "Zoë", "Brontë-Nicholls", ("zoe", "nicholls")),
        ("leach", "leach", None, ("leach", None)),
        (None, None, "Smith", (None, "smith")),
        ("j.m.churchill", "j.m.churchill", None, ("j", "churchill")),
        ("O’Neill, Peggy", None, None, ("margaret", "oneill")),
    ],
)
def test_given_and_family_name_are_found(
    written: str | None, given_name: str | None, family_name: str | None, read: tuple[str | None, str | None]
) -> None:
    found = names.read(written, given_name, family_name)
    assert (found.given, found.family) == read


@given(st.text(max_size=40), st.text(max_size=20), st.text(max_size=20))
def test_any_text_is_read_and_the_parts_are_among_the_words(whole: str, first: str, last: str) -> None:
    found = names.read(whole or None, first or None, last or None)
    assert {found.given, found.family} - {None} <= set(found.words)
    assert set(found.rest) == set(found.words) - {found.given, found.family}


@pytest.mark.parametrize(("one", "other"), [("smith", "smyth"), ("clark", "klarke"), ("philips", "filips")])
def test_names_that_sound_alike_have_one_sound(one: str, other: str) -> None:
    assert names.sound(one) == names.sound(other)


def test_names_that_sound_otherwise_have_another() -> None:
    assert len({names.sound(name) for name in ("smith", "jones", "brown", "taylor", "walker")}) == 5


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1861-05-02", ("18610502", 1861)),
        ("18610502", ("18610502", 1861)),
        ("02/05/1861", ("18610502", 1861)),
        ("1861-05-02T00:00:00", ("18610502", 1861)),
        ("1856-86-18", ("18568618", 1856)),
        ("about 1861", (None, 1861)),
        ("unknown", (None, None)),
    ],
)
def test_a_broken_date_keeps_what_it_says(written: str, read: tuple[str | None, int | None]) -> None:
    assert birth(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [("bs2 0el", ("BS20EL", "BS2", "BS")), ("2119", ("2119", "211", "21")), ("x", ("X", None, None)), (" ", None)],
)
def test_a_postcode_has_a_district_and_an_area(written: str, read: tuple[str, str | None, str | None] | None) -> None:
    assert postcode(written) == read
