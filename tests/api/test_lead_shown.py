"""A lead on the screen: evidence under the headers that agencies use, law as it is cited, and a history."""

import json
from pathlib import Path
from typing import Any

import pytest

from api.commands.leads import cited
from tests.api.command_line import run_clew


@pytest.mark.parametrize(
    ("number", "article"),
    [
        ("74", "第74条"), ("307之一", "第307条之一"), ("46(2)", "第46条(2)"), ("538、539", "第538、539条"),
        ("二(一)", "二(一)"), ("屏蔽条款", "屏蔽条款"),
    ],
)  # fmt: skip
def test_an_article_is_cited_as_lawyers_do(number: str, article: str) -> None:
    assert cited(number) == article


def test_a_lead_is_shown_with_headers_law_and_history(finished: tuple[Path, dict[str, Any]]) -> None:
    done = run_clew("leads", "list", "--model", "M19", "--rule", "R1", "--limit", 1, "--json", "-w", finished[0])
    (lead,) = json.loads(done.stdout)["leads"]
    shown = run_clew("leads", "show", lead["lead_id"], "-w", finished[0]).stdout
    assert "    案号=" in shown
    assert "case_no=" not in shown
    assert "第65条" in shown
    heading, event = shown.splitlines()[-2:]
    assert (heading, event.endswith("  clew  found")) == ("History", True)
    assert max(map(len, shown.splitlines())) < 1000
