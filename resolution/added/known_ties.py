"""The ties that known rows state, read where a question needs them: few do, and there are many."""

from pathlib import Path

import duckdb
import pyarrow as pa

from records.store import attached


def known_ties(records: Path, rows: pa.ChunkedArray) -> pa.Table:
    """Return the rows of mention_tie of some records; sealed ones have none."""
    with duckdb.connect() as con, attached(con, records, "records"):
        con.register("row_rows", pa.table({"record_id": rows}))
        return con.sql(
            """SELECT * FROM records.mention_tie SEMI JOIN row_rows USING (record_id)
               WHERE record_id NOT IN (SELECT record_id FROM records.sealed_record)"""
        ).to_arrow_table()
