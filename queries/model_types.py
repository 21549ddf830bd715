"""A supervision model as data: one folder of model.yaml, one .cypher per rule, and cases.yaml."""

import re
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from core.errors import UserError

COLUMNS = ("principal", "event_key", "event_date", "amount", "parties", "excluded")
SAYABLE = ("principal", "parties", "event_key", "event_date", "amount", "as_of")
SUPPLIED = ("as_of", "as_of_day", "as_of_cal", "as_of_workday")
LOW_CONFIDENCE = "low_identity_confidence"
DEFAULT_MATCH_CONFIDENCE = 0.95

ParameterValue = bool | int | float | str | list[str]
RuleName = Annotated[str, Field(max_length=40)]
ExclusionName = Annotated[str, Field(max_length=60)]
"""As long as the table of leads can hold; SQLite would hold longer ones, PostgreSQL does not."""


class Strict(BaseModel):
    """Base of every part of a model: unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Words(Strict):
    """A text in Chinese and, where given, in English."""

    zh: str = Field(min_length=1)
    en: str = ""

    def text(self, language: str) -> str:
        """Return the text in a language, in Chinese where there is no other."""
        return (self.en if language == "en" else self.zh) or self.zh


class Citation(Strict):
    """One version of one provision, in force from one day to another (`until` is its last day)."""

    law: str
    document: str = ""
    article: str
    from_: date = Field(alias="from")
    until: date | None = None
    checked: Literal["verified", "second-hand", "unverified"]

    def in_force(self, on: date) -> bool:
        """Say whether this version applied on a day."""
        return self.from_ <= on and (self.until is None or on <= self.until)


class Parameter(Strict):
    """A number, flag, text or list of words that a user may change, within its limits."""

    type: Literal["decimal", "whole", "flag", "text", "words"]
    default: ParameterValue
    min: float | None = None
    max: float | None = None
    unit: str = ""
    zh: str
    en: str = ""


class Shown(Strict):
    """A value that a rule compared: its title, unit, and words for code values."""

    zh: str
    en: str = ""
    unit: str = ""
    words: dict[str, Words] = {}


class GroupSeverity(Strict):
    """What the leads of one (model, principal, event key) weigh when enough of these rules hit together."""

    of: tuple[str, ...] = Field(min_length=1)
    at_least: int = Field(1, ge=1)
    severity: int = Field(ge=1, le=5)


class Says(Strict):
    """The sentence that explains a lead; `{name}` stands for a value."""

    zh: str
    en: str

    @property
    def fields(self) -> set[str]:
        """The names that either sentence uses."""
        return set(re.findall(r"{(\w*)}", self.zh + self.en))


class Rule(Strict):
    """One rule: what it needs, what it may excuse, what it shows, and its query's text."""

    title: Words
    needs: tuple[str, ...] = Field(min_length=1)
    helps: tuple[str, ...] = ()
    severity: int = Field(ge=1, le=5)
    match_conf: float = Field(DEFAULT_MATCH_CONFIDENCE, ge=0.8, le=1)
    legal_basis: tuple[str, ...] = Field(min_length=1)
    exclusions: tuple[str, ...] = ()
    out_of: str
    parameters: dict[str, Parameter] = {}
    shows: dict[str, Shown] = {}
    says: Says
    notes: Words | None = None
    cypher: str = Field("", exclude=True)

    @cached_property
    def uses(self) -> frozenset[str]:
        """The parameters that the query and its denominator use."""
        return parameters_of(self.cypher) | parameters_of(self.out_of)


def _versions(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


class Model(Strict):
    """A supervision model."""

    id: str = Field(pattern=r"^[A-Z][A-Z0-9]*\d+$", max_length=40)
    title: Words
    department: str
    maturity: Literal["draft", "trial", "proven"]
    revision: int = Field(ge=1)
    action: str
    notes: Words | None = None
    exclusions: dict[ExclusionName, Words] = {}
    legal_basis: dict[str, Annotated[tuple[Citation, ...], BeforeValidator(_versions), Field(min_length=1)]]
    group_severity: tuple[GroupSeverity, ...] = ()
    rules: dict[RuleName, Rule] = Field(min_length=1)
    folder: Path = Field(Path(), exclude=True)

    def citations(self, rule: str, on: date) -> list[Citation]:
        """Return the versions of a rule's provisions that applied on a day, in the order the rule names them."""
        return [c for name in self.rules[rule].legal_basis for c in self.legal_basis[name] if c.in_force(on)]

    def severity(self, rule: str, hits: set[str]) -> int:
        """Return the severity of a lead of `rule` when `hits` are all rules that hit its (principal, event key)."""
        for group in self.group_severity:
            if rule in hits and len(hits & set(group.of)) >= group.at_least:
                return group.severity
        return self.rules[rule].severity


def plain_text(cypher: str) -> str:
    """Return a query without its comments and string literals, for looking at its words."""
    return re.sub(r"//[^\n]*|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", " ", cypher)


def parameters_of(cypher: str) -> frozenset[str]:
    """Return the names of the parameters that a query uses."""
    return frozenset(re.findall(r"\$(\w+)", plain_text(cypher)))


def versions_meet(citations: tuple[Citation, ...]) -> bool:
    """Say whether the versions of a provision follow each other without a gap or overlap."""
    ordered = sorted(citations, key=lambda c: c.from_)
    pairs = pairwise(ordered)
    return all(a.until is not None and a.until + timedelta(days=1) == b.from_ for a, b in pairs)


def parameter_value(name: str, parameter: Parameter, given: object) -> object:
    """Return a value in the type of its parameter. Raises UserError when it is of another kind or out of its limits."""
    try:
        value = _typed(parameter.type, given)
    except (TypeError, ValueError):
        raise UserError(f"The parameter {name} is {given!r}, but must be of type {parameter.type}.") from None
    if isinstance(value, int | float) and not isinstance(value, bool):
        low = parameter.min is not None and value < parameter.min
        high = parameter.max is not None and value > parameter.max
        if low or high:
            raise UserError(
                f"The parameter {name} is {value}, but must lie between {parameter.min} and {parameter.max}."
            )
    return value


def _typed(kind: str, given: object) -> object:
    if kind == "flag":
        known = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
        text = str(given).lower()
        if text not in known:
            raise ValueError
        return known[text]
    if kind == "words":
        return [str(word) for word in given] if isinstance(given, list | tuple) else str(given).split()
    if kind == "text":
        return str(given)
    return float(str(given)) if kind == "decimal" else int(str(given))
