"""Leads against the truth of a county: on true entities the rules are exact, on resolved ones close to it."""

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest

from core.workspace import Workspace
from loaders.sealing import seal
from queries.model import read_models
from tests.api.command_line import AS_OF, run_clew
from tests.api.true_entities import assume
from tests.api.truth import compare, overall, read, table, true_ids

RULES = [*(f"M01 R{n}" for n in range(1, 9)), *(f"M19 R{n}" for n in range(1, 10)),
         *(f"M20 R{n}" for n in range(1, 9)), *(f"H01 R{n}" for n in range(1, 5))]  # fmt: skip


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county of 20,000 persons."""
    out = tmp_path_factory.mktemp("large-county")
    done = run_clew("synth", "--persons", 20_000, "--seed", 11, "--out", out, "--as-of", AS_OF)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="module")
def resolved(county: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which the county was run as a user does."""
    workspace = tmp_path_factory.mktemp("resolved") / "ws"
    done = run_clew("run", county / "exports", "-w", workspace, "--as-of", AS_OF)
    assert done.returncode == 0, done.stderr
    return workspace


@pytest.fixture(scope="module")
def true(county: Path, resolved: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which the true persons were put in the place of the resolved ones before the graph was built."""
    workspace, run = Workspace(tmp_path_factory.mktemp("true") / "ws"), Workspace(resolved).published()
    pending = workspace.begin()
    shutil.copyfile(run.records, pending.records)
    pending.note(stages={stage: run.manifest["stages"][stage] for stage in ("load", "resolve")})
    with duckdb.connect(str(pending.records)) as con:
        assume(con, county)
        seal(con)
    for stage in (["build"], ["detect", "--as-of", AS_OF]):
        done = run_clew(*stage, "-w", workspace.root)
        assert done.returncode == 0, done.stderr
    return workspace.root


def quality(county: Path, workspace: Path, folder: Path) -> dict[str, Any]:
    for command in (["export", "mentions"], ["leads", "export"]):
        done = run_clew(*command, "-w", workspace, "--out", folder / f"{command[-1]}.csv")
        assert done.returncode == 0, done.stderr
    (folder / "export.csv").rename(folder / "leads.csv")
    ids = true_ids(read(folder / "mentions.csv"), read(county / "truth" / "mentions.csv"))
    return dict(compare(read(folder / "leads.csv"), county, ids))


def test_on_true_entities_every_lead_is_found_and_every_look_alike_silent(
    county: Path, true: Path, tmp_path: Path
) -> None:
    found = quality(county, true, tmp_path)
    print("\n" + table(found))  # noqa: T201
    assert {name: sorted(one.true - one.found)[:3] for name, one in found.items() if one.true - one.found} == {}
    assert {name: sorted(one.found & one.lookalikes) for name, one in found.items() if one.found & one.lookalikes} == {}
    false = {name: one.found - one.true for name, one in found.items()}
    # An agency's slip, a relative's number in place of one's own, is in the cells, whoever is who.
    slips = {lead for lead in false.pop("M19 R9") if lead[3].startswith("IdNumber-")}
    assert len(slips) <= 2
    assert {name: sorted(leads)[:3] for name, leads in false.items() if leads} == {}


def test_on_resolved_entities_recall_and_precision_are_high(county: Path, resolved: Path, tmp_path: Path) -> None:
    found = quality(county, resolved, tmp_path)
    whole = overall(found)
    print("\n" + table(found))  # noqa: T201
    assert (whole.recall >= 0.97, whole.precision >= 0.97) == (True, True), table(found)
    assert [n for n, one in found.items() if min(one.recall, one.precision) < 0.9] == [], table(found)
    assert [n for n, one in found.items() if len(one.found & one.lookalikes) > 0.03 * len(one.lookalikes)] == []


def test_something_is_planted_for_every_rule_and_exclusion(county: Path) -> None:
    planted = read(county / "truth" / "leads.csv")
    counts = {rule: sum(f"{row['model_id']} {row['rule']}" == rule for row in planted) for rule in RULES}
    assert {rule: n for rule, n in counts.items() if n < 20} == {}
    reasons = Counter(
        (f"{row['model_id']} {row['rule']}", row["reason"])
        for row in read(county / "truth" / "lookalikes.csv")
        if row["kind"] == "exclusion"
    )
    declared = [
        (f"{model.id} {name}", exclusion)
        for model in read_models()
        for name, rule in model.rules.items()
        for exclusion in rule.exclusions
    ]
    assert {key: reasons[key] for key in declared if reasons[key] < 10} == {}
