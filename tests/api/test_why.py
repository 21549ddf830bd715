"""`clew why`: two mentions with the bars of what they weigh, an entity step by step, a chart, and what stays masked."""

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.commands.why import _outcome
from api.explained import COMPARED, LEVELS, link_data
from api.waterfall_chart import bars, svg, text_bars
from core.workspace import Workspace
from records.store import open_records
from resolution.explain.parts import Link
from resolution.latin import comparisons as latin
from resolution.linking.comparisons import COMPARISONS
from tests.api.command_line import run_clew

Finished = tuple[Path, dict[str, Any]]
WORDS = {"zh": "词", "en": "<word>"}


def part(weight: float, rarity: float = 0.0) -> dict[str, Any]:
    """A comparison as `explained.why_data` tells it."""
    return {"title": WORDS, "level_title": WORDS, "weight": weight, "rarity": rarity}


FALL = {"prior": -12.0, "parts": [part(14.0, -2.0), part(0.0), part(-3.0)], "weight": -3.0, "threshold": 0.95}


def test_each_bar_starts_where_the_one_before_ended() -> None:
    steps = bars(FALL)
    assert [(bar.start, bar.end) for bar in steps] == [(0, -12), (-12, 2), (2, 0), (0, -3), (0, -3)]
    assert [bar.total for bar in steps] == [True, False, False, False, True]


def test_bars_in_a_terminal_show_what_speaks_for_and_against() -> None:
    signs = [line[0] for line in text_bars(FALL)]
    assert signs == ["=", "+", "-", "-", "="]


def test_a_chart_is_well_formed_and_refers_to_nothing_outside() -> None:
    drawn = svg(FALL, "a:1#person – <b>", "One: the evidence joined them.")
    assert len(ET.fromstring(drawn).findall("{*}rect")) == 1 + 5
    assert ET.fromstring(drawn).findtext("{*}title") == "a:1#person – <b>"
    assert "href" not in drawn
    assert "<word>" not in drawn


def test_an_obeyed_judgement_is_joined_in_spite_of_what_stands_against_it() -> None:
    link = Link(1, 2, "a:1#person", "b:1#person", "judged", 1000.0, 1.0, "joined", "two_numbers")
    assert _outcome(link_data(link)) == "joined by judgement, though each has a valid number of its own"
    assert (link_data(link)["basis"], link_data(link)["weight"]) == ("judged", None)
    vetoed = replace(link, basis="scored", outcome="vetoed")
    assert _outcome(link_data(vetoed)) == "each has a valid number of its own"


def test_every_comparison_and_level_has_words() -> None:
    assert set(COMPARED) == {*COMPARISONS, *latin.COMPARISONS}
    both = [*COMPARISONS.values(), *latin.COMPARISONS.values()]
    assert {level for _, levels in both for level, _ in levels} < set(LEVELS)


@pytest.fixture(scope="module")
def joined(finished: Finished) -> list[str]:
    """Two mentions that evidence joined, their entity, and its name."""
    with Workspace(finished[0]).reading() as generation, open_records(generation.records, 1.0, read_only=True) as con:
        rows = con.execute(
            """SELECT min(x.mention_id), min(y.mention_id), any_value(m.entity_id), any_value(e.name)
               FROM edge JOIN provisional_mention x ON x.node = a JOIN provisional_mention y ON y.node = b
               JOIN open_mention m ON m.mention_id = x.mention_id JOIN open_mention o ON o.mention_id = y.mention_id
               JOIN entity e ON e.entity_id = m.entity_id AND e.name IS NOT NULL
               WHERE outcome = 'joined' AND basis = 'scored' GROUP BY a, b ORDER BY ALL LIMIT 1"""
        ).fetchall()
        return list(rows[0])


def test_two_mentions_are_explained_masked_and_drawn(finished: Finished, joined: list[str], tmp_path: Path) -> None:
    one, other, entity, name = joined
    done = run_clew("why", one, other, "--chart", tmp_path / "why.svg", "-w", finished[0])
    assert done.returncode == 0, done.stderr
    assert f"One, {entity}" in done.stdout
    assert "prior" in done.stdout
    assert name not in done.stdout
    assert ET.fromstring((tmp_path / "why.svg").read_text("utf-8")).tag.endswith("svg")


def test_an_entity_is_explained_by_how_it_came_together(finished: Finished, joined: list[str]) -> None:
    done = run_clew("why", joined[2], "-w", finished[0])
    assert done.returncode == 0, done.stderr
    assert "How they came together" in done.stdout
    assert "Its weakest link" in done.stdout


def test_a_chart_of_one_is_refused(finished: Finished, joined: list[str], tmp_path: Path) -> None:
    done = run_clew("why", joined[2], "--chart", tmp_path / "why.svg", "-w", finished[0])
    assert done.returncode == 1
    assert "two" in done.stderr


def test_a_lead_names_the_mention_on_which_its_confidence_rests(finished: Finished) -> None:
    listed = json.loads(run_clew("leads", "list", "--limit", 1000, "--json", "-w", finished[0]).stdout)["leads"]
    unsure = next(lead for lead in listed if lead["identity_confidence"] < 1)
    told = json.loads(run_clew("leads", "show", unsure["lead_id"], "--json", "-w", finished[0]).stdout)
    assert told["weakest_link"]["probability"] == pytest.approx(unsure["identity_confidence"], abs=1e-6)
    assert told["weakest_link"]["mention_id"].partition("#")[0] in told["evidence_record_ids"]
