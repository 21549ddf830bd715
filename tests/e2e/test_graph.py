"""The graph: counts before anything is opened, hubs that stay closed, filters, what is pinned and hidden, a picture."""

import struct

import pytest

from tests.e2e.conftest import Enter
from tests.e2e.walker import Walker, number_in
from tests.e2e.words import ZH

HOTEL = "七星关区安利德大酒店有限公司"
AT_ONCE = 25


def nodes(walker: Walker) -> int:
    """Return how many nodes the list beside the picture counts."""
    return number_in(walker.page.locator("#list-nodes summary").inner_text())


def edges(walker: Walker) -> int:
    """Return how many edges the list beside the picture counts."""
    return number_in(walker.page.locator("#list-edges summary").inner_text())


@pytest.fixture
def on_a_person(enter: Enter) -> Walker:
    """A graph that begins with the strongest lead's principal, whose custody was opened."""
    walker = enter("leads")
    walker.press("tr.lead .says a")
    walker.page.get_by_role("link", name=ZH["lead.graph"]).click()
    walker.page.locator(".expand").wait_for()
    assert nodes(walker) == 1
    walker.page.get_by_role("button", name="在押").click()
    walker.page.locator("#list-nodes li").nth(4).wait_for()
    return walker


def test_a_hub_tells_its_size_and_is_not_opened_whole(enter: Enter) -> None:
    walker = enter(f"search?q={HOTEL}")
    walker.page.locator("main tbody tr", has_text=HOTEL).get_by_role("link", name=ZH["nav.graph"]).click()
    walker.page.locator(".expand").wait_for()
    size = number_in(walker.page.locator(".graph-panel .badge").inner_text())
    assert size > 200
    walker.page.get_by_role("button", name=ZH["graph.some"].format(n=AT_ONCE)).first.click()
    walker.page.locator("#list-nodes li").nth(1).wait_for()
    assert nodes(walker) <= 1 + AT_ONCE


def test_a_type_that_is_unticked_is_gone_from_picture_and_list(on_a_person: Walker) -> None:
    walker = on_a_person
    assert edges(walker) == 4
    walker.page.locator(".graph-filters").get_by_label("在押").uncheck()
    walker.page.wait_for_function("() => document.querySelectorAll('#list-edges li').length === 0")
    assert nodes(walker) == 1


def test_days_leave_out_what_was_not_in_force(on_a_person: Walker) -> None:
    walker = on_a_person
    walker.page.locator("#graph-since").fill("2025-01-01")
    walker.page.locator("#graph-since").press("Tab")
    walker.page.wait_for_function("() => document.querySelectorAll('#list-edges li').length < 4")
    periods = walker.page.locator("#list-edges small").all_text_contents()
    assert periods
    assert [one for one in periods if one.rpartition(" – ")[2] < "2025-01-01" and not one.endswith(" – ")] == []


def test_what_is_hidden_can_be_had_back(on_a_person: Walker) -> None:
    walker = on_a_person
    second, shown = walker.page.locator("#list-nodes li .pick").nth(1), walker.page.locator("#list-nodes li")
    for _ in range(5):  # counts that arrive meanwhile draw list and panel anew, under the finger
        second.click()
        walker.page.locator("#list-nodes li:nth-child(2) .pick[aria-pressed=true]").wait_for()
        walker.page.wait_for_timeout(500)
        if shown.count() == 5:
            walker.page.get_by_role("button", name=ZH["graph.hide"], exact=True).click()
        walker.page.wait_for_timeout(500)
        if shown.count() == 4:
            break
    assert shown.count() == 4
    walker.page.get_by_role("button", name=ZH["graph.show_all"]).click()
    walker.page.wait_for_function("() => document.querySelectorAll('#list-nodes li').length === 5")


def test_what_is_pinned_says_so(on_a_person: Walker) -> None:
    walker = on_a_person
    pin = walker.page.get_by_role("button", name=ZH["graph.pin"], exact=True)
    pin.click()
    walker.page.locator(".graph-panel button[aria-pressed=true]").wait_for()


def test_the_picture_can_be_kept(on_a_person: Walker) -> None:
    walker = on_a_person
    name, data = walker.downloaded(lambda: walker.page.get_by_role("button", name=ZH["graph.png"]).click())
    assert name.endswith(".png")
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    assert min(width, height) > 100
