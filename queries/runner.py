"""Running the rules of models over a graph: parameters in, findings out."""

import json
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from core.clock import cal, day, workday
from core.errors import UserError
from core.marked_yaml import nearest
from core.progress import Progress, silent
from graph.errors import QueryFailed, QueryTimeout, shown
from graph.store import GraphStore
from queries.findings import Finding, from_row
from queries.model_types import Model, parameter_value, parameters_of


class RuleFailed(UserError):
    """A rule could not be run; carries rule, engine, parameters and the query's text, and tells it if `refused`."""

    def __init__(
        self,
        model: str,
        rule: str,
        engine: str,
        parameters: Mapping[str, object],
        cypher: str,
        why: str,
        *,
        refused: bool = False,
        out_of_time: bool = False,
    ) -> None:
        self.out_of_time = out_of_time
        self.model, self.rule, self.engine, self.parameters, self.cypher = model, rule, engine, parameters, cypher
        super().__init__(
            f"Rule {model} {rule} could not be run on the {engine} engine: {why} "
            f"Parameters: {shown(parameters)}." + (f" Query:\n{cypher.strip()}" if refused else "")
        )


@dataclass(frozen=True)
class RuleRun:
    """How one rule went: not run where tables it needs are `missing` or it failed (`error`); else its findings."""

    model_id: str
    rule: str
    findings: tuple[Finding, ...] = ()
    out_of: int = 0
    seconds: float = 0.0
    parameters: dict[str, object] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    error: str = ""

    @property
    def ran(self) -> bool:
        """Say whether the rule was asked, so that its silence means something."""
        return not self.missing and not self.error


