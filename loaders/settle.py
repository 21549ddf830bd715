"""From stored batches to records: which batches are in force, which rows are one record, what each record says.

Everything here is made anew by every load and is a function of the stored batches alone: never of the order in which
files came.
"""

import json
from collections import Counter
from collections.abc import Iterable

import duckdb
import pyarrow as pa

from core.ids import sql_digest
from core.progress import Progress
from graph.schema import load_schema
from loaders import turnover
from loaders.expressions import value_column
from loaders.mapping import Mapping
from loaders.normalise import Normaliser, key_columns
from loaders.parts import companions
from loaders.sensitivity import column_levels
from loaders.values import Codes
from records import store

EXPECTED_ROWS = 100
"""Fewer rows say nothing of how full a column usually is."""


def settle(
    con: duckdb.DuckDBPyConnection, mappings: dict[str, Mapping], codes: Codes, progress: Progress
) -> dict[str, int]:
    """Make sightings, val_<T> and warnings of all stored batches that are not withdrawn; return records and retired.

    Also notes how sensitive each column is, for whoever shows raw cells.
    """
    store.replace_derived(con)
    _rank_batches(con)
    counts, normaliser, schema = Counter(records=0, retired=0), Normaliser(con, codes), load_schema()
    for table in store.stored_tables(con):
        if table not in mappings:
            con.execute(f"DROP TABLE IF EXISTS val_{table}")
            continue
        mapping = mappings[table]
        progress(f"reading the cells of {table} {mapping.title}")
        store.ensure_raw(con, table, list(mapping.columns))
        levels = column_levels(mapping, schema)
        con.executemany("INSERT INTO column_level VALUES (?, ?, ?)", [(table, *one) for one in levels.items()])
        warnings = normaliser.write(mapping, _base(mapping))
        counts.update(_records(con, mapping))
        _warn(con, mapping, warnings)
    return dict(counts)


def _rank_batches(con: duckdb.DuckDBPyConnection) -> None:
    """Put the batches of every source in order and mark those in force.

    Ordered by date, a batch without one being as new as the newest that was loaded before it, then by load. In force
    are the latest snapshot of a source and the increments since.
    """
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE standing AS
        WITH dated AS (
            SELECT b.*, coalesce(b.batch_date, (SELECT max(o.batch_date) FROM batch o
                                                WHERE o.source_id = b.source_id AND o.ordinal < b.ordinal
                                                      AND NOT o.withdrawn)) AS effective
            FROM batch b WHERE NOT b.withdrawn),
        ordered AS (
            SELECT *, row_number() OVER (ORDER BY effective NULLS FIRST, ordinal, batch_id) AS position FROM dated),
        marked AS (
            SELECT *, coalesce(max(CASE WHEN delivery = 'snapshot' THEN position END) OVER (PARTITION BY source_id), 0)
                   AS latest
            FROM ordered)
        SELECT f.file_id, f.path, f.sheet, m.batch_id, m.source_id, m.table_name, m.agency, m.division, m.feed,
               m.delivery, m.batch_date, m.position, m.position >= m.latest AS in_force
        FROM marked m JOIN file f USING (batch_id)
        """
    )


def _base(mapping: Mapping) -> str:
    """Return the expression of a record id before rows of one key are told apart, over n (values) and s (source)."""
    parts = (
        [f'n."{name}"' for name in key_columns(mapping)]
        if mapping.key
        else [f'CAST(n."{name}" AS VARCHAR)' for name in mapping.columns]
    )
    return f"'{mapping.table}:' || {sql_digest('s.agency', 's.division', *parts)}"


def _records(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> dict[str, int]:
    """Write sightings and val_<T> of one table from its normalised rows."""
    _place(con, mapping)
    turnover.note(con, mapping.table)
    _name(con, mapping)
    con.execute(
        "INSERT INTO file_retired SELECT file_id, count(DISTINCT record_id) FROM named WHERE retired GROUP BY 1"
    )
    con.execute(f"INSERT INTO sighting SELECT '{mapping.table}', file_id, row, record_id FROM named WHERE NOT retired")
    observed = f'CAST(n."{mapping.observed}" AS DATE)' if mapping.observed else "CAST(NULL AS DATE)"
    fields = "".join(f', n."{name}" AS "{value_column(name)}"' for name in [*mapping.columns, *companions(mapping)])
    con.execute(
        f"""
        CREATE OR REPLACE TABLE val_{mapping.table} AS
        WITH chosen AS (
            SELECT record_id, file_id, row, retired FROM named WHERE record_id NOT IN (SELECT record_id FROM several)
            UNION ALL
            SELECT record_id, file_id, row, retired FROM named JOIN standing USING (file_id)
            WHERE record_id IN (SELECT record_id FROM several)
            QUALIFY row_number() OVER (PARTITION BY record_id ORDER BY position DESC, path, sheet, row) = 1)
        SELECT c.record_id, s.agency, s.division, s.feed, s.batch_id, s.batch_date, {observed} AS observed,
               c.retired{fields}
        FROM chosen c JOIN normal n USING (file_id, row) JOIN standing s USING (file_id)
        """
    )
    found = con.execute(
        f"SELECT count(*) FILTER (NOT retired), count(*) FILTER (retired) FROM val_{mapping.table}"
    ).fetchall()[0]
    con.execute("DROP TABLE normal; DROP TABLE placed; DROP TABLE named; DROP TABLE several")
    return {"records": found[0], "retired": found[1]}


def _place(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> None:
    """Decide row by row what is in force: a later batch of the same source that states a key again corrects it."""
    con.execute(
        """
        CREATE TEMP TABLE placed AS
        SELECT n.file_id, n.row, n.base, s.source_id, s.position, s.in_force AS live
        FROM normal n JOIN standing s USING (file_id)
        """
    )
    several = con.execute(
        """SELECT 1 FROM standing WHERE table_name = ? AND in_force
           GROUP BY source_id HAVING count(DISTINCT position) > 1""",
        [mapping.table],
    ).fetchall()
    if several and mapping.key:
        con.execute(
            """
            CREATE OR REPLACE TEMP TABLE placed AS
            SELECT * REPLACE (
                live AND position = max(position) FILTER (live) OVER (PARTITION BY source_id, base) AS live)
            FROM placed
            """
        )


def content(columns: Iterable[str]) -> str:
    """Return the expression that tells rows of one key apart by what they say, over columns of the table's values."""
    return sql_digest(*(f"CAST({column} AS VARCHAR)" for column in columns))


