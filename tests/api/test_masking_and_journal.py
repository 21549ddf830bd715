"""Names and numbers are masked; looking behind the mask needs a reason, which is kept."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from core.database import session_scope
from core.journal import JournalEntry
from tests.api.command_line import run_clew

Finished = tuple[Path, dict[str, Any]]


@pytest.fixture
def known(county: Path) -> dict[str, str]:
    """A person of the county with name and number."""
    with (county / "truth" / "persons.csv").open(encoding="utf-8-sig") as file:
        return next(row for row in csv.DictReader(file) if row["type"] == "person" and row["number"])


def search(finished: Finished, *arguments: object) -> dict[str, Any]:
    done = run_clew("person", "search", *arguments, "-w", finished[0], "--json")
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_a_number_is_found_and_shown_masked(finished: Finished, known: dict[str, str]) -> None:
    results = search(finished, known["number"])["results"]
    assert results[0]["number"] == known["number"][:4] + "*" * 10 + known["number"][-4:]
    assert results[0]["name"][1:].strip("*") == ""


def test_a_reason_shows_the_number_and_is_journalled(
    finished: Finished, known: dict[str, str], database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLEW_DATABASE_URL", database_url)
    monkeypatch.setenv("CLEW_ACTOR", "赵检")
    results = search(finished, known["number"], "--reveal", "case 12, identity check")["results"]
    assert results[0]["number"] == known["number"]
    with session_scope(database_url) as db:
        entries = [(one.actor, one.action, one.reason) for one in db.scalars(select(JournalEntry))]
    assert entries == [("赵检", "person search", "case 12, identity check")]


def test_an_empty_reason_is_refused(finished: Finished, known: dict[str, str]) -> None:
    done = run_clew("person", "search", known["number"], "-w", finished[0], "--reveal", "  ")
    assert done.returncode == 1
    assert known["number"] not in done.stdout


def test_a_dossier_names_file_and_row_of_every_mention(finished: Finished, known: dict[str, str]) -> None:
    entity = search(finished, known["number"])["results"][0]["entity_id"]
    done = run_clew("person", "show", entity, "-w", finished[0], "--json")
    told = json.loads(done.stdout)
    assert told["mentions"]
    assert all(mention["file"] and mention["row"] > 0 for mention in told["mentions"])
    assert known["number"] not in done.stdout


def test_two_names_for_one_search_ask_for_an_id(finished: Finished) -> None:
    done = run_clew("person", "show", "王", "-w", finished[0])
    assert done.returncode == 1
    assert "more than one entity" in done.stderr