@dataclass(frozen=True)
class Outcome:
    """How every rule of every model went, as of one day."""

    as_of: date
    rules: tuple[RuleRun, ...]

    def to_json(self) -> str:
        """Return the outcome as JSON text, without the seconds, so that the same graph gives the same text."""
        rules = [{**asdict(r), "findings": [f.as_json() for f in r.findings]} for r in self.rules]
        for rule in rules:
            del rule["seconds"]
        return json.dumps({"as_of": self.as_of.isoformat(), "rules": rules}, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> "Outcome":
        """Return the outcome that `to_json` wrote."""
        data = json.loads(text)
        rules = tuple(
            RuleRun(**{
                **rule, "findings": tuple(Finding.from_json(f) for f in rule["findings"]),
                "missing": tuple(rule["missing"]),
            })
            for rule in data["rules"]
        )  # fmt: skip
        return cls(date.fromisoformat(data["as_of"]), rules)

    def summary(self) -> dict[str, Any]:
        """Return per model and rule the numbers of leads, suppressed candidates and things looked at, or why none."""
        found: dict[str, Any] = {}
        for r in self.rules:
            leads = sum(not f.excluded for f in r.findings)
            told: dict[str, Any] = {"leads": leads, "suppressed": len(r.findings) - leads, "out_of": r.out_of}
            if r.missing:
                told = {"missing": list(r.missing)}
            elif r.error:
                told = {"error": r.error}
            found.setdefault(r.model_id, {})[r.rule] = {**told, "seconds": round(r.seconds, 2)}
        return found


def run_models(
    store: GraphStore,
    models: Sequence[Model],
    as_of: date,
    tables: Collection[str],
    *,
    given: Mapping[str, Mapping[str, object]] | None = None,
    timeout: float = 120.0,
    limit: int = 100_000,
    progress: Progress = silent,
) -> Outcome:
    """Run every rule whose `needs` are among `tables` (those with records); `given` holds parameters by model id.

    A rule that fails or runs out of time is told in its RuleRun and does not stop the others. Raises UserError for a
    parameter that no rule of the model has, or a value out of its limits.
    """
    runs = []
    for model in models:
        values = dict((given or {}).get(model.id, {}))
        known = {name for rule in model.rules.values() for name in rule.parameters}
        for name in sorted(values.keys() - known):
            raise UserError(f"Model {model.id} has no parameter {name}{nearest(name, sorted(known))}")
        for name, rule in model.rules.items():
            missing = tuple(sorted(set(rule.needs) - set(tables)))
            if missing:
                runs.append(RuleRun(model.id, name, missing=missing))
                continue
            progress(f"{model.id} {name} {rule.title.zh}")
            mine = {k: v for k, v in values.items() if k in rule.parameters}
            parameters = parameters_for(model, name, mine, as_of)
            start = time.monotonic()
            try:
                findings = run_rule(store, model, name, mine, as_of, timeout=timeout, limit=limit)
                total = count_out_of(store, model, name, mine, as_of, timeout=timeout)
            except RuleFailed as error:
                runs.append(RuleRun(model.id, name, seconds=time.monotonic() - start, error=str(error)))
                continue
            used = {k: v for k, v in parameters.items() if k in rule.parameters}
            runs.append(RuleRun(model.id, name, tuple(findings), total, time.monotonic() - start, used))
    return Outcome(as_of, tuple(runs))


def parameters_for(model: Model, rule: str, given: Mapping[str, object], as_of: date) -> dict[str, object]:
    """Return what the queries of a rule may use: its parameters and the as-of day as date, day, cal and workday."""
    declared = model.rules[rule].parameters
    unknown = sorted(set(given) - set(declared))
    if unknown:
        raise UserError(f"Rule {model.id} {rule} has no parameter {unknown[0]}; it has {', '.join(sorted(declared))}.")
    values = {name: parameter_value(name, p, given.get(name, p.default)) for name, p in declared.items()}
    clock = {"as_of": as_of, "as_of_day": day(as_of), "as_of_cal": cal(as_of), "as_of_workday": workday(as_of)}
    return {**values, **clock}


def run_rule(
    store: GraphStore,
    model: Model,
    rule: str,
    parameters: Mapping[str, object],
    as_of: date,
    *,
    timeout: float = 120.0,
    limit: int = 100_000,
) -> list[Finding]:
    """Run one rule and return its findings, sorted by principal and event key. Raises RuleFailed."""
    described = model.rules[rule]
    known = parameters_for(model, rule, parameters, as_of)
    rows = ask(store, model, rule, described.cypher, known, timeout, limit + 1)
    if len(rows) > limit:
        why = f"it found more than the {limit} rows that a rule may return (rule_rows)."
        raise RuleFailed(model.id, rule, store.engine, known, described.cypher, why)
    try:
        findings = [from_row(model.id, rule, row, tuple(described.shows), described.exclusions) for row in rows]
    except (KeyError, TypeError, ValueError) as error:
        raise RuleFailed(model.id, rule, store.engine, known, described.cypher, f"{error}.") from error
    return sorted(findings, key=lambda f: (f.principal, f.event_key))


def count_out_of(
    store: GraphStore, model: Model, rule: str, parameters: Mapping[str, object], as_of: date, *, timeout: float = 120.0
) -> int:
    """Return how many things the rule looked at, so that none found of none is told from none of many."""
    text = model.rules[rule].out_of
    rows = ask(store, model, rule, text, parameters_for(model, rule, parameters, as_of), timeout, 1)
    return int(str(rows[0]["n"])) if rows else 0


def ask(
    store: GraphStore, model: Model, rule: str, cypher: str, known: Mapping[str, object], timeout: float, limit: int
) -> list[dict[str, object]]:
    """Run a query of a rule with just the parameters it uses. Raises RuleFailed."""
    used = {name: known[name] for name in sorted(parameters_of(cypher))}
    try:
        return store.read(cypher, used, timeout=timeout, limit=limit)
    except QueryFailed as error:
        late = isinstance(error, QueryTimeout)
        raise RuleFailed(
            model.id, rule, store.engine, used, cypher, error.reason, refused=not late, out_of_time=late
        ) from error
