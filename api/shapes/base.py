"""What several answers are made of: texts in both languages, nodes, edges."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Day = Annotated[str, Field(description="A day, YYYY-MM-DD.", pattern=r"^\d{4}-\d{2}-\d{2}$")]
Id = Annotated[str, Field(description="The id of a node, as search and every other answer give it.")]
Masked = Annotated[str, Field(description="Masked unless `reveal` gave a reason.")]
Fact = Annotated[Any, Field(description="A text, number, flag, day or list of them; masked as its property asks for.")]
Total = Annotated[int, Field(ge=0, description="How many there are in all, also those that this page does not show.")]
Updating = Annotated[bool, Field(description="The graph is being rewritten, so that this answer may mix two states.")]


class Shape(BaseModel):
    """Base of what answers are made of; it is documentation, answers are not validated with it as they go out."""

    model_config = ConfigDict(serialize_by_alias=True)


class Words(Shape):
    """A text in both languages."""

    zh: str
    en: str


class Part(Shape):
    """A node as it is named anywhere."""

    id: Id
    label: str = Field(description="What it is: Person, Case, Vehicle … as `/v1/schema` lists them.")
    title: Masked


class SizedPart(Part):
    """A node with how many edges it has."""

    size: int
    hub: bool = Field(description="It has so many edges that it is never expanded whole.")


class Place(Shape):
    """Where a record stands in what an agency sent; `sheet` is empty where there are none."""

    record_id: str
    file: str
    sheet: str
    row: int


class Property(Shape):
    """A property of a node or edge with its title."""

    name: str
    title: Words
    value: Fact


class Edge(Shape):
    """A tie of two nodes with its days and the first rows that state it."""

    type: str
    title: Words
    from_: Id = Field(alias="from")
    to: Id
    kind: str | None
    role: str | None
    via: Part | None = Field(description="What both share, of a derived tie; null where that is kinship.")
    size: int | None = Field(description="How many share it; the fewer, the more it says.")
    valid_from: Day | None
    valid_to: Day | None
    at: Day | None
    apart: bool = Field(description="Both shared it one after the other, never at the same time.")
    confidence: float | None
    records: list[str]
    evidence: list[Place]
    evidence_total: Total


class Line(Shape):
    """One line of a lead's history."""

    at: str = Field(description="A moment in UTC, ISO 8601.")
    actor: str
    what: str
    detail: Masked


class LeadRow(Shape):
    """A lead as it stands in a list."""

    lead_id: str
    version: int = Field(description="Counts what people changed; the ETag of the lead.")
    model_id: str
    model_title: Words
    rule: str
    rule_title: Words
    severity: int = Field(ge=1, le=5)
    principal: Part
    event_key: Masked
    event_date: Day | None
    amount_cny: float | None
    status: Literal["screening", "triage", "verification", "established", "dismissed", "closed", "feedback"]
    status_title: Words
    assignee: str = Field(description="Empty: nobody's.")
    holds: bool = Field(description="The latest run of its rule still found it.")
    excluded_by: str = Field(description="Empty for a lead; the exclusion of a suppressed candidate.")
    identity_confidence: float = Field(ge=0, le=1)
    identity_note: str
    explanation: Words
    as_of: Day


class Problem(Shape):
    """What went wrong (RFC 9457): `detail` is a sentence for people in their language, `code` is for programs."""

    type: str
    title: str
    status: int
    detail: str
    code: str
