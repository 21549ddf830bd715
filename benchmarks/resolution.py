"""How well, how fast and in how much memory mentions are resolved, beside other programs on the same rows.

    python benchmarks/resolution.py [--persons 4600 11000 110000] [--seed 7] [--missing 0.2] [--curve]
    python benchmarks/resolution.py --records RECORDS.duckdb --truth COUNTY/truth/mentions.csv

Writes synthetic counties of so many persons (about 11 mentions each), or takes one that is loaded. Each system works in
a process of its own. Plain Splink runs at every size, recordlinkage up to 120,000 mentions and with `--peers PYTHON`,
the interpreter of an environment that holds it (benchmarks/peers.py says what to install). `--missing` also takes
that share of the persons out of the population register; `--curve` tries other thresholds on the smallest county.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.peers import peak_mb
from benchmarks.quality import SPLITS, Quality, measure
from core.progress import silent
from loaders.codes import read_codes
from loaders.load import load
from loaders.mapping_reader import builtin_mappings
from records import store
from resolution.linking.model import shipped_model
from resolution.resolve import resolve
from synth.county import write_county

ROOT = Path(__file__).resolve().parent.parent
AS_OF = date(2026, 6, 30)
IDS = "keeping entity ids"  # what comes after the clusters
MOST_FOR_RECORDLINKAGE = 150_000
THRESHOLDS = (0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995)

# What the other programs are given: the same persons' mentions, flat, as Clew's load has cleaned them.
_FLAT = """
COPY (SELECT m.mention_id, m.name, m.number, strftime(m.birth_date, '%Y-%m-%d') AS birth_date, m.sex,
             m.phones[1] AS phone, m.addresses[1] AS address
      FROM r.mention m JOIN told USING (mention_id) WHERE true_type = 'person' ORDER BY mention_id) TO '{out}'
"""

_UNLISTED = """
CREATE OR REPLACE TEMP TABLE unlisted AS
SELECT DISTINCT m.record_id FROM r.mention m JOIN told t USING (mention_id)
WHERE m.table_name = 'ps_population' AND m.role = 'person'
  AND ('0x' || left(md5('unlisted ' || t.true_id), 8))::BIGINT < {share} * 4294967296
"""

# A payer of whom nothing but the name is known is left aside here as in the measure.
_TELLING = """
CREATE OR REPLACE TEMP TABLE telling AS
SELECT DISTINCT node FROM r.provisional_mention JOIN placed USING (mention_id) WHERE NOT bare
"""

_EXPECTED = """
SELECT count(*) FILTER (outcome = 'joined'), coalesce(sum(1 - probability) FILTER (outcome = 'joined'), 0)
FROM r.edge WHERE basis IN ('scored', 'context')
  AND a IN (SELECT node FROM telling) AND b IN (SELECT node FROM telling)
