"""What became of every file: the `files` list of `clew status`."""

import json
from typing import Any

import duckdb

_FILES = """
    SELECT f.path, f.sheet, f.table_name, f.rows, f.loaded, f.skipped, f.error,
           (SELECT json_group_object(reason, n) FROM file_rejected r WHERE r.file_id = f.file_id),
           (SELECT json_group_object(warning, n) FROM file_warning w WHERE w.file_id = f.file_id),
           {sealed}, {retired}
    FROM file f ORDER BY f.path, f.sheet, f.file_id
"""
_SEALED = """(SELECT count(*) FROM sighting s WHERE s.file_id = f.file_id
                AND s.record_id IN (SELECT record_id FROM sealed_record))"""
_RETIRED = "coalesce((SELECT sum(n) FROM file_retired r WHERE r.file_id = f.file_id), 0)::BIGINT"


def files(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Return one line per sheet or database table, sorted by file and sheet.

    {file, sheet, table, rows, loaded, sealed, retired, rejected: {reason: n}, skipped, warnings: {what: n}, error};
    rows = loaded + skipped + all rejected. `sealed` is part of loaded, and 0 until records have been resolved;
    `retired` counts the records that this file was the last to state and a newer delivery no longer does. error is
    None or a sentence.
    """
    known = {name for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    sealed = _SEALED if "sealed_record" in known else "0"
    retired = _RETIRED if "file_retired" in known else "0"
    lines = con.execute(_FILES.format(sealed=sealed, retired=retired)).fetchall()
    return [
        {
            "file": path,
            "sheet": sheet,
            "table": table,
            "rows": rows,
            "loaded": loaded,
            "sealed": sealed,
            "retired": retired,
            "rejected": _sorted(rejected),
            "skipped": skipped,
            "warnings": _sorted(warnings),
            "error": error,
        }
        for path, sheet, table, rows, loaded, skipped, error, rejected, warnings, sealed, retired in lines
    ]


def _sorted(counts: str | None) -> dict[str, int]:
    return dict(sorted(json.loads(counts).items())) if counts else {}
