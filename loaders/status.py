"""What became of every file: the `files` list of `clew status`."""

import json
from typing import Any

import duckdb

REPEATED = """
    SELECT file_id, count(*) AS n FROM (
        SELECT file_id, row_number() OVER (PARTITION BY record_id ORDER BY file_id, row) AS sighted FROM sighting
        WHERE record_id IN (SELECT record_id FROM sighting GROUP BY record_id HAVING count(*) > 1))
    WHERE sighted > 1 GROUP BY file_id
"""
"""By file, how many of its rows say again what an earlier row said."""

_FILES = """
    SELECT f.path, f.sheet, f.table_name, f.rows, f.loaded, f.skipped, f.error,
           (SELECT json_group_object(reason, n) FROM file_rejected r WHERE r.file_id = f.file_id),
           (SELECT json_group_object(warning, n) FROM file_warning w WHERE w.file_id = f.file_id),
           {sealed}, {retired}, coalesce(a.n, 0)::BIGINT, coalesce(b.withdrawn, false), f.batch_id
    FROM file f LEFT JOIN batch b USING (batch_id)
    LEFT JOIN ({REPEATED}) a USING (file_id) ORDER BY f.path, f.sheet, f.file_id
"""
_SEALED = """(SELECT count(*) FROM sighting s WHERE s.file_id = f.file_id
                AND s.record_id IN (SELECT record_id FROM sealed_record))"""
_RETIRED = "coalesce((SELECT sum(n) FROM file_retired r WHERE r.file_id = f.file_id), 0)::BIGINT"


def files(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Return one line per sheet or database table, sorted by file and sheet.

    {file, sheet, table, rows, loaded, sealed, repeated, retired, rejected: {reason: n}, skipped, warnings: {what: n},
    error, batch, withdrawn}; rows = loaded + skipped + all rejected. `sealed` is part of loaded, and 0 until records
    have been resolved; so is `repeated`, the rows that are further sightings of a record. `retired` counts the records
    that this file was the last to state and a newer delivery no longer does. error is None or a sentence; `withdrawn`
    says whether its batch was left out of these records.
    """
    known = {name for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    sealed = _SEALED if "sealed_record" in known else "0"
    retired = _RETIRED if "file_retired" in known else "0"
    lines = con.execute(_FILES.format(sealed=sealed, retired=retired, REPEATED=REPEATED)).fetchall()
    return [
        {
            "file": path,
            "sheet": sheet,
            "table": table,
            "rows": rows,
            "loaded": loaded,
            "sealed": sealed,
            "repeated": repeated,
            "retired": retired,
            "rejected": _sorted(rejected),
            "skipped": skipped,
            "warnings": _sorted(warnings),
            "error": error,
            "batch": batch,
            "withdrawn": withdrawn,
        }
        for (
            path, sheet, table, rows, loaded, skipped, error, rejected, warnings, sealed, retired, repeated, withdrawn,
            batch,
        ) in lines
    ]  # fmt: skip


def _sorted(counts: str | None) -> dict[str, int]:
    return dict(sorted(json.loads(counts).items())) if counts else {}
