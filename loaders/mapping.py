"""A mapping as bound data: what one agency table looks like and what its rows say."""

from dataclasses import dataclass, field

Condition = dict[str, tuple[str, ...]]
"""Code column → the codes it may have; all columns must agree."""


@dataclass(frozen=True)
class Value:
    """Where a value comes from: exactly one of column, constant, batch or first is set.

    `column` may be narrowed by `when` (else empty), `pattern` (its first group) and `as_` (a part that the column's
    normaliser yields, e.g. city). `batch` is division or city. `first` is the first non-empty of several values.
    """

    column: str = ""
    constant: str = ""
    batch: str = ""
    first: tuple["Value", ...] = ()
    when: Condition = field(default_factory=dict)
    pattern: str = ""
    as_: str = ""


@dataclass(frozen=True)
class Column:
    """One column: field name, headers it may have, type, and what its type needs."""

    name: str
    headers: tuple[str, ...]
    type: str
    codes: str = ""
    split: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Valid:
    """An interval: from, and either its last day `to` or the first day after it `before`."""

    from_: Value | None = None
    to: Value | None = None
    before: Value | None = None


@dataclass(frozen=True)
class Mention:
    """Who is named in a row, and by which columns."""

    role: str
    kind: str  # person | organization | party | the name of the column that decides
    kind_column: str = ""
    number: Value | None = None
    number_type: Value | None = None
    old_numbers: Value | None = None
    name: Value | None = None
    other_names: Value | None = None
    sex: Value | None = None
    birth_date: Value | None = None
    death_date: Value | None = None
    phones: tuple[Value, ...] = ()
    addresses: dict[str, Value] = field(default_factory=dict)
    employer: Value | None = None
    self_reported: Value | None = None
    when: Condition = field(default_factory=dict)


@dataclass(frozen=True)
class NodeSpec:
    """A keyed thing the row names; `key` is empty for `key: row`."""

    alias: str
    label: str
    key: tuple[Value, ...]
    set: dict[str, Value] = field(default_factory=dict)
    valid: Valid | None = None
    at: Value | None = None
    when: Condition = field(default_factory=dict)


@dataclass(frozen=True)
class RelationshipSpec:
    """`subject TYPE object`, ends being mentions or nodes of the same row."""

    subject: str
    type: str
    object: str
    set: dict[str, Value] = field(default_factory=dict)
    valid: Valid | None = None
    at: Value | None = None
    when: Condition = field(default_factory=dict)
    spans_rows: bool = False


@dataclass(frozen=True)
class Seal:
    """Whose youth on which day may seal the row; `when` names a flag column that seals by itself."""

    who: str
    on: str = ""
    when: Condition = field(default_factory=dict)


@dataclass(frozen=True)
class Mapping:
    """One agency table; `key` is empty for `key: row`."""

    table: str
    title: str
    agency: str
    grain: str
    key: tuple[str, ...]
    delivery: str  # snapshot | increment
    columns: dict[str, Column]
    mentions: dict[str, Mention] = field(default_factory=dict)
    nodes: dict[str, NodeSpec] = field(default_factory=dict)
    relationships: tuple[RelationshipSpec, ...] = ()
    observed: str = ""
    access: str = ""
    seal: Seal | None = None
    expect_empty: dict[str, float] = field(default_factory=dict)
    division_columns: tuple[str, ...] = ()  # where {batch: division} comes from without a sources.yaml
    digest: str = ""  # of the file's text, for the run's fingerprint
