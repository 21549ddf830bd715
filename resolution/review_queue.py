"""The review queue: what people should decide, one item for each question, ordered by what the answer would change.

The resolve stage keeps it with the records; which entities have open leads is known only when somebody asks.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from core.errors import OlderWorkspace
from core.ids import digest

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

_ORDER = "kind <> 'contradicted', slight, NOT (leads > 0 AND chance >= $3), changes DESC, a, b"
# Who was judged to be one of the others is found; who was judged not to be one of them may be the rest.
_WAITS = """NOT list_contains({decided}, a || ' ' || b) AND NOT list_has_any({same},
    list_transform(others, lambda one: least(about, one) || ' ' || greatest(about, one)))"""
_ITEMS = f"""
WITH waiting AS (
    SELECT i.*, coalesce(x.n, 0) + CASE WHEN entity_a <> entity_b THEN coalesce(y.n, 0) ELSE 0 END AS leads
    FROM review_item i LEFT JOIN lead_count x ON x.id = entity_a LEFT JOIN lead_count y ON y.id = entity_b
    WHERE ($1 IS NULL OR kind = $1) AND {_WAITS.format(decided="$2", same="$6")}),
page AS (FROM waiting ORDER BY {_ORDER} LIMIT $4 OFFSET $5)
SELECT (SELECT count(*) FROM waiting), kind, a, b, about, others, entity_a, entity_b, chance, changes, reason, leads,
       slight
FROM (SELECT 1) LEFT JOIN page ON true ORDER BY {_ORDER}
"""

_TOTALS = f"SELECT kind, count(*) FROM review_item WHERE {_WAITS.format(decided='$1', same='$2')} GROUP BY kind"


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
    decided: Collection[tuple[str, str]] = (),
    same: Collection[tuple[str, str]] = (),
) -> tuple[int, list[Item]]:
    """Return how many items there are, and those from `offset` on: contradicted judgements first, then those on whose
    entities open leads stand, then by how many pairs of mentions a decision is to be expected to change.

    leads: entity id → number of open leads; decided: pairs of mentions (a < b) judged since the run, whose items are
    left out; same: those of them judged the same, which also answer items that name them among the others.
    Raises OlderWorkspace.
    """
    con.execute(
        "CREATE OR REPLACE TEMP TABLE lead_count AS SELECT unnest($1) AS id, unnest($2) AS n",
        [list(leads), list(leads.values())],
    )
    rows = _asked(con, _ITEMS, [kind, _keys(decided), LEADS_FIRST, limit, offset, _keys(same)])
    found = [
        Item(kind, a, b, about, tuple(others), (one, other), chance, changes, reason, n, slight)
        for _, kind, a, b, about, others, one, other, chance, changes, reason, n, slight in rows
        if kind is not None
    ]
    return rows[0][0], found


def totals(
    con: duckdb.DuckDBPyConnection,
    decided: Collection[tuple[str, str]] = (),
    same: Collection[tuple[str, str]] = (),
) -> dict[str, int]:
    """Return how many items there are of each kind that has any; as `items` counts them."""
    rows = _asked(con, _TOTALS, [_keys(decided), _keys(same)])
    found = {str(kind): int(n) for kind, n in rows}
    return {kind: found[kind] for kind in KINDS if kind in found}


def _keys(decided: Collection[tuple[str, str]]) -> list[str]:
    return [f"{a} {b}" for a, b in sorted(decided)]


def _asked(con: duckdb.DuckDBPyConnection, query: str, values: list[object]) -> list[tuple[Any, ...]]:
    try:
        return list(con.execute(query, values).fetchall())
    except (duckdb.CatalogException, duckdb.BinderException):
        raise OlderWorkspace from None
