"""A county's folder holds a county and nothing else."""

from datetime import date
from pathlib import Path

import pytest

from core.errors import UserError
from core.progress import silent
from synth.county import write_county

AS_OF = date(2026, 6, 30)


@pytest.mark.parametrize("there", ["exports/real.csv", "notes.txt", "truth/leads.csv other.csv"])
def test_a_folder_with_other_things_is_refused(tmp_path: Path, there: str) -> None:
    for name in there.split():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("ours", "utf-8")
    with pytest.raises(UserError, match="holds other things"):
        write_county(100, 1, tmp_path, AS_OF, silent)
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")) == sorted(there.split())


def test_a_county_may_be_written_again(tmp_path: Path) -> None:
    first = write_county(100, 1, tmp_path / "county", AS_OF, silent)
    assert write_county(100, 1, tmp_path / "county", AS_OF, silent) == first