"""


class Given(NamedTuple):
    """A county that was loaded, and the truth about its mentions."""

    records: Path
    truth: Path


def county(persons: int, seed: int, folder: Path) -> Given:
    """Write a county and load it."""
    write_county(persons, seed, folder, AS_OF, silent)
    records = folder / "records.duckdb"
    with duckdb.connect(str(records)) as con:
        store.ensure_stored(con)
        store.replace_derived(con)
        load(con, folder / "exports", builtin_mappings(), read_codes(), set(), silent)
    return Given(records, folder / "truth" / "mentions.csv")


def unlisted(given: Given, share: float, folder: Path) -> Given:
    """The same county, in whose population register a share of the persons has no line."""
    records = folder / f"{given.records.stem}-unlisted.duckdb"
    shutil.copy(given.records, records)
    with duckdb.connect() as con:
        con.execute(f"ATTACH '{records}' AS r")
        measure(con, given.truth, "(SELECT mention_id, mention_id AS entity_id FROM r.mention)", "r.main")
        con.execute(_UNLISTED.format(share=share))
        con.execute("DELETE FROM r.mention_tie WHERE record_id IN (FROM unlisted)")
        con.execute("DELETE FROM r.row_node WHERE record_id IN (FROM unlisted)")
        con.execute("DELETE FROM r.mention WHERE record_id IN (FROM unlisted)")
    return Given(records, given.truth)


def in_a_child(python: str, *arguments: str) -> dict[str, Any]:
    """Run one system in a process of its own and return what it says of its time and memory."""
    done = subprocess.run([python, *arguments], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def resolve_here(records: Path, threshold: float | None) -> None:
    """Resolve with Clew and print seconds and peak memory (MB) of normalising and of all that follows."""
    marks: list[tuple[str, float, int]] = []

    def mark(text: str) -> None:
        marks.append((text, time.monotonic(), peak_mb()))

    model = shipped_model()
    with duckdb.connect(str(records)) as con:
        resolve(con, None, replace(model, threshold=threshold) if threshold else model, mark)
    mark("done")
    (_, start, _), (_, normalised, peak) = marks[:2]
    steps = {text: round(after[1] - at, 2) for (text, at, _), after in pairwise(marks)}
    figures = {"normalising": round(normalised - start, 2), "normalising_mb": peak}
    clusters = next(at for text, at, _ in marks if text == IDS)
    figures |= {"to_clusters": round(clusters - normalised, 2)}
    figures |= {"resolving": round(marks[-1][1] - normalised, 2), "peak_mb": marks[-1][2]}
    print(json.dumps(figures | {"cpu_seconds": round(time.process_time(), 2)} | steps))


def clew(given: Given, folder: Path, threshold: float | None = None) -> tuple[dict[str, Any], Quality]:
    """Resolve a copy with Clew and measure it."""
    copy = folder / "resolved.duckdb"
    shutil.copy(given.records, copy)
    figures = in_a_child(
        sys.executable, __file__, "--resolve", str(copy), *(["--threshold", str(threshold)] * bool(threshold))
    )
    with duckdb.connect() as con:
        con.execute(f"ATTACH '{copy}' AS r (READ_ONLY)")
        found = measure(con, given.truth, "r.mention_entity", "r.main")
        con.execute(_TELLING)
        joins, expected = con.execute(_EXPECTED).fetchall()[0]
    copy.unlink()
    return figures | {"joins": joins, "expected_wrong": expected}, found


def peer(name: str, python: str, given: Given, folder: Path) -> tuple[dict[str, Any], Quality]:
    """Resolve the flat mentions with another program and measure it."""
    flat, out = folder / "flat.parquet", folder / "clusters.parquet"
    with duckdb.connect() as con:
        con.execute(f"ATTACH '{given.records}' AS r (READ_ONLY)")
        measure(con, given.truth, "(SELECT mention_id, mention_id AS entity_id FROM r.mention)", "r.main")
        con.execute(_FLAT.format(out=flat))
        figures = in_a_child(python, str(ROOT / "benchmarks" / "peers.py"), name, str(flat), str(out))
        return figures, measure(con, given.truth, f"'{out}'", "r.main")


def show(title: str, figures: dict[str, Any], found: Quality, kinds: tuple[str, ...] = ("person",)) -> None:
    """Print the quality per class, then seconds and memory."""
    print(f"\n{title}")
    for kind in kinds:
        print(f"  {kind:14} {'pairs':>12} {'precision':>10} {'recall':>8} {'F1':>8} {'wrong':>8} {'missed':>8}")
        for split in SPLITS:
            s = found.scores[kind, split]
            print(
                f"  {split:14} {s.true:12,.0f} {s.precision:10.5f} {s.recall:8.4f} {s.f1:8.4f} "
                f"{s.said - s.both:8,.0f} {s.true - s.both:8,.0f}"
            )
    rate = 10_000 * found.bare_wrong / max(found.bare, 1)
    print(f"  a name alone: {found.bare:,} left aside, {rate:.2f} in 10,000 of them merged wrongly")
    print("  " + ", ".join(f"{name} {value:,}" for name, value in figures.items() if isinstance(value, (int, float))))


def curve(given: Given, folder: Path) -> None:
    """What a threshold costs: the merges it adds, those of them expected to be wrong, and what the truth says."""
    print("\nthreshold      joins  expected wrong  share      precision / recall per class")
    for threshold in THRESHOLDS:
        figures, found = clew(given, folder, threshold)
        said = " ".join(
            f"{found.scores['person', split].precision:.5f}/{found.scores['person', split].recall:.4f}"
            for split in list(SPLITS)[:3]
        )
        share = figures["expected_wrong"] / max(figures["joins"], 1)
        print(f"{threshold:9} {figures['joins']:10,} {figures['expected_wrong']:15.1f} {share:.5f}    {said}")


def run(given: Given, chosen: argparse.Namespace, folder: Path) -> dict[str, dict[str, Any]]:
    """Print what each system makes of one county; returns the figures of each."""
    told: dict[str, dict[str, Any]] = {}
    figures, found = clew(given, folder)
    told["clew"] = figures
    show(f"Clew, {found.mentions:,} mentions", figures, found, ("person", "organization"))
    if chosen.missing:
        poorer = unlisted(given, chosen.missing, folder)
        show(f"Clew, {chosen.missing:.0%} of the persons not in the population register", *clew(poorer, folder))
        poorer.records.unlink()
    if not chosen.alone:
        systems = {"splink": sys.executable}
        if chosen.peers and found.mentions <= MOST_FOR_RECORDLINKAGE:
            systems["recordlinkage"] = chosen.peers
        for name, python in systems.items():
            told[name], other = peer(name, python, given, folder)
            show(name, told[name], other)
            times = told[name]["resolving"] / figures["to_clusters"]
            print(f"  {times:.1f} times the seconds of Clew from normalised mentions to clusters")
    return told | {"mentions": {"n": found.mentions}}


def main() -> None:
    """Print everything that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--persons", type=int, nargs="+", default=[4_600, 11_000, 110_000])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--records", type=Path)
    parser.add_argument("--truth", type=Path)
    parser.add_argument("--missing", type=float, default=0.0)
    parser.add_argument("--peers")
    parser.add_argument("--alone", action="store_true", help="Clew alone")
    parser.add_argument("--curve", action="store_true")
    parser.add_argument("--resolve", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--threshold", type=float, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.resolve:
        return resolve_here(chosen.resolve, chosen.threshold)
    with tempfile.TemporaryDirectory(prefix="clew-benchmark-") as name:
        folder = Path(name)
        if chosen.records:
            given = [Given(chosen.records, chosen.truth)]
        else:
            given = [county(n, chosen.seed, folder / f"county-{n}") for n in chosen.persons]
        told = [run(one, chosen, folder) for one in given]
        for name in (n for n in told[0] if n in told[-1] and n != "mentions" and len(told) > 1):
            measured = "to_clusters" if name == "clew" else "resolving"
            grown = told[-1][name][measured] / told[-2][name][measured]
            sizes = " → ".join(f"{one['mentions']['n']:,}" for one in told[-2:])
            print(f"\n{name}: {sizes} mentions, {grown:.1f} times the seconds")
        if chosen.curve:
            curve(given[0], folder)
    return None


if __name__ == "__main__":
    main()
