"""Opening records."""

from pathlib import Path

import duckdb
import pytest

from core.errors import OlderWorkspace
from records.store import open_records, replace_derived, require_loaded


def test_records_opened_alone_reach_no_other_file(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    with open_records(tmp_path / "records.duckdb", 0.2, alone=True) as con:
        with pytest.raises(duckdb.PermissionException):
            con.execute(f"COPY (SELECT 42) TO '{out}'")
        with pytest.raises(duckdb.InvalidInputException):
            con.execute("SET enable_external_access = true")
    assert not out.exists()


def test_records_opened_alone_still_spill(tmp_path: Path) -> None:
    with open_records(tmp_path / "records.duckdb", 0.1, alone=True) as con:
        query = "SELECT i, repeat('x', 60) || i AS text FROM range(1000000) r(i) ORDER BY hash(i)"
        con.execute(f"CREATE TABLE shuffled AS {query}")
        assert con.execute("SELECT count(*) FROM shuffled").fetchall() == [(1_000_000,)]


def test_mentions_that_an_older_clew_loaded_are_told_to_be_such() -> None:
    with duckdb.connect() as con:
        con.execute("CREATE TABLE mention (mention_id VARCHAR, record_id VARCHAR)")
        with pytest.raises(OlderWorkspace, match="clew run"):
            require_loaded(con)
        replace_derived(con)
        require_loaded(con)
