"""What agencies write in brackets is text: it is shown as it is, and never ends a command."""

from pathlib import Path

import pytest
from rich.table import Table

from api.common import console
from tests.api.command_line import run_clew

HOSTILE = ["姓名[/名称]", "[b]执行[/b]", "[link=x]", ":smile:"]


@pytest.mark.parametrize("text", HOSTILE)
def test_brackets_are_no_markup(text: str) -> None:
    table = Table("a")
    table.add_row(text)
    with console.capture() as shown:
        console.print(table)
        console.print(f"file {text}")
    assert shown.get().count(text) == 2


def test_a_file_with_brackets_in_its_headers_is_told_of(tmp_path: Path) -> None:
    source, workspace = tmp_path / "exports", tmp_path / "ws"
    source.mkdir()
    (source / "a[b].csv").write_text("姓名[/名称],[b]备注\n甲,乙\n", "utf-8")
    for command in (("load", source, "-w", workspace), ("status", "-w", workspace)):
        done = run_clew(*command)
        assert done.returncode == 0, done.stderr
        assert "a[b].csv" in done.stdout
