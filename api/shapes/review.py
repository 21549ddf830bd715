"""Answers about who is who: what waits for a person's decision, and what was decided."""

from typing import Literal

from pydantic import Field

from api.shapes.base import Id, Masked, Shape, Total


class Judgement(Shape):
    """A person's decision on two mentions, and what the last run made of it."""

    judgement_id: str
    a: str = Field(description="A mention; of the two the one whose id comes first.")
    b: str
    verdict: Literal["same", "different", "unsure"]
    by: str
    at: str = Field(description="A moment in UTC, ISO 8601.")
    why: Masked
    state: Literal[
        "waiting", "obeyed", "against_evidence", "contradicted", "noted", "dormant", "superseded", "withdrawn"
    ] = Field(
        description="waiting: made since the last run; against_evidence: obeyed, though the rows say something else; "
        "contradicted: by other judgements, so that nothing is joined until they are settled; noted: unsure; dormant: "
        "a mention is gone; superseded: the reviewer judged the two again."
    )
    entities: list[Id | None] = Field(description="Of which entity a and b are now; null for what is gone.")


class Judgements(Shape):
    """What was judged, the newest first."""

    total: Total
    offset: int
    limit: int
    judgements: list[Judgement]
