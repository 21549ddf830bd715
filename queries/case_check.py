"""Running the cases of a model: many mini graphs side by side, one query for all that share their parameters."""

import json
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from graph.store import GraphStore
from queries.cases import Case
from queries.findings import Finding
from queries.model_types import Model
from queries.runner import run_rule

MARK = re.compile(r"\w+\.\d+:")


def failures(store: GraphStore, model: Model, rule: str, cases: Sequence[Case]) -> dict[str, str]:
    """Return what went wrong by the name of the case; `store` holds `graph_rows` of these cases.

    Raises RuleFailed when the query cannot be run, ValueError when it joins what belongs to different cases.
    """
    groups: dict[str, list[Case]] = {}
    for case in cases:
        if case.rule == rule:
            groups.setdefault(json.dumps([case.as_of.isoformat(), case.given], sort_keys=True), []).append(case)
    wrong: dict[str, str] = {}
    for group in groups.values():
        found: dict[str, list[Finding]] = {}
        for one in run_rule(store, model, rule, group[0].given, group[0].as_of, timeout=30):
            found.setdefault(_mark(one), []).append(one)
        for case in group:
            text = _compare(case, found.get(case.mark, []))
            if text:
                wrong[case.name] = text
    return wrong


def _mark(found: Finding) -> str:
    """Return the mark of the case that a finding belongs to."""
    marks = {mark for text in (found.principal, *found.parties, *found.records) for mark in MARK.findall(text)}
    if len(marks) != 1:
        raise ValueError(f"A row of {found.rule} joins several cases ({', '.join(sorted(marks))}): {found}")
    return str(marks.pop())


def _compare(case: Case, found: Sequence[Finding]) -> str:
    """Say how what was found differs from what the case expects; '' where it does not."""
    rows = [_flat(one, case.mark) for one in found]
    keys = [(row["principal"], row["event_key"]) for row in rows]
    if len(set(keys)) < len(keys):
        return f"two rows share principal and event key: {keys}"
    if len(rows) != len(case.hits):
        return f"expected {len(case.hits)} rows, got {rows}"
    for hit in case.hits:
        differences = [_differences(hit, row) for row in rows]
        if not any(not difference for difference in differences):
            return min(differences, key=len)
    return ""


def _flat(found: Finding, mark: str) -> dict[str, Any]:
    """Return a finding as one level of values, without the mark of its case."""
    values = {**{k: v for k, v in vars(found).items() if k not in ("values", "model_id", "rule")}, **found.values}
    return {name: _unmarked(value, mark) for name, value in values.items()}


def _unmarked(value: Any, mark: str) -> Any:
    if isinstance(value, str):
        return value.replace(f"@{mark}", "").replace(mark, "")
    return [_unmarked(item, mark) for item in value] if isinstance(value, list | tuple) else value


def _differences(hit: dict[str, Any], row: dict[str, Any]) -> str:
    wrong = []
    for name, wanted in {"excluded": "", **hit}.items():
        if name not in row:
            wrong.append(f"there is no value {name}")
        elif not _same(wanted, row[name]):
            wrong.append(f"{name} is {row[name]!r}, not {wanted!r}")
    return "; ".join(wrong)


def _same(wanted: Any, value: Any) -> bool:
    if isinstance(value, list):
        return sorted(map(str, value)) == sorted(map(str, wanted if isinstance(wanted, list) else [wanted]))
    if wanted is None or value is None:
        return wanted is value
    if isinstance(value, bool):
        return str(wanted) == str(value).lower()
    if isinstance(value, int | float):
        return abs(float(wanted) - value) < 0.005
    return str(wanted) == (value.isoformat() if isinstance(value, date) else str(value))
