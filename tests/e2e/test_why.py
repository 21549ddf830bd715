"""The page tells why two mentions are one, to the bit."""

import re
from pathlib import Path

import duckdb
import pytest

from tests.e2e.conftest import Enter
from tests.e2e.words import EN

Pair = tuple[str, str, str]


@pytest.fixture
def weighed(workspace: Path) -> Pair:
    """An entity, and two of its mentions that were joined by what was compared."""
    current = (workspace / "current").read_text("utf-8").strip()
    with duckdb.connect(str(workspace / "generations" / current / "records.duckdb"), read_only=True) as con:
        found = con.execute(
            "SELECT x.entity_id, x.mention_id, y.mention_id FROM edge "
            "JOIN provisional_mention a ON a.node = edge.a JOIN open_mention x ON x.mention_id = a.mention_id "
            "JOIN provisional_mention b ON b.node = edge.b JOIN open_mention y ON y.mention_id = b.mention_id "
            "WHERE basis = 'scored' AND outcome = 'joined' ORDER BY ALL"
        ).fetchone()
    assert found
    return found


def test_the_weights_of_two_mentions_are_shown_and_add_up(enter: Enter, weighed: Pair) -> None:
    entity, *two = weighed
    walker = enter(f"entities/{entity}", "en")
    for mention in two:
        walker.page.locator(f'#part-mentions input[value="{mention}"]').check()
    walker.page.get_by_role("button", name=EN["why.compare"]).click()
    table = walker.page.locator("table", has_text=EN["why.prior"])
    table.wait_for()
    rows = table.locator("tbody tr").all_inner_texts()
    bits = [float(re.split(r"\s", row.strip())[-1].replace("−", "-")) for row in rows]
    assert rows[0].startswith(EN["why.prior"])
    assert rows[-1].startswith(EN["why.total"])
    assert bits[-1] == pytest.approx(sum(bits[:-1]), abs=0.05)
    assert bits[0] < 0 < bits[-1]
