"""`clew judge` and `clew judgements`: who is meant, what is kept, what is undone, what goes from file to file."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from core.database import session_scope
from core.journal import JournalEntry
from core.workspace import Workspace
from records.store import open_records
from resolution.judgement_table import JudgementLine, record
from resolution.judgements import Verdict
from tests.api.command_line import run_clew

Finished = tuple[Path, dict[str, Any]]


@pytest.fixture
def ws(finished: Finished, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The county's workspace, with an SQL database of this test's own."""
    monkeypatch.setenv("CLEW_DATABASE_URL", f"sqlite:///{tmp_path / 'clew.db'}")
    monkeypatch.setenv("CLEW_ACTOR", "赵检")
    return finished[0]


@pytest.fixture(scope="module")
def people(finished: Finished) -> list[list[str]]:
    """Mentions of two persons, of three or more each: [[entity, mention, …], …]."""
    with (
        Workspace(finished[0]).reading() as generation,
        open_records(generation.records, 1.0, read_only=True) as con,
    ):
        rows = con.execute(
            """SELECT [entity_id] || list(DISTINCT mention_id ORDER BY mention_id) FROM open_mention
               WHERE entity_type = 'person' GROUP BY entity_id HAVING count(DISTINCT mention_id) > 2
               ORDER BY 1 LIMIT 2"""
        ).fetchall()
        return [row[0] for row in rows]


def told(ws: Path, *arguments: object) -> Any:
    done = run_clew(*arguments, "-w", ws, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def refused(ws: Path, *arguments: object) -> str:
    done = run_clew(*arguments, "-w", ws)
    assert done.returncode == 1
    return done.stderr


def test_two_entities_are_judged_by_a_mention_of_each(ws: Path, people: list[list[str]], tmp_path: Path) -> None:
    one, other = people
    made = told(ws, "judge", "same", one[0], other[0][:10], "--why", "同一电话 13800001111")
    assert made["entities"] == [one[0], other[0]]
    assert {made["a"] in one or made["a"] in other, made["a"] in one and made["b"] in one} == {True, False}
    assert told(ws, "judge", "same", other[0], one[0], "--why", "again")["a"] == made["a"]
    (listed,) = told(ws, "judgements", "list")["judgements"]
    assert (listed["by"], listed["state"], listed["why"]) == ("赵检", "waiting", "again")
    with session_scope(f"sqlite:///{tmp_path / 'clew.db'}") as db:
        seen = [line.seen for line in db.scalars(select(JudgementLine))]
        actions = [(entry.actor, entry.action) for entry in db.scalars(select(JournalEntry))]
    assert all(one["name"] for one in seen)
    assert actions == [("赵检", "judge")] * 2


def test_a_mention_is_taken_out_of_its_entity_against_another_of_it(ws: Path, people: list[list[str]]) -> None:
    entity, first, *_ = people[0]
    made = told(ws, "judge", "different", entity, first, "--why", "身份证号错录", "--reviewer", "钱检")
    assert made["by"] == "钱检"
    assert first in (made["a"], made["b"])
    assert {made["a"], made["b"]} < set(people[0])


def test_what_is_one_or_unknown_is_not_judged(ws: Path, people: list[list[str]]) -> None:
    entity, first, *_ = people[0]
    assert "Name two entities" in refused(ws, "judge", "same", entity, entity, "--why", "x")
    assert "Both are" in refused(ws, "judge", "same", first, first, "--why", "x")
    assert "no mention ps_population:0#person" in refused(
        ws, "judge", "same", entity, "ps_population:0#person", "--why", "x"
    )
    assert "reason" in refused(ws, "judge", "same", entity, people[1][0], "--why", " ")


def test_an_undone_judgement_is_listed_as_such_on_demand(ws: Path, people: list[list[str]]) -> None:
    made = told(ws, "judge", "unsure", people[0][0], people[1][0], "--why", "电话 13800001111")
    undone = told(ws, "judgements", "undo", made["judgement_id"][:8], "--why", "slip")["withdrawn"]
    assert (undone["a"], undone["why"]) == (made["a"], "电话 138****1111")
    assert told(ws, "judgements", "list")["total"] == 0
    (listed,) = told(ws, "judgements", "list", "--all")["judgements"]
    assert (listed["state"], listed["why"]) == ("withdrawn", "电话 138****1111")
    assert "already" in refused(ws, "judgements", "undo", made["judgement_id"], "--why", "slip")


def test_a_judgement_on_a_sealed_mention_is_not_found(ws: Path, people: list[list[str]], tmp_path: Path) -> None:
    assert told(ws, "judgements", "list")["total"] == 0
    with (
        Workspace(ws).reading() as generation,
        open_records(generation.records, 1.0, read_only=True) as con,
        session_scope(f"sqlite:///{tmp_path / 'clew.db'}") as db,
    ):
        sealed = con.execute("SELECT min(mention_id) FROM mention SEMI JOIN sealed_record USING (record_id)").fetchall()
        made = record(db, generation.workspace, sealed[0][0], people[0][1], Verdict.SAME, "li", "seen", {})
    assert "There is no judgement" in refused(ws, "judgements", "undo", made.judgement_id, "--why", "slip")


@pytest.mark.parametrize("ending", [".csv", ".json"])
def test_a_file_takes_judgements_from_one_database_to_another(
    ws: Path, people: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    out = tmp_path / f"judgements{ending}"
    made = told(ws, "judge", "same", people[0][0], people[1][0], "--why", "=1+1 可疑")
    assert told(ws, "judgements", "export", out, "--reveal", "第二工作区")["rows"] == 1
    monkeypatch.setenv("CLEW_DATABASE_URL", f"sqlite:///{tmp_path / 'other.db'}")
    account = told(ws, "judgements", "import", out, "--why", "第一工作区")
    assert account == {"rows": 1, "imported": [made["judgement_id"]], "known": 0, "dormant": 0, "rejected": []}
    again = told(ws, "judgements", "import", out, "--why", "第一工作区")
    assert (again["imported"], again["known"]) == ([], 1)


def test_a_file_that_is_none_is_told(ws: Path, tmp_path: Path) -> None:
    (tmp_path / "rows.json").write_text("{}")
    assert "one row per judgement" in refused(ws, "judgements", "import", tmp_path / "rows.json", "--why", "x")
    assert "neither in .csv" in refused(ws, "judgements", "import", tmp_path / "rows.xlsx", "--why", "x")
    assert "cannot be read" in refused(ws, "judgements", "import", tmp_path / "rows.csv", "--why", "x")


def test_a_person_is_shown_with_the_ids_that_can_be_judged(ws: Path, people: list[list[str]]) -> None:
    entity, *mentions = people[0]
    printed = run_clew("person", "show", entity, "-w", ws).stdout
    assert [mention for mention in mentions if mention not in printed] == []
