"""The pictures of the README, taken of the demo: python -m tests.e2e.pictures [WORKSPACE]."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from tests.api.command_line import ROOT, run_clew
from tests.e2e.conftest import chromium
from tests.e2e.serving import Server, serving
from tests.e2e.walker import Walker
from tests.http.client import copied

OUT = ROOT / "docs" / "pictures"
SHOWN = {"viewport": {"width": 1280, "height": 800}, "device_scale_factor": 0.75}
"""As wide as the page is made for, and small enough for a page of text."""


def leads(walker: Walker) -> None:
    """The list, the second lead chosen."""
    walker.page.keyboard.press("j")


def lead(walker: Walker) -> None:
    """The strongest lead."""
    walker.press("tr.lead .says a")
    walker.page.locator(".sentence").wait_for()
    walker.drawn()


def dossier(walker: Walker) -> None:
    """The dossier of the strongest lead's principal."""
    walker.press("tr.lead .who a")
    walker.page.locator("#part-mentions").wait_for()
    walker.drawn()


def graph(walker: Walker) -> None:
    """The tie between the two of a hidden relationship, what else is around one of them, and the rows of a step."""
    walker.go("leads?model=H01&rule=R1")
    lead(walker)
    walker.press(".row.head a.button")
    walker.page.locator(".paths li").first.wait_for()
    for _ in range(2):
        around = walker.page.locator("#list-nodes li").count()
        walker.page.locator(".expand button:enabled").first.click()
        walker.page.wait_for_function("(n) => document.querySelectorAll('#list-nodes li').length > n", arg=around)
    walker.press(".paths .step")
    walker.page.locator(".graph-panel .place").first.wait_for()


POSES = (("leads", "zh", leads), ("lead", "zh", lead), ("dossier", "en", dossier), ("graph", "zh", graph))


def take(workspace: Path, out: Path = OUT) -> None:
    """Walk through a demo workspace, of which a copy is made, and write leads, lead, dossier and graph as PNG."""
    with TemporaryDirectory() as folder, sync_playwright() as play:
        demo = copied(workspace, Path(folder) / "workspace")
        with (
            serving(demo) as server,
            play.chromium.launch(executable_path=chromium(), args=["--no-sandbox"]) as browser,
        ):
            walker = Walker(browser, server)
            walker.accept(_link(demo, server))
            state = walker.context.storage_state()
            walker.close()
            for name, language, pose in POSES:
                walker = Walker(browser, server, language, storage_state=state, **SHOWN)
                walker.open("leads")
                pose(walker)
                walker.page.screenshot(path=out / f"{name}.png")
                assert walker.troubles == []
                walker.close()


def _link(demo: Path, server: Server) -> str:
    """Invite an investigator, whether or not one has come before."""
    done = run_clew("users", "invite", "investigator", "--role", "investigator", "--address", server.base, "-w", demo)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


if __name__ == "__main__":
    take(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "demo" / "workspace")
