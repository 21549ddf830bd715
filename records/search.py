"""Finding entities and things by what people know of them, from the index that the build stage writes.

A posting files an item under one text: under the whole of it, or under its length and either half. Whoever makes one
mistake leaves one half as it is, so that the halves of a question lead to all that it may have meant.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

import duckdb

from records.lookup import asked
from records.lookup_tables import sql_key

MATCHED = (
    "id", "number", "phone", "plate", "vin", "case_no", "code", "address",
    "name", "other_name", "pinyin", "part", "near", "near",
)  # fmt: skip
"""How an item was found, the best first; the first eight are equally good. What sounds alike is nearer than others."""
LAST_KEY = MATCHED.index("address")
SOUNDS_ALIKE, NEAR = len(MATCHED) - 2, len(MATCHED) - 1
WHOLE, KEYS, NAMES, SOUNDS, PARTS, PLACES = range(6)
"""What texts are: whole keys, names and sounds; halves of keys, of names as they compare and of their sounds; parts of
names of one or two characters; addresses and case numbers, any part of which may be asked for."""
LONGEST_NEAR = 40
SHORTEST_NEAR = {KEYS: 7, NAMES: 3, SOUNDS: 5}
"""In characters: what is shorter, or longer than any name, is not taken for a mistake."""

_Query = tuple[str, tuple[str, ...]]
"""A query and the values of its question marks."""
_SIGNS = " （）〔〕()[]-"
_PATTERN_SIGNS = frozenset("\\.+*?()|[]{}^$")


@dataclass(frozen=True)
class Question:
    """What a person asks for, in the forms that the index has; what a question cannot mean is empty.

    `keys` are numbers, ids and the like in their written forms, `name` is a comparable name, `sounds` its syllables in
    one word, `typed` whether they were typed as such; `places` are comparable addresses and case numbers.
    """

    keys: tuple[str, ...] = ()
    name: str = ""
    sounds: tuple[str, ...] = ()
    typed: bool = False
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """A page of what was found: `kinds` counts all of it by label, `total` those of the labels asked for."""

    total: int
    kinds: dict[str, int]
    results: list[dict[str, Any]]


def bare(text: str) -> str:
    """Return a key as it is filed: in capitals, without spaces, brackets and dashes."""
    return text.upper().translate(str.maketrans("", "", _SIGNS))


def sql_bare(text: str) -> str:
    """Return the DuckDB expression of `bare`."""
    return f"translate(upper({text}), '{_SIGNS}', '')"


def sql_halves(text: str) -> list[str]:
    """Return the DuckDB expressions of what both halves of a text are filed under."""
    half = f"greatest(length({text}) // 2, 1)"
    return [
        sql_key(f"length({text}) || '{sign}' || {side}({text}, {half})")
        for sign, side in (("<", "left"), (">", "right"))
    ]


def sql_whole(kind: str, text: str) -> str:
    """Return the DuckDB expression of what a whole text is filed under; `kind` is KEYS, NAMES or SOUNDS."""
    return sql_key(f"{kind} || '=' || {text}")


def search(
    con: duckdb.DuckDBPyConnection,
    question: Question,
    *,
    labels: tuple[str, ...] = (),
    offset: int = 0,
    limit: int = 20,
) -> Found:
    """Return what a question finds, the best first, then by mentions and id; with `labels` those alone.

    Each result has id, label, name, number, sex, birth_date, mentions, sources (agency tables) and matched (a word of
    MATCHED). A name of two characters is looked for with a mistake only where nothing else is found.
    """
    page = (labels, offset, limit)
    exact = _exact(question)
    near = _near(NAMES, (question.name,)) + (_near(SOUNDS, question.sounds) if question.typed else [])
    found = _best(con, exact + near, *page)
    if not found.kinds:
        found = _best(con, _near(KEYS, question.keys) + _near(NAMES, (question.name,), SHORTEST_NEAR[NAMES] - 1), *page)
    return found


def _exact(question: Question) -> list[_Query]:
    """Return the queries for what has a text of the question, whole or as a part."""
    sounding = "how" if question.typed else str(SOUNDS_ALIKE)
    whole = [(f"{KEYS}={key}", "how") for key in question.keys]
    whole += [(f"{NAMES}={question.name}", "how")] if question.name else []
    whole += [(f"{SOUNDS}={sound}", sounding) for sound in question.sounds]
    found: list[_Query] = [
        (f"SELECT item, label, {how} AS how FROM search_key WHERE space = {WHOLE} AND key = {_key(text)}", ())
        for text, how in whole
    ]
    part = f"SELECT item, label, {MATCHED.index('part')} AS how FROM"
    if question.name:
        within = f"space = {PARTS} AND key = {_key(question.name[-2:])} AND contains(text, ?)"
        found.append((f"{part} search_key WHERE {within}", (question.name,)))
    for place in question.places:
        found.append((f"{part} search_text WHERE kind = {PLACES} AND contains(text, ?)", (place,)))
    if question.typed and len(question.sounds[0]) > 1:
        within = f"kind = {SOUNDS} AND text >= ? AND text < ? || '{{'"
        found.append((f"{part} search_text WHERE {within}", (question.sounds[0], question.sounds[0])))
    return found


def _near(space: int, texts: tuple[str, ...], shortest: int = 0) -> list[_Query]:
    """Return the queries for what differs from a text by one mistake."""
    found: list[_Query] = []
    for text in texts:
        if (shortest or SHORTEST_NEAR[space]) <= len(text) <= LONGEST_NEAR:
            keys = ", ".join(f"({_key(one)}::UBIGINT)" for one in _filed(text))
            query = f"""SELECT item, label, {NEAR} AS how FROM search_key JOIN (VALUES {keys}) wanted(key) USING (key)
                        WHERE space = {space} AND regexp_full_match(text, ?)"""
            found.append((query, (_one_off(text),)))
    return found


def _best(
    con: duckdb.DuckDBPyConnection, queries: list[_Query], labels: tuple[str, ...], offset: int, limit: int
) -> Found:
    """Return a page of what queries for (item, label, how) find."""
    if not queries:
        return Found(0, {}, [])
    rows = asked(
        con,
        f"""SELECT label, count(*), min(place, {offset + limit}) FROM (
                SELECT item, any_value(label) AS label,
                       min(greatest(how, {LAST_KEY})::BIGINT << 40 | item << 8 | how) AS place
                FROM ({" UNION ALL ".join(query for query, _ in queries)}) GROUP BY item)
            GROUP BY label ORDER BY label""",
        [value for _, values in queries for value in values],
    ).fetchall()
    wanted = [row for row in rows if not labels or row[0] in labels]
    places = sorted(place for _, _, first in wanted for place in first)[offset : offset + limit]
    page = [(place >> 8 & 0xFFFFFFFF, place & 0xFF) for place in places]
    return Found(sum(n for _, n, _ in wanted), {label: n for label, n, _ in rows}, _told(con, page))


def _told(con: duckdb.DuckDBPyConnection, page: list[tuple[int, int]]) -> list[dict[str, Any]]:
    """Return the items of a page in its order."""
    if not page:
        return []
    query = "SELECT i.* FROM search_item i JOIN (SELECT unnest($1) AS item) USING (item)"
    result = asked(con, query, [[item for item, _ in page]])
    names = [column[0] for column in result.description[1:]]
    told = {item: dict(zip(names, values, strict=True)) for item, *values in result.fetchall()}
    return [{**told[item], "matched": MATCHED[how]} for item, how in page]


def _key(text: str) -> int:
    """Return `sql_key` of a text."""
    return int.from_bytes(hashlib.md5(text.encode(), usedforsecurity=False).digest()[8:], "little")


def _filed(text: str) -> list[str]:
    """Return under what all texts are filed that differ from one by one mistake, sorted."""
    middle = len(text) // 2
    swapped = text[: middle - 1] + text[middle] + text[middle - 1]  # only this mistake spoils both halves
    found = {f"{len(text)}<{swapped[: max(middle, 1)]}"}
    for length in (len(text) - 1, len(text), len(text) + 1):
        half = max(length // 2, 1)
        found |= {f"{length}<{text[:half]}", f"{length}>{text[-half:]}"}
    return sorted(found)


def _one_off(text: str) -> str:
    """Return the pattern of all texts with one character of a text wrong, missing or added, or two of them swapped."""
    signs = [f"\\{c}" if c in _PATTERN_SIGNS else c for c in text]
    found = []
    for i in range(len(signs) + 1):
        before, behind = "".join(signs[:i]), signs[i:]
        found.append(f"{before}.{''.join(behind)}")
        if behind:
            found += [f"{before}.?{''.join(behind[1:])}"]
        if len(behind) > 1:
            found.append(f"{before}{behind[1]}{behind[0]}{''.join(behind[2:])}")
    return f"(?s){'|'.join(found)}"
