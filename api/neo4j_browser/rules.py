"""The rules of the models as saved queries that return the graph of each lead, and the parameters they need."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from core.clock import cal, day, workday
from queries.findings import SUPPRESS_UNDER
from queries.model_types import COLUMNS, Model, parameter_value, parameters_of, plain_text

_NESTING = "  UNWIND part.proof AS a UNWIND a AS b UNWIND b AS c UNWIND c AS d UNWIND d AS edge"
"""Flattens what a rule collected, one list in another. A value out of a map has no type until the query runs, and of
such a value that is no list UNWIND makes one row."""


def rule_query(model: Model, rule: str) -> str:
    """Return a rule as a saved query: its own text, then a row per lead with the proof's relationships and their ends.

    Like the leads of a run it leaves out what the rule excuses and what rests on uncertain identities.
    """
    described = model.rules[rule]
    shown = [name for name in COLUMNS if name != "excluded"] + list(described.shows)
    proof = [name for name in returned(described.cypher) if name not in (*COLUMNS, *described.shows)]
    names = ", ".join(f"${name}" for name in sorted(parameters_of(described.cypher)))
    return (
        f"// {model.id} {rule} {described.title.zh} · {described.title.en}\n"
        f"// Set the parameters first (00): {names}\n"
        "CALL () {\n" + described.cypher.strip() + "\n}\n"
        "CALL (*) {\n"
        "  UNWIND [" + ", ".join(f"{{proof: {name}}}" for name in proof) + "] AS part\n" + _NESTING + "\n"
        "  RETURN collect(DISTINCT edge) AS edges, min(edge.confidence) AS confidence,\n"
        "         collect(DISTINCT startNode(edge)) + collect(DISTINCT endNode(edge)) AS ends\n"
        "}\n"
        "WITH *\n"
        f"WHERE excluded = '' AND coalesce(confidence, 1.0) >= {SUPPRESS_UNDER}\n"
        f"RETURN {', '.join(shown)}, confidence, ends, edges\n"
        "ORDER BY principal, toString(event_date)\n"
        "LIMIT 100\n"
    )


def returned(cypher: str) -> list[str]:
    """Return the names of the columns that a rule's query returns, in their order."""
    names, depth, start = [], 0, 0
    text = plain_text(cypher).rpartition("RETURN")[2] + ","
    for place, mark in enumerate(text):
        depth += (mark in "([{") - (mark in ")]}")
        if mark == "," and depth == 0:
            names.append(re.findall(r"\w+", text[start:place])[-1])
            start = place + 1
    return names


def parameter_lines(models: Sequence[Model], as_of: date) -> str:
    """Return `:param` commands that set the day and every rule's parameters to their defaults.

    A parameter that rules give different defaults is set for each of them; the last one counts.
    """
    lines = [f":param {name} => {value};\n" for name, value in day_values(as_of).items()]
    lines += [parameter_line(*found) for found in defaults(models)]
    return "".join(lines)


def parameter_line(name: str, value: str, meaning: str) -> str:
    """Return the command that sets a parameter to a Cypher expression, under what it means."""
    return f"// {meaning}\n:param {name} => {value};\n"


def day_values(as_of: date) -> dict[str, str]:
    """Return the as-of day as rules compare it, written in Cypher."""
    numbers = {"as_of_day": day(as_of), "as_of_cal": cal(as_of), "as_of_workday": workday(as_of)}
    return {"as_of": f"date('{as_of}')", **{name: str(number) for name, number in numbers.items()}}


def defaults(models: Iterable[Model]) -> Iterator[tuple[str, str, str]]:
    """Yield every parameter with its default in Cypher and what it means and where, once per name and default."""
    users: dict[tuple[str, str], list[str]] = {}
    meanings: dict[tuple[str, str], str] = {}
    for model in models:
        for rule, described in model.rules.items():
            for name, parameter in described.parameters.items():
                key = (name, literal(parameter_value(name, parameter, parameter.default)))
                users.setdefault(key, []).append(f"{model.id} {rule}")
                meanings.setdefault(key, f"{parameter.zh} {parameter.en}".strip())
    for (name, value), where in users.items():
        yield name, value, f"{meanings[name, value]} ({', '.join(where)})"


def literal(value: object) -> str:
    """Return a value as a Cypher expression."""
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(literal, value)) + "]"
    if isinstance(value, str):
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return str(value).lower() if isinstance(value, bool) else str(value)
