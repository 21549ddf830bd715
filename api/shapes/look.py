"""Answers of looking: search, a dossier, what is around a node, why two mentions are one, paths."""

from typing import Literal

from pydantic import Field

from api.shapes.base import (
    Day,
    Edge,
    Fact,
    Id,
    LeadRow,
    Masked,
    Part,
    Property,
    Shape,
    SizedPart,
    Total,
    Updating,
    Words,
)

Matched = Literal[
    "id",
    "number",
    "phone",
    "plate",
    "vin",
    "case_no",
    "code",
    "address",
    "name",
    "other_name",
    "pinyin",
    "near",
    "part",
]


class Hit(Part):
    """What was found, and by what of it."""

    matched: Matched
    number: Masked | None
    birth_date: Masked | None
    sex: str | None
    mentions: int | None
    sources: list[str] | None


class Search(Shape):
    """What a question may mean, exact hits first."""

    query: str
    total: Total
    offset: int
    limit: int
    kinds: dict[str, int] = Field(description="How many of each label, over all pages.")
    results: list[Hit]


class Identifier(Shape):
    """A number, phone, address or plate of somebody, with when it was his."""

    kind: str
    value: Masked
    id: Id
    valid_from: Day | None
    valid_to: Day | None
    holders: int | None
    valid: bool | None


class Row(Shape):
    """One tie of a dossier, and what it leads to."""

    edge: Edge
    other: Part
    facts: list[Property]


class Group(Shape):
    """Ties of one kind."""

    group: Literal[
        "cases", "custody", "family", "ties", "organizations", "assets", "benefits", "contacts", "other"
    ]  # fmt: skip
    title: Words
    total: Total | None = Field(description="How many there are in all; null at a hub where that is not counted.")
    shown: int = Field(ge=0, description="How many are told here; of a hub some of every type.")
    rows: list[Row]


class Event(Shape):
    """A day of a dossier's timeline."""

    day: Day
    until: Day | None
    title: Words
    role: str | None
    other: Part
    records: list[str]


class Mention(Shape):
    """One row of an agency that names an entity."""

    mention_id: str
    agency: str | None
    role: str | None
    file: str
    sheet: str
    row: int
    record_id: str
    match_basis: str
    match_probability: float
    name: Masked | None
    number: Masked | None
    table: str
    table_title: str


class Dossier(Part):
    """What is known of a node."""

    superseded_from: str | None = Field(description="The id that was asked for, where another has taken its place.")
    flags: list[str]
    names: list[Masked]
    properties: list[Property]
    identifiers: list[Identifier]
    groups: list[Group]
    timeline: list[Event]
    mentions: list[Mention]
    mentions_total: Total
    leads: list[LeadRow]
    leads_total: Total
    edges_total: Total
    edges_shown: int
    updating: Updating


class TypeTotal(Shape):
    """How many edges of a type a node has."""

    type: str
    title: Words
    total: Total


class Neighbours(Shape):
    """Some edges of a node with their other ends."""

    node: SizedPart
    size: int
    hub: bool
    types: list[TypeTotal]
    edges: list[Edge]
    nodes: list[SizedPart]
    total: Total
    offset: int
    limit: int
    updating: Updating


class Comparison(Shape):
    """A field of two mentions side by side."""

    name: str
    title: Words
    a: Fact
    b: Fact
    level: Literal["same", "fits", "shared", "different", "unknown"]


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


class Path(Shape):
    """A way between two; each step holds the edges between two nodes that follow each other."""

    rarity: float = Field(description="The higher, the fewer others are tied in this way.")
    nodes: list[SizedPart]
    steps: list[list[Edge]]


class Paths(Shape):
    """Ways between two, the rarest first."""

    from_: Part = Field(alias="from")
    to: Part
    paths: list[Path]
    complete: bool = Field(
        description="False where the search read as much as it may or did not go through a hub: there may be others."
    )
    updating: Updating


class EntityCandidate(Part):
    """A known entity that a record may be."""

    number: Masked | None
    birth_date: Masked | None
    sex: str | None
    probability: float = Field(ge=0, le=1)
    why: dict[str, str] = Field(
        description="The level of each comparison; `number: own` where the record shows the entity's own number, "
        "`context: same` where both stand in one case or household."
    )
    is_: bool = Field(alias="is", description="By the rules of a full run the record is this entity's.")


class WouldReview(Shape):
    """Why a person should look at the record before anything is joined."""

    kind: Literal["unclear", "vetoed", "number_of_another"]
    reason: str | None
    entities: list[Part] = Field(description="The known ones it is about: all that it fits, whose number it shows.")


class Resolved(Shape):
    """Whom a record means."""

    known: bool = Field(description="It is one of the candidates; else nobody known.")
    basis: str | None = Field(description="number, scored, context …, as of a mention; null for nobody known.")
    candidates: list[EntityCandidate] = Field(description="The one it is first, then the likeliest.")
    review: list[WouldReview]
    would_merge: int = Field(description="How many known entities would go into another if this were a record.")
