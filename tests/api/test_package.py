"""The wheel holds the eight rooms with their data, and works from anywhere."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.api.command_line import ROOT

ROOMS = {"core", "records", "graph", "resolution", "loaders", "queries", "api", "synth"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of what is tracked or new in the tree."""
    folder = tmp_path_factory.mktemp("wheel")
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    for name in listed:
        if (ROOT / name).is_file() and (Path(name).parts[0] in ROOMS or "/" not in name):
            target = folder / "tree" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((ROOT / name).read_bytes())
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", folder]
    subprocess.run([*command, folder / "tree"], check=True, capture_output=True)
    (found,) = folder.glob("*.whl")
    return found


def test_the_wheel_ships_exactly_the_rooms(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == ROOMS


def test_every_data_file_of_the_rooms_is_inside(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    data = [
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.suffix in (".yaml", ".cypher", ".json", ".tsv", ".mako", ".html", ".js", ".mjs", ".css", ".svg", ".txt")
        and path.is_file()
    ]
    assert len(data) > 150
    assert {"api/web/vendor/checksums.txt", "api/web/vendor/cytoscape-LICENSE.txt"} <= set(data)
    assert [name for name in data if name not in inside] == []


def test_the_installed_wheel_knows_its_models_and_tables(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "site"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", target, wheel]
    subprocess.run(command, check=True, capture_output=True)
    for arguments, key, least in ((["models", "list"], "models", 4), (["mappings", "list"], "tables", 57)):
        done = subprocess.run(
            [sys.executable, "-P", "-m", "api.cli", *arguments, "--json"],
            cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(target)}, check=True, capture_output=True, text=True,
        )  # fmt: skip
        assert len(json.loads(done.stdout)[key]) >= least
