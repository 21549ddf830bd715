"""Whether records that come in ten increments end in the same entities as all at once.

    python benchmarks/increments.py RECORDS.duckdb [--share 0.01] [--only-additions]

RECORDS.duckdb is one that was loaded. Its records are dealt into ten increments by a hash of their id, and the weights
of all of them are frozen for every run. Printed: how the clusters of the last of ten re-runs over growing data differ
from those of one run; and of ten additions, each of `share` of the records, to all the rest: for each how many mentions
were told another entity than the next run gives them, and how many merges and splits were told or made.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from core.progress import silent
from resolution.added.arrivals import TABLES, Arrivals
from resolution.added.outcome import Outcome
from resolution.added.resolver import Resolver
from resolution.linking import statistics
from resolution.resolve import resolve

INCREMENTS = 10
SHOWN = 5
"""Mentions told otherwise that are printed one by one: id, entity told, entity made, basis, probability."""
_STATISTICS = ("linking_statistics", "linking_level", "name_frequency")
_KEPT = (*TABLES, *_STATISTICS)
_PAIRS = (
    "SELECT coalesce(sum(n * (n - 1) / 2), 0)::BIGINT FROM (SELECT count(*)::BIGINT AS n FROM {rows} GROUP BY {by})"
)


def part(table: str, low: float, high: float) -> str:
    """Return the rows of a table whose record's hash lies within a share of all; of what has no record, every row."""
    if table in ("may_be", *_STATISTICS):
        return f"FROM whole.{table}"
    record = "split_part(mention_id, '#', 1)" if table in ("mention_list", "mention_stay") else "record_id"
    place = f"(('0x' || left(md5({record}), 8))::BIGINT / 4294967296)"
    return f"FROM whole.{table} WHERE {place} >= {low} AND {place} < {high}"


def cut(whole: Path, target: Path, high: float) -> None:
    """Write the first records into a file of their own, beside the statistics of all."""
    target.unlink(missing_ok=True)
    with duckdb.connect(str(target)) as con:
        con.execute(f"ATTACH '{whole}' AS whole (READ_ONLY)")
        for table in _KEPT:
            con.execute(f"CREATE TABLE {table} AS {part(table, 0, high)}")
        con.execute("CREATE TABLE mention_entity (mention_id VARCHAR, entity_id VARCHAR)")
        con.execute("CREATE TABLE entity_successor (old_id VARCHAR, new_id VARCHAR)")
        con.execute("DETACH whole")


def run(records: Path, previous: Path) -> None:
    """Resolve a file by the statistics, and with the ids, of another."""
    with duckdb.connect(str(records)) as con:
        resolve(con, previous, None, silent)
        con.execute("CREATE OR REPLACE TABLE sealed_record (record_id VARCHAR)")


def difference(one: Path, other: Path) -> tuple[int, int, int, int]:
    """Return the pairs of mentions that one clustering joins, the other, and both; and the entities that differ."""
    with duckdb.connect() as con:
        con.execute(f"ATTACH '{one}' AS one (READ_ONLY); ATTACH '{other}' AS other (READ_ONLY)")
        both = """(SELECT x.entity_id AS a, y.entity_id AS b
                   FROM one.mention_entity x JOIN other.mention_entity y USING (mention_id))"""
        first, second, joined = (
            con.execute(_PAIRS.format(rows=both, by=by)).fetchall()[0][0] for by in ("a", "b", "a, b")
        )
        unlike = con.execute(
            f"""SELECT count(DISTINCT a) FROM {both} WHERE a IN (
                    SELECT a FROM {both} GROUP BY a HAVING count(DISTINCT b) > 1)
                OR b IN (SELECT b FROM {both} GROUP BY b HAVING count(DISTINCT a) > 1)"""
        ).fetchall()[0][0]
        return first, second, joined, unlike


def main() -> None:
    """Print both measurements."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("records", type=Path)
    parser.add_argument("--share", type=float, default=0.01)
    parser.add_argument("--only-additions", action="store_true")
    given = parser.parse_args()
    statistics.MOST_DRIFT = float("inf")
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.duckdb"
        whole.write_bytes(given.records.read_bytes())
        with duckdb.connect(str(whole)) as con:
            resolve(con, None, None, silent)
        if not given.only_additions:
            rerun(whole, Path(folder))
        add(whole, Path(folder), given.share)


def rerun(whole: Path, folder: Path) -> None:
    """Print how ten re-runs over growing data compare with one run."""
    before = whole
    for increment in range(1, INCREMENTS + 1):
        now = folder / f"grown{increment}.duckdb"
        cut(whole, now, increment / INCREMENTS)
        seed = folder / "seed.duckdb"
        if increment == 1:
            cut(whole, seed, 0)
            before = seed
        run(now, before)
        before = now
    first, second, joined, unlike = difference(whole, before)
    print(f"ten re-runs: {first:,} pairs in one run, {second:,} in ten, {joined:,} in both; {unlike:,} entities differ")


def add(whole: Path, folder: Path, share: float) -> None:
    """Print how ten additions compare with the run that takes them in."""
    base = folder / "base.duckdb"
    start = 1 - INCREMENTS * share
    cut(whole, base, start)
    seed = folder / "seed.duckdb"
    cut(whole, seed, 0)
    run(base, seed)
    resolver = Resolver(base)
    for increment in range(1, INCREMENTS + 1):
        high = 1.0 if increment == INCREMENTS else start + increment * share
        with duckdb.connect(str(whole), read_only=True) as con:
            arrivals = Arrivals(
                {t: con.sql(part(t, start, high).replace("whole.", "")).to_arrow_table() for t in TABLES}
            )
        begun = time.perf_counter()
        told = resolver.resolve(arrivals)
        seconds = time.perf_counter() - begun
        if increment not in (1, INCREMENTS):
            continue
        next_run = folder / f"next{increment}.duckdb"
        cut(whole, next_run, high)
        run(next_run, base)
        compare(base, next_run, told, seconds, increment)


def compare(base: Path, next_run: Path, told: Outcome, seconds: float, increment: int) -> None:
    """Print what an addition told beside what the next run made."""
    with duckdb.connect(str(next_run), read_only=True) as con:
        now = dict(con.execute("SELECT mention_id, entity_id FROM mention_entity").fetchall())
        con.execute(f"ATTACH '{base}' AS base (READ_ONLY)")
        merged, split = con.execute(
            """WITH met AS (SELECT DISTINCT x.entity_id AS a, y.entity_id AS b
                             FROM base.mention_entity x JOIN mention_entity y USING (mention_id))
               SELECT (SELECT count(*) FROM (SELECT b FROM met GROUP BY b HAVING count(*) > 1)),
                      (SELECT count(*) FROM (SELECT a FROM met GROUP BY a HAVING count(*) > 1))"""
        ).fetchall()[0]
    matches = told.matches
    unlike = [match for match in matches if now[match.mention_id] != match.entity_id]
    persons = [match for match in unlike if match.entity_type != "organization"]
    for match in persons[:SHOWN]:
        print("  ", match.mention_id, match.entity_id, now[match.mention_id], match.basis, match.probability)
    print(
        f"{increment} additions: {len(matches):,} mentions in {seconds:.1f} s; {len(persons):,} persons and "
        f"{len(unlike) - len(persons):,} organizations told otherwise than the next run; merges {len(told.merged):,} "
        f"told, {merged:,} made; splits {len(told.split):,} told, {split:,} made"
    )


if __name__ == "__main__":
    main()
