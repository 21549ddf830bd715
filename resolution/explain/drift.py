"""How far the persons at hand have moved from those by whose statistics evidence is weighed."""

from dataclasses import dataclass
from math import log2

import duckdb

from resolution.explain import links, weigh
from resolution.linking import frequencies
from resolution.linking.statistics import MOST_DRIFT, Statistics

# A level that strangers show twice or half as often weighs one bit less or more.
MOST_BITS = 1.0
# Population stability index: by custom, what is below 0.1 is noise and what is above 0.25 another population.
MOST_SHIFT = 0.25

_SURNAMES = """
WITH was AS (SELECT left(name, 1) AS surname, sum(tf_name) AS n FROM name_frequency GROUP BY ALL),
are AS (SELECT left(name, 1) AS surname, count(*) AS n FROM node WHERE name IS NOT NULL GROUP BY ALL),
share AS (
    SELECT coalesce(was.n, 0) / (SELECT sum(n) FROM was) AS p, coalesce(are.n, 0) / (SELECT sum(n) FROM are) AS q
    FROM was FULL JOIN are USING (surname)),
kept AS (
    SELECT p, q FROM share WHERE p >= 0.001
    UNION ALL SELECT coalesce(sum(p), 0), coalesce(sum(q), 0) FROM share WHERE p < 0.001)
SELECT sum((q - p) * ln(greatest(q, 1e-4) / greatest(p, 1e-4))) FROM kept
"""

_UNSEEN = """
SELECT coalesce(count(*) FILTER (f.name IS NULL) / count(*), 0)
FROM node p LEFT JOIN name_frequency f USING (name) WHERE p.name IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Moved:
    """A level that strangers show more or less often than then; bits: by how much its weight would change."""

    comparison: str
    level: str
    then: float
    now: float
    bits: float


@dataclass(frozen=True, slots=True)
class Drift:
    """What has changed since the statistics in force were measured.

    persons: those with a known number, at hand; surnames: population stability index of the surnames; unseen: the share
    of provisional persons whose name nobody bore then.
    """

    in_force: Statistics
    learnt_from: str
    persons: int
    levels: tuple[Moved, ...]
    surnames: float
    unseen: float

    @property
    def renews(self) -> bool:
        """Whether the next run measures anew by itself: the number of persons has moved too far."""
        then = self.in_force.persons
        return max(self.persons, then) > MOST_DRIFT * min(self.persons, then)

    @property
    def outdated(self) -> bool:
        """Whether the population is another than the one that was measured."""
        return self.surnames > MOST_SHIFT or any(abs(one.bits) > MOST_BITS for one in self.levels)


def drift(con: duckdb.DuckDBPyConnection) -> Drift:
    """Return how far the persons of table provisional are from the statistics in force. Raises OutOfReach.

    Those of profile latin are weighed by statistics of their own.
    """
    rows = links.kept(con, "SELECT learnt_from FROM linking_statistics, (SELECT count(*) FROM latin_provisional)", [])
    in_force = weigh.stored(con)
    weigh.prepare(con)
    con.execute("CREATE OR REPLACE TEMP VIEW node AS FROM provisional ANTI JOIN latin_provisional USING (node)")
    persons = con.execute("SELECT count(*) FROM node WHERE valid").fetchall()[0][0]
    now = frequencies.observed(con, in_force.levels) if persons >= frequencies.ENOUGH else in_force.levels
    moved = [
        Moved(comparison, level, weight.u, now[comparison][level].u, log2(weight.u / now[comparison][level].u))
        for comparison, levels in in_force.levels.items()
        for level, weight in levels.items()
        if weight.u != now[comparison][level].u
    ]
    surnames, unseen = (con.execute(query).fetchall()[0][0] for query in (_SURNAMES, _UNSEEN))
    return Drift(in_force, str(rows[0][0]), persons, tuple(moved), float(surnames or 0.0), float(unseen))
