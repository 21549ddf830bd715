"""Why two mentions are one entity, or are not: their values side by side, and what joined each to its entity."""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from api.differences import fits
from api.dossier import mention_data
from api.lead_data import words
from core.masking import by_level
from graph.schema import load_schema
from records.lookup import asked

BASES = {
    "number": words("同一有效证件号码", "the same valid number"),
    "scored": words("姓名、生日、电话、住址等比对", "names, birth, phones, homes and the like compared"),
    "context": words("同一案件、同一户等情形", "the same case, household or the like"),
    "judged": words("人工判断", "a person's judgement"),
    "alone": words("未与其他记录合并", "joined to no other mention"),
}
_COMPARED = (
    ("number", words("证件号码", "number"), "number"),
    ("old_numbers", words("旧号码", "old numbers"), "number"),
    ("name", words("姓名", "name"), "name"),
    ("other_names", words("其他姓名", "other names"), "name"),
    ("sex", words("性别", "sex"), "sex"),
    ("birth_date", words("出生日期", "birth date"), "birth_date"),
    ("birth_text", words("出生日期原文", "birth date as written"), "birth_date"),
    ("birth_place", words("出生地", "birth place"), "number"),
    ("phones", words("电话", "phones"), "number"),
    ("addresses", words("住址", "addresses"), "number"),
    ("postcode", words("邮编", "postcode"), "number"),
    ("employer", words("单位", "employer"), "sex"),
    ("occupation", words("职业", "occupation"), "number"),
)
"""Fields of a mention, their titles, and the property of a person that is as sensitive; what is written of a birth is
shown where it is no day."""


def compared(con: duckdb.DuckDBPyConnection, a: str, b: str, open_: bool) -> dict[str, Any] | None:
    """Return both mentions, their values field by field, and what joined each to its entity; None for an unknown one.

    `level` of a comparison is same, fits (a masked number shows nothing else), shared (lists with something in common),
    different, or unknown where either is silent. `probability` is that both are one, null where they are mentions of
    different entities.
    """
    return compared_pairs(con, [(a, b)], open_)[0]


def compared_pairs(
    con: duckdb.DuckDBPyConnection, pairs: Sequence[tuple[str, str]], open_: bool
) -> list[dict[str, Any] | None]:
    """Return what `compared` does of many pairs, read at once."""
    result = asked(
        con,
        """WITH wanted AS (
               SELECT mention_id, entity_id FROM mention_entity WHERE mention_id IN (SELECT unnest($1)))
           SELECT m.*, n.sex, n.birth_date, CASE WHEN n.birth_date IS NULL THEN n.birth_text END AS birth_text,
                  n.birth_place, n.addresses, n.postcode, n.employer, n.occupation, f.path AS file, f.sheet, b.agency
           FROM open_mention m JOIN wanted USING (mention_id, entity_id) JOIN mention n USING (mention_id)
           JOIN file f USING (file_id) LEFT JOIN batch b USING (batch_id)
           QUALIFY row_number() OVER (PARTITION BY mention_id ORDER BY m.file_id, m.row) = 1""",
        [sorted({mention for pair in pairs for mention in pair})],
    )
    names = [column[0] for column in result.description]
    found = {row["mention_id"]: row for row in (dict(zip(names, row, strict=True)) for row in result.fetchall())}
    return [_pair(found[a], found[b], open_) if a in found and b in found else None for a, b in pairs]


def _pair(one: Mapping[str, Any], other: Mapping[str, Any], open_: bool) -> dict[str, Any]:
    same = one["entity_id"] == other["entity_id"]
    return {
        "same": same,
        "entities": [one["entity_id"], other["entity_id"]],
        "a": mention_data(one, one["entity_id"], open_),
        "b": mention_data(other, other["entity_id"], open_),
        "comparisons": [_comparison(name, title, like, one, other, open_) for name, title, like in _COMPARED],
        "links": [
            {
                "mention_id": row["mention_id"], "basis": row["match_basis"], "title": BASES[row["match_basis"]],
                "probability": row["match_probability"],
            }
            for row in (one, other)
        ],
        "probability": min(one["match_probability"], other["match_probability"]) if same else None,
    }  # fmt: skip


def least_sure(con: duckdb.DuckDBPyConnection, records: Sequence[str], confidence: float) -> dict[str, Any] | None:
    """Return the mention in these records that is its entity's with just this confidence; None where all are sure.

    {mention_id, entity_id, basis, title, probability}.
    """
    rows = asked(
        con,
        """SELECT mention_id, entity_id, match_basis, match_probability FROM open_mention
           WHERE record_id IN (SELECT unnest($1::VARCHAR[])) AND match_probability < 1
           AND abs(match_probability - $2) < 1e-6 ORDER BY mention_id LIMIT 1""",
        [list(records), confidence],
    ).fetchall()
    return next(
        (
            {
                "mention_id": mention,
                "entity_id": entity,
                "basis": basis,
                "title": BASES[basis],
                "probability": probability,
            }
            for mention, entity, basis, probability in rows
        ),
        None,
    )


def _comparison(
    name: str, title: dict[str, str], like: str, one: Mapping[str, Any], other: Mapping[str, Any], open_: bool
) -> dict[str, Any]:
    level = load_schema().entity(one["entity_id"]).level(like)
    left, right = one[name], other[name]
    shown = [value if open_ else by_level(value, level) for value in (left, right)]
    return {"name": name, "title": title, "a": shown[0], "b": shown[1], "level": _level(left, right)}


def _level(left: Any, right: Any) -> str:
    if not left or not right:
        return "unknown"
    if isinstance(left, list):
        return "same" if set(left) == set(right) else "shared" if set(left) & set(right) else "different"
    if isinstance(left, str) and isinstance(right, str) and fits(left, right):
        return "same" if left == right else "fits"
    return "same" if left == right else "different"
