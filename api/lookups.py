"""A person's question in the form that records have: people write numbers and names in as many ways as agencies do."""

import re

import duckdb

from core.errors import UserError
from core.ids import the_one
from records import lookup
from resolution.normalise import names, numbers, phones

_BEGINNING = re.compile(r"[POU]-[0-9a-f]{1,16}", re.IGNORECASE)
_UNKNOWN = "No entity is known by that id, number or name. `clew person search` helps to find one."


def sought(text: str) -> lookup.Sought:
    """Return what a text may mean: an id, a number, a phone, a name or part of one. Raises UserError if empty."""
    if not text.strip():
        raise UserError("There is nothing to search for. Give a name, a number, a phone or an entity id.")
    number = numbers.parse(text)
    return lookup.Sought(text.strip(), number and number.text, phones.clean(text), names.any_writing(text))


def one_entity(con: duckdb.DuckDBPyConnection, text: str) -> str:
    """Return the id of the one entity that an id or its beginning, a number, phone or name means.

    Raises UserError for none or several.
    """
    asked = sought(text)
    present = lookup.present_ids(con, asked.text)
    if not present and _BEGINNING.fullmatch(asked.text):
        return the_one(asked.text, lookup.ids_beginning(con, asked.text), _UNKNOWN)
    ids = present or [row["entity_id"] for row in lookup.search(con, asked, 3)]
    if not ids:
        raise UserError(_UNKNOWN)
    if len(ids) > 1:
        raise UserError(f"That means more than one entity: {', '.join(ids)} … Give the id of one.")
    return ids[0]
