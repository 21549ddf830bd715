"""The weights of the Latin profile: learnt once without labels, then frozen as one version, like those of Chinese data.

They are carried from generation to generation, and learnt anew when the comparisons change or the number of provisional
persons has moved by more than half.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from core.ids import digest
from records.store import attached
from resolution.latin.comparisons import COMPARISONS, KEYS, RARITY, RELATIVES, Levels
from resolution.latin.weights import EXPECTED
from resolution.linking.model import Weight
from resolution.linking.statistics import MOST_DRIFT

_MODEL = digest(*map(repr, (COMPARISONS, EXPECTED, KEYS, RARITY, RELATIVES)))
"""What tells these comparisons and expectations from those of another version of Clew."""

_WRITE = """
CREATE OR REPLACE TABLE {target}.latin_statistics (
    version VARCHAR, model_version VARCHAR, persons BIGINT, prior DOUBLE, kept BOOLEAN);
CREATE OR REPLACE TABLE {target}.latin_level (comparison VARCHAR, level VARCHAR, m DOUBLE, u DOUBLE);
CREATE OR REPLACE TABLE {target}.latin_rarity AS FROM latin_rarity ORDER BY ALL;
"""


@dataclass(frozen=True)
class Statistics:
    """What evidence is weighed by, beside table latin_rarity.

    persons: the provisional persons from whom it was learnt; prior: how likely two of them drawn at random are one;
    kept: whether it comes from the generation before.
    """

    persons: int
    levels: Levels
    prior: float
    kept: bool

    @property
    def version(self) -> str:
        """What tells these weights from others."""
        return digest(_MODEL, str(self.persons), str(self.prior), repr(self.levels))


def kept(con: duckdb.DuckDBPyConnection, previous: Path | None, persons: int) -> Statistics | None:
    """Return the statistics of the last published generation and make latin_rarity, or None if they do not fit.

    They fit the comparisons they were learnt for, and up to half as many provisional persons more or less.
    """
    if previous is None or not persons:
        return None
    with attached(con, previous, "previous"):
        try:
            return _read(con, persons)
        except (duckdb.CatalogException, duckdb.BinderException):  # an older Clew's records
            return None


def _read(con: duckdb.DuckDBPyConnection, persons: int) -> Statistics | None:
    model, then, prior = con.execute("SELECT model_version, persons, prior FROM previous.latin_statistics").fetchall()[
        0
    ]
    if model != _MODEL or max(persons, then) > MOST_DRIFT * min(persons, then):
        return None
    con.execute("CREATE OR REPLACE TABLE latin_rarity AS FROM previous.latin_rarity")
    levels: Levels = {}
    for comparison, level, m, u in con.execute("FROM previous.latin_level").fetchall():
        levels.setdefault(comparison, {})[level] = Weight(m, u)
    return Statistics(then, levels, prior, True)


def write(con: duckdb.DuckDBPyConnection, target: str, statistics: Statistics) -> None:
    """Write latin_statistics, latin_level and latin_rarity into `target`."""
    con.execute(_WRITE.format(target=target))
    con.execute(
        f"INSERT INTO {target}.latin_statistics VALUES (?, ?, ?, ?, ?)",
        [statistics.version, _MODEL, statistics.persons, statistics.prior, statistics.kept],
    )
    for comparison, weights in statistics.levels.items():
        for level, weight in weights.items():
            con.execute(
                f"INSERT INTO {target}.latin_level VALUES (?, ?, ?, ?)", [comparison, level, weight.m, weight.u]
            )
