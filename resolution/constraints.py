"""What no merge may say of one person: functions named after the condition, and the queries of what they are held to.

Whose number, birth or place in a list speaks against a merge is told in clusters.py. That someone acts after their
death never parts an entity: it may be a fraud, and is flagged.
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import NamedTuple

import duckdb

TRANSFER = timedelta(days=3)
"""How long a transfer may be written in the books of both facilities."""


class Sexes(NamedTuple):
    """What is known of the sex of provisional persons: by valid numbers of their own, and as their rows state it."""

    numbered: frozenset[str] = frozenset()
    stated: frozenset[str] = frozenset()

    @property
    def known(self) -> frozenset[str]:
        """By number, else what all rows that state one agree on."""
        return self.numbered or (self.stated if len(self.stated) == 1 else frozenset())

    def with_(self, other: "Sexes") -> "Sexes":
        """What is known of both as one."""
        return Sexes(self.numbered | other.numbered, self.stated | other.stated)


class Stay(NamedTuple):
    """A time in custody or compulsory rehabilitation, of which both the first and the last day are known.

    `place` is the facility, '' where it is not known; a name with its prefecture before it is the name without.
    """

    place: str
    first: date
    last: date


def of_two_sexes(one: Sexes, other: Sexes) -> bool:
    """Nobody is of two sexes: a number says that one is a man, and the other's number or rows that it is a woman."""
    by_number = one.numbered or other.numbered
    return bool(by_number and one.known and other.known) and one.known.isdisjoint(other.known)


def in_two_custodies(stays: Collection[Stay], others: Collection[Stay]) -> bool:
    """Nobody is held in two places at once, but for the days of a transfer.

    Two entries of one place may be two cases of one person; of two places that state one first day, one has taken over
    the day on which custody began.
    """
    return any(_at_once(one, other) for one in stays for other in others)


def _at_once(one: Stay, other: Stay) -> bool:
    if one.first == other.first or one.place.endswith(other.place) or other.place.endswith(one.place):
        return False
    return min(one.last, other.last) - max(one.first, other.first) > TRANSFER


# One bit for each way in which a sex is told, so that nodes share sixteen answers.
_NUMBERED, _STATED = ((1, "male"), (2, "female")), ((4, "male"), (8, "female"))
_SEXES = """
SELECT node, bit_or(CASE WHEN owned THEN CASE number_sex WHEN 'male' THEN 1 WHEN 'female' THEN 2 ELSE 0 END ELSE 0 END
                    | CASE sex WHEN 'male' THEN 4 WHEN 'female' THEN 8 ELSE 0 END)::INTEGER AS told
FROM node_mention GROUP BY node HAVING told > 0 ORDER BY node
"""

_STAYS = """
SELECT DISTINCT node, coalesce(place, ''), held_from, held_to
FROM {source}.mention_stay JOIN node_mention USING (mention_id)
WHERE held_from <= held_to ORDER BY ALL
"""


def sexes(con: duckdb.DuckDBPyConnection) -> dict[int, Sexes]:
    """Return what is known of the sex of each node of node_mention."""
    answers = [
        Sexes(*(frozenset(sex for bit, sex in pair if told & bit) for pair in (_NUMBERED, _STATED)))
        for told in range(16)
    ]
    found = con.execute(_SEXES).fetchnumpy()
    return {node: answers[told] for node, told in zip(found["node"].tolist(), found["told"].tolist(), strict=True)}


def stays(con: duckdb.DuckDBPyConnection, source: str) -> dict[int, frozenset[Stay]]:
    """Return the stays of each node that has any, from `source`.mention_stay; an open one tells nothing."""
    found: dict[int, set[Stay]] = {}
    for node, place, first, last in con.execute(_STAYS.format(source=source)).fetchall():
        found.setdefault(node, set()).add(Stay(place, first, last))
    return {node: frozenset(held) for node, held in found.items()}
