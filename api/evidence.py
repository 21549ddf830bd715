"""Evidence rows as someone without a reason may see them."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from core.masking import mask_name, mask_number
from loaders.mapping import Mapping, Value
from loaders.mapping_reader import builtin_mappings

BY_TYPE = {"id": "number", "phone": "number", "addr": "name", "text": "name"}


def columns_of(value: Value | None) -> Iterator[str]:
    """Yield the columns that a value is read from."""
    if value is not None:
        if value.column:
            yield value.column
        for part in value.first:
            yield from columns_of(part)


@lru_cache(maxsize=256)
def secret_columns(table: str) -> dict[str, str] | None:
    """Return which columns of a table are personal, {field: name | number}; None for a table that does not ship."""
    mapping = builtin_mappings().get(table)
    return None if mapping is None else dict(_secrets(mapping))


def _secrets(mapping: Mapping) -> Iterator[tuple[str, str]]:
    yield from ((column.name, BY_TYPE[column.type]) for column in mapping.columns.values() if column.type in BY_TYPE)
    for mention in mapping.mentions.values():
        if mention.kind != "organization":
            for value in (mention.name, mention.other_names):
                yield from ((column, "name") for column in columns_of(value))
    for node in mapping.nodes.values():
        if node.label == "Account":
            yield from ((column, "number") for value in node.key for column in columns_of(value))
    yield "extra", "name"


def masked_cells(table: str, cells: dict[str, Any]) -> dict[str, Any]:
    """Return the cells of a row with personal ones masked; in a table of a user's own mapping all of them."""
    secrets = secret_columns(table)
    masks = {"name": mask_name, "number": mask_number}
    return {
        column: masks[(secrets or {}).get(column, "name")](str(value))
        if secrets is None or column in secrets
        else value
        for column, value in cells.items()
    }
