"""What the graph is: every node label and relationship type, declared once in schema.yaml."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from core.masking import PERSONAL

INTERVAL = ("valid_from", "valid_to", "from_day", "to_day", "from_cal", "to_cal")
AT = ("at", "at_day", "at_cal")
ENTITY_LABELS = {"person": "Person", "organization": "Organization", "undecided": "Undecided"}
"""Entity type → label of its nodes, whose ids begin with the first letter of the label."""
_ENTITY_LETTERS = {label[0]: label for label in ENTITY_LABELS.values()}


@dataclass(frozen=True)
class Property:
    """One property: its type (string, strings, int, float, bool, date, timestamp) and sensitivity level 1-4."""

    name: str
    type: str
    level: int = 2
    title: str = ""


@dataclass(frozen=True)
class Element:
    """What nodes and relationships share: declared properties and how they lie in time."""

    name: str
    title_zh: str
    title_en: str
    declared: tuple[Property, ...]
    interval: bool = False
    at: bool = False
    workdays: tuple[str, ...] = ()

    @cached_property
    def properties(self) -> tuple[Property, ...]:
        """All stored properties in their fixed order, with those that dates and intervals bring."""
        found: list[Property] = []
        for declared in self.declared:
            found.append(declared)
            if declared.type == "date":
                brought = ("day", "cal", "workday") if declared.name in self.workdays else ("day", "cal")
                found += [Property(f"{declared.name}_{name}", "int", declared.level) for name in brought]
        if self.interval:
            found += [Property(name, "date" if name.startswith("valid") else "int") for name in INTERVAL]
            found += [Property(f"{end}_workday", "int") for end in ("from", "to") if f"valid_{end}" in self.workdays]
        if self.at:
            found += [Property(name, "date" if name == "at" else "int") for name in AT]
            found += [Property("at_workday", "int")] if "at" in self.workdays else []
        return (*found, Property("records", "strings"))

    def level(self, name: str) -> int:
        """Return the sensitivity level of a property; one that is not declared counts as personal."""
        return next((found.level for found in self.properties if found.name == name), PERSONAL)


@dataclass(frozen=True)
class NodeType(Element):
    """A node label; `caption` names the property shown as its title."""

    caption: str = ""

    @property
    def label(self) -> str:
        """The label."""
        return self.name


@dataclass(frozen=True)
class RelationshipType(Element):
    """A relationship type with the label pairs it may join; `distinguished_by` tells two of one pair apart."""

    ends: tuple[tuple[str, str], ...] = ()
    distinguished_by: tuple[str, ...] = ()

    @cached_property
    def properties(self) -> tuple[Property, ...]:
        """All stored properties in their fixed order; relationships also carry the confidence of their ends."""
        return (*Element.properties.func(self), Property("confidence", "float"))  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Schema:
    """The whole graph schema; `derived` says how what no row states is found, by `Label.property` or type."""

    nodes: dict[str, NodeType]
    relationships: dict[str, RelationshipType]
    derived: dict[str, str] = field(default_factory=dict)

    def label_of(self, node_id: str) -> str | None:
        """Return the label that a node's id tells (`core.ids`), None where the schema has no such label."""
        label = _ENTITY_LETTERS.get(beginning := node_id.partition("-")[0], beginning)
        return label if label in self.nodes else None

    def entity(self, entity_id: str) -> NodeType:
        """Return the node type of an entity by its id."""
        return self.nodes[next((label for label in ENTITY_LABELS.values() if label[0] == entity_id[:1]), "Undecided")]


def _properties(raw: dict[str, Any] | None) -> Iterable[Property]:
    for name, given in (raw or {}).items():
        parts = given if isinstance(given, dict) else {"type": given}
        yield Property(name, str(parts["type"]), int(parts.get("level", 2)), str(parts.get("title", "")))


@lru_cache(maxsize=1)
def load_schema() -> Schema:
    """Read the schema that ships with Clew."""
    raw = yaml.load((Path(__file__).parent / "schema.yaml").read_text("utf-8"), yaml.CSafeLoader)
    nodes = {
        label: NodeType(
            label, given["title"]["zh"], given["title"]["en"], tuple(_properties(given.get("properties"))),
            bool(given.get("interval")), bool(given.get("at")), tuple(given.get("workdays", ())),
            given.get("caption", ""),
        )
        for label, given in raw["nodes"].items()
    }  # fmt: skip
    relationships = {
        name: RelationshipType(
            name, given["title"]["zh"], given["title"]["en"], tuple(_properties(given.get("properties"))),
            bool(given.get("interval")), bool(given.get("at")), tuple(given.get("workdays", ())),
            tuple((a, b) for a, b in given["ends"]), tuple(given.get("distinguished_by", ())),
        )
        for name, given in raw["relationships"].items()
    }  # fmt: skip
    return Schema(nodes, relationships, dict(raw.get("derived", {})))
