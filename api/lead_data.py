"""Leads as data for the page and the case system: a row of a list, and one lead with all that proves it."""

from collections.abc import Mapping
from typing import Any

import duckdb

from api.evidence import evidence_rows
from api.evidence_cells import days, deciding_columns, deciding_values, tie_values, typed_rows
from api.law import cited
from core.masking import ORDINARY, by_level, mask_inside
from graph.schema import load_schema
from queries.explain import shown_name
from queries.lead_export import explanation
from queries.lead_tables import Lead, LeadEvent, LeadStatus
from queries.model_types import Model, Rule
from records import lookup


def words(zh: str, en: str = "") -> dict[str, str]:
    """Return a text in both languages; what has no English is told in Chinese."""
    return {"zh": zh, "en": en or zh}


def entity_part(entity_id: str, names: Mapping[str, str], open_: bool) -> dict[str, str]:
    """Return an entity as {id, label, title}."""
    label = load_schema().entity(entity_id).name
    return {"id": entity_id, "label": label, "title": shown_name(entity_id, names, revealed=open_)}


def lead_row(lead: Lead, models: Mapping[str, Model], open_: bool) -> dict[str, Any]:
    """Return a lead as a row of a list; `holds` is false where the last run no longer found it."""
    model = models.get(lead.model_id)
    rule = model.rules.get(lead.rule) if model else None
    status = LeadStatus(lead.status)
    return {
        "lead_id": lead.lead_id,
        "version": lead.version,
        "model_id": lead.model_id,
        "model_title": words(model.title.zh, model.title.en) if model else words(lead.model_id),
        "rule": lead.rule,
        "rule_title": words(rule.title.zh, rule.title.en) if rule else words(lead.rule),
        "severity": lead.severity,
        "principal": entity_part(lead.principal_entity_id, lead.names, open_),
        "event_key": lead.event_key if open_ else mask_inside(lead.event_key),
        "event_date": lead.event_date,
        "amount_cny": lead.amount_cny,
        "status": status.value,
        "status_title": words(status.zh, status.value),
        "assignee": lead.assignee,
        "holds": lead.holds,
        "excluded_by": lead.excluded_by,
        "identity_confidence": lead.identity_confidence,
        "identity_note": lead.identity_note,
        "explanation": {
            language: explanation(lead, language, revealed=open_) for language in ("zh", "en")
        },
        "as_of": lead.as_of,
    }  # fmt: skip


def whole_lead(
    con: duckdb.DuckDBPyConnection,
    lead: Lead,
    events: list[LeadEvent],
    models: Mapping[str, Model],
    titles: Mapping[tuple[str, str], str],
    open_: bool,
) -> dict[str, Any]:
    """Return one lead with parties, compared values, exclusions, law, evidence, timeline and history."""
    model = models.get(lead.model_id)
    rule = model.rules.get(lead.rule) if model else None
    rows = evidence_rows(con, lead.evidence, revealed=open_)
    tables: dict[str, list[str]] = {}
    for row in rows:
        tables.setdefault(row["table"], []).append(row["record_id"])
    typed = typed_rows(con, tables)
    places = [(row["table"], row["record_id"]) for row in rows]
    levels = lookup.column_levels(con)
    told = [(table, typed[record_id]) for table, record_id in sorted(set(places)) if record_id in typed]
    decided = deciding_values(con, lead) | tie_values(con, lead, told, levels)
    return {
        **lead_row(lead, models, open_),
        "parties": [entity_part(one, lead.names, open_) for one in lead.parties],
        "values": _values(lead, rule, open_),
        "parameters": _parameters(lead, rule),
        "exclusions": [
            {
                "code": code,
                "title": words(*_words_of(model, code)),
                "applied": lead.excluded_by == code,
            }
            for code in lead.exclusions_checked
        ],
        "legal_basis": [{**law, "cited": cited(law["article"])} for law in lead.legal_basis],
        "evidence": [
            {
                "record_id": row["record_id"],
                "table": row["table"],
                "table_title": titles.get((row["table"], ""), row["table"]),
                "file": row["file"],
                "sheet": row["sheet"],
                "row": row["row"],
                "cells": _cells(row, deciding_columns(typed.get(row["record_id"], {}), decided), titles),
            }
            for row in rows
        ],
        "timeline": days(places, typed, levels, titles, revealed=open_),
        "history": [history_line(one, open_) for one in events],
    }  # fmt: skip


def history_line(event: LeadEvent, open_: bool) -> dict[str, str]:
    """Return one line of a lead's history."""
    detail = event.detail if open_ else mask_inside(event.detail)
    return {"at": event.at, "actor": event.actor, "what": event.what, "detail": detail}


def _words_of(model: Model | None, code: str) -> tuple[str, str]:
    found = model.exclusions.get(code) if model else None
    return (found.zh, found.en) if found else (code, code)


def _values(lead: Lead, rule: Rule | None, open_: bool) -> list[dict[str, Any]]:
    told = lead.shown if open_ else by_level(lead.shown, ORDINARY)
    found = []
    for name, value in told.items():
        shown = rule.shows.get(name) if rule else None
        known = lead.says["words"].get(name, {})
        title = words(shown.zh, shown.en) if shown else words(name)
        found.append(
            {"name": name, "title": title, "unit": shown.unit if shown else "", "value": _in_words(value, known)}
        )
    return found


def _in_words(value: Any, known: Mapping[str, Mapping[str, str]]) -> Any:
    """Return a code value as {zh, en}, lists item by item; all else as it is."""
    if isinstance(value, list):
        return [_in_words(item, known) for item in value]
    told = known.get(str(value))
    return words(told["zh"], told["en"]) if told else value


def _parameters(lead: Lead, rule: Rule | None) -> list[dict[str, Any]]:
    found = []
    for name, value in lead.parameters.items():
        known = rule.parameters.get(name) if rule else None
        title = words(known.zh, known.en) if known else words(name)
        found.append({"name": name, "title": title, "unit": known.unit if known else "", "value": value})
    return found


def _cells(row: Mapping[str, Any], deciding: set[str], titles: Mapping[tuple[str, str], str]) -> list[dict[str, Any]]:
    return [
        {
            "column": name, "title": titles.get((row["table"], name), name), "value": value,
            "deciding": name in deciding,
        }
        for name, value in row["cells"].items()
    ]  # fmt: skip
