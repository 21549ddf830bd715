"""The small county served by a real process, and a real browser."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.api.conftest import county, finished  # noqa: F401 - the county and its workspace, made once for all workers
from tests.e2e.serving import Server, serving
from tests.e2e.walker import Walker
from tests.http.client import copied

Enter = Callable[..., Walker]


def chromium() -> str | None:
    """Return the path of the system's Chromium, if there is one."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium: the system's, nothing is downloaded."""
    path = chromium()
    if path is None:
        told = "chromium is missing: install it (Debian package chromium) to test the page in a real browser"
        if os.environ.get("CI") or os.environ.get("CLEW_REQUIRE_CHROMIUM"):
            pytest.fail(told)
        pytest.skip(told)
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="session")
def workspace(finished: tuple[Path, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: F811
    """A copy of the county's workspace that is a demo, so that an investigator is let in at first start."""
    workspace = copied(finished[0], tmp_path_factory.mktemp("e2e") / "ws")
    (workspace / "clew.toml").write_text("demo = true\n", "utf-8")
    return workspace


@pytest.fixture(scope="session")
def server(workspace: Path) -> Iterator[Server]:
    """The county served; tests change each its own leads."""
    with serving(workspace) as found:
        yield found


@pytest.fixture(scope="session")
def let_in(browser: Browser, server: Server) -> dict[str, Any]:
    """What a browser keeps of the login, by role."""
    kept = {}
    for role, link in server.links.items():
        walker = Walker(browser, server)
        walker.accept(link)
        kept[role] = walker.context.storage_state()
        walker.close()
    return kept


@pytest.fixture
def enter(browser: Browser, server: Server, let_in: dict[str, Any]) -> Iterator[Enter]:
    """A function that opens the page in a window of its own, somebody logged in; no walk may leave troubles behind."""
    opened: list[Walker] = []

    def enter(address: str = "", language: str = "zh", role: str = "investigator") -> Walker:
        walker = Walker(browser, server, language, storage_state=let_in[role])
        opened.append(walker)
        walker.open(address)
        return walker

    yield enter
    troubles = [one for walker in opened for one in walker.troubles]
    for walker in opened:
        walker.close()
    assert troubles == []
