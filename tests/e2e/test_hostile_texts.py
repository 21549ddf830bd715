"""Whatever an agency wrote or a user types is text: it is seen as it was sent, runs nothing and bends nothing."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from tests.api.command_line import AS_OF, run_clew
from tests.e2e import hostile
from tests.e2e.serving import Server, serving
from tests.e2e.walker import SIZE, Walker
from tests.e2e.words import ZH

REASON = '"><img src=x onerror="window.pwned=1">\u202e由'
CASE = "（2025）黔0502民初7号"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The hostile county, run and served."""
    folder = tmp_path_factory.mktemp("hostile")
    hostile.write(folder / "exports")
    done = run_clew("run", folder / "exports", "-w", folder / "ws", "--as-of", AS_OF)
    assert done.returncode == 0, done.stderr
    (folder / "ws" / "clew.toml").write_text("demo = true\n", "utf-8")
    with serving(folder / "ws") as server:
        yield server


@pytest.fixture(scope="module")
def visitor(browser: Browser, tiny: Server) -> Iterator[Walker]:
    """The investigator of the hostile county; all tests of this file walk on in one window."""
    walker = Walker(browser, tiny)
    walker.accept(tiny.links["investigator"])
    yield walker
    walker.close()


@pytest.fixture
def walker(visitor: Walker) -> Iterator[Walker]:
    """The visitor, who has to come out of the test as harmless as he went in."""
    yield visitor
    troubles = visitor.troubles
    visitor.forget()
    assert troubles == []
    assert visitor.page.evaluate("window.pwned") is None
    assert visitor.page.evaluate("document.querySelectorAll('main :is(script, img, svg, b, iframe)').length") == 0


def bent(walker: Walker) -> int:
    """Return by how many pixels the page is wider than the window."""
    return int(walker.page.evaluate("document.documentElement.scrollWidth")) - SIZE["width"]


def rows(walker: Walker) -> list[str]:
    """Return the addresses of all leads."""
    walker.go("leads")
    links = walker.page.locator("tr.lead .says a").all()
    return [str(link.get_attribute("href")).removeprefix("#/") for link in links]


def test_every_name_is_seen_as_it_was_sent(walker: Walker) -> None:
    walker.go("leads")
    walker.reveal(REASON)
    seen = walker.page.locator("tr.lead td.who").all_text_contents()
    assert sorted(seen) == sorted(map(hostile.known_as, hostile.NAMES))


def test_a_lead_shows_the_rows_as_they_were_sent(walker: Walker) -> None:
    seen = {}
    for address in rows(walker):
        walker.go(address)
        walker.reveal(REASON)
        cells = walker.page.locator("article.evidence dd").all_text_contents()
        seen[address] = [name for name in hostile.NAMES if name in cells], bent(walker) <= 0
        assert hostile.FILE in walker.page.locator("article.evidence .place").first.text_content()
    assert sorted(name for names, _ in seen.values() for name in names) == sorted(hostile.NAMES)
    assert [address for address, (_, whole) in seen.items() if not whole] == []


@pytest.mark.parametrize("address", ["loaded", f"screen/{quote(CASE)}", "models/M19", "journal", "%3Cscript%3E/x"])
def test_no_view_is_bent(walker: Walker, address: str) -> None:
    walker.go(address)
    walker.reveal(REASON)
    assert bent(walker) <= 0


@pytest.mark.parametrize("typed", hostile.NAMES[:6], ids=range(6))
def test_what_is_searched_for_is_seen_as_it_was_typed(walker: Walker, typed: str) -> None:
    walker.page.locator("#search").fill(typed)
    walker.page.locator("#search").press("Enter")
    heading = walker.page.locator("h1 bdi")
    for _ in range(100):  # the search before this one stands there until the answer has come
        walker.drawn()
        if heading.count() and heading.text_content() == typed:
            break
        walker.page.wait_for_timeout(50)
    assert heading.text_content() == typed
    assert bent(walker) <= 0


