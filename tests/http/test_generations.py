"""A run beside the server: its generation answers as soon as it is published, and no request fails over it."""

import fcntl
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sqlalchemy import text

from core.settings import Settings
from core.workspace import Workspace
from tests.api.command_line import AS_OF, run_clew
from tests.http.client import Served, code, copied, served

Finished = tuple[Path, dict[str, Any]]


@pytest.fixture
def own(finished: Finished, tmp_path: Path) -> Iterator[Served]:
    """A served copy of the county for one test alone."""
    found = served(Settings(workspace=copied(finished[0], tmp_path / "ws")))
    yield found
    found.service.holder.close()
    found.service.engine.dispose()


def free(workspace: Path, number: int) -> bool:
    """Say whether nobody reads a generation."""
    with (workspace / "generations" / str(number) / "in-use").open("a") as marker:
        try:
            fcntl.flock(marker, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


def test_no_request_fails_while_a_new_generation_is_published(own: Served) -> None:
    workspace = own.settings.workspace
    lead = own.system().get("/v1/leads", params={"model": "M19"}).json()["leads"][0]
    questions = [
        "/v1/session", f"/v1/entities/{lead['principal']['id']}/neighbours", "/v1/search?q=毕节", "/v1/models",
        f"/v1/leads/{lead['lead_id']}",
    ]  # fmt: skip
    over, statuses, generations = threading.Event(), [], []

    def keep_asking() -> None:
        client, last = own.system(), False
        while not last:
            last = over.wait(0.1)
            for question in questions:
                answer = client.get(question)
                statuses.append(answer.status_code)
                if question == "/v1/session":
                    generations.append(answer.json()["generation"])

    asking = [threading.Thread(target=keep_asking) for _ in range(2)]
    for one in asking:
        one.start()
    done = run_clew("detect", "-w", workspace, "--as-of", AS_OF)
    over.set()
    for one in asking:
        one.join(60)
    assert done.returncode == 0, done.stderr
    assert set(statuses) == {200}
    assert set(generations) == {1, 2}
    assert free(workspace, 1)
    assert not free(workspace, 2)
    own.service.holder.close()
    assert free(workspace, 2)


def test_a_look_up_waits_for_a_run_that_writes_the_leads_of_a_large_county(small: Served) -> None:
    with small.session() as db:
        assert db.execute(text("PRAGMA busy_timeout")).scalar() >= 30_000


def test_a_request_is_answered_by_one_generation_and_the_last_to_use_an_old_one_closes_it(own: Served) -> None:
    workspace = own.settings.workspace
    with own.service.holder.current() as old:
        publish_a_copy(workspace)
        with own.service.holder.current() as new:
            assert (old.generation.number, new.generation.number) == (1, 2)
            assert old.store.nodes(["P-0000000000000000"]) == []
        assert not free(workspace, 1)
    assert free(workspace, 1)


def test_what_questions_needed_is_loaded_for_the_next_generation_before_anybody_asks(own: Served) -> None:
    asked = {"json": {"name": "王小明", "phones": ["13812345678"]}}
    assert own.system().post("/v1/resolve", **asked).status_code == 200
    publish_a_copy(own.settings.workspace)
    with own.service.holder.current() as new:
        assert new.generation.number == 2
        patience = time.monotonic() + 60
        while not new.resolves and time.monotonic() < patience:
            time.sleep(0.05)
        assert new.resolves


def publish_a_copy(workspace: Path) -> None:
    """Publish a generation like the one before, without the work of a run."""
    found = Workspace(workspace)
    old = found.published()
    new = found.reopen("build")
    (new.path / "findings.json").write_bytes((old.path / "findings.json").read_bytes())
    new.note(**{name: old.manifest[name] for name in ("stages", "models", "mappings", "as_of")})
    found.publish(new)


def test_leads_that_a_broken_off_run_left_unwritten_are_written_before_they_are_asked_for(own: Served) -> None:
    client = own.system()
    before = client.get("/v1/leads").json()["total"]
    publish_a_copy(own.settings.workspace)
    assert client.get("/v1/leads").json()["total"] == before > 0
    with own.session() as db:
        from api.leads import leads_recorded

        assert leads_recorded(Workspace(own.settings.workspace).published(), own.settings)
        assert db is not None


def test_while_a_generation_cannot_be_opened_the_one_before_answers(
    own: Served, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("api.published.PAUSE", 0.0)
    client = own.system()
    assert client.get("/v1/session").json()["generation"] == 1
    publish_a_copy(own.settings.workspace)
    records = Workspace(own.settings.workspace).published().records
    aside = records.rename(records.with_suffix(".aside"))
    for _ in range(2):
        assert client.get("/v1/session").json()["generation"] == 1
    assert capsys.readouterr().err.count("Generation 2 cannot be opened; the one before answers.") == 1
    aside.rename(records)
    assert client.get("/v1/session").json()["generation"] == 2


def test_somebody_who_has_become_another_is_shown_by_the_old_id(own: Served) -> None:
    client = own.system()
    leads = client.get("/v1/leads", params={"model": "M19"}).json()["leads"]
    ids = sorted({one["principal"]["id"] for one in leads})[:2]
    own.service.holder.close()
    records = Workspace(own.settings.workspace).published().records
    with duckdb.connect(str(records)) as con:
        con.execute("INSERT INTO entity_successor VALUES ('P-00000000000000aa', $1), ('P-00000000000000bb', $1), "
                    "('P-00000000000000bb', $2)", ids)  # fmt: skip
    told = client.get("/v1/entities/P-00000000000000aa").json()
    assert (told["id"], told["superseded_from"]) == (ids[0], "P-00000000000000aa")
    for path in ("", "/neighbours"):
        answer = client.get(f"/v1/entities/P-00000000000000bb{path}")
        assert code(answer) == (409, "became_several")
        assert all(one in answer.json()["detail"] for one in ids)
    two = {"from": "P-00000000000000aa", "to": ids[1]}
    assert client.get("/v1/paths", params=two).json()["from"]["id"] == ids[0]
    assert code(client.get("/v1/paths", params={**two, "to": ids[0]})) == (422, "same_entity")


def test_rejected_rows_are_masked_unless_there_is_a_reason(own: Served) -> None:
    records = Workspace(own.settings.workspace).published().records
    with duckdb.connect(str(records)) as con:
        (file_id, path, sheet), *_ = con.execute("SELECT file_id, path, sheet FROM file ORDER BY file_id").fetchall()
        columns = [row[0] for row in con.execute("DESCRIBE reject").fetchall()]
        assert {"file_id", "row", "reason", "cells"} <= set(columns)
        con.execute("INSERT INTO reject (file_id, row, reason, cells) VALUES ($1, 7, 'no case number', $2)",
                    [file_id, '{"name": "欧阳小明", "id_no": "522401198505275033"}'])  # fmt: skip
    client, wanted = own.system(), {"file": path, "sheet": sheet}
    masked = client.get("/v1/loaded/rejects", params=wanted).json()["rejects"]
    assert masked == [{"row": 7, "reason": "no case number", "cells": {"name": "欧***", "id_no": "5224**********5033"}}]
    shown = client.get("/v1/loaded/rejects", params={**wanted, "reveal": "mending the export"}).json()["rejects"]
    assert shown[0]["cells"] == {"name": "欧阳小明", "id_no": "522401198505275033"}
    assert code(client.get("/v1/loaded/rejects", params={"file": "nothing.csv"})) == (404, "no_such_file")
