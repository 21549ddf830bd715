"""What each view of the page says and is made of, walked through once in each language."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser

from tests.e2e.serving import Server
from tests.e2e.walker import SIZE, Walker

# Addresses, and the word that the heading begins with; empty where something of the county is the heading.
VIEWS = {
    "investigator": {
        "leads": "leads.title", "leads?model=M20&suppressed=true&gone=true": "leads.title", "leads/{lead}": "",
        "entities/{person}": "", "search?q=%E7%8E%8B": "search.title", "graph": "nav.graph",
        "graph?node={person}": "nav.graph", "graph?from={one}&to={two}": "nav.graph", "screen": "screen.title",
        "screen/{case}": "screen.title", "models": "models.title", "models/M19": "", "loaded": "loaded.title",
        "loaded/{file}": "loaded.rejects", "journal": "journal.title", "nowhere": "page.missing",
    },
    "administrator": {"users": "users.title", "journal": "journal.title", "models": "models.title"},
    "nobody": {"leads": "login.title"},
}  # fmt: skip

# Texts of the page itself: no cell of a table, nothing that an agency or a user wrote.
_OWN = """() => [...document.querySelectorAll(
    "h1, h2, h3, h4, th, label, legend, summary, button, nav a, caption, p.quiet, .facts dt, option, .badge, .kind")]
  .filter((one) => !one.closest("bdi, .evidence, .picks, .paths, body [lang]") && !one.querySelector("bdi"))
  .map((one) => one.textContent.trim()).filter(Boolean)"""
_ALL = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest("noscript, code") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const found = [];
  while (walk.nextNode()) found.push(walk.currentNode.data.trim());
  const told = [...document.querySelectorAll("[aria-label], [placeholder], [title]")].flatMap((one) =>
    ["aria-label", "placeholder", "title"].map((name) => one.getAttribute(name)));
  return [...found, ...told].filter(Boolean);
}"""
_COUNT = """() => Object.fromEntries(["h1", "main", "header", "nav"].map((tag) =>
  [tag, document.querySelectorAll(tag === "header" ? "body header" : tag).length]))"""


@dataclass(frozen=True)
class View:
    """One view: `own` are texts of the page itself, `all` every text and label, `tree` what a screen reader is told."""

    heading: str
    word: str
    language: str
    title: str
    own: list[str]
    all: list[str]
    tree: str
    count: dict[str, int]
    bent: int


def known(walker: Walker) -> dict[str, str]:
    """Return what stands for what in addresses: the strongest lead, whom and what it leads to, two who are tied."""
    found = {}
    walker.go("leads?model=H01")
    walker.press("tr.lead .says a")
    walker.page.locator(".sentence").wait_for()
    walker.drawn()
    walker.press(".row.head a.button")
    walker.page.locator(".paths li").first.wait_for()
    ends = walker.page.url.partition("?")[2]
    found["one"], found["two"] = (part.partition("=")[2] for part in ends.split("&"))
    walker.go("leads")
    row = walker.page.locator("tr.lead").first
    found["lead"] = str(row.locator(".says a").get_attribute("href")).rpartition("/")[2]
    found["person"] = str(row.locator(".who a").get_attribute("href")).rpartition("/")[2]
    walker.go(f"entities/{found['person']}")
    found["case"] = quote(walker.page.locator("#part-cases a", has_text="刑初").first.inner_text())
    walker.go("loaded")
    found["file"] = quote(walker.page.locator("main td bdi").first.inner_text(), safe="")
    return found


def survey(walker: Walker, role: str, names: dict[str, str]) -> dict[str, View]:
    """Walk through all views of a role."""
    found = {}
    for address, word in VIEWS[role].items():
        walker.go(address.format(**names))
        if "node=" in address or "from=" in address:
            walker.page.locator(".expand").wait_for()
        found[f"{role}: {address}"] = _seen(walker, word)
    return found


def _seen(walker: Walker, word: str) -> View:
    page = walker.page
    return View(
        heading=walker.heading(),
        word=word,
        language=str(page.locator("html").get_attribute("lang")),
        title=page.title(),
        own=page.evaluate(_OWN),
        all=page.evaluate(_ALL),
        tree=page.locator("body").aria_snapshot(),
        count=page.evaluate(_COUNT),
        bent=int(page.evaluate("document.documentElement.scrollWidth")) - SIZE["width"],
    )


def walk(browser: Browser, server: Server, states: dict[str, Any], language: str) -> tuple[dict[str, View], list[str]]:
    """Return all views in a language, each seen by whom it is for, and what went wrong on the way."""
    found: dict[str, View] = {}
    troubles = []
    for role in VIEWS:
        walker = Walker(browser, server, language, storage_state=states.get(role))
        walker.open()
        names = known(walker) if role == "investigator" else {}
        found |= survey(walker, role, names)
        troubles += walker.troubles
        walker.close()
    return found, troubles
