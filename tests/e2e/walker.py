"""Somebody who walks through the page in a browser, and notes everything that went wrong on the way."""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Download, Page, Request

from tests.e2e.serving import Server

PASSWORD = "七星关 correct horse"
SIZE = {"width": 1280, "height": 720}
# What the policy forbade is told to the page alone; kept in the window, it can be asked for.
_LISTEN = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""
_GO = """async (hash) => {
  const arrived = new Promise((done) => addEventListener("hashchange", done, { once: true }));
  if (location.hash === hash) dispatchEvent(new Event("hashchange"));
  else location.hash = hash;
  await arrived;
}"""
_DRAWN = """() => {
  const main = document.querySelector("main");
  return main && !main.hasAttribute("aria-busy") && main.querySelector("h1");
}"""


class Walker:
    """One person's window; it notes reports of the policy, errors of console and scripts, failed and far requests."""

    def __init__(self, browser: Browser, server: Server, language: str = "zh", **options: Any) -> None:
        """Open a window of its own, with nothing kept from others."""
        self.server = server
        self.base = server.base
        self._troubles: list[str] = []
        locale = "zh-CN" if language == "zh" else "en-GB"
        self.context: BrowserContext = browser.new_context(
            **{"viewport": SIZE, "base_url": self.base, "locale": locale, "reduced_motion": "reduce", **options}
        )
        self.context.set_default_timeout(15_000)
        self.context.add_init_script(_LISTEN)
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda said: self._note(said.type in ("error", "warning"), f"console: {said.text}"))
        self.page.on("pageerror", lambda error: self._note(True, f"script: {error}"))
        self.page.on("dialog", lambda dialog: (self._note(True, f"dialog: {dialog.message}"), dialog.dismiss()))
        self.page.on("request", self._request)
        self.page.on("requestfailed", self._failed)

    def _note(self, wrong: bool, said: str) -> None:
        if wrong:
            self._troubles.append(said)

    def _request(self, request: Request) -> None:
        place = urlsplit(request.url)
        self._note(
            place.scheme not in ("data", "blob") and f"{place.scheme}://{place.netloc}" != self.base, request.url
        )

    def _failed(self, request: Request) -> None:
        # A view that is left no longer waits for its answers.
        self._note(request.failure != "net::ERR_ABORTED", f"failed: {request.url} {request.failure}")

    @property
    def troubles(self) -> list[str]:
        """What went wrong so far, reports of the policy among it."""
        return self._troubles + list(self.page.evaluate("window.violations"))

    def forget(self) -> None:
        """Let go of what went wrong so far."""
        self._troubles.clear()
        self.page.evaluate("window.violations = []")

    def refused(self, status: int) -> None:
        """Take one refusal that this walk provokes, which the console reports too, off the troubles."""
        told = next(one for one in self._troubles if f"status of {status}" in one)
        self._troubles.remove(told)

    def open(self, address: str = "") -> None:
        """Load the page anew, at an address within it, and wait until the view is drawn."""
        self.page.goto("about:blank")
        self.page.goto(f"/#/{address}")
        self.drawn()

    def go(self, address: str) -> None:
        """Go to an address within the page, and wait until the view is drawn."""
        self.page.evaluate(_GO, f"#/{address}")
        self.drawn()

    def drawn(self) -> None:
        """Wait until the view is drawn."""
        self.page.wait_for_function(_DRAWN)

    def heading(self) -> str:
        """Return what stands in the first heading."""
        return self.page.locator("h1").inner_text()

    def text(self) -> str:
        """Return all text that can be read."""
        return self.page.locator("body").inner_text()

    def accept(self, link: str, password: str = PASSWORD) -> None:
        """Choose a password by a one-time link."""
        self.page.goto(link)
        self.drawn()
        for field in ("#password", "#again"):
            self.page.locator(field).fill(password)
        self.press("form button[type=submit]")
        self.page.locator("nav").first.wait_for()
        self.drawn()

    def log_in(self, name: str, password: str = PASSWORD) -> None:
        """Log in on the page."""
        self.page.locator("#name").fill(name)
        self.page.locator("#password").fill(password)
        self.press("form button[type=submit]")
        self.page.locator("nav").first.wait_for()
        self.drawn()

    def press(self, selector: str) -> None:
        """Press the first thing that a selector finds."""
        self.page.locator(selector).first.click()

    def reveal(self, reason: str) -> None:
        """Lift the mask for a reason."""
        self.press("header button[aria-pressed=false]")
        self.page.locator("#reveal-reason").fill(reason)
        self.press("dialog button[type=submit]")
        self.page.locator(".revealed").wait_for()
        self.drawn()

    def downloaded(self, act: Callable[[], None]) -> tuple[str, bytes]:
        """Return name and bytes of the file that an act lets the browser keep."""
        with self.page.expect_download() as found:
            act()
        download: Download = found.value
        return download.suggested_filename, download.path().read_bytes()

    def close(self) -> None:
        """Close the window."""
        with suppress(Exception):
            self.context.close()


def number_in(text: str) -> int:
    """Return the first number of a text."""
    found = re.search(r"\d+", text)
    assert found, text
    return int(found[0])
