"""A place to work beside records that may only be read, as a published generation's."""

from pathlib import Path

import duckdb

from resolution.workbench import workbench


def test_records_that_may_only_be_read_can_be_worked_beside(tmp_path: Path) -> None:
    path = tmp_path / "records.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE mention AS SELECT 'a' AS mention_id")
    with duckdb.connect(str(path), read_only=True) as con, workbench(con) as source:
        con.execute(f"CREATE TABLE copied AS FROM {source}.mention")
        assert con.execute("FROM copied").fetchall() == [("a",)]
