"""From the findings of a published generation to leads in SQL, and leads as people read them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.database import session_scope
from core.errors import UserError
from core.ids import the_one
from core.settings import Settings
from core.workspace import Generation
from queries import leads
from queries.lead_export import explanation
from queries.lead_tables import Lead
from queries.model import read_models
from queries.runner import Outcome
from records import lookup


def leads_recorded(generation: Generation, settings: Settings) -> bool:
    """Say whether the leads of a published generation have been written."""
    with session_scope(settings.url) as db:
        return leads.is_recorded(db, generation.workspace, generation.number)


def record_leads(generation: Generation, settings: Settings) -> None:
    """Write the leads of a published generation, unless its stamp says that they are written.

    Models are read from the folders that the generation was detected with.
    """
    manifest = generation.manifest
    with session_scope(settings.url) as db:
        if "detect" not in manifest["stages"] or leads.is_recorded(db, generation.workspace, generation.number):
            return
        outcome = Outcome.from_json(generation.findings.read_text("utf-8"))
        models = read_models([Path(folder) for folder in manifest.get("models", [])])
        with duckdb.connect(str(generation.records), read_only=True) as con:

            def evidence(record_ids: Sequence[str]) -> Mapping[str, Any]:
                return lookup.raw_rows(con, list(record_ids))

            def names(entity_ids: Sequence[str]) -> Mapping[str, str]:
                return {entity: name for entity, (name, _) in lookup.names_of(con, list(entity_ids)).items() if name}

            sealed = {row[0] for row in con.execute("SELECT record_id FROM sealed_record").fetchall()}
            leads.record(
                db, outcome, models, generation.workspace, generation.number, _successors(con), evidence, names, sealed
            )


def _successors(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for old, new in con.execute("SELECT old_id, new_id FROM entity_successor ORDER BY old_id, new_id").fetchall():
        found.setdefault(old, []).append(new)
    return found


def rule_called(db: Session, generation: Generation, model: str, rule: str) -> tuple[str, str]:
    """Return the model and rule as they are written, whatever the case that they were asked for in; empty means all.

    Known are those of the published run and those of which there are leads. Raises UserError naming them.
    """
    ran = generation.manifest["stages"]["detect"]["result"]
    known = {(name, one) for name, rules in ran.items() for one in rules}
    known |= leads.rules_with_leads(db, generation.workspace)
    model = _called("model", model, {name for name, _ in known})
    return model, _called("rule", rule, {one for name, one in known if model in ("", name)})


def _called(what: str, text: str, known: set[str]) -> str:
    if not text or text in known:
        return text
    found = [name for name in sorted(known) if name.casefold() == text.casefold()]
    if not found:
        raise UserError(f"There is no {what} {text}; known are {', '.join(sorted(known))}.")
    return found[0]


def lead_called(settings: Settings, workspace: str, text: str) -> str:
    """Return the id of the lead that an id or its beginning means. Raises UserError for none or several."""
    with session_scope(settings.url) as db:
        known = list(db.scalars(select(Lead.lead_id).where(Lead.workspace == workspace, ~Lead.sealed)))
    return the_one(text, known, f"There is no lead {text}. `clew leads list` shows those there are.")


def by_strength(found: list[Lead]) -> list[Lead]:
    """Return leads that hold before others, the most severe first; then the surest, the largest, the latest."""

    def weakness(one: Lead) -> tuple[bool, int, float, float, int, str]:
        day = one.event_date.toordinal() if one.event_date else 0
        return not one.holds, -one.severity, -one.identity_confidence, -(one.amount_cny or 0.0), -day, one.lead_id

    return sorted(found, key=weakness)


def places(db: Session, workspace: str, lead_id: str) -> list[str]:
    """Return where the evidence of a lead stands, as sentences: table, file, sheet and row."""
    said = []
    for record_id, rows in sorted(leads.get_lead(db, workspace, lead_id).evidence.items()):
        for row in rows:
            sheet = f" / {row['sheet']}" if row["sheet"] else ""
            said.append(f"{row['file']}{sheet}, row {row['row']}  ({record_id})")
    return said


def strongest(settings: Settings, workspace: str, number: int) -> list[dict[str, Any]]:
    """Return the strongest leads of as many different rules as possible, with sentences and places of evidence."""
    with session_scope(settings.url) as db:
        ordered = by_strength(leads.list_leads(db, workspace, gone=False))
        first_of_rule = {(one.model_id, one.rule): one for one in reversed(ordered)}
        chosen = by_strength(list(first_of_rule.values()))[:number]
        return [
            {
                "lead_id": one.lead_id, "model_id": one.model_id, "rule": one.rule, "severity": one.severity,
                "event_date": one.event_date, "explanation": explanation(one),
                "explanation_en": explanation(one, "en"), "places": places(db, workspace, one.lead_id),
            }
            for one in chosen
        ]  # fmt: skip
