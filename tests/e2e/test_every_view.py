"""What holds for every view in both languages: words of the catalogue, a name for all that can be used, landmarks."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.e2e.serving import Server
from tests.e2e.survey import View, walk
from tests.e2e.words import EN, ZH

WORDS = {"zh": ZH, "en": EN}
Found = tuple[str, dict[str, View], list[str]]
HAN = re.compile(r"[\u3400-\u9fff]+")
ENGLISH = re.compile(r"[A-Za-z]{2,}(?: [A-Za-z]{2,}){2,}")
CODE = re.compile(r"[a-z]+(?:_[a-z]+)+")
USED = (
    "button link textbox searchbox checkbox combobox radio spinbutton img navigation search form dialog table toolbar"
)
NAMELESS = re.compile(rf'^\s*- (?:{USED.replace(" ", "|")})(?! ")(?: \[.*?\])*:?(?: .*)?$', re.MULTILINE)


@pytest.fixture(scope="module", params=["zh", "en"])
def found(request: pytest.FixtureRequest, browser: Browser, server: Server, let_in: dict[str, Any]) -> Found:
    """A language, all views in it, and what went wrong on the way."""
    return request.param, *walk(browser, server, let_in, request.param)


def each(found: Found, wrong: Any) -> dict[str, Any]:
    """Return what is wrong with each view, of those where something is."""
    return {address: what for address, view in found[1].items() if (what := wrong(view))}


def test_nothing_goes_wrong_on_the_way(found: Found) -> None:
    assert found[2] == []


def test_each_view_has_its_heading(found: Found) -> None:
    words = WORDS[found[0]]
    assert each(found, lambda view: view.word and not view.heading.startswith(words[view.word]) and view.heading) == {}


def test_each_view_says_its_language(found: Found) -> None:
    wanted = {"zh": "zh-CN", "en": "en"}[found[0]]
    assert each(found, lambda view: view.language != wanted) == {}


def test_the_window_is_called_as_the_view(found: Found) -> None:
    assert each(found, lambda view: not view.title.startswith(view.heading) and view.title) == {}


def test_no_key_of_the_catalogue_is_seen(found: Found) -> None:
    assert each(found, lambda view: sorted({*view.all} & ZH.keys())) == {}


def test_no_gap_is_left_unfilled(found: Found) -> None:
    assert each(found, lambda view: [one for one in view.own if re.search(r"\{\w+\}|undefined|\[object", one)]) == {}


def test_words_are_of_the_language(found: Found) -> None:
    other = ENGLISH if found[0] == "zh" else HAN
    assert each(found, lambda view: [one for one in view.own if other.search(one)]) == {}


def test_no_code_stands_where_a_word_should(found: Found) -> None:
    assert each(found, lambda view: [one for one in view.own if CODE.fullmatch(one)]) == {}


def test_no_english_sentence_is_left_in_chinese(found: Found) -> None:
    if found[0] == "zh":
        assert each(found, lambda view: [one for one in view.all if ENGLISH.search(one)]) == {}


def test_each_view_has_one_first_heading_and_its_landmarks(found: Found) -> None:
    assert each(found, lambda view: (view.count["h1"], view.count["main"], view.count["header"]) != (1, 1, 1)) == {}


def test_all_that_can_be_used_has_a_name(found: Found) -> None:
    assert each(found, lambda view: NAMELESS.findall(view.tree)) == {}


def test_no_view_is_wider_than_the_window(found: Found) -> None:
    assert each(found, lambda view: view.bent > 0 and view.bent) == {}
