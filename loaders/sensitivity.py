"""How sensitive each column of an agency table is: as what its cells become in the graph."""

from collections.abc import Iterator

from core.masking import PERSONAL
from graph.schema import Schema
from loaders.mapping import Mapping, Mention, Value

_BY_TYPE = {"id": PERSONAL, "phone": PERSONAL, "addr": PERSONAL, "account": PERSONAL, "text": PERSONAL}
_LABELS = {"person": ("Person",), "organization": ("Organization",), "party": ("Person", "Organization")}
_FACTS = {"number": "number", "old_numbers": "numbers", "name": "name", "other_names": "names", "sex": "sex",
          "birth_date": "birth_date", "death_date": "death_date"}  # fmt: skip
"""Field of a mention → property of the entity that it becomes."""


def column_levels(mapping: Mapping, schema: Schema) -> dict[str, int]:
    """Return the level of each column: the highest of its type and of every property that it feeds.

    Free text that becomes nothing counts as personal; so does every column of a table that is bound to a case.
    """
    found = {name: _BY_TYPE.get(column.type, 1) for name, column in mapping.columns.items()}
    fed = set()
    for value, level in _fed(mapping, schema):
        for leaf in value.leaves() if value else ():
            if leaf.column:
                fed.add(leaf.column)
                found[leaf.column] = max(found[leaf.column], level)
    for name, column in mapping.columns.items():
        if mapping.access or (column.type == "str" and name not in fed):
            found[name] = max(found[name], PERSONAL)
    return found


def _fed(mapping: Mapping, schema: Schema) -> Iterator[tuple[Value | None, int]]:
    """Yield each value of a mapping with the level of what it becomes."""
    for mention in mapping.mentions.values():
        yield from _said(mention, schema)
    for node in mapping.nodes.values():
        kind = schema.nodes[node.label]
        own = [part for part in node.key if not (part.constant or part.batch)]
        if len(own) == 1:
            yield own[0], kind.level(kind.caption)
        yield from ((value, kind.level(name)) for name, value in node.set.items())
    for relationship in mapping.relationships:
        tie = schema.relationships[relationship.type]
        yield from ((value, tie.level(name)) for name, value in relationship.set.items())


def _said(mention: Mention, schema: Schema) -> Iterator[tuple[Value | None, int]]:
    for field, name in _FACTS.items():
        yield getattr(mention, field), max(schema.nodes[label].level(name) for label in _LABELS[mention.kind])
    yield from ((value, schema.nodes["Phone"].level("number")) for value in mention.phones)
    yield from ((value, schema.nodes["Address"].level("text")) for value in mention.addresses.values())
