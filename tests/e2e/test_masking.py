"""Names and numbers are masked until somebody says why they must be seen, and only on the view that is open."""

import csv
import re
from pathlib import Path

import pytest

from tests.e2e.conftest import Enter
from tests.e2e.walker import Walker
from tests.e2e.words import ZH

NUMBER = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])[0-3]\d\d{3}[\dXx]")
REASON = "核对（2026）第7号线索当事人身份"
VIEWS = ["the list", "a lead", "a dossier", "a search", "the graph", "a case"]


@pytest.fixture(scope="module")
def names(county: Path) -> list[str]:
    """The names of the county that are of three characters and no part of a word."""
    with (county / "truth" / "persons.csv").open(encoding="utf-8-sig", newline="") as file:
        return sorted({row["name"] for row in csv.DictReader(file) if len(row["name"]) == 3})


def told(walker: Walker, names: list[str]) -> list[str]:
    """Return the full names and numbers that can be read or are in an attribute of the page."""
    held = walker.page.locator("main").evaluate("one => one.outerHTML") + walker.text()
    return NUMBER.findall(held) + [name for name in names if name in held]


def to_a_dossier(walker: Walker) -> None:
    """Go on to the dossier of the first lead's principal."""
    walker.press("tr.lead td.who a")
    walker.page.locator("#part-mentions").wait_for()
    walker.drawn()


def test_no_view_tells_a_name_or_number_unasked(enter: Enter, names: list[str]) -> None:
    walker = enter("leads?model=H01")
    found = {"the list": told(walker, names)}
    lead = str(walker.page.locator("tr.lead .says a").first.get_attribute("href")).removeprefix("#/")
    walker.go(lead)
    found["a lead"] = told(walker, names)
    walker.page.get_by_role("link", name=ZH["lead.graph"]).click()
    walker.page.locator(".paths li").first.wait_for()
    found["the graph"] = told(walker, names)
    walker.go("leads")
    to_a_dossier(walker)
    found["a dossier"] = told(walker, names)
    case = walker.page.locator("#part-cases a", has_text="刑初").first.inner_text()
    walker.go(f"screen/{case}")
    walker.page.locator("main section").nth(1).wait_for()
    found["a case"] = told(walker, names)
    walker.go("search?q=%E5%BC%A0%E4%BC%9F")
    found["a search"] = told(walker, [name for name in names if name != "张伟"])
    assert found == {view: [] for view in VIEWS}


def test_a_reason_shows_them_and_the_journal_keeps_it(enter: Enter, names: list[str]) -> None:
    walker = enter("leads")
    to_a_dossier(walker)
    walker.reveal(REASON)
    assert len(told(walker, names)) > 2
    walker.go("journal")
    first = walker.page.locator("main tbody tr", has_text=ZH["action.entity"]).first.inner_text()
    assert REASON in first
    assert ZH["journal.unmasked"] in first


def test_who_leaves_the_view_finds_it_masked_again(enter: Enter, names: list[str]) -> None:
    walker = enter("leads")
    to_a_dossier(walker)
    walker.reveal(REASON)
    walker.page.go_back()
    walker.page.locator("tr.lead").first.wait_for()
    assert told(walker, names) == []
    to_a_dossier(walker)
    assert told(walker, names) == []
