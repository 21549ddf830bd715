"""The review queue: what people should decide, one item for each question, ordered by what the answer would change.

The resolve stage keeps it with the records; which entities have open leads is known only when somebody asks.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from core.errors import OlderWorkspace
from core.ids import digest
from resolution.judgements import Judgement, Pair

KINDS = (
    "contradicted", "vetoed", "two_numbers", "number_of_another", "twins", "unclear", "weak_bridge", "weak_link",
    "large", "drifted", "unlikely",
)  # fmt: skip
"""Contradicting judgements; a strong reason to join that something impossible stood against; one name and birth under
two valid numbers; a row with the number of another; twins who both fit; several who fit; an unsure join that holds two
parts together; one that holds a single part; a very large entity; one that was several before, or has become several;
someone who may be the same though not likely enough to be joined."""

LEADS_FIRST = 0.1
"""The chance from which an item goes before all others when an open lead stands on one of its entities."""

_ORDER = "kind <> 'contradicted', NOT begun, slight, NOT (leads > 0 AND chance >= $2), changes DESC, a, b"
# What was said since the run counts for the two entities, as the next run will have it. A candidate who is ruled out
# leaves the question with the rest.
_WAITING = """
WITH said AS (
    SELECT question, place, verdict FROM review_item JOIN said_since USING (a, b)
    UNION
    SELECT question, place, verdict FROM review_item i
    JOIN said_since s ON s.e = least(entity_a, entity_b) AND s.f = greatest(entity_a, entity_b)
    WHERE kind <> 'contradicted' AND entity_a <> entity_b AND verdict IN ('same', 'different')),
open AS (
    FROM review_item ANTI JOIN (FROM said WHERE verdict = 'different') USING (question, place)
    ANTI JOIN (FROM said WHERE verdict = 'same') USING (question)),
head AS (
    SELECT question, min(place) AS place, min(place) > 1 AS begun,
           list(CASE WHEN about = a THEN b ELSE a END ORDER BY place)[2:] AS others
    FROM open GROUP BY question),
waiting AS (FROM review_item JOIN head USING (question, place) ANTI JOIN said USING (question, place))
"""
_ITEMS = f"""{_WAITING},
counted AS (
    SELECT w.*, coalesce(x.n, 0) + CASE WHEN entity_a <> entity_b THEN coalesce(y.n, 0) ELSE 0 END AS leads
    FROM waiting w LEFT JOIN lead_count x ON x.id = entity_a LEFT JOIN lead_count y ON y.id = entity_b
    WHERE $1 IS NULL OR kind = $1),
page AS (FROM counted ORDER BY {_ORDER} LIMIT $3 OFFSET $4)
SELECT (SELECT count(*) FROM counted), kind, a, b, about, others, entity_a, entity_b, chance, changes, reason, leads,
       slight
FROM (SELECT 1) LEFT JOIN page ON true ORDER BY {_ORDER}
"""

_TOTALS = f"{_WAITING} SELECT kind, count(*) FROM waiting GROUP BY kind"

_SAID = """
CREATE OR REPLACE TEMP TABLE said_since AS
SELECT s.*, least(x.entity_id, y.entity_id) AS e, greatest(x.entity_id, y.entity_id) AS f
FROM (SELECT unnest($1::VARCHAR[]) AS a, unnest($2::VARCHAR[]) AS b, unnest($3::VARCHAR[]) AS verdict) s
LEFT JOIN mention_entity x ON x.mention_id = a LEFT JOIN mention_entity y ON y.mention_id = b
"""


@dataclass(frozen=True, slots=True)
class Item:
    """A question that somebody should decide, with two mentions that show it.

    a < b are mention ids; about: the one of them whose person is asked for; others: mentions of whom it may be instead,
    the likeliest first; entities: those of a and b, which may be one; chance: how likely it is that the decision
    changes an entity; changes: pairs of mentions that are then to be expected to come together or apart; reason as in
    table edge; leads: open leads on these entities; slight: one of the two tells no more than a name.
    """

    kind: str
    a: str
    b: str
    about: str
    others: tuple[str, ...]
    entities: tuple[str, str]
    chance: float
    changes: float
    reason: str | None
    leads: int
    slight: bool

    @property
    def item_id(self) -> str:
        """What names an item for as long as its pair is in the queue for this."""
        return f"Q-{digest(self.kind, self.a, self.b)}"

    @property
    def splits(self) -> bool:
        """Whether the decision is about parting one entity, and not about joining two."""
        return self.entities[0] == self.entities[1]


def items(
    con: duckdb.DuckDBPyConnection,
    leads: Mapping[str, int],
    limit: int,
    offset: int = 0,
    kind: str | None = None,
    said: Collection[Judgement] = (),
    leave: Collection[Pair] = (),
) -> tuple[int, list[Item]]:
    """Return how many items there are, and those from `offset` on: contradicted judgements first, then questions of
    which a candidate has been ruled out since the run, then those on whose entities open leads stand, then by how many
    pairs of mentions a decision is to be expected to change.

    leads: entity id → number of open leads; said: judgements since the run: `different` leaves a question with its
    other candidates, `same` and `unsure` settle it; leave: pairs of mentions (a < b) whose items are left out.
    Raises OlderWorkspace.
    """
    con.execute(
        "CREATE OR REPLACE TEMP TABLE lead_count AS SELECT unnest($1) AS id, unnest($2) AS n",
        [list(leads), list(leads.values())],
    )
    _heard(con, said, leave)
    rows = _asked(con, _ITEMS, [kind, LEADS_FIRST, limit, offset])
    found = [
        Item(kind, a, b, about, tuple(others), (one, other), chance, changes, reason, n, slight)
        for _, kind, a, b, about, others, one, other, chance, changes, reason, n, slight in rows
        if kind is not None
    ]
    return rows[0][0], found


def totals(
    con: duckdb.DuckDBPyConnection, said: Collection[Judgement] = (), leave: Collection[Pair] = ()
) -> dict[str, int]:
    """Return how many items there are of each kind that has any; as `items` counts them."""
    _heard(con, said, leave)
    rows = _asked(con, _TOTALS, [])
    found = {str(kind): int(n) for kind, n in rows}
    return {kind: found[kind] for kind in KINDS if kind in found}


def _heard(con: duckdb.DuckDBPyConnection, said: Collection[Judgement], leave: Collection[Pair]) -> None:
    lines = sorted({*((*one.pair, str(one.verdict)) for one in said), *((a, b, "left") for a, b in leave)})
    _asked(con, _SAID, [list(column) for column in zip(*lines, strict=True)] or [[], [], []])


def _asked(con: duckdb.DuckDBPyConnection, query: str, values: list[object]) -> list[tuple[Any, ...]]:
    try:
        return list(con.execute(query, values).fetchall())
    except (duckdb.CatalogException, duckdb.BinderException):
        raise OlderWorkspace from None
