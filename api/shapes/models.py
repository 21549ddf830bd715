"""Answers about models: which there are, what they rest on, what a trial found."""

from typing import Any, Literal

from pydantic import Field

from api.shapes.base import Day, Masked, Part, Shape, Total, Updating, Words
from api.shapes.leads import Law


class RuleBrief(Shape):
    """A rule by its title."""

    id: str
    title: Words
    severity: int = Field(ge=1, le=5)


class _Model(Shape):
    id: str
    title: Words
    department: str
    maturity: Literal["draft", "trial", "proven"]
    revision: int


class ModelBrief(_Model):
    """A model with its rules."""

    rules: list[RuleBrief]


class Models(Shape):
    """The models of the last run."""

    models: list[ModelBrief]


class Parameter(Shape):
    """What may be set for a trial, within its limits."""

    name: str
    title: Words
    type: Literal["decimal", "whole", "flag", "text", "words"]
    default: Any
    min: float | None
    max: float | None
    unit: str


class Code(Shape):
    """What excuses a finding."""

    code: str
    title: Words


class Shown(Shape):
    """A value that a rule compares."""

    name: str
    title: Words
    unit: str


class Rule(RuleBrief):
    """A rule: what it says, needs, may be set to, and the law it rests on."""

    says: Words
    needs: list[str]
    helps: list[str]
    notes: Words | None
    parameters: list[Parameter]
    exclusions: list[Code]
    shows: list[Shown]
    legal_basis: list[Law]


class Model(_Model):
    """A model with all that its rules rest on."""

    action: str
    notes: Words | None
    rules: list[Rule]


class Finding(Shape):
    """What a rule found."""

    principal: Part
    parties: list[Part]
    event_key: Masked
    event_date: Day | None
    amount_cny: float | None
    excluded_by: str
    excluded_title: Words
    values: dict[str, Any]
    identity_confidence: float


class Trial(Shape):
    """What one run of a rule found; nothing of it is stored."""

    model_id: str
    rule: str
    as_of: Day
    updating: Updating
    parameters: dict[str, Any] = Field(description="All parameters with which it ran.")
    total: Total
    excluded: int
    findings: list[Finding]
