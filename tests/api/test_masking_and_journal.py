"""Names and numbers are masked; looking behind the mask needs a reason, which is kept."""

import csv
import json
import re
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


def test_no_screen_and_no_export_shows_a_number_of_anyone(finished: Finished, county: Path, tmp_path: Path) -> None:
    with (county / "truth" / "persons.csv").open(encoding="utf-8-sig") as file:
        numbers = {row["number"] for row in csv.DictReader(file) if row["type"] == "person" and row["number"]}
    told = json.loads(run_clew("leads", "list", "-w", finished[0], "--json").stdout)["leads"]
    leads = {lead["rule"]: lead for lead in told}.values()
    pair = next(lead for lead in told if lead["other_entity_ids"])
    outs = [tmp_path / name for name in ("leads.csv", "mentions.csv", "entities.csv")]
    seen = [
        run_clew(*command, "-w", finished[0], *as_json).stdout
        for command in (
            *(("leads", "show", lead["lead_id"]) for lead in list(leads)[:3]),
            ("person", "show", pair["principal_entity_id"]),
            ("path", pair["principal_entity_id"], pair["other_entity_ids"][0]),
        )
        for as_json in ((), ("--json",))
    ]
    for what, out in zip((("leads", "export"), ("export", "mentions"), ("export", "entities")), outs, strict=True):
        assert run_clew(*what, "-w", finished[0], "--out", out).returncode == 0
    seen += [out.read_text("utf-8-sig") for out in outs]
    assert all(len(text) > 100 for text in seen)
    found = {run for text in seen for run in re.findall(r"\d{17}[\dX]|(?<![0-9a-z])1[3-9]\d{9}(?![0-9a-z])", text)}
    assert numbers
    assert found & numbers == {run for run in found if len(run) == 11} == set()
