"""What a rule found: its columns, the records that prove it, and how sure the identities in it are."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from graph.store import Edge, Node, Path
from queries.model_types import COLUMNS, LOW_CONFIDENCE

SUPPRESS_UNDER = 0.80


@dataclass(frozen=True)
class Finding:
    """What one rule says about one principal: `records` is its proof, `confidence` that of the identities in it."""

    model_id: str
    rule: str
    principal: str
    event_key: str
    event_date: date | None
    amount: float | None
    parties: tuple[str, ...]
    excluded: str
    values: dict[str, Any]
    records: tuple[str, ...]
    confidence: float

    def as_json(self) -> dict[str, Any]:
        """Return the finding as JSON values; `from_json` is its inverse."""
        return {**asdict(self), "event_date": self.event_date.isoformat() if self.event_date else None}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Finding":
        """Return the finding that `as_json` wrote."""
        day_ = data["event_date"]
        return cls(**{
            **data, "event_date": date.fromisoformat(day_) if day_ else None,
            "parties": tuple(data["parties"]), "records": tuple(data["records"]),
        })  # fmt: skip


def from_row(model_id: str, rule: str, row: dict[str, Any], shows: Sequence[str], exclusions: Sequence[str]) -> Finding:
    """Return a row of a rule as a finding. Raises ValueError where a column is missing or holds what it must not."""
    absent = sorted({*COLUMNS, *shows} - row.keys())
    if absent:
        raise ValueError(f"the query returns no column {', '.join(absent)}")
    if not row["principal"] or not row["event_key"]:
        raise ValueError("the query returns a row without principal or event key")
    if row["excluded"] and row["excluded"] not in exclusions:
        raise ValueError(f"the query returns the exclusion {row['excluded']}, which the rule does not name")
    key = row["event_key"]
    event_key = "+".join(sorted({str(part) for part in key})) if isinstance(key, list | tuple) else str(key)
    parties = tuple(sorted({str(p) for p in row["parties"] or () if p is not None} - {str(row["principal"])}))
    proof = [part for name, value in row.items() if name not in COLUMNS and name not in shows for part in parts(value)]
    records = sorted({str(r) for part in proof for r in part.properties.get("records") or ()})
    found = [p.properties.get("confidence") for p in proof if isinstance(p, Edge)]
    confidence = round(min((float(str(c)) for c in found if c is not None), default=1.0), 6)
    excluded = row["excluded"] or (LOW_CONFIDENCE if confidence < SUPPRESS_UNDER else "")
    for name in ("amount", *shows):
        if isinstance(row[name], float) and not math.isfinite(row[name]):
            raise ValueError(f"the query returns {row[name]} as {name}; look for a division by zero")
    amount = None if row["amount"] is None else round(float(row["amount"]), 2)
    return Finding(
        model_id, rule, str(row["principal"]), event_key, row["event_date"], amount, parties, excluded,
        {name: _plain(row[name]) for name in shows}, tuple(records), confidence,
    )  # fmt: skip


def parts(value: object) -> Iterator[Node | Edge]:
    """Yield the nodes and relationships in a proof column: one, a path, or lists and nested lists of them."""
    if isinstance(value, Node | Edge):
        yield value
    elif isinstance(value, Path):
        yield from value.nodes
        yield from value.edges
    elif isinstance(value, list | tuple):
        for item in value:
            yield from parts(item)


def _plain(value: Any) -> Any:
    """Return a compared value as JSON: dates as text, lists sorted (their order means nothing), numbers rounded."""
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, list | tuple):
        return sorted({_plain(item) for item in value if item is not None}, key=str)
    return round(value, 6) if isinstance(value, float) else value
