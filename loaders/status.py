"""What became of every file: the `files` list of `clew status`."""

import json
from typing import Any

import duckdb

_FILES = """
    SELECT f.path, f.sheet, f.table_name, f.rows, f.loaded, f.skipped, f.error,
           (SELECT json_group_object(reason, n) FROM file_rejected r WHERE r.file_id = f.file_id),
           (SELECT json_group_object(warning, n) FROM file_warning w WHERE w.file_id = f.file_id),
           {sealed}
    FROM file f ORDER BY f.path, f.sheet, f.file_id
"""
_SEALED = """(SELECT count(*) FROM sighting s WHERE s.file_id = f.file_id
                AND s.record_id IN (SELECT record_id FROM sealed_record))"""


def files(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Return one line per sheet or database table, sorted by file and sheet.

    {file, sheet, table, rows, loaded, sealed, rejected: {reason: n}, skipped, warnings: {what: n}, error}; rows =
    loaded + skipped + all rejected; `sealed` is part of loaded, and 0 until records have been resolved; error is None
    or a sentence.
    """
    resolved = con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'sealed_record'").fetchall()
    lines = con.execute(_FILES.format(sealed=_SEALED if resolved else "0")).fetchall()
    return [
        {
            "file": path,
            "sheet": sheet,
            "table": table,
            "rows": rows,
            "loaded": loaded,
            "sealed": sealed,
            "rejected": _sorted(rejected),
            "skipped": skipped,
            "warnings": _sorted(warnings),
            "error": error,
        }
        for path, sheet, table, rows, loaded, skipped, error, rejected, warnings, sealed in lines
    ]


def _sorted(counts: str | None) -> dict[str, int]:
    return dict(sorted(json.loads(counts).items())) if counts else {}
