"""Stable identifiers: one digest, in Python and in DuckDB."""

import hashlib
from collections.abc import Sequence

from core.errors import UserError


def digest(*parts: str) -> str:
    """Return 16 hex digits of SHA-256 over length-prefixed parts, so that ("ab", "c") is never ("a", "bc")."""
    text = "".join(f"{len(part.encode())}:{part}" for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def sql_digest(*expressions: str) -> str:
    """Return the DuckDB expression that gives `digest` of VARCHAR expressions; NULL counts as ''."""
    parts = [f"strlen(coalesce({e}, '')) || ':' || coalesce({e}, '')" for e in expressions]
    return f"left(sha256({' || '.join(parts)}), 16)"


def sql_key(record_id: str) -> str:
    """Return the DuckDB expression of a record id without what tells it from others of its key."""
    return f"if(strlen(split_part({record_id}, '.', 2)) = 16, split_part({record_id}, '.', 1), {record_id})"


def node_id(label: str, *key: str) -> str:
    """Return the id of a keyed graph node, `<Label>-<digest of label and key parts>`."""
    return f"{label}-{digest(label, *key)}"


def sql_node_id(label: str, *expressions: str) -> str:
    """Return the DuckDB expression that gives `node_id` of VARCHAR key expressions."""
    literal = f"'{label}'"
    return f"'{label}-' || {sql_digest(literal, *expressions)}"


def lead_id(model: str, rule: str, principal: str, event_key: str) -> str:
    """Return the id a lead gets when it first appears."""
    return "L-" + digest(model, rule, principal, event_key)


def the_one(asked: str, known: Sequence[str], missing: str) -> str:
    """Return the id that is meant by `asked`: itself, else the only one that begins so, in upper or lower case.

    Raises UserError: `missing` where there is none, else a sentence with the first of those it may mean.
    """
    beginning = asked.strip().lower()
    found = sorted(one for one in known if beginning and one.lower().startswith(beginning))
    whole = [one for one in found if one.lower() == beginning]
    if not found:
        raise UserError(missing)
    if not whole and len(found) > 1:
        more = " …" if len(found) > 3 else ""
        raise UserError(f"More than one id begins with {asked}: {', '.join(found[:3])}{more}. Give more of it.")
    return (whole or found)[0]
