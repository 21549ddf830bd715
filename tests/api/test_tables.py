"""What is copied from a table is whole, however narrow the screen; all else folds."""

import io

import pytest
from rich.console import Console

from api.tables import print_table

ID, NAME = "L-063c948545af3401", "贵州省毕节市七星关区不动产登记中心" * 3


def shown(width: int, **given: object) -> list[str]:
    out = io.StringIO()
    console = Console(file=out, width=width, soft_wrap=True, highlight=False, markup=False)
    rows = [[ID, NAME, "1,234", ""], [ID, "b", "5", ""]]
    print_table(console, ("id", "name", "rows", "empty"), rows, whole=["id"], figures=["rows"], **given)  # type: ignore[arg-type]
    return out.getvalue().splitlines()


@pytest.mark.parametrize("width", [10, 40, 80])
def test_ids_and_figures_stay_whole_and_names_fold(width: int) -> None:
    lines = shown(width)
    assert sum(ID in line for line in lines) == 2
    assert sum("1,234" in line for line in lines) == 1
    assert "".join(line[len(ID) :].replace("1,234", "").strip() for line in lines[1:-1]) == NAME


def test_a_wide_console_keeps_a_row_on_one_line() -> None:
    assert shown(10_000) == [
        f"{'id':18}  {'name':102}   rows", f"{ID}  {NAME}  1,234", f"{ID}  {'b':102}      5",
    ]  # fmt: skip


def test_notes_stand_under_their_row() -> None:
    lines = shown(10_000, notes=[["first", "second"], []])
    assert lines[2:4] == ["    first", "    second"]
    assert lines[4].startswith(ID)
