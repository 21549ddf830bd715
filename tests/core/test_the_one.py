"""An id may be given by its beginning, as long as that means only one."""

import pytest

from core.errors import UserError
from core.ids import the_one

KNOWN = ["L-0a1", "L-0a12", "L-0b1", "L-0b2", "L-0b3", "L-0b4"]


@pytest.mark.parametrize(("asked", "meant"), [("L-0a12", "L-0a12"), ("L-0a1", "L-0a1"), (" l-0A12 ", "L-0a12")])
def test_an_id_means_itself_even_where_another_begins_so(asked: str, meant: str) -> None:
    assert the_one(asked, KNOWN, "none") == meant


def test_a_beginning_means_the_only_one() -> None:
    assert the_one("L-0b3", [*KNOWN, "L-0b2f"], "none") == "L-0b3"
    assert the_one("l-0", ["L-0a1"], "none") == "L-0a1"


@pytest.mark.parametrize("asked", ["L-0", "L-0b"])
def test_a_beginning_of_several_is_refused_with_the_first_of_them(asked: str) -> None:
    with pytest.raises(UserError, match=r"More than one id begins with L-0.*: L-0.*Give more of it"):
        the_one(asked, KNOWN, "none")


@pytest.mark.parametrize("asked", ["L-1", "", "  ", "%"])
def test_what_begins_no_id_is_told_as_missing(asked: str) -> None:
    with pytest.raises(UserError, match=r"^nothing here$"):
        the_one(asked, KNOWN, "nothing here")
