"""Leads as rows for other programs and as sentences for people."""

from collections.abc import Iterable
from typing import Any

from core.masking import ORDINARY, by_level, mask_inside
from queries.explain import sentence, shown_name
from queries.lead_tables import Lead

EXPORT_COLUMNS = (
    "lead_id", "model_id", "rule", "principal_entity_id", "principal_name", "other_entity_ids", "event_key",
    "event_date", "amount_cny", "severity", "identity_confidence", "status", "holds", "excluded_by", "as_of",
    "explanation", "evidence_record_ids",
)  # fmt: skip


def explanation(lead: Lead, language: str = "zh", *, revealed: bool = False) -> str:
    """Return the sentence that explains a lead, names masked unless revealed."""
    names = {e: shown_name(e, lead.names, revealed=revealed) for e in (lead.principal_entity_id, *lead.parties)}
    values = {
        **lead.parameters, **lead.shown, "as_of": lead.as_of, "principal": names[lead.principal_entity_id],
        "parties": [names[e] for e in lead.parties], "event_key": lead.event_key, "event_date": lead.event_date,
        "amount": lead.amount_cny,
    }  # fmt: skip
    values = values if revealed else by_level(values, ORDINARY)
    text = sentence(lead.says, values, language)
    return f"【{lead.identity_note}】{text}" if lead.identity_note else text


def export_rows(leads: Iterable[Lead], *, revealed: bool = False) -> list[dict[str, Any]]:
    """Return leads with `EXPORT_COLUMNS` in their order, sorted by model, rule and id; lists stay sorted lists.

    Unless revealed, names are masked, and numbers of people wherever they stand.
    """
    ordered = sorted(leads, key=lambda lead: (lead.model_id, lead.rule, lead.lead_id))
    return [_row(lead, revealed) for lead in ordered]


def _row(lead: Lead, revealed: bool) -> dict[str, Any]:
    values: dict[str, Any] = {
        "principal_name": shown_name(lead.principal_entity_id, lead.names, revealed=revealed),
        "event_key": lead.event_key if revealed else mask_inside(lead.event_key),
        "other_entity_ids": sorted(lead.parties),
        "explanation": explanation(lead, revealed=revealed),
        "evidence_record_ids": sorted(lead.record_ids),
    }
    return {name: values[name] if name in values else getattr(lead, name) for name in EXPORT_COLUMNS}
