"""Files for spreadsheets hold text that stays text."""

from pathlib import Path

import pytest

from api.exports import write_csv


@pytest.mark.parametrize("text", ['=HYPERLINK("x")', "+1", "-1", "@x", "\tx"])
def test_neither_a_header_nor_a_cell_is_run_as_a_formula(tmp_path: Path, text: str) -> None:
    out = tmp_path / "out.csv"
    assert write_csv(out, ["a", text], [["b", text]]) == 1
    header, row = out.read_text("utf-8-sig").replace('"', "").splitlines()
    assert header.startswith("a,'")
    assert row.startswith("b,'")
