"""Answers of looking: search, a dossier, what is around a node, paths, whom a record means."""

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
