"""Generations: begun, published, kept while read, resumed by fingerprint."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import UserError, WorkspaceBusy, WorkspaceTooNew
from core.workspace import Generation, Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "ws")


def published(workspace: Workspace, content: str) -> Generation:
    generation = workspace.begin()
    generation.records.write_text(content)
    workspace.publish(generation)
    return generation


def test_an_empty_workspace_says_what_to_run(workspace: Workspace) -> None:
    with pytest.raises(UserError, match="clew run SOURCE"):
        workspace.published()


def test_while_the_first_run_is_going_readers_are_told_of_it(workspace: Workspace) -> None:
    assert workspace.holder() == ""
    with workspace.locked(), pytest.raises(UserError, match=r"its first run is under way .process"):
        workspace.published()
    assert workspace.holder() == ""


def test_a_new_generation_starts_on_a_copy_of_the_published_one(workspace: Workspace) -> None:
    published(workspace, "one")
    assert workspace.begin().records.read_text() == "one"


def test_an_unpublished_generation_is_not_seen_by_readers(workspace: Workspace) -> None:
    published(workspace, "one")
    workspace.begin().records.write_text("two")
    with workspace.reading() as generation:
        assert generation.records.read_text() == "one"


def test_publishing_removes_generations_that_nobody_reads(workspace: Workspace) -> None:
    first = published(workspace, "one")
    published(workspace, "two")
    assert not first.path.exists()


def test_a_generation_being_read_outlives_the_next_one(workspace: Workspace) -> None:
    published(workspace, "one")
    with workspace.reading() as generation:
        published(workspace, "two")
        assert generation.records.read_text() == "one"


def test_a_finished_stage_counts_only_for_the_same_inputs(workspace: Workspace) -> None:
    generation = workspace.begin()
    generation.finish("load", "inputs", {"seconds": 1})
    assert generation.finished("load", "inputs") is not None
    assert generation.finished("load", "other inputs") is None


def test_finishing_a_stage_again_forgets_the_stages_after_it(workspace: Workspace) -> None:
    generation = workspace.begin()
    for stage in ("load", "resolve", "build"):
        generation.finish(stage, "inputs", {})
    generation.finish("resolve", "others", {})
    assert sorted(generation.manifest["stages"]) == ["load", "resolve"]


def test_a_generation_that_goes_on_from_another_knows_who_built_its_graph(workspace: Workspace) -> None:
    first = published(workspace, "one")
    first.graph.write_text("graph")
    for stage in ("load", "resolve", "build"):
        first.finish(stage, "inputs", {"engine": "embedded"})
    assert not workspace.reopen("resolve").graph.exists()
    again = workspace.reopen("build")
    assert (again.number, again.built_by, again.engine) == (2, 1, "embedded")
    assert again.graph.read_text() == "graph"


def test_a_generation_without_manifest_is_not_resumed(workspace: Workspace) -> None:
    (workspace.begin().path / "manifest.json").unlink()
    assert workspace.pending() is None


def test_a_workspace_of_a_newer_version_is_refused(workspace: Workspace) -> None:
    generation = published(workspace, "one")
    manifest = generation.path / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": 99}))
    with pytest.raises(WorkspaceTooNew, match="format 99"):
        workspace.current()


def test_a_second_run_is_told_who_holds_the_workspace(workspace: Workspace) -> None:
    with workspace.locked(), pytest.raises(WorkspaceBusy, match=r"process \d+"), Workspace(workspace.root).locked():
        pass


def test_the_lock_of_a_killed_process_is_free_again(workspace: Workspace) -> None:
    script = (
        "import os, signal, sys; from pathlib import Path; from core.workspace import Workspace\n"
        "with Workspace(Path(sys.argv[1])).locked(): os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(workspace.root)], check=False)
    assert done.returncode == -9
    with workspace.locked() as descriptor:
        assert descriptor > 0
