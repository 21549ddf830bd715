"""What an explanation is made of."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Part:
    """One comparison of two provisional persons: its level, what that weighs, and the values compared.

    level: as in `linking.comparisons.COMPARISONS`, `nothing` where either is silent; weight: in bits, log2(m / u);
    rarity: bits that a rare name adds or a common one takes; m, u: how often the level is seen between mentions of one
    person and between strangers; a, b: None too where the values come from sealed records.
    """

    comparison: str
    level: str
    weight: float
    rarity: float
    m: float | None
    u: float | None
    a: Any
    b: Any


@dataclass(frozen=True, slots=True)
class Waterfall:
    """How the weight of two provisional persons adds up: the prior and every part, in bits.

    threshold: the least probability at which their profile joins; None for that of the linking model.
    """

    prior: float
    parts: tuple[Part, ...]
    weight: float
    probability: float
    threshold: float | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An edge between two provisional persons, as table edge keeps it, with a mention of each.

    contexts: of basis context, what both are named in: (label, id of the thing, or of who is tied).
    """

    a: int
    b: int
    mention_a: str | None
    mention_b: str | None
    basis: str
    weight: float
    probability: float
    outcome: str
    reason: str | None
    contexts: tuple[tuple[str, str], ...] = ()

    @property
    def weighed(self) -> bool:
        """Whether evidence was weighed; the weight of a judgement or of a corrected number is none."""
        return self.basis in ("scored", "context")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the number on a mention's row did in stage one.

    role: own (it is its person's), claim (valid, but taken to be another's), wrong (its check fails), masked (part of
    it is hidden or lost), none; bearer: the entity whose own number a claim is.
    """

    role: str
    bearer: str | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """A judgement that the clusters were made with."""

    judgement_id: str
    a: str
    b: str
    verdict: str
    by: str
    at: str
    why: str
    state: str


@dataclass(frozen=True, slots=True)
class Why:
    """Why two mentions are one person, or are two.

    because: same_number, equal_rows, joined or judged where they are one; else judged, contradicted, two_numbers,
    births, told_apart, sexes, custody, unclear, unlikely or never_paired. waterfall: None within one provisional
    person, or where either is no person's. way: the joins that lead from one to the other; between: what else was seen
    between their entities, the strongest first.
    """

    same: bool
    because: str
    entities: tuple[str, str]
    shown: tuple[Shown, Shown]
    waterfall: Waterfall | None = None
    way: tuple[Link, ...] = ()
    between: tuple[Link, ...] = ()
    judgements: tuple[Decided, ...] = ()

    @property
    def weakest(self) -> Link | None:
        """The join of the way for which the evidence weighs least; None where nothing was weighed."""
        weighed = [link for link in self.way if link.weighed]
        return min(weighed, key=lambda link: (link.weight, link.a, link.b), default=None)


@dataclass(frozen=True, slots=True)
class Group:
    """A provisional person: the mentions that own one number, equal rows, or one mention alone.

    basis: number, equal or alone; name and number: None where sealed records are among its mentions.
    """

    node: int
    basis: str
    mentions: int
    mention: str | None
    name: str | None
    number: str | None


@dataclass(frozen=True, slots=True)
class Join:
    """A step in which two parts of an entity became one, and how many mentions each had."""

    link: Link
    size_a: int
    size_b: int


@dataclass(frozen=True, slots=True)
class Change:
    """How many mentions an entity had before a generation, and how many that one gave it and took from it."""

    entity_id: str
    generation: int
    mentions: int
    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class History:
    """How an entity came together: its groups first, then the joins in the order in which they were made.

    supersedes: ids that this entity has taken over since; weakest: the join for which the evidence weighs least, with
    what both are named in; None where judgements and numbers alone made it. changes: its own and theirs, the latest
    generation first.
    """

    entity_id: str
    groups: tuple[Group, ...]
    joins: tuple[Join, ...]
    weakest: Join | None
    vetoes: tuple[Link, ...] = ()
    judgements: tuple[Decided, ...] = ()
    supersedes: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
