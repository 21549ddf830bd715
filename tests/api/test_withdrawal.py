"""Taking a batch back, and deciding a lead: what people said survives every run."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.api.command_line import AS_OF, run_clew

HEADER = "登记字号,类型,男方姓名,男方身份证号,女方姓名,女方身份证号,登记日期,登记机关"


def told(*arguments: object) -> Any:
    done = run_clew(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def database(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both databases in turn."""
    monkeypatch.setenv("CLEW_DATABASE_URL", database_url)


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one delivery of two marriages, exports/, and the workspaces ws/ and next/ that it was run into."""
    folder = tmp_path_factory.mktemp("delivered")
    source = folder / "exports"
    source.mkdir()
    rows = ["J-1,结婚,李大明,,王小红,,2020-01-05,某区民政局", "J-2,结婚,张三丰,,赵小兰,,2021-03-07,某区民政局"]
    (source / "marriages.csv").write_text("\n".join([HEADER, *rows]), "utf-8")
    (source / "sources.yaml").write_text("marriages.csv: {approval_no: 调取7号, purpose_code: supervision}", "utf-8")
    for name in ("ws", "next"):
        told("run", source, "-w", folder / name, "--as-of", AS_OF)
    return folder


@pytest.fixture
def workspace(delivered: Path, tmp_path: Path) -> Path:
    """A workspace with that delivery; the exports and its neighbour lie beside it."""
    shutil.copytree(delivered, tmp_path, dirs_exist_ok=True)
    return tmp_path / "ws"


def test_a_withdrawn_batch_is_gone_after_the_next_run_and_says_why(workspace: Path, tmp_path: Path) -> None:
    (batch,) = told("sources", "list", "-w", workspace)["batches"]
    assert (batch["table_name"], batch["loaded"], batch["withdrawn"]) == ("ca_marriage", 2, False)
    assert (batch["approval_no"], batch["purpose_code"]) == ("调取7号", "supervision")
    told("sources", "withdraw", batch["batch_id"], "--reason", "delivered by mistake", "-w", workspace)
    assert told("run", "-w", workspace, "--as-of", AS_OF)["counts"]["nodes"] == 0
    told("export", "mentions", "-w", workspace, "--out", tmp_path / "mentions.csv")
    assert len((tmp_path / "mentions.csv").read_text("utf-8-sig").splitlines()) == 1
    assert told("sources", "list", "-w", workspace)["batches"][0]["withdrawn"] is True


@pytest.fixture(scope="module")
def before(delivered: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What a second run counts as long as nothing was withdrawn."""
    workspace = shutil.copytree(delivered / "ws", tmp_path_factory.mktemp("before") / "ws")
    return told("run", "-w", workspace, "--as-of", AS_OF)["counts"]


@pytest.mark.usefixtures("database")
def test_a_withdrawn_batch_can_be_brought_back(workspace: Path, before: Any, tmp_path: Path) -> None:
    (batch,) = told("sources", "list", "-w", workspace)["batches"]
    named = (batch["batch_id"], "-w", workspace, "--reason", "delivered by mistake")
    told("sources", "withdraw", *named)
    sent_again = run_clew("load", tmp_path / "exports", "-w", workspace)
    assert "marriages.csv: loaded before and withdrawn; `clew sources restore` brings it back" in sent_again.stderr
    assert told("sources", "restore", *named) == {"batch": batch["batch_id"], "withdrawn": False}
    assert told("run", "-w", workspace, "--as-of", AS_OF)["counts"] == before
    assert "is not withdrawn" in run_clew("sources", "restore", *named).stderr


@pytest.mark.usefixtures("database")
def test_a_neighbour_in_the_same_database_keeps_its_batches_and_leads(workspace: Path, tmp_path: Path) -> None:
    neighbour = tmp_path / "next"
    (batch,) = told("sources", "list", "-w", neighbour)["batches"]
    told("sources", "withdraw", batch["batch_id"], "--reason", "delivered by mistake", "-w", neighbour)
    assert told("sources", "list", "-w", workspace)["batches"][0]["withdrawn"] is False
    assert told("run", "-w", workspace, "--as-of", AS_OF)["counts"]["nodes"] > 0
    assert told("run", "-w", neighbour, "--as-of", AS_OF)["counts"]["nodes"] == 0


def test_screens_name_a_batch_whole_tell_deliveries_apart_and_mark_what_is_withdrawn(
    workspace: Path, tmp_path: Path
) -> None:
    (first,) = told("sources", "list", "-w", workspace)["batches"]
    again = (tmp_path / "exports" / "marriages.csv").read_text("utf-8").replace("2020-01-05", "2020-01-06")
    (tmp_path / "exports" / "marriages.csv").write_text(again, "utf-8")
    told("run", tmp_path / "exports", "-w", workspace, "--as-of", AS_OF)
    batches = told("sources", "list", "-w", workspace)["batches"]
    assert [batch["batch_id"] == first["batch_id"] for batch in batches] == [True, False]
    assert first["loaded_at"] == batches[0]["loaded_at"] < batches[1]["loaded_at"]
    told("sources", "withdraw", first["batch_id"][:-3], "--reason", "delivered by mistake", "-w", workspace)
    listed = run_clew("sources", "list", "-w", workspace, env={"COLUMNS": "80"}).stdout
    assert all(batch["batch_id"] in listed and f"loaded {batch['loaded_at']}" in listed for batch in batches)
    assert listed.count("withdrawn") == 1
    assert "withdrawn; the next run leaves it out" in run_clew("status", "-w", workspace).stdout
    told("run", "-w", workspace, "--as-of", AS_OF)
    shown = run_clew("status", "-w", workspace, "--problems").stdout
    assert "next run" not in shown
    assert shown.count("    withdrawn\n") == 1
    assert "total of 1 without what is withdrawn" in shown
    assert "1 of 2 files" in shown


def test_an_unknown_batch_is_not_withdrawn(workspace: Path) -> None:
    done = run_clew("sources", "withdraw", "no-such-batch", "--reason", "x", "-w", workspace)
    assert done.returncode == 1
    assert "clew sources list" in done.stderr


@pytest.mark.usefixtures("database")
def test_a_decision_survives_the_next_run(finished: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    workspace = tmp_path / "ws"
    shutil.copytree(finished[0], workspace)
    lead = told("leads", "list", "-w", workspace, "--limit", 1)["leads"][0]["lead_id"]
    for word, changed in (("verification", True), ("核查", False)):
        decided = told("leads", "status", lead, word, "--reason", "file requested", "-w", workspace)
        assert decided == {"lead_id": lead, "status": "verification", "changed": changed}
    told("detect", "-w", workspace, "--as-of", AS_OF)
    shown = told("leads", "show", lead, "-w", workspace)
    assert (shown["status"], shown["holds"]) == ("verification", True)
    assert [one["what"] for one in shown["history"]] == ["found", "status"]
    assert shown["evidence"]
