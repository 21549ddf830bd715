"""Supervision models: which there are, what they rest on, and trying one with other parameters."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from api.access import Action
from api.asking import Asked, JournalledRoute, asks, asks_open
from api.describe import described
from api.gate import Gate
from api.law import cited
from api.lead_data import entity_part, words
from api.problems import Problem
from core.errors import OutOfReach, UserError
from core.masking import ORDINARY, by_level, mask_inside
from queries.model_types import LOW_CONFIDENCE, Model, Rule
from queries.runner import RuleFailed, parameters_for, run_rule
from records import lookup

router = APIRouter(prefix="/v1/models", route_class=JournalledRoute, tags=["models"])
Describes = Annotated[Asked, Depends(asks(Action.DESCRIBE))]
LONGEST = 120.0
"""Seconds that a trial may run at most."""
_TRIALS = Gate(at_once=2)
"""A trial may take all of a core and a thread for minutes."""
MOST = 500
"""Findings of a trial that are shown; all are counted."""


def _model(asked: Asked, model_id: str) -> Model:
    models = asked.published().models
    found = models.get(model_id) or {name.casefold(): one for name, one in models.items()}.get(model_id.casefold())
    if found is None:
        raise Problem("no_such_model", id=model_id)
    return found


@router.get("", summary="Which models there are", responses=described("models"))
def find(asked: Describes) -> dict[str, Any]:
    """Return the models of the last run with their rules."""
    return {"models": [_brief(model) for model in asked.published().models.values()]}


def _brief(model: Model) -> dict[str, Any]:
    return {
        "id": model.id, "title": words(model.title.zh, model.title.en), "department": model.department,
        "maturity": model.maturity, "revision": model.revision,
        "rules": [
            {"id": name, "title": words(rule.title.zh, rule.title.en), "severity": rule.severity}
            for name, rule in model.rules.items()
        ],
    }  # fmt: skip


@router.get("/{model_id}", summary="Describe a model", responses=described("model", "no_such_model"))
def show(asked: Describes, model_id: str) -> dict[str, Any]:
    """Return a model with parameters, exclusions, law and tables of its rules."""
    model = _model(asked, model_id)
    notes = words(model.notes.zh, model.notes.en) if model.notes else None
    rules = [_rule(model, name, rule) for name, rule in model.rules.items()]
    return {**_brief(model), "action": model.action, "notes": notes, "rules": rules}


def _rule(model: Model, name: str, rule: Rule) -> dict[str, Any]:
    laws = [law for key in rule.legal_basis for law in model.legal_basis[key]]
    return {
        "id": name, "title": words(rule.title.zh, rule.title.en), "severity": rule.severity,
        "says": words(rule.says.zh, rule.says.en), "needs": rule.needs, "helps": rule.helps,
        "notes": words(rule.notes.zh, rule.notes.en) if rule.notes else None,
        "parameters": [
            {
                "name": key, "title": words(one.zh, one.en), "type": one.type, "default": one.default, "min": one.min,
                "max": one.max, "unit": one.unit,
            }
            for key, one in rule.parameters.items()
        ],
        "exclusions": [
            {"code": code, "title": words(model.exclusions[code].zh, model.exclusions[code].en)}
            for code in rule.exclusions
        ],
        "shows": [{"name": key, "title": words(one.zh, one.en), "unit": one.unit} for key, one in rule.shows.items()],
        "legal_basis": [{**law.model_dump(mode="json", by_alias=True), "cited": cited(law.article)} for law in laws],
    }  # fmt: skip


class Trial(BaseModel):
    """One rule, with what is to be different from its defaults."""

    model_config = ConfigDict(extra="forbid")

    rule: str = Field(max_length=40, description="The rule, e.g. R1.")
    parameters: dict[str, bool | int | float | str | list[str]] = Field(
        {}, max_length=50, description="Parameters by name; the others keep their defaults."
    )
    as_of: date | None = Field(None, description="The day as of which the rule counts; else that of the run.")
    timeout_seconds: float = Field(30.0, ge=0.1, le=LONGEST, description="How long it may run.")


@router.post(
    "/{model_id}/run",
    summary="Try a rule",
    responses=described(
        "trial", "no_such_model", "no_such_rule", "parameter_refused", "rule_out_of_time", "rule_failed", "busy"
    ),
)
def run(asked: Annotated[Asked, Depends(asks_open(Action.TRY))], model_id: str, trial: Trial) -> dict[str, Any]:
    """Run one rule on the published graph and return what it finds; nothing is stored but the journal's line."""
    published = asked.published()
    model = _model(asked, model_id)
    if trial.rule not in model.rules:
        raise Problem("no_such_rule", model=model.id, rule=trial.rule)
    day = trial.as_of or date.fromisoformat(published.generation.manifest["as_of"])
    try:
        used = parameters_for(model, trial.rule, trial.parameters, day)
        with _TRIALS.place():
            findings = run_rule(
                published.store, model, trial.rule, trial.parameters, day, timeout=trial.timeout_seconds,
                limit=asked.service.settings.rule_rows,
            )  # fmt: skip
    except OutOfReach:
        raise
    except RuleFailed as error:
        raise _failed(model, trial, error) from None
    except UserError as error:
        raise Problem("parameter_refused", said=str(error)) from None
    shown = findings[:MOST]
    people = sorted({one for finding in shown for one in (finding.principal, *finding.parties)})
    with published.records() as con:
        names = {entity: name for entity, (name, _) in lookup.names_of(con, people).items() if name}
    asked.journal("models run", f"{model.id} {trial.rule}")
    return {
        "model_id": model.id, "rule": trial.rule, "as_of": day, "updating": published.store.updating(),
        "parameters": {name: used[name] for name in model.rules[trial.rule].parameters},
        "total": len(findings), "excluded": sum(bool(one.excluded) for one in findings),
        "findings": [
            {
                "principal": entity_part(one.principal, names, asked.open),
                "parties": [entity_part(party, names, asked.open) for party in one.parties],
                "event_key": one.event_key if asked.open else mask_inside(one.event_key),
                "event_date": one.event_date, "amount_cny": one.amount, "excluded_by": one.excluded,
                "excluded_title": _excluded(model, one.excluded),
                "values": one.values if asked.open else by_level(one.values, ORDINARY),
                "identity_confidence": one.confidence,
            }
            for one in shown
        ],
    }  # fmt: skip


def _excluded(model: Model, code: str) -> dict[str, str]:
    if code == LOW_CONFIDENCE:
        return words("身份把握不足", "the identity is not sure enough")
    return words(model.exclusions[code].zh, model.exclusions[code].en) if code else words("", "")


def _failed(model: Model, trial: Trial, error: RuleFailed) -> Problem:
    if error.out_of_time:
        return Problem("rule_out_of_time", seconds=f"{trial.timeout_seconds:g}")
    return Problem("rule_failed", rule=f"{model.id} {trial.rule}")
