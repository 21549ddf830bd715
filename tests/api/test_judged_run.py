"""A run obeys what people judged, says where they contradict each other, and forgets what they undid."""

import json
import shutil
from pathlib import Path
from typing import Any

from core.workspace import Workspace
from records.store import open_records
from tests.api.command_line import AS_OF, run_clew

Finished = tuple[Path, dict[str, Any]]


def told(ws: Path, *arguments: object) -> Any:
    done = run_clew(*arguments, "-w", ws, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def entities(ws: Path) -> dict[str, str]:
    """The entity of every mention, as the newest stage left it."""
    generation = Workspace(ws).pending() or Workspace(ws).published()
    with open_records(generation.records, 1.0, read_only=True) as con:
        return dict(con.execute("SELECT mention_id, entity_id FROM mention_entity").fetchall())


def mentions_of(ws: Path, entity: str) -> list[str]:
    return sorted(mention for mention, found in entities(ws).items() if found == entity)


def test_a_run_obeys_judgements_shows_contradictions_and_forgets_what_is_undone(
    finished: Finished, tmp_path: Path
) -> None:
    ws = tmp_path / "ws"
    shutil.copytree(finished[0], ws)
    before = entities(ws)
    leads = [
        one
        for one in told(ws, "leads", "list")["leads"]
        if one["identity_confidence"] == 1.0 and not one["excluded_by"]
    ]
    lead, other = leads[0], next(one for one in leads if one["principal_entity_id"] != leads[0]["principal_entity_id"])
    doubted = mentions_of(ws, lead["principal_entity_id"])
    parted = mentions_of(ws, other["principal_entity_id"])
    joined = sorted(set(before.values()) - {lead["principal_entity_id"], other["principal_entity_id"]})[-2:]
    made = [
        told(ws, "judge", "same", doubted[0], doubted[-1], "--why", "his face", "--reviewer", "李检"),
        told(ws, "judge", "different", doubted[0], doubted[-1], "--why", "his brother", "--reviewer", "吴检"),
        told(ws, "judge", "different", parted[0], parted[-1], "--why", "his father", "--reviewer", "李检"),
        told(ws, "judge", "same", *joined, "--why", "his other name", "--reviewer", "李检"),
    ]

    done = told(ws, "resolve")
    assert (done["counts"]["judged"], done["counts"]["contradicted"]) == (4, 2)
    told(ws, "build")
    told(ws, "detect", "--as-of", AS_OF)
    found = entities(ws)
    assert found[parted[0]] != found[parted[-1]]
    assert len(set(before.values()) - set(found.values())) == 1
    assert "身份待核" in told(ws, "leads", "show", lead["lead_id"])["explanation"]
    assert [item["kind"] for item in told(ws, "review", "--limit", 1)["items"]] == ["contradicted"]

    for judgement in made:
        told(ws, "judgements", "undo", judgement["judgement_id"], "--why", "all of it was a trial")
    told(ws, "resolve")
    assert entities(ws) == before
