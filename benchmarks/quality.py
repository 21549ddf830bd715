"""How well mentions were joined, against the truth of a synthetic county: pairs of mentions, by what they show.

A person whom two valid numbers lead to, and no correction record joins, is two until somebody has looked: a pair across
the two is neither missed nor wrong. Such a person's mentions count by the number they show, those that show none with
the half they were put to. Mentions that hold a name and nothing else, on their row or in its case, are left aside and
counted.
"""

from pathlib import Path
from typing import NamedTuple

import duckdb

from resolution.normalise import numbers

_JUDGED = """
CREATE OR REPLACE TEMP TABLE told AS
SELECT m.mention_id, any_value(t.true_id) AS true_id, any_value(t.true_type) AS true_type,
       any_value(n.text) FILTER (n.valid) AS number, bool_or(coalesce(n.valid, false)) AS valid,
       bool_or(len(coalesce(m.old_numbers, [])) > 0) AS corrected,
       any_value(m.number IS NULL AND m.birth_date IS NULL AND len(coalesce(m.phones, [])) = 0
       AND len(coalesce(m.addresses, [])) = 0
       AND m.record_id NOT IN (SELECT record_id FROM {source}.row_node WHERE label = 'Case')) AS bare
FROM read_csv($1, all_varchar = true) t
JOIN {source}.file f ON f.path = t.file AND f.sheet = coalesce(t.sheet, '')
JOIN {source}.sighting s ON s.file_id = f.file_id AND s.row = t.row::BIGINT
JOIN {source}.mention m ON m.record_id = s.record_id AND m.name_field = coalesce(t.name_field, '')
     AND m.id_field = coalesce(t.id_field, '') AND m.part = t.part::INTEGER
LEFT JOIN read_number n ON n.number = m.number
GROUP BY m.mention_id
"""

# Whose a number is: whom it leads to most often. A relative's number on one's row does not make one two.
_HALVES = """
CREATE OR REPLACE TEMP TABLE half AS
WITH led AS (
    SELECT true_id, number, count(*) AS n FROM told
    WHERE number IS NOT NULL AND true_type = 'person' GROUP BY true_id, number
    QUALIFY row_number() OVER (PARTITION BY number ORDER BY count(*) DESC, true_id) = 1)
SELECT true_id, number, n FROM led
WHERE true_id IN (SELECT true_id FROM led GROUP BY true_id HAVING count(*) > 1)
  AND true_id NOT IN (SELECT true_id FROM told WHERE corrected)
"""

_PLACED = """
CREATE OR REPLACE TEMP TABLE placed AS
WITH put AS (
    SELECT t.*, e.entity_id, h.number AS shown
    FROM told t JOIN {clusters} e USING (mention_id) LEFT JOIN half h ON h.true_id = t.true_id AND h.number = t.number),
there AS (
    SELECT true_id, entity_id, shown FROM put WHERE shown IS NOT NULL GROUP BY true_id, entity_id, shown
    QUALIFY row_number() OVER (PARTITION BY true_id, entity_id ORDER BY count(*) DESC, shown) = 1),
usual AS (SELECT true_id, number FROM half QUALIFY row_number() OVER (PARTITION BY true_id ORDER BY n DESC, number) = 1)
SELECT p.mention_id, p.entity_id, p.true_type, p.true_id, p.valid, p.bare,
       p.true_id || coalesce('/' || coalesce(p.shown, a.shown, u.number), '') AS person
FROM put p LEFT JOIN there a ON a.true_id = p.true_id AND a.entity_id = p.entity_id
LEFT JOIN usual u ON u.true_id = p.true_id
"""

_PAIRS = """
WITH g AS (SELECT {by}, count(*)::DOUBLE AS n, count(*) FILTER (valid)::DOUBLE AS v FROM placed
           WHERE NOT bare AND true_type = $1 GROUP BY ALL)
SELECT coalesce(sum(v * (v - 1) / 2), 0), coalesce(sum(v * (n - v)), 0),
       coalesce(sum((n - v) * (n - v - 1) / 2), 0) FROM g
"""

_BARE = """
WITH most AS (
    SELECT entity_id, true_id FROM placed WHERE NOT bare GROUP BY entity_id, true_id
    QUALIFY row_number() OVER (PARTITION BY entity_id ORDER BY count(*) DESC, true_id) = 1)
SELECT count(*), count(DISTINCT p.mention_id) FILTER (m.true_id <> p.true_id)
FROM placed p LEFT JOIN most m USING (entity_id) WHERE bare
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


class Quality(NamedTuple):
    """Mentions with a truth; those with a name alone, and of these the wrongly joined; the score by type and split."""

    mentions: int
    bare: int
    bare_wrong: int
    scores: dict[tuple[str, str], Score]


def measure(
    con: duckdb.DuckDBPyConnection, truth: Path, clusters: str = "mention_entity", source: str = "main"
) -> Quality:
    """Compare `clusters` (mention_id, entity_id) with the truth about the mentions of `source`, by `SPLITS`."""
    shown = con.execute(f"SELECT DISTINCT number FROM {source}.mention WHERE number IS NOT NULL").fetchall()
    read = [(text, numbers.parse(text)) for (text,) in shown]
    con.execute("CREATE OR REPLACE TEMP TABLE read_number (number VARCHAR, text VARCHAR, valid BOOLEAN)")
    con.execute(
        "INSERT INTO read_number SELECT unnest($1), unnest($2), unnest($3)",
        [[t for t, _ in read], [n.text if n else t for t, n in read], [bool(n and n.valid) for _, n in read]],
    )
    con.execute(_JUDGED.format(source=source), [str(truth)])
    con.execute(_HALVES)
    con.execute(_PLACED.format(clusters=clusters))
    scores = {}
    for kind in ("person", "organization"):
        true, said, both, whole = (
            con.execute(_PAIRS.format(by=by), [kind]).fetchall()[0]
            for by in ("person", "entity_id", "person, entity_id", "true_id, entity_id")
        )
        said = tuple(s - (w - b) for s, w, b in zip(said, whole, both, strict=True))
        for split, chosen in SPLITS.items():
            scores[kind, split] = Score(*(sum(counts[i] for i in chosen) for counts in (true, said, both)))
    total = con.execute("SELECT count(*) FROM placed").fetchall()[0][0]
    bare, wrong = con.execute(_BARE).fetchall()[0]
    return Quality(total, bare, wrong, scores)
