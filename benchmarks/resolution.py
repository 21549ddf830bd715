"""Prints how well mentions were resolved, against the truth of a synthetic county.

    python benchmarks/resolution.py RECORDS.duckdb COUNTY/truth/mentions.csv

Pairs of mentions are counted, split by whether both, one or none of the two show a valid number. Mentions that hold a
name and nothing else on their row or in its case are left aside and counted.
"""

import sys
from pathlib import Path
from typing import NamedTuple

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from resolution.normalise import numbers

_TRUTH = """
CREATE TEMP TABLE judged AS
SELECT m.mention_id, t.true_id, e.entity_id, e.match_basis, e.entity_type, t.true_type,
       coalesce(n.valid, false) AS valid,
       m.number IS NULL AND m.birth_date IS NULL AND len(coalesce(m.phones, [])) = 0
       AND len(coalesce(m.addresses, [])) = 0
       AND m.record_id NOT IN (SELECT record_id FROM row_node WHERE label = 'Case') AS bare
FROM read_csv($1, all_varchar = true) t
JOIN file f ON f.path = t.file AND f.sheet = coalesce(t.sheet, '')
JOIN sighting s ON s.file_id = f.file_id AND s.row = t.row::BIGINT
JOIN mention m ON m.record_id = s.record_id AND m.name_field = coalesce(t.name_field, '')
     AND m.id_field = coalesce(t.id_field, '') AND m.part = t.part::INTEGER
JOIN mention_entity e USING (mention_id) LEFT JOIN valid_number n ON n.number = m.number
GROUP BY ALL
"""

_PAIRS = """
WITH g AS (SELECT {by}, count(*)::DOUBLE AS n, count(*) FILTER (valid)::DOUBLE AS v FROM judged
           WHERE NOT bare AND true_type = $1 GROUP BY ALL)
SELECT coalesce(sum(v * (v - 1) / 2), 0), coalesce(sum(v * (n - v)), 0),
       coalesce(sum((n - v) * (n - v - 1) / 2), 0) FROM g
"""


SPLITS = {"both valid": [0], "one valid": [1], "neither": [2], "all": [0, 1, 2]}


class Score(NamedTuple):
    """Pairs of mentions: those that the truth joins, those that were joined, and those that both did."""

    true: float
    said: float
    both: float

    @property
    def precision(self) -> float:
        """The share of joined pairs that are right; 1 where none was joined."""
        return self.both / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        """The share of true pairs that were joined; 1 where there are none."""
        return self.both / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.both else 0.0


def measure(con: duckdb.DuckDBPyConnection, truth: Path) -> tuple[int, int, dict[tuple[str, str], Score]]:
    """Return the mentions with a truth, those left aside, and the score by type and split of `SPLITS`."""
    shown = [row[0] for row in con.execute("SELECT DISTINCT number FROM mention WHERE number IS NOT NULL").fetchall()]
    valid = [bool(read and read.valid) for read in map(numbers.parse, shown)]
    con.execute("CREATE TEMP TABLE valid_number AS SELECT unnest($1) AS number, unnest($2) AS valid", [shown, valid])
    con.execute(_TRUTH, [str(truth)])
    total, bare = con.execute("SELECT count(*), count(*) FILTER (bare) FROM judged").fetchall()[0]
    scores = {}
    for kind in ("person", "organization"):
        true, said, both = (
            con.execute(_PAIRS.format(by=by), [kind]).fetchall()[0]
            for by in ("true_id", "entity_id", "true_id, entity_id")
        )
        for split, chosen in SPLITS.items():
            scores[kind, split] = Score(*(sum(counts[i] for i in chosen) for counts in (true, said, both)))
    return total, bare, scores


def main(records: Path, truth: Path) -> None:
    """Print one table per type of entity."""
    total, bare, scores = measure(duckdb.connect(str(records), read_only=True), truth)
    print(f"{total:,} mentions with a truth, of which {bare:,} hold a name and nothing else and are left aside")
    for (kind, split), score in scores.items():
        if split == "both valid":
            print(f"\n{kind:14} {'pairs':>12} {'precision':>10} {'recall':>8} {'F1':>8} {'wrong':>8} {'missed':>8}")
        print(
            f"{split:14} {score.true:12,.0f} {score.precision:10.5f} {score.recall:8.4f} {score.f1:8.4f} "
            f"{score.said - score.both:8,.0f} {score.true - score.both:8,.0f}"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
