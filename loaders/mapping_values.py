"""Binding of a mapping's values to its columns, with every mistake noted by line."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.marked_yaml import Document, Place, nearest
from loaders.mapping import PARTS, Column, Condition, Valid, Value, type_of

FITS = {
    "string": ("string",),
    "strings": ("string", "strings"),
    "float": ("float", "int"),
    "int": ("int",),
    "bool": ("bool",),
    "date": ("date", "timestamp"),
    "timestamp": ("timestamp", "date"),
}
"""Type that is wanted → types of values that may feed it."""

RESERVED = ("file_id", "row", "extra")
"""Columns that every raw_<T> has."""

_NAME = re.compile("[a-z][a-z0-9_]*")
_CONSTANTS = {
    "float": r"-?\d+(\.\d+)?",
    "int": r"-?\d+",
    "bool": "true|false",
    "date": r"\d{4}-\d\d-\d\d",
    "timestamp": r"\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d)?)?",
}


@dataclass
class Binder:
    """What is known of one mapping file while it is read; `problems` are (line, sentence)."""

    document: Document
    words: dict[str, dict[str, str]]
    columns: dict[str, Column] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)

    def problem(self, place: Place, sentence: str) -> None:
        """Note a mistake at a place of the document."""
        self.problems.append((self.document.line(place), sentence))

    def is_split(self, value: Value) -> bool:
        """Return whether a value comes, or may come, from a column whose cells name several."""
        return any(leaf.column and self.columns[leaf.column].split for leaf in value.leaves())

    def fields(self, raw: Any, place: Place, known: Iterable[str], needed: Iterable[str] = ()) -> dict[str, Any]:
        """Return the entries whose keys are known; notes other keys, needed ones that lack, and what is no mapping."""
        if raw is None:
            raw = {}
        if not isinstance(raw, dict):
            self.problem(place, f"{_at(place)} must be a mapping of keys.")
            return {}
        choices = list(known)
        for key in raw:
            if key not in choices:
                self.problem((*place, key), f"unknown key {key} in {_at(place)}{nearest(key, choices)}")
        for key in needed:
            if raw.get(key) in (None, "", [], {}):
                self.problem(place, f"{_at(place)} lacks {key}.")
        return {key: value for key, value in raw.items() if key in choices}

    def name(self, name: str, place: Place, what: str) -> str:
        """Return a name that becomes one in a database, noting whatever is no plain word or taken by Clew."""
        if name and not _NAME.fullmatch(name):
            self.problem(place, f"{what} {name} needs a name of small letters a-z, digits and _, a letter first.")
        elif name in RESERVED:
            self.problem(place, f"{what} {name} has a name that Clew keeps for itself; call it {name}_no or the like.")
        return name

    def text(self, raw: Any, place: Place, choices: Sequence[str] = ()) -> str:
        """Return a scalar as text ('' for none), which must be one of `choices` where given."""
        if raw is None:
            return ""
        if not isinstance(raw, str):
            self.problem(place, f"{_at(place)} must be a single word.")
            return ""
        if choices and raw not in choices:
            self.problem(place, f"{_at(place)} cannot be {raw}{nearest(raw, list(choices))}")
            return ""
        return raw

    def column(self, raw: Any, place: Place, types: Sequence[str] = ()) -> str:
        """Return the name of a column, which must be of one of `types` where given; '' after a problem."""
        name = self.text(raw, place, list(self.columns))
        if name and types and self.columns[name].value_type not in types:
            self.problem(place, f"{_at(place)} needs a {types[0]}, but {name} is of type {self.columns[name].type}.")
            return ""
        return name

    def value(self, raw: Any, place: Place, wanted: str = "") -> Value | None:
        """Return a bound value that fits the wanted property type; None if there is none or after a problem."""
        if raw is None:
            return None
        before = len(self.problems)
        value = self._value(raw, place)
        if value is None or len(self.problems) > before:
            return None
        for leaf in value.leaves() if wanted else ():
            self._fits(leaf, place, wanted)
        return value

    def _value(self, raw: Any, place: Place) -> Value | None:
        if isinstance(raw, str):
            return Value(column=self.column(raw, place))
        raw = self.fields(raw, place, ("value", "first", "column", "when", "pattern", "as", "batch"))
        forms = [key for key in ("value", "first", "column", "batch") if key in raw]
        if len(forms) != 1:
            self.problem(place, f"{_at(place)} needs exactly one of value, first, column and batch.")
            return None
        if forms[0] != "column" and len(raw) > 1:
            self.problem(place, f"{_at(place)}: when, pattern and as narrow a column only.")
        if "first" in raw:
            parts = raw["first"] if isinstance(raw["first"], list) else [raw["first"]]
            bound = [self.value(part, (*place, "first", i)) for i, part in enumerate(parts)]
            return Value(first=tuple(part for part in bound if part))
        if "batch" in raw:
            return Value(batch=self.text(raw["batch"], (*place, "batch"), ("division", "city")))
        if "value" in raw:
            return Value(constant=self.text(raw["value"], (*place, "value")))
        return self._narrowed(raw, place)

    def _narrowed(self, raw: dict[str, Any], place: Place) -> Value:
        name = self.column(raw["column"], (*place, "column"))
        pattern = self.text(raw.get("pattern"), (*place, "pattern"))
        part = self.text(raw.get("as"), (*place, "as"), list(PARTS))
        try:
            groups = re.compile(pattern).groups
        except re.error as error:
            self.problem((*place, "pattern"), f"the pattern {pattern} cannot be read ({error}).")
            groups = 1
        if pattern and not groups:
            self.problem((*place, "pattern"), f"the pattern {pattern} has no group in brackets to take.")
        if name and part and self.columns[name].type not in PARTS[part]:
            self.problem((*place, "as"), f"a column of type {self.columns[name].type} has no {part}.")
        if name and (pattern or part) and self.columns[name].value_type != "string":
            self.problem(place, f"only text has patterns and parts, but {name} is of type {self.columns[name].type}.")
        return Value(column=name, pattern=pattern, as_=part, when=self.condition(raw.get("when"), (*place, "when")))

    def _fits(self, leaf: Value, place: Place, wanted: str) -> None:
        given = type_of(leaf, self.columns)
        if given == "constant":
            if not re.fullmatch(_CONSTANTS.get(wanted, ".*"), leaf.constant):
                self.problem(place, f"{_at(place)} needs a {wanted}, but {leaf.constant} is none.")
        elif given not in FITS[wanted]:
            source = f"{leaf.column} is of type {self.columns[leaf.column].type}" if leaf.column else "a batch is text"
            self.problem(place, f"{_at(place)} needs a {wanted}, but {source}{' and split' * (given == 'strings')}.")

    def values(self, raw: Any, place: Place, wanted: dict[str, str], what: str) -> dict[str, Value]:
        """Return name → value for a mapping whose names must be in `wanted` (name → property type)."""
        found = {}
        if raw is not None and not isinstance(raw, dict):
            self.problem(place, f"{_at(place)} must be a mapping of {what} names.")
            raw = {}
        for name, given in (raw or {}).items():
            if name not in wanted:
                self.problem((*place, name), f"unknown {what} {name}{nearest(name, list(wanted))}")
            elif value := self.value(given, (*place, name), wanted[name]):
                found[name] = value
        return found

    def condition(self, raw: Any, place: Place) -> Condition:
        """Return a bound condition: columns that are codes with a dictionary or yes/no, and their words."""
        found: Condition = {}
        if raw is not None and not isinstance(raw, dict):
            self.problem(place, "when must be a mapping of columns to codes.")
            return found
        for name, given in (raw or {}).items():
            here = (*place, name)
            column = self.columns.get(self.column(name, here))
            if column is None:
                continue
            if column.type != "bool" and (column.type != "code" or not column.codes):
                self.problem(here, f"when compares codes, but {name} is free text or has no dictionary.")
                continue
            known = (
                ["true", "false"] if column.type == "bool" else sorted(set(self.words.get(column.codes, {}).values()))
            )
            codes = given if isinstance(given, list) else [given]
            found[name] = tuple(self.text(code, here, known) for code in codes)
        return found

    def valid(self, raw: Any, place: Place) -> Valid | None:
        """Return a bound interval of dates, None if there is none."""
        if raw is None:
            return None
        given = self.fields(raw, place, ("from", "to", "before"))
        if not given or ("to" in given and "before" in given):
            self.problem(place, "valid needs from, and at most one of to (its last day) and before (the day after).")
        ends = {key: self.value(given.get(key), (*place, key), "date") for key in ("from", "to", "before")}
        return Valid(ends["from"], ends["to"], ends["before"])


def _at(place: Place) -> str:
    return ".".join(str(step) for step in place) or "the file"
