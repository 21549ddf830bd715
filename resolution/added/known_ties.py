"""The ties that known rows state, read where a question needs them: few do, and there are many."""

from pathlib import Path

import duckdb
import pyarrow as pa


def known_ties(records: Path, rows: pa.ChunkedArray) -> pa.Table:
    """Return the rows of mention_tie of some records; sealed ones have none."""
    with duckdb.connect() as con:
        con.execute(f"ATTACH '{str(records).replace(chr(39), chr(39) * 2)}' AS records (READ_ONLY)")
        con.register("row_rows", pa.table({"record_id": rows}))
        return con.sql(
            """SELECT * FROM records.mention_tie SEMI JOIN row_rows USING (record_id)
               WHERE record_id NOT IN (SELECT record_id FROM records.sealed_record)"""
        ).to_arrow_table()
