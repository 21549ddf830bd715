"""Mapping files become bound mappings: every name known, every slot fed by a column that fits it.

A file's mistakes are reported all at once, each with its line and the nearest known name.
"""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from core import marked_yaml
from core.errors import UserError
from core.marked_yaml import nearest
from graph.schema import Element, Schema, load_schema
from loaders.codes import BUILTIN, read_codes
from loaders.mapping import (
    VALUE_TYPES,
    Column,
    Mapping,
    Mention,
    NodeSpec,
    RelationshipSpec,
    Seal,
)
from loaders.mapping_mentions import KINDS, MentionReader
from loaders.mapping_values import Binder

FORMAT = 1
_TOP = ("format", "table", "title", "agency", "grain", "key", "delivery", "observed", "access", "seal", "division",
        "columns", "mentions", "nodes", "relationships", "expect")  # fmt: skip
_NEEDED = ("table", "title", "agency", "grain", "key", "delivery", "columns")


def read_mapping(path: Path, words: dict[str, dict[str, str]] | None = None) -> Mapping:
    """Return the mapping that a file holds, bound to its columns, to the graph schema and to the code dictionaries.

    `words` are the dictionaries (default: those that ship with Clew and those beside the file). Raises UserError with
    every mistake of the file.
    """
    words = read_codes((BUILTIN, path.parent)) if words is None else words
    reader = _Reader(Binder(marked_yaml.read(path), words), load_schema())
    mapping = reader.read()
    if reader.binder.problems:
        found = sorted(set(reader.binder.problems))
        raise UserError("\n".join(f"{path}, line {line}: {sentence}" for line, sentence in found))
    return mapping


def read_mappings(folders: Sequence[Path]) -> dict[str, Mapping]:
    """Return table → mapping of all YAML files in the folders, by table; a later folder adds to or replaces an earlier.

    Raises UserError with the mistakes of all files.
    """
    mappings, problems = _read_all(folders)
    if problems:
        raise UserError("\n".join(problems))
    return dict(sorted(mappings.items()))


@lru_cache(maxsize=1)
def builtin_mappings() -> dict[str, Mapping]:
    """Return the mappings that ship with Clew, by table."""
    return read_mappings([BUILTIN])


def check_mappings(folders: Sequence[Path]) -> list[str]:
    """Return every mistake in the mappings and dictionaries of the folders, as sentences; [] when there is none."""
    return _read_all(folders)[1]


def _read_all(folders: Sequence[Path]) -> tuple[dict[str, Mapping], list[str]]:
    mappings: dict[str, Mapping] = {}
    problems: list[str] = []
    try:
        words = read_codes(list(dict.fromkeys((BUILTIN, *folders))))
    except UserError as error:
        return {}, str(error).splitlines()
    for folder in folders:
        if not folder.is_dir():
            problems.append(f"{folder} is no folder. Give a folder with mapping files (*.yaml).")
        elif not marked_yaml.files(folder) and not marked_yaml.files(folder / "codes"):
            problems.append(f"{folder} holds no mapping. Name the files table.yaml or table.yml, each in this folder.")
        tables: dict[str, Path] = {}
        for path in marked_yaml.files(folder):
            try:
                mapping = read_mapping(path, words)
            except UserError as error:
                problems += str(error).splitlines()
                continue
            if other := tables.get(mapping.table):
                problems.append(f"{path}, line 1: table {mapping.table} is already described by {other.name}.")
            tables[mapping.table] = path
            mappings[mapping.table] = mapping
    return mappings, problems


