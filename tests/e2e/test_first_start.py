"""The first start: two one-time links, an administrator who sees no case, an investigator who comes and goes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.e2e.serving import Server, serving
from tests.e2e.walker import PASSWORD, Walker
from tests.e2e.words import ZH
from tests.http.client import copied


@pytest.fixture(scope="module")
def first(finished: tuple[Path, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo served for the first time."""
    workspace = copied(finished[0], tmp_path_factory.mktemp("first") / "ws")
    (workspace / "clew.toml").write_text("demo = true\n", "utf-8")
    with serving(workspace) as found:
        yield found


@pytest.fixture
def walker(browser: Browser, first: Server) -> Iterator[Walker]:
    """Somebody whom the page does not know."""
    walker = Walker(browser, first)
    yield walker
    troubles = walker.troubles
    walker.close()
    assert troubles == []


def places(walker: Walker) -> list[str]:
    """Return where the head of the page leads."""
    return walker.page.locator("header nav a").all_inner_texts()


def test_a_link_is_printed_for_each_of_the_two(first: Server) -> None:
    assert sorted(first.links) == ["administrator", "investigator"]


def test_the_administrator_invites_and_sees_no_case(walker: Walker, first: Server) -> None:
    walker.accept(first.links["administrator"])
    assert places(walker) == [ZH["nav.models"], ZH["nav.users"], ZH["nav.journal"]]
    walker.page.get_by_label(ZH["users.name"]).fill("检察官乙")
    walker.page.get_by_role("button", name=ZH["users.invite"]).click()
    link = walker.page.get_by_label(ZH["users.link"]).input_value()
    assert link.startswith(f"{first.base}/#/invitation/")
    for address in ("leads", "search?q=%E7%8E%8B", "graph", "loaded"):
        walker.go(address)
        assert walker.heading() == ZH["page.missing"]
    walker.go("journal")
    assert ZH["action.users invite"] in walker.page.locator("main table").inner_text()


def test_the_investigator_comes_goes_and_comes_again(walker: Walker, first: Server) -> None:
    walker.accept(first.links["investigator"])
    assert walker.heading() == ZH["leads.title"]
    assert walker.page.locator("tr.lead").count() == 50
    walker.page.get_by_role("button", name=ZH["login.out"]).click()
    walker.page.locator("#password").wait_for()
    assert "**" not in walker.text()
    walker.log_in("investigator")
    assert walker.heading() == ZH["leads.title"]


def test_a_wrong_password_is_told_and_lets_nobody_in(walker: Walker, first: Server) -> None:
    walker.open()
    walker.page.locator("#name").fill("investigator")
    walker.page.locator("#password").fill(PASSWORD + "?")
    walker.press("form button[type=submit]")
    walker.page.locator(".problem").wait_for()
    walker.refused(401)
    assert places(walker) == []
