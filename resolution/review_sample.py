"""A sample of pairs for people to review, joined ones and pairs kept apart, drawn by stratum; and what they found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import duckdb

from core.errors import OlderWorkspace
from core.ids import digest
from resolution.estimates import Stratum
from resolution.judgements import Judgement, Pair, Verdict

JOINED, APART = "joined", "apart"
FIELDS = ("number", "decision", "stratum", "population", "a", "b")

# Two of one provisional person are joined by their number, or because they are equal in every respect.
_PAIRS = """
CREATE OR REPLACE TEMP TABLE review_pair AS
WITH open AS (
    SELECT p.node, p.owned, mention_id, e.entity_id,
           row_number() OVER (PARTITION BY p.node ORDER BY NOT p.owned, mention_id) AS place
    FROM provisional_mention p JOIN mention_entity e USING (mention_id)
    WHERE split_part(mention_id, '#', 1) NOT IN (SELECT record_id FROM sealed_record)),
first AS (SELECT * FROM open WHERE place = 1),
strongest AS (
    SELECT * FROM edge WHERE basis <> 'judged' AND outcome <> 'redundant'
    QUALIFY row_number() OVER (PARTITION BY a, b ORDER BY outcome <> 'joined', probability DESC, basis) = 1),
pair AS (
    SELECT 'joined' AS decision, CASE WHEN o.owned THEN 'number' ELSE 'equal' END AS stratum,
           f.mention_id AS x, o.mention_id AS y
    FROM open o JOIN first f USING (node) WHERE o.place > 1
    UNION ALL
    SELECT CASE WHEN e.outcome = 'joined' THEN 'joined' ELSE 'apart' END,
           CASE WHEN e.outcome = 'joined' THEN e.basis ELSE e.outcome END || ' ' || CASE
               WHEN probability < 0.5 THEN 'below 0.5' WHEN probability < 0.8 THEN '0.5 to 0.8'
               WHEN probability < 0.95 THEN '0.8 to 0.95' WHEN probability < 0.99 THEN '0.95 to 0.99'
               WHEN probability < 0.999 THEN '0.99 to 0.999' ELSE '0.999 and more' END,
           f.mention_id, g.mention_id
    FROM strongest e JOIN first f ON f.node = e.a JOIN first g ON g.node = e.b
    WHERE (e.outcome = 'joined') = (f.entity_id = g.entity_id))
SELECT decision, stratum, least(x, y) AS a, greatest(x, y) AS b FROM pair
"""

_DRAWN = """
SELECT decision, stratum, a, b FROM review_pair WHERE decision = $1 AND stratum = $2
ORDER BY md5($3 || ' ' || a || ' ' || b), a, b LIMIT $4
"""


def draw(con: duckdb.DuckDBPyConnection, size: int, seed: int) -> list[dict[str, Any]]:
    """Return a sample as rows of FIELDS, half of joined pairs and half of pairs kept apart, in an order of chance.

    A stratum (how the pair was joined or why not, and the band of its probability) is drawn from as the square root
    of its population. Joined pairs are the merges that were made; kept apart are those that were compared and not
    joined: pairs that nothing brought together cannot be drawn. The same seed and records give the same sample.
    Raises OlderWorkspace.
    """
    try:
        con.execute(_PAIRS)
    except (duckdb.CatalogException, duckdb.BinderException):
        raise OlderWorkspace from None
    rows = con.execute("SELECT decision, stratum, count(*) FROM review_pair GROUP BY ALL ORDER BY ALL").fetchall()
    found = []
    for decision, share in ((JOINED, (size + 1) // 2), (APART, size // 2)):
        populations = {stratum: int(n) for one, stratum, n in rows if one == decision}
        for stratum, n in allocated(populations, share).items():
            drawn = con.execute(_DRAWN, [decision, stratum, str(seed), n]).fetchall()
            found += [
                {"decision": decision, "stratum": stratum, "population": populations[stratum], "a": a, "b": b}
                for _, _, a, b in drawn
            ]
    found.sort(key=lambda row: digest(str(seed), row["a"], row["b"]))
    return [{"number": number, **row} for number, row in enumerate(found, start=1)]


def allocated(populations: Mapping[str, int], size: int) -> dict[str, int]:
    """Return how many to draw from each stratum: as the square roots of what they hold, not more than they hold.

    Each has one before any has two; then the next goes to whoever has most for those it was given (D'Hondt's rule).
    """
    given = dict.fromkeys(sorted(populations), 0)
    for _ in range(min(size, sum(populations.values()))):
        free = [name for name in given if given[name] < populations[name]]
        empty = [name for name in free if not given[name]]
        given[max(empty or free, key=lambda name: (sqrt(populations[name]) / max(given[name], 1), name))] += 1
    return given


@dataclass(frozen=True)
class Reviewed:
    """What reviewers found of a decision's sample: its strata, and how many pairs are open or disputed by reviewers."""

    decision: str
    strata: list[Stratum]
    open: int
    disputed: int


def reviewed(sample: Sequence[Mapping[str, Any]], judgements: Iterable[Judgement]) -> list[Reviewed]:
    """Return what judgements in force say of a sample: joined pairs that are two, pairs kept apart that are one.

    A pair counts where at least one reviewer decided and none decided otherwise.
    """
    said: dict[Pair, set[Verdict]] = {}
    for one in judgements:
        if one.verdict is not Verdict.UNSURE:
            said.setdefault(one.pair, set()).add(one.verdict)
    told = []
    for decision, mistake in ((JOINED, Verdict.DIFFERENT), (APART, Verdict.SAME)):
        rows = [row for row in sample if row["decision"] == decision]
        verdicts = [said.get((row["a"], row["b"]), set()) for row in rows]
        strata = []
        for name, population in sorted({(row["stratum"], int(row["population"])) for row in rows}):
            here = [one for row, one in zip(rows, verdicts, strict=True) if row["stratum"] == name and len(one) == 1]
            strata.append(Stratum(name, population, len(here), sum(mistake in one for one in here)))
        undecided, disputed = (sum(len(one) == n for one in verdicts) for n in (0, 2))
        told.append(Reviewed(decision, strata, undecided, disputed))
    return told
