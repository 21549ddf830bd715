"""Stable identifiers: one digest, in Python and in DuckDB."""

import hashlib


def digest(*parts: str) -> str:
    """Return 16 hex digits of SHA-256 over length-prefixed parts, so that ("ab", "c") is never ("a", "bc")."""
    text = "".join(f"{len(part.encode())}:{part}" for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def sql_digest(*expressions: str) -> str:
    """Return the DuckDB expression that gives `digest` of VARCHAR expressions; NULL counts as ''."""
    parts = [f"strlen(coalesce({e}, '')) || ':' || coalesce({e}, '')" for e in expressions]
    return f"left(sha256({' || '.join(parts)}), 16)"


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
