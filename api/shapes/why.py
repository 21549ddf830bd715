"""Answers to why two mentions are one or two, and how an entity came together."""

from typing import Literal

from pydantic import Field

from api.shapes.base import Fact, Id, Masked, Shape, Total, Words
from api.shapes.look import Comparison, Mention


class Link(Shape):
    """What joined a mention to its entity."""

    mention_id: str
    basis: str
    title: Words
    probability: float


class Weighed(Shape):
    """A comparison, its level, and what that weighs."""

    name: str
    title: Words
    level: str
    level_title: Words
    weight: float = Field(description="Bits: log2(m / u).")
    rarity: float = Field(description="Bits that a rare name adds or a common one takes.")
    m: float | None = Field(description="How often mentions of one person agree so.")
    u: float | None = Field(description="How often strangers do.")
    a: Fact
    b: Fact


class Waterfall(Shape):
    """How the weight of two adds up, in bits."""

    prior: float
    parts: list[Weighed]
    weight: float
    probability: float
    threshold: float = Field(description="The least probability at which a run joins.")


class ContextThing(Shape):
    """A thing, or one who is tied, that two are both named with."""

    label: Words
    id: str


class Evidence(Shape):
    """What was seen between two groups of mentions, and what became of it; a mention is null where it is sealed."""

    a: str | None
    b: str | None
    basis: str
    title: Words
    weight: float | None = Field(description="Bits; null where nothing was weighed: a judgement, a corrected number.")
    probability: float
    outcome: Literal["joined", "redundant", "vetoed", "unclear", "unlikely"]
    outcome_title: Words
    reason: Words | None
    contexts: list[ContextThing]


class NumberRole(Shape):
    """What the number on a row is: own, claim (another's), wrong, masked or none."""

    role: Literal["own", "claim", "wrong", "masked", "none"]
    title: Words
    bearer: Id | None


class DecidedPair(Shape):
    """A judgement that the entities were made with."""

    judgement_id: str
    a: str
    b: str
    verdict: str
    by: str
    at: str
    why: str
    state: str


class Why(Shape):
    """Two mentions side by side, what joined each to its entity, and why they are one or two."""

    same: bool
    entities: list[Id]
    a: Mention
    b: Mention
    comparisons: list[Comparison]
    links: list[Link]
    probability: float | None = Field(description="That both are one; null for mentions of different entities.")
    because: str
    says: Words
    numbers: list[NumberRole]
    waterfall: Waterfall | None = Field(description="Null within one group of mentions, and for organizations.")
    way: list[Evidence] = Field(description="The joins that lead from one to the other.")
    between: list[Evidence] = Field(description="What else was seen between their entities, the strongest first.")
    judgements: list[DecidedPair]


class MentionGroup(Shape):
    """The mentions that own one number, equal rows, or one row; null where sealed records are among them."""

    basis: Literal["number", "equal", "alone"]
    title: Words
    mentions: Total
    mention_id: str | None
    name: Masked | None
    number: Masked | None


class Join(Evidence):
    """A step in which two parts became one, and how many mentions each had."""

    mentions_a: int
    mentions_b: int


class Change(Shape):
    """What a generation changed of an entity, or of one that it has taken over from."""

    entity_id: Id
    generation: int
    mentions: Total = Field(description="How many it had before.")
    gained: int = Field(ge=0)
    lost: int = Field(ge=0, description="All of them where the entity went.")


class EntityHistory(Shape):
    """How an entity came together."""

    id: Id
    offset: int
    limit: int
    groups: list[MentionGroup] = Field(description="This page of them; so are joins and vetoes.")
    groups_total: Total
    joins: list[Join]
    joins_total: Total
    weakest: Join | None
    vetoes: list[Evidence]
    vetoes_total: Total
    judgements: list[DecidedPair]
    supersedes: list[str] = Field(description="Ids that it has taken over.")
    changes: list[Change] = Field(description="How many mentions it and these had, the latest generation first.")
