"""A table of one's own: the folder that describes it is remembered by the workspace."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.command_line import AS_OF, run_clew

MAPPING = """
table: gym_member
title: 健身会员
agency: 某健身房
grain: membership
key: [card_no]
delivery: snapshot
columns:
  card_no: {header: 会员卡号, type: str}
  name: {header: 会员姓名, type: str}
  id_no: {header: 证件号码, type: id}
mentions:
  member: {kind: person, number: id_no, name: name}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with mappings/ and exports/ of a table of one's own, and the workspace ws/ that they were run into."""
    folder = tmp_path_factory.mktemp("own")
    for name, text in (
        ("mappings/gym_member.yaml", MAPPING),
        ("exports/gym.csv", "会员卡号,会员姓名,证件号码\nK-001,周明远,522401198503120019\n"),
    ):
        (folder / name).parent.mkdir()
        (folder / name).write_text(text, "utf-8")
    mentions("run", folder / "exports", "-w", folder / "ws", "--mappings", folder / "mappings")
    return folder


@pytest.fixture
def workspace(folder: Path, tmp_path: Path) -> Path:
    """A copy of that workspace; it remembers the folder's mappings."""
    return Path(shutil.copytree(folder / "ws", tmp_path / "ws"))


@pytest.fixture
def elsewhere(folder: Path) -> Iterator[Path]:
    """Where the mappings were moved for the time of a test."""
    yield (folder / "mappings").rename(folder / "elsewhere")
    (folder / "elsewhere").rename(folder / "mappings")


def mentions(*arguments: object) -> int:
    """Run Clew and return how many mentions it counts."""
    done = run_clew(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    return int(json.loads(done.stdout)["counts"]["mentions"])


def test_later_runs_use_the_mappings_of_the_earlier(workspace: Path, folder: Path) -> None:
    assert mentions("load", folder / "exports", "-w", workspace) == 1
    assert mentions("run", "-w", workspace, "--as-of", AS_OF) == 1
    assert mentions("build", "-w", workspace) == 1


def test_mappings_that_are_gone_are_told_and_can_be_named_anew(workspace: Path, folder: Path, elsewhere: Path) -> None:
    done = run_clew("run", "-w", workspace, "--as-of", AS_OF)
    assert done.returncode == 1
    assert f"{folder / 'mappings'}, which the last run of this workspace was given, is no longer there" in done.stderr
    assert mentions("load", "-w", workspace, "--mappings", elsewhere) == 1


def test_headers_are_told_of_a_table_and_of_a_file(folder: Path) -> None:
    given = ("--mappings", folder / "mappings", "--json")
    table = json.loads(run_clew("mappings", "headers", "gym_member", *given).stdout)
    assert [one["headers"] for one in table["columns"]] == [["会员卡号"], ["会员姓名"], ["证件号码"]]
    file = json.loads(run_clew("mappings", "headers", folder / "exports" / "gym.csv", *given).stdout)
    assert file["sheets"][0]["columns"][0] == {"header": "会员卡号", "field": "card_no"}
    done = run_clew("mappings", "headers", "gym_membr", *given)
    assert (done.returncode, "gym_member?" in done.stderr) == (1, True)


def test_mappings_can_be_done_without(workspace: Path, folder: Path) -> None:
    assert mentions("run", folder / "exports", "-w", workspace, "--mappings", "none", "--as-of", AS_OF) == 0
    assert mentions("load", folder / "exports", "-w", workspace) == 0
