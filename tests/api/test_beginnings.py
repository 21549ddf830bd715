"""Ids are taken by their beginning, and read whole in a narrow list."""

import json
from pathlib import Path
from typing import Any

from tests.api.command_line import run_clew

Finished = tuple[Path, dict[str, Any]]


def test_an_id_read_in_a_narrow_list_is_taken_even_without_its_last_character(finished: Finished) -> None:
    listed = run_clew("leads", "list", "--limit", 3, "-w", finished[0], env={"COLUMNS": "80"}).stdout
    told = json.loads(run_clew("leads", "list", "--limit", 3, "-w", finished[0], "--json").stdout)["leads"]
    assert all(lead["lead_id"] in listed for lead in told)
    for command, whole in (("leads", told[0]["lead_id"]), ("person", told[0]["principal_entity_id"])):
        done = run_clew(command, "show", whole[:-1].lower(), "-w", finished[0])
        assert done.returncode == 0, done.stderr
        assert whole in done.stdout


def test_a_beginning_of_many_leads_asks_for_more(finished: Finished) -> None:
    done = run_clew("leads", "show", "L-", "-w", finished[0])
    assert done.returncode == 1
    assert "More than one id begins with L-" in done.stderr