def _name(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> None:
    """Give every row its record id: of its key, and where several different rows hold that, of what it says as well.

    So no row gets the id of another of its key, whichever come and go; equal rows share one. Where the row is the key,
    equal rows of a file are counted. Rows no longer in force keep the id they have within their batch; they are retired
    unless a live row has it or says the same.
    """
    batch = "base, live, CASE WHEN NOT live THEN position END"
    con.execute(
        f"""CREATE TEMP TABLE shared AS
            SELECT DISTINCT base FROM (SELECT base FROM placed GROUP BY {batch} HAVING count(*) > 1)"""
    )
    if mapping.key:
        mark = content(f'n."{name}"' for name in mapping.columns)
        several = "min(mark) OVER batch <> max(mark) OVER batch"
    else:
        mark = "CAST(row_number() OVER (PARTITION BY p.base, p.live, p.file_id ORDER BY p.row) AS VARCHAR)"
        several = "mark <> '1'"
    con.execute(
        f"""
        CREATE TEMP TABLE named AS
        WITH told AS (
            SELECT p.*, {mark} AS mark FROM placed p JOIN normal n USING (file_id, row)
            WHERE p.base IN (FROM shared)),
        called AS MATERIALIZED (
            SELECT file_id, row, position, live, base || '.' || mark AS whole,
                   base || CASE WHEN {several} THEN '.' || mark ELSE '' END AS record_id
            FROM told WINDOW batch AS (PARTITION BY {batch})
            UNION ALL
            SELECT file_id, row, position, live, base, base FROM placed WHERE base NOT IN (FROM shared)),
        old AS (
            SELECT * FROM called
            WHERE NOT live AND record_id NOT IN (SELECT record_id FROM called WHERE live)
                  AND whole NOT IN (SELECT whole FROM called WHERE live)
            QUALIFY position = max(position) OVER (PARTITION BY record_id))
        SELECT file_id, row, record_id, false AS retired FROM called WHERE live
        UNION ALL
        SELECT file_id, row, record_id, true FROM old
        """
    )
    con.execute(
        """CREATE TEMP TABLE several AS SELECT record_id FROM named GROUP BY record_id HAVING count(*) > 1;
           DROP TABLE shared"""
    )


def _warn(con: duckdb.DuckDBPyConnection, mapping: Mapping, warnings: Counter[tuple[int, str]]) -> None:
    """Write the warnings of a table: cells that could not be read, what the reader saw, columns emptier than usual."""
    counted = Counter(warnings)
    for file_id, loaded, reader in con.execute(
        "SELECT file_id, loaded, reader FROM file WHERE table_name = ? AND error IS NULL ORDER BY 1", [mapping.table]
    ).fetchall():
        counted.update({(file_id, fault): n for fault, n in json.loads(reader)["faults"].items()})
        if loaded < EXPECTED_ROWS:
            continue
        for name, share in sorted(mapping.expect_empty.items()):
            empty = con.execute(
                f'SELECT count(*) FROM raw_{mapping.table} WHERE file_id = ? AND "{name}" IS NULL', [file_id]
            ).fetchall()[0][0]
            if empty > share * loaded:
                counted[(file_id, f"{name}: more empty cells than usual")] = empty
    lines = sorted((file_id, warning, n) for (file_id, warning), n in counted.items())
    names = ("file_id", "warning", "n")
    con.register("warned", pa.table({name: [line[index] for line in lines] for index, name in enumerate(names)}))
    con.execute("INSERT INTO file_warning SELECT * FROM warned")
    con.unregister("warned")
