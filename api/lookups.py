"""A person's question in the form that records have: people write numbers and names in as many ways as agencies do."""

import re

import duckdb

from core.errors import UserError
from core.ids import the_one
from graph.schema import ENTITY_LABELS
from records import lookup
from records.search import Question, bare, search
from resolution.normalise import addresses, case_numbers, names, numbers, phones, pinyin, plates
from resolution.normalise.text import capitals, fold

LONGEST = 300
"""Characters of a question; no name or number has more."""
_BEGINNING = re.compile(r"[POU]-[0-9a-f]{1,16}", re.IGNORECASE)
_PLACE = re.compile(r"\d[㐀-鿿]|[㐀-鿿]\d|.[省市州盟县区旗乡镇村组寨街路巷道弄楼栋幢室苑园城]|[㐀-鿿].{4}")
"""What may be part of an address or a case number, for these are many."""
_NUMERIC = re.compile(r"\d|[A-Z].*-")
"""What may be a number or an id: names have no digits."""
_UNKNOWN = "No entity is known by that id, number or name. `clew person search` helps to find one."


def question(text: str) -> Question:
    """Return what a text may mean: a number, a plate, a case, a name, its sound … Raises UserError for an empty one."""
    text = text.encode("utf-8", "replace").decode()[:LONGEST]
    if not text.strip():
        raise UserError("There is nothing to search for. Give a name, a number, a phone, a plate or an id.")
    number, address = numbers.parse(text), addresses.clean(text)
    sure = [phones.clean(text), plates.clean(text), plates.vin(text), case_numbers.clean(text)]
    name = names.comparable(names.clean(text) or fold(text)) or ""
    known = any(sure[:3]) or (sure[3] or "").endswith("号")
    placed = not known and _PLACE.search(name) is not None
    whole = _NUMERIC.search(capitals(text)) is not None or placed
    written = (capitals(text), number.text if number else None, *sure, address)
    keys = dict.fromkeys(bare(one) for one in written if one and whole)
    places = dict.fromkeys(one for one in (name, names.comparable(address or "")) if one and placed)
    if any(sure) or not any(map(str.isalpha, name)) or (number and number.valid):
        return Question(tuple(keys), places=tuple(places))
    typed = pinyin.typed(fold(text))
    sounds = (typed,) if typed else tuple("".join(one) for one in pinyin.readings(name)) if len(name) > 1 else ()
    return Question(tuple(keys), name, sounds, typed is not None, tuple(places))


def one_entity(con: duckdb.DuckDBPyConnection, text: str) -> str:
    """Return the id of the one entity that an id or its beginning, a number, phone, name or part of one means.

    Raises UserError for none or several.
    """
    asked = question(text)
    present = lookup.present_ids(con, text.strip())
    if not present and _BEGINNING.fullmatch(text.strip()):
        return the_one(text, lookup.ids_beginning(con, text.strip()), _UNKNOWN)
    found = search(con, asked, labels=tuple(ENTITY_LABELS.values()), limit=3).results
    ids = present or [row["id"] for row in found if row["matched"] != "near"]
    if not ids:
        raise UserError(_UNKNOWN)
    if len(ids) > 1:
        raise UserError(f"That means more than one entity: {', '.join(ids)} … Give the id of one.")
    return ids[0]