class _Reader:
    """Reads one file section by section; later sections bind to what earlier ones declared."""

    def __init__(self, binder: Binder, schema: Schema) -> None:
        self.binder, self.schema = binder, schema
        self.mentions: dict[str, Mention] = {}
        self.nodes: dict[str, NodeSpec] = {}

    def read(self) -> Mapping:
        b = self.binder
        for place, line in b.document.doubled:
            b.problems.append((line, f"{place[-1]} stands twice in {'.'.join(map(str, place[:-1])) or 'the file'}."))
        raw = b.fields(b.document.data, (), _TOP, _NEEDED)
        if b.text(raw.get("format"), ("format",)) not in ("", str(FORMAT)):
            b.problem(("format",), f"format {raw['format']} is newer than {FORMAT}, which this Clew reads.")
        self._columns(raw.get("columns"))
        mentions = MentionReader(b, [role for role, _ in self._section(raw, "mentions")])
        self.mentions = {role: mentions.read(role, given) for role, given in self._section(raw, "mentions")}
        self.nodes = {alias: self._node(alias, given) for alias, given in self._section(raw, "nodes")}
        for alias in self.nodes:
            if alias in self.mentions:
                b.problem(("nodes", alias), f"{alias} is already a mention.")
        relationships = [self._relationship(key, given) for key, given in self._section(raw, "relationships")]
        return Mapping(
            table=b.name(b.text(raw.get("table"), ("table",)), ("table",), "the table's name"),
            title=b.text(raw.get("title"), ("title",)),
            agency=b.text(raw.get("agency"), ("agency",)),
            grain=b.text(raw.get("grain"), ("grain",)),
            key=self._names(raw.get("key"), ("key",)) if raw.get("key") != "row" else (),
            delivery=b.text(raw.get("delivery"), ("delivery",), ("snapshot", "increment")),
            columns=b.columns,
            mentions=self.mentions,
            nodes=self.nodes,
            relationships=tuple(found for found in relationships if found),
            observed=b.column(raw.get("observed"), ("observed",), ("date", "timestamp")),
            access=b.text(raw.get("access"), ("access",), ("case_bound",)),
            seal=self._seal(raw.get("seal")),
            expect_empty=self._expect(raw.get("expect")),
            division_columns=self._names(raw.get("division"), ("division",)),
            digest=hashlib.sha256(b.document.path.read_bytes()).hexdigest(),
        )

    def _section(self, raw: dict[str, Any], name: str) -> list[tuple[str, Any]]:
        given = raw.get(name)
        if given is not None and not isinstance(given, dict):
            self.binder.problem((name,), f"{name} must be a mapping.")
            return []
        return list((given or {}).items())

    def _names(self, raw: Any, place: tuple[str, ...]) -> tuple[str, ...]:
        given = raw if isinstance(raw, list) else [raw] if raw is not None else []
        return tuple(self.binder.column(name, (*place, i)) for i, name in enumerate(given))

    def _columns(self, raw: Any) -> None:
        b, seen = self.binder, dict[str, str]()
        for name, given in self._section({"columns": raw}, "columns"):
            place = ("columns", b.name(name, ("columns", name), "the column"))
            fields = b.fields(given, place, ("header", "type", "codes", "open", "split", "unit"), ("header", "type"))
            headers = fields.get("header") if isinstance(fields.get("header"), list) else [fields.get("header")]
            texts = tuple(b.text(header, (*place, "header")) for header in headers or ())
            kind = b.text(fields.get("type"), (*place, "type"), list(VALUE_TYPES)) or "str"
            codes = b.text(fields.get("codes"), (*place, "codes"), list(b.words))
            if codes and kind != "code":
                b.problem((*place, "codes"), f"{name} has a dictionary, but its type is {kind}, not code.")
            if fields.get("unit") and kind != "dec":
                b.problem((*place, "unit"), f"{name} has a unit, but its type is {kind}, not dec.")
            is_open = b.text(fields.get("open"), (*place, "open"), ("true", "false")) == "true"
            sets = fields.get("split") if isinstance(fields.get("split"), list) else [fields.get("split")]
            split = tuple(filter(None, (b.text(marks, (*place, "split")) for marks in sets or ())))
            unit = b.text(fields.get("unit"), (*place, "unit"))
            b.columns[name] = Column(name, texts, kind, codes, is_open, split, unit)
            for i, header in enumerate(texts):
                # Two columns may share their official header (they bind in field order), never an alias.
                if (other := seen.setdefault(header, name)) != name and (i or b.columns[other].headers[0] != header):
                    b.problem((*place, "header"), f"the header {header} of {name} already means {other}.")

    def _node(self, alias: str, raw: Any) -> NodeSpec:
        b, place = self.binder, ("nodes", self.binder.name(alias, ("nodes", alias), "the node"))
        given = b.fields(raw, place, ("label", "key", "set", "valid", "at", "when"), ("label", "key"))
        label = b.text(given.get("label"), (*place, "label"), list(self.schema.nodes))
        key = given.get("key")
        parts = key if isinstance(key, list) else [key]
        bound = [b.value(part, (*place, "key", i)) for i, part in enumerate(parts)] if key != "row" else []
        for i, part in enumerate(bound):
            if part and b.is_split(part):
                b.problem((*place, "key", i), f"a part of the key of {alias} is a split column.")
        parts_bound = tuple(part for part in bound if part)
        return NodeSpec(alias, label, parts_bound, **self._facts(given, place, self.schema.nodes.get(label)))

    def _facts(self, given: dict[str, Any], place: tuple[str, ...], element: Element | None) -> dict[str, Any]:
        """Return set, valid, at and when of a node or relationship, checked against its place in the schema."""
        b = self.binder
        wanted = {declared.name: declared.type for declared in element.declared} if element else {}
        known = wanted if element else dict.fromkeys(given.get("set") or (), "")
        if element and given.get("valid") is not None and not element.interval:
            b.problem((*place, "valid"), f"{element.name} has no interval in the schema.")
        if element and given.get("at") is not None and not element.at:
            b.problem((*place, "at"), f"{element.name} has no moment (at) in the schema.")
        return {
            "set": b.values(given.get("set"), (*place, "set"), known, "property"),
            "valid": b.valid(given.get("valid"), (*place, "valid")),
            "at": b.value(given.get("at"), (*place, "at"), "date"),
            "when": b.condition(given.get("when"), (*place, "when")),
        }

    def _relationship(self, key: str, raw: Any) -> RelationshipSpec | None:
        b, place = self.binder, ("relationships", key)
        words = key.split()
        if len(words) != 3:
            b.problem(place, f"{key} must read `subject TYPE object`.")
            return None
        subject, name, other = words
        given = b.fields(raw, place, ("set", "valid", "at", "when", "spans_rows"))
        if name not in self.schema.relationships:
            b.problem(place, f"unknown relationship {name}{nearest(name, list(self.schema.relationships))}")
            return None
        kind = self.schema.relationships[name]
        for start in self._labels(subject, place):
            for end in self._labels(other, place):
                if (start, end) not in kind.ends:
                    b.problem(place, f"{name} cannot join {start} to {end}; see its ends in graph/schema.yaml.")
        spans = b.text(given.get("spans_rows"), (*place, "spans_rows"), ("true", "false")) == "true"
        return RelationshipSpec(subject, name, other, **self._facts(given, place, kind), spans_rows=spans)

    def _labels(self, alias: str, place: tuple[str, ...]) -> tuple[str, ...]:
        if alias in self.mentions:
            return KINDS[self.mentions[alias].kind]
        if alias in self.nodes:
            label = self.nodes[alias].label
            return (label,) if label else ()
        self.binder.problem(place, f"unknown end {alias}{nearest(alias, [*self.mentions, *self.nodes])}")
        return ()

    def _seal(self, raw: Any) -> Seal | None:
        if raw is None:
            return None
        b = self.binder
        given = b.fields(raw, ("seal",), ("who", "along", "on", "when", "only"), ("who",))
        who = b.text(given.get("who"), ("seal", "who"), list(self.mentions))
        on = b.column(given.get("on"), ("seal", "on"), ("date", "timestamp"))
        when, only = (b.condition(given.get(key), ("seal", key)) for key in ("when", "only"))
        along = b.text(given.get("along"), ("seal", "along"), ("true", "false")) == "true"
        return Seal(who, along, on, when, only)

    def _expect(self, raw: Any) -> dict[str, float]:
        b = self.binder
        given = b.fields(b.fields(raw, ("expect",), ("empty",)).get("empty"), ("expect", "empty"), b.columns)
        found: dict[str, float] = {}
        for name, text in given.items():
            try:
                found[name] = float(b.text(text, ("expect", "empty", name)))
            except ValueError:
                b.problem(("expect", "empty", name), f"{name} needs a share between 0 and 1, not {text}.")
        return found