@pytest.mark.parametrize("nth", range(6))
def test_a_dossier_and_a_graph_are_not_bent(walker: Walker, nth: int) -> None:
    walker.go(f"search?q={hostile.number(nth)}")
    walker.press("main tbody a")
    walker.page.locator("#part-mentions").wait_for()
    walker.drawn()
    walker.reveal(REASON)
    assert walker.page.locator("h1 bdi").text_content() == hostile.known_as(hostile.NAMES[nth])
    assert bent(walker) <= 0
    walker.press("h1 + .row a.button >> nth=-1")
    walker.page.locator(".expand").wait_for()
    walker.reveal(REASON)
    walker.page.get_by_role("button", name="当事人").click()
    walker.page.locator("#list-nodes li").nth(1).wait_for()
    assert bent(walker) <= 0


def test_what_turns_the_direction_of_writing_does_not_spill(walker: Walker) -> None:
    turned = hostile.NAMES[2]
    walker.go("leads")
    walker.reveal(REASON)
    walker.page.locator("tr.lead", has_text=hostile.known_as(turned)).locator(".says a").click()
    walker.page.locator("article.evidence").first.wait_for()
    walker.drawn()
    walker.reveal(REASON)
    cells = walker.page.locator("article.evidence dd bdi", has_text=turned)
    assert cells.count() > 2
    assert {cell.evaluate("one => getComputedStyle(one).unicodeBidi") for cell in cells.all()} == {"isolate"}


def test_what_a_user_types_as_a_reason_is_text_in_history_and_journal(walker: Walker) -> None:
    walker.go(rows(walker)[0])
    walker.page.get_by_label(ZH["lead.status"]).select_option("triage")
    walker.page.get_by_label(ZH["decide.reason"]).fill(REASON)
    walker.page.get_by_role("button", name=ZH["decide.save"]).click()
    walker.page.get_by_text(ZH["decide.done"]).wait_for()
    walker.drawn()
    assert REASON in str(walker.page.locator("main").text_content())
    walker.go("journal")
    assert REASON in str(walker.page.locator("main table").text_content())


def test_an_assignee_whom_nobody_knows_is_told_as_text(walker: Walker) -> None:
    walker.go(rows(walker)[1])
    walker.page.get_by_label(ZH["lead.assignee"]).fill(hostile.NAMES[1])
    walker.page.get_by_label(ZH["decide.reason"]).fill(REASON)
    walker.page.get_by_role("button", name=ZH["decide.save"]).click()
    told = walker.page.locator("form.decide .problem").text_content()
    walker.refused(422)
    assert hostile.NAMES[1] in str(told)


def test_a_user_may_be_called_anything_that_can_be_printed(browser: Browser, tiny: Server) -> None:
    walker = Walker(browser, tiny)
    walker.accept(tiny.links["administrator"])
    for name in (hostile.NAMES[1], hostile.NAMES[7], "W" * 200):
        walker.page.get_by_label(ZH["users.name"]).fill(name)
        walker.page.get_by_role("button", name=ZH["users.invite"]).click()
        walker.page.get_by_label(ZH["users.link"]).wait_for()
        walker.go("users")
        assert name in walker.page.locator("main tbody td:first-child").all_text_contents()
    assert bent(walker) <= 0
    assert walker.troubles == []
    walker.close()


def test_what_the_policy_forbids_is_refused_and_noticed(browser: Browser, tiny: Server) -> None:
    walker = Walker(browser, tiny)
    walker.open()
    walker.page.evaluate(
        """() => {
          document.querySelector("main").innerHTML = '<img src="http://192.0.2.1/x" onerror="window.pwned = 1">';
          const script = document.createElement("script");
          script.textContent = "window.pwned = 1";
          document.body.append(script);
        }"""
    )
    walker.page.wait_for_function("window.violations.length >= 3")
    assert walker.page.evaluate("window.pwned") is None
    assert {one.split()[0] for one in walker.page.evaluate("window.violations")} == {
        "img-src", "script-src-attr", "script-src-elem"
    }  # fmt: skip
    walker.close()
