"""The statistics that a run weighs evidence by: measured once, then frozen, so that new records move no weight.

They are carried from generation to generation, and measured anew when the linking model changes or the number of known
persons has moved by more than half.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from core.ids import digest
from records.store import attached
from resolution.linking import frequencies
from resolution.linking.comparisons import COMPARISONS
from resolution.linking.model import LinkingModel, Weight

# Beyond this growth or shrinkage the old frequencies describe another population.
MOST_DRIFT = 1.5


@dataclass(frozen=True)
class Statistics:
    """What is measured of a population.

    version: digest of all of it; persons: how many with a known number it was measured on; levels: m and u of every
    level; prior: the probability that two provisional persons drawn at random are one; unseen: the frequency of a name
    that none of them bore; kept: whether it comes from the generation before.
    """

    version: str
    model_version: str
    persons: int
    levels: dict[str, dict[str, Weight]]
    prior: float
    unseen: float
    kept: bool


def take(con: duckdb.DuckDBPyConnection, model: LinkingModel, previous: Path | None) -> Statistics:
    """Return the statistics for `node`, and make name_frequency(name, tf_name) of every name in it.

    `previous` is the records file of the last published generation, whose statistics hold while they fit.
    """
    persons = int(con.execute("SELECT count(*) FROM node WHERE valid").fetchall()[0][0])
    return _kept(con, model, persons, previous) or measure(con, model, persons)


def measure(con: duckdb.DuckDBPyConnection, model: LinkingModel, persons: int) -> Statistics:
    """Measure the statistics on `node`, whatever was measured before."""
    levels = frequencies.observed(con, model.levels)
    frequencies.names(con)
    con.execute("CREATE OR REPLACE TABLE frozen_name AS FROM name_frequency")
    prior = frequencies.prior(con, model.found)
    rare = frequencies.of_name("0", "count(*)")
    unseen = float(con.execute(f"SELECT {rare} FROM node WHERE name IS NOT NULL").fetchall()[0][0])
    version = digest(model.digest, str(persons), str(prior), str(unseen), repr(levels))
    return Statistics(version, model.digest, persons, levels, prior, unseen, False)


def _kept(
    con: duckdb.DuckDBPyConnection, model: LinkingModel, persons: int, previous: Path | None
) -> Statistics | None:
    if previous is None:
        return None
    with attached(con, previous, "previous"):
        there = con.execute(
            "FROM duckdb_tables() WHERE database_name = 'previous' AND table_name = 'linking_statistics'"
        ).fetchall()
        return read(con, "previous", model, persons) if there else None


def read(con: duckdb.DuckDBPyConnection, source: str, model: LinkingModel, persons: int) -> Statistics | None:
    """Read the statistics of `source` and make frozen_name and name_frequency, or return None if they do not fit.

    They fit the model they were measured with, and up to half as many persons more or less.
    """
    version, model_version, then, prior, unseen = con.execute(
        f"SELECT version, model_version, persons, prior, unseen FROM {source}.linking_statistics"
    ).fetchall()[0]
    fits = max(persons, then) <= MOST_DRIFT * min(persons, then)
    if model_version != model.digest or not fits:
        return None
    levels: dict[str, dict[str, Weight]] = {name: {} for name in model.levels}
    for comparison, level, m, u in con.execute(
        f"SELECT comparison, level, m, u FROM {source}.linking_level ORDER BY place"
    ).fetchall():
        levels[comparison][level] = Weight(m, u)
    con.execute(f"CREATE OR REPLACE TABLE frozen_name AS FROM {source}.name_frequency")
    con.execute(
        """CREATE OR REPLACE TABLE name_frequency AS
           SELECT name, coalesce(tf_name, $1) AS tf_name
           FROM (SELECT DISTINCT name FROM node WHERE name IS NOT NULL) LEFT JOIN frozen_name USING (name)""",
        [unseen],
    )
    return Statistics(version, model_version, then, levels, prior, unseen, True)


def write(con: duckdb.DuckDBPyConnection, target: str, statistics: Statistics, learnt_from: str) -> None:
    """Write linking_statistics, linking_level and name_frequency into `target`."""
    con.execute(
        f"""CREATE OR REPLACE TABLE {target}.linking_statistics (
                version VARCHAR, model_version VARCHAR, persons BIGINT, prior DOUBLE, unseen DOUBLE,
                learnt_from VARCHAR, kept BOOLEAN)"""
    )
    con.execute(
        f"INSERT INTO {target}.linking_statistics VALUES (?, ?, ?, ?, ?, ?, ?)",
        [statistics.version, statistics.model_version, statistics.persons, statistics.prior, statistics.unseen,
         learnt_from, statistics.kept],
    )  # fmt: skip
    con.execute(
        f"CREATE OR REPLACE TABLE {target}.linking_level (place INTEGER, comparison VARCHAR, level VARCHAR, "
        "m DOUBLE, u DOUBLE)"
    )
    rows = [
        (comparison, level, statistics.levels[comparison][level].m, statistics.levels[comparison][level].u)
        for comparison, (_, levels) in COMPARISONS.items()
        for level, _ in levels
    ]
    con.executemany(
        f"INSERT INTO {target}.linking_level VALUES (?, ?, ?, ?, ?)", [(i, *row) for i, row in enumerate(rows)]
    )
    con.execute(f"CREATE OR REPLACE TABLE {target}.name_frequency AS FROM frozen_name ORDER BY name")
