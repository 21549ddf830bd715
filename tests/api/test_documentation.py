"""The documentation says what is: its examples run, and every command, setting and model is on its page."""

import csv
import os
import re
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import COMMANDS, command_line
from api.pages import PAGES, all_commands
from core.settings import Settings
from loaders.mapping import VALUE_TYPES, Mention
from queries.model import read_models
from tests.api.command_line import ROOT, clew_on_path, start_clew

FENCE = re.compile(r"<!-- (?P<what>file: (?P<file>\S+)|run) -->\n```\w*\n(?P<body>.*?)```", re.DOTALL)


def follow(page: str, folder: Path) -> str:
    """Do in a folder what a page says, and return what was printed."""
    env = {**os.environ, "PATH": clew_on_path(folder / "bin"), "COLUMNS": "200"}
    printed = ""
    for step in FENCE.finditer((ROOT / "docs" / page).read_text("utf-8")):
        if step["file"]:
            file = folder / step["file"]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(step["body"], "utf-8")
            continue
        done = subprocess.run(
            ["sh", "-ec", step["body"]], cwd=folder, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        printed += done.stdout
    return printed


def test_the_first_data_set_runs_as_it_is_written(tmp_path: Path) -> None:
    printed = follow("first-data-set.md", tmp_path)
    assert "会员卡号、会员姓名" in printed
    assert "Nothing was recognised" in printed
    assert "周**" in printed
    assert "周明远" not in printed
    assert "check digit" not in printed
    assert "4 persons" in printed
    assert len((tmp_path / "mine" / "mentions.csv").read_text("utf-8-sig").splitlines()) == 4


def test_the_own_model_runs_as_it_is_written(tmp_path: Path) -> None:
    printed = follow("own-model.md", tmp_path)
    assert "cases are right" in printed
    assert re.search(r"R1 婚姻存续期间再次登记结婚 · Married again during a marriage +1 ", printed)
    assert "both lasted 428 days" in printed
    assert "1 of 1 leads." in printed
    assert "0 findings, 1 excluded" in printed


def test_new_records_are_told_as_it_is_written(tmp_path: Path) -> None:
    printed = follow("new-records.md", tmp_path)
    assert "2 loaded, 1 rejected, 1 skipped" in printed
    assert "shows a number that is another person's" in printed
    assert "Merges" not in printed
    assert '"kind": "number_of_another"' in printed
    assert "was added before" in printed
    assert "  number_of_another  " in printed
    assert "Nothing else waits for a decision." in printed


def test_the_english_data_is_resolved_as_it_is_written(tmp_path: Path) -> None:
    printed = follow("english-data.md", tmp_path)
    assert "7 persons" in printed
    assert "given name   different" in printed
    assert '"name": "occupation"' in printed
    rows = csv.DictReader((tmp_path / "english" / "mentions.csv").read_text("utf-8-sig").splitlines())
    found = [row["entity_id"] for row in sorted(rows, key=lambda row: int(row["row"]))]
    assert [found.index(entity) for entity in found] == [0, 0, 0, 0, 4, 4, 6, 6, 6, 9, 9, 11, 12, 12, 14, 14]


def test_the_english_mapping_is_the_one_of_the_examples() -> None:
    shown = {
        step["file"]: step["body"] for step in FENCE.finditer((ROOT / "docs" / "english-data.md").read_text("utf-8"))
    }
    kept = ROOT / "docs" / "examples" / "english" / "historical_figure.yaml"
    assert shown["english/mappings/historical_figure.yaml"] == kept.read_text("utf-8")


def listed(text: str) -> list[str]:
    """Return what stands in code in the first column of the tables of a text."""
    return [name for row in re.findall(r"^\| (`.+?) \|", text, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)]


def test_every_type_of_a_column_and_every_key_of_a_mention_is_listed() -> None:
    types, keys = (ROOT / "docs" / "first-data-set.md").read_text("utf-8").split("What a mention may say")
    assert sorted(listed(types)) == sorted(VALUE_TYPES)
    latin = (ROOT / "docs" / "english-data.md").read_text("utf-8")
    known = {field.name for field in fields(Mention)} - {"role", "kind", "kind_column", "profile"}
    assert {*listed(keys), *listed(latin)} == known


@pytest.mark.parametrize("page", sorted(PAGES))
def test_a_generated_page_is_up_to_date(page: str) -> None:
    assert (ROOT / "docs" / page).read_text("utf-8") == PAGES[page]().rstrip("\n") + "\n"


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert [name for name in Settings.model_fields if f"`CLEW_{name.upper()}`" not in page] == []


def test_every_rule_is_documented() -> None:
    page = (ROOT / "docs" / "models.md").read_text("utf-8")
    rules = [f"### {model.id} {rule} ·" for model in read_models() for rule in model.rules]
    assert len(rules) >= 29
    assert [rule for rule in rules if rule not in page] == []


@pytest.mark.parametrize("command", [name for name, _ in all_commands()])
def test_every_command_has_help_with_an_example(command: str) -> None:
    words = command.split()[1:]
    done = CliRunner().invoke(command_line(words[0]), [*words, "--help"])
    assert done.exit_code == 0
    assert "Example:" in done.stdout


@pytest.mark.parametrize("module", COMMANDS)
def test_a_command_starts_with_nothing_imported_but_its_own(module: str) -> None:
    done = start_clew(COMMANDS[module][0], "--help")
    assert done.returncode == 0, done.stderr
