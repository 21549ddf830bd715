"""Answers about who is who: what waits for a person's decision, and what was decided."""

from typing import Literal

from pydantic import Field

from api.shapes.base import Id, Masked, Part, Shape, Total, Words
from api.shapes.look import Comparison, Mention

Kind = Literal[
    "contradicted", "vetoed", "two_numbers", "number_of_another", "twins", "unclear", "weak_bridge", "weak_link",
    "large", "drifted", "unlikely",
]  # fmt: skip


class KindTotal(Shape):
    """How many items of a kind wait."""

    kind: Kind
    title: Words
    n: Total


class Compared(Comparison):
    """A field of two mentions side by side, and where it differs."""

    marks: list[list[list[list[int]]]] = Field(
        description="Of a, then of b: for each text of the value the spans [from, to) of characters that differ."
    )


class Said(Shape):
    """A person's decision on two mentions."""

    judgement_id: str
    a: str = Field(description="A mention; of the two the one whose id comes first.")
    b: str
    verdict: Literal["same", "different", "unsure"]
    by: str
    at: str = Field(description="A moment in UTC, ISO 8601.")
    why: Masked


class Other(Shape):
    """A mention of whom one may be instead."""

    mention_id: str
    entity: Part


class Item(Shape):
    """A question that somebody should decide, with two mentions that show it."""

    item_id: str
    kind: Kind
    title: Words
    splits: bool = Field(description="Both are one entity now, and the decision may part it.")
    chance: float = Field(description="How likely it is that the decision changes an entity.")
    changes: float = Field(
        description="How many pairs of mentions are to be expected to come together or apart; it orders the queue."
    )
    reason: Words | None = Field(description="What stood against joining the two.")
    leads: int = Field(description="Open leads on these entities.")
    entities: list[Part]
    a: Mention
    b: Mention
    about: str = Field(description="Which of the two mentions the question is about: whose row is it?")
    others: list[Other] = Field(
        description="Of whom it may be instead, the likeliest first. To choose one, judge it the same as `about`; "
        "where the item splits, judge a and b different too."
    )
    comparisons: list[Compared]
    judgements: list[Said] = Field(
        description="Those in force on the two, and on what people said to be the same as either: a contradiction is "
        "settled by withdrawing one of them."
    )


class Review(Shape):
    """What waits for a decision."""

    total: Total
    offset: int
    limit: int
    kinds: list[KindTotal] = Field(description="Those of which any wait.")
    items: list[Item]


class Judgement(Said):
    """A person's decision on two mentions, and what the last run made of it."""

    state: Literal[
        "waiting",
        "obeyed",
        "against_evidence",
        "contradicted",
        "noted",
        "changed",
        "dormant",
        "superseded",
        "withdrawn",
    ] = Field(
        description="waiting: made since the last run; against_evidence: obeyed, though the rows say something else; "
        "contradicted: by other judgements, so that nothing is joined until they are settled; noted: unsure; changed: "
        "not obeyed, because a row shows another name and another number than when it was made; dormant: a mention is "
        "gone, or one is a person's and the other an organization's; superseded: the reviewer judged the two again."
    )
    entities: list[Id | None] = Field(description="Of which entity a and b are now; null for what is gone.")


class Judgements(Shape):
    """What was judged, the newest first."""

    total: Total
    offset: int
    limit: int
    judgements: list[Judgement]
