"""A mapping as bound data: what one agency table looks like and what its rows say."""

from collections.abc import Iterator
from dataclasses import dataclass, field

Condition = dict[str, tuple[str, ...]]
"""Code or yes/no column → the codes it may have; all columns must agree."""

VALUE_TYPES = {
    "str": "string", "text": "string", "id": "string", "uscc": "string", "phone": "string", "plate": "string",
    "vin": "string", "account": "string", "unit_no": "string", "case_no": "string", "addr": "string", "code": "string",
    "date": "date", "dt": "timestamp", "month": "date", "dec": "float", "share": "float", "int": "int", "bool": "bool",
}  # fmt: skip
"""Column type → type of the value in val_<T>, in the words of graph/schema.yaml."""

PARTS = {
    "city": ("addr", "str", "code"),
    "division": ("addr", "str", "code", "case_no"),
    "vin": ("str",),
    "account": ("str",),
    "unit_no": ("str",),
}
"""What `as` may ask for → types of the columns that have such a part (loaders/parts.py reads it)."""


PROFILES = ("latin",)
"""What `profile` of a mention may ask for beside the profile of Chinese data, which has no name of its own."""


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

    def leaves(self) -> Iterator["Value"]:
        """Yield the values of which `first` chooses, or the value itself."""
        if self.first:
            for value in self.first:
                yield from value.leaves()
        else:
            yield self


@dataclass(frozen=True)
class Column:
    """One column: field name, headers it may have, type, and what its type needs.

    Codes that the dictionary `codes` lacks are warnings; with `open` they are kept as normalised text. `split` holds
    sets of marks: the first set of which a cell holds a mark divides it.
    """

    name: str
    headers: tuple[str, ...]
    type: str
    codes: str = ""
    open: bool = False
    split: tuple[str, ...] = ()
    unit: str = ""

    @property
    def value_type(self) -> str:
        """The type of the value in val_<T>, in the words of graph/schema.yaml."""
        return "strings" if self.split else VALUE_TYPES[self.type]


@dataclass(frozen=True)
class Valid:
    """An interval: from, and either its last day `to` or the first day after it `before`."""

    from_: Value | None = None
    to: Value | None = None
    before: Value | None = None


@dataclass(frozen=True)
class Mention:
    """Who is named in a row, and by which columns; `kind_column` decides row by row what a party is.

    `may_be` are roles of the same row that the same person may have; any other role is another person.
    """

    role: str
    kind: str  # person | organization | party
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
    profile: str = ""  # '' or one of PROFILES: by which evidence the mention is resolved
    given_name: Value | None = None
    family_name: Value | None = None
    birth_place: Value | None = None
    postcode: Value | None = None
    occupation: Value | None = None
    when: Condition = field(default_factory=dict)
    may_be: tuple[str, ...] = ()


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
    """Whose youth on which day may seal the row; `when` names a flag column that seals by itself.

    A row that is not flagged and does not meet `only` (a victim's, not a suspect's) is never sealed. `along` is a row
    that no day of its own seals, only another one about the same case or correction of that person.
    """

    who: str
    along: bool = False
    on: str = ""
    when: Condition = field(default_factory=dict)
    only: Condition = field(default_factory=dict)


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

    def values(self) -> Iterator[Value]:
        """Yield every value that the mapping names, `first` taken apart, in the order of the file."""
        for value in self._values():
            if value is not None:
                yield from value.leaves()

    def _values(self) -> Iterator[Value | None]:
        for m in self.mentions.values():
            yield from (m.number, m.number_type, m.old_numbers, m.name, m.other_names, m.sex, m.birth_date)
            yield from (m.death_date, *m.phones, *m.addresses.values(), m.employer, m.self_reported)
            yield from (m.given_name, m.family_name, m.birth_place, m.postcode, m.occupation)
        for node in self.nodes.values():
            yield from node.key
        things: list[NodeSpec | RelationshipSpec] = [*self.nodes.values(), *self.relationships]
        for thing in things:
            yield from thing.set.values()
            yield thing.at
            if thing.valid:
                yield from (thing.valid.from_, thing.valid.to, thing.valid.before)


def type_of(value: Value, columns: dict[str, Column]) -> str:
    """Return what type a value has, in the words of graph/schema.yaml; a constant has type `constant`."""
    if value.first:
        types = [type_of(part, columns) for part in value.first]
        return next((found for found in types if found != "constant"), "constant")
    if value.column:
        return "string" if value.pattern or value.as_ else columns[value.column].value_type
    return "constant" if value.constant else "string"
