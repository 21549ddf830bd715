"""Files of judgements and samples: cells come back as they were, and what cannot be read or written is a sentence."""

from pathlib import Path

import pytest

from api import judgement_files
from api.commands.review_samples import sample_rows
from core.errors import UserError
from resolution.review_sample import FIELDS

WHYS = ["-5 一", "'-5 一", "''=1", "'", "'同一人'", "同一人"]


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_cells_come_back_as_they_were(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"judgements.{ending}"
    rows = [{"a": "x", "why": why} for why in WHYS]
    judgement_files.write(path, rows, ["a", "why"])
    assert judgement_files.read(path) == rows


@pytest.mark.parametrize("place", ["file/judgements.csv", "folder.json"])
def test_a_path_that_cannot_be_written_is_told(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(UserError, match="cannot be written"):
        judgement_files.write(tmp_path / place, [])


@pytest.mark.parametrize("population", ["many", "-1", "0", "1.5"])
def test_a_population_that_is_no_number_of_pairs_is_told_with_its_row(tmp_path: Path, population: str) -> None:
    row = dict.fromkeys(FIELDS, "1")
    judgement_files.write(tmp_path / "sample.csv", [row, row | {"population": population}], FIELDS)
    with pytest.raises(UserError, match="row 2: the population"):
        sample_rows(tmp_path / "sample.csv")
