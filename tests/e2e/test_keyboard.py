"""Everything can be done without a mouse, and what has the focus is seen to have it."""

from tests.e2e.conftest import Enter
from tests.e2e.walker import Walker
from tests.e2e.words import ZH

_FOCUSED = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const says = one.labels?.[0]?.textContent || one.getAttribute("aria-label") || one.textContent.trim() || one.id;
  return { says, tag: one.tagName, outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 };
}"""


def tab_to(walker: Walker, says: str) -> None:
    """Press Tab until something is focused."""
    for _ in range(80):
        walker.page.keyboard.press("Tab")
        if walker.page.evaluate(_FOCUSED)["says"] == says:
            return
    raise AssertionError(f"Tab does not reach {says}")


def current(walker: Walker) -> int:
    """Return which row of the list is the current one."""
    return int(
        walker.page.evaluate("[...document.querySelectorAll('tr.lead')].findIndex((one) => one.ariaCurrent === 'true')")
    )


def test_keys_move_through_the_list_and_open_a_lead(enter: Enter) -> None:
    walker = enter("leads")
    moved = []
    for key in ("j", "ArrowDown", "k"):
        walker.page.keyboard.press(key)
        moved.append(current(walker))
    assert moved == [1, 2, 1]
    wanted = walker.page.locator("tr.lead .says a").nth(1).get_attribute("href")
    walker.page.keyboard.press("Enter")
    walker.page.locator(".sentence").wait_for()
    assert walker.page.url.endswith(str(wanted))


def test_a_lead_is_decided_without_a_mouse(enter: Enter) -> None:
    walker = enter("leads?model=M19&rule=R5")
    keys = walker.page.keyboard
    keys.press("d")
    walker.page.locator("dialog[open]").wait_for()
    tab_to(walker, ZH["lead.status"])
    keys.press("ArrowDown")
    tab_to(walker, ZH["decide.reason"])
    keys.type("只用键盘")
    tab_to(walker, ZH["decide.save"])
    keys.press("Enter")
    walker.page.locator("dialog[open]").wait_for(state="detached")
    walker.page.get_by_text(ZH["decide.done"]).wait_for()
    walker.go(str(walker.page.locator("tr.lead .says a").first.get_attribute("href")).removeprefix("#/"))
    assert "只用键盘" in walker.page.locator("main").inner_text()


def test_whatever_tab_reaches_is_seen_to_have_the_focus(enter: Enter) -> None:
    walker = enter("leads")
    unseen = []
    for _ in range(45):
        walker.page.keyboard.press("Tab")
        found = walker.page.evaluate(_FOCUSED)
        if found["tag"] != "BODY" and not found["outline"]:
            unseen.append(found["says"])
    assert unseen == []


def test_the_first_link_is_seen_when_it_has_the_focus_and_leads_past_the_head(enter: Enter) -> None:
    walker = enter("leads")
    first = walker.page.locator("a, button, input").first
    first.focus()
    assert walker.page.evaluate(_FOCUSED)["says"] == ZH["page.skip"]
    box = first.bounding_box()
    assert min(box["x"], box["y"]) >= 0
    walker.page.keyboard.press("Enter")
    assert walker.page.evaluate("document.activeElement.id") == "main"


def test_the_keys_are_listed_and_escape_closes_the_list(enter: Enter) -> None:
    walker = enter("leads")
    walker.page.keyboard.press("?")
    told = walker.page.locator("dialog[open]").inner_text()
    assert all(ZH[f"keys.{one}"] in told for one in ("next", "previous", "open", "decide", "search", "this"))
    walker.page.keyboard.press("Escape")
    walker.page.locator("dialog").wait_for(state="detached")


def test_a_path_is_found_from_the_lists_alone(enter: Enter) -> None:
    walker = enter("leads")
    walker.page.keyboard.press("j")
    walker.page.keyboard.press("k")
    walker.page.keyboard.press("Enter")
    walker.page.locator(".sentence").wait_for()
    walker.drawn()
    walker.page.keyboard.press("g")
    walker.page.locator(".expand").wait_for()
    open_ = walker.page.get_by_role("button", name="配偶")
    open_.focus()
    walker.page.keyboard.press("Enter")
    also = walker.page.locator("#list-nodes li").nth(1).get_by_role("button", name=ZH["graph.also"])
    also.focus()
    walker.page.keyboard.press("Enter")
    walker.page.get_by_role("button", name=ZH["graph.path"]).wait_for()
    walker.page.keyboard.press("x")
    walker.page.locator(".paths li").first.wait_for()
    assert walker.page.locator(".paths .step").count() > 0
