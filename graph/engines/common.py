"""What both engines share: naming relationship types in a pattern and ordering edges."""

from collections.abc import Sequence

from core.errors import UserError
from graph.schema import Schema
from graph.store import Edge, Node


def type_pattern(schema: Schema, types: Sequence[str]) -> str:
    """Return the part of a pattern that names relationship types (`:A|B`; nothing for all of them).

    Raises UserError for a type that the schema does not declare.
    """
    if unknown := sorted(set(types) - schema.relationships.keys()):
        raise UserError(
            f"The graph has no relationship type {', '.join(unknown)}. Known types: {', '.join(schema.relationships)}."
        )
    return ":" + "|".join(f"`{name}`" for name in types) if types else ""


def edge_order(found: tuple[Edge, Node]) -> tuple[str, ...]:
    """Return what edges of a neighbourhood are sorted by: type, other end, direction, records."""
    edge, other = found
    return edge.type, other.id, edge.start, repr(edge.properties.get("records"))
