"""Answers about leads and cases."""

from typing import Literal

from pydantic import Field

from api.shapes.base import Day, Fact, Id, LeadRow, Line, Masked, Part, Shape, Total, Updating, Words


class RuleTotal(Shape):
    """How many leads a rule has."""

    id: str
    title: Words
    n: int


class ModelTotal(RuleTotal):
    """How many leads a model has, by rule."""

    rules: list[RuleTotal]


class Status(Shape):
    """How far people can be with a lead."""

    status: str
    title: Words


class StatusTotal(Status):
    """How many leads have a status."""

    n: int


class Leads(Shape):
    """A page of leads, and how many there are by model and by status."""

    total: Total
    offset: int
    limit: int
    models: list[ModelTotal]
    statuses: list[StatusTotal]
    leads: list[LeadRow]


class Value(Shape):
    """A value that a rule compared, or a parameter it compared with."""

    name: str
    title: Words
    unit: str
    value: Fact


class Exclusion(Shape):
    """What would have excused a finding; it was looked for."""

    code: str
    title: Words
    applied: bool


class Law(Shape):
    """One version of one provision."""

    law: str
    document: str
    article: str
    cited: str = Field(description="The article as it is cited.")
    from_: Day = Field(alias="from")
    until: Day | None
    checked: Literal["verified", "second-hand", "unverified"]


class Cell(Shape):
    """A cell of a row as the agency sent it."""

    column: str
    title: str
    value: Fact
    deciding: bool = Field(description="The rule compared this value.")


class EvidenceRow(Shape):
    """A row of an agency that proves a lead."""

    record_id: str
    table: str
    table_title: str
    file: str
    sheet: str
    row: int
    cells: list[Cell]


class StatedDay(Shape):
    """A day that the evidence states."""

    day: Day
    title: str
    table_title: str
    record_id: str


class LeastSure(Shape):
    """The mention in a lead's evidence that is the least surely its entity's."""

    mention_id: str
    entity_id: Id
    basis: str
    title: Words = Field(description="By what it was joined.")
    probability: float = Field(ge=0, le=1)


class Lead(LeadRow):
    """A lead with all that proves it."""

    parties: list[Part]
    weakest_link: LeastSure | None = Field(
        description="On what its identity confidence rests; null where every mention in its evidence is sure."
    )
    values: list[Value]
    parameters: list[Value]
    exclusions: list[Exclusion]
    legal_basis: list[Law]
    evidence: list[EvidenceRow]
    timeline: list[StatedDay]
    history: list[Line]


class History(Shape):
    """What happened to a lead, oldest first."""

    lead_id: str
    history: list[Line]


class ExportedLead(Shape):
    """A lead of an export; the columns are those of the .csv and .xlsx files."""

    lead_id: str
    model_id: str
    rule: str
    principal_entity_id: Id
    principal_name: Masked
    other_entity_ids: list[Id]
    event_key: Masked
    event_date: Day | None
    amount_cny: float | None
    severity: int
    identity_confidence: float
    status: str
    holds: bool
    excluded_by: str
    as_of: Day
    explanation: Masked
    evidence_record_ids: list[str]


class CaseLine(Part):
    """Something a party is tied to, with its days."""

    role: str | None
    kind: str | None
    status: str | None
    crime: Masked | None
    day: Day | None
    until: Day | None


class Party(Part):
    """Somebody in a case, with what else is known of him."""

    roles: list[str]
    other_cases: list[CaseLine]
    judgments: list[CaseLine]
    decisions: list[CaseLine]
    custody: list[CaseLine]
    corrections: list[CaseLine]
    measures: list[CaseLine]
    lists: list[CaseLine]
    cut: bool = Field(description="So much is known that only some of every kind was looked at.")
    leads: list[LeadRow]


class Tie(Shape):
    """What ties two parties, directly or by somebody or something that both are tied to."""

    a: Part
    b: Part
    types: list[Words]
    kinds: list[str]
    via: Part | None
    size: int = Field(description="How many share it; the fewer, the more it says.")
    valid_from: Day | None
    valid_to: Day | None
    apart: bool = Field(description="Both shared it one after the other, never at the same time.")
    records: list[str]


class Screening(Shape):
    """Everyone in a case, looked up at once."""

    case_no: str
    cases: list[Part]
    parties: list[Party]
    parties_total: Total
    ties: list[Tie]
    updating: Updating
