"""The cases of a model: one small graph, and each case changes one thing in it.

In `graph` one word is a node (`li: {is: Person}`) and three words are a relationship (`li OWNS flat: {share: 1}`; a
fourth word tells two of one pair apart). A case names its change (a JSON merge patch; null removes), the parameters it
runs `with`, and what it must `hit`; a case without `hit` must return nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from core import marked_yaml
from core.errors import UserError
from graph import rows
from graph.schema import Element, Property, Schema
from graph.store import GraphRows
from queries.model_types import Model


@dataclass(frozen=True)
class Case:
    """One case of one rule; `mark` sets its nodes apart where many cases share a database."""

    rule: str
    name: str
    mark: str
    graph: dict[str, dict[str, Any]]
    as_of: date
    given: dict[str, Any] = field(default_factory=dict)
    hits: tuple[dict[str, Any], ...] = ()


def read_cases(model: Model, schema: Schema) -> tuple[Case, ...]:
    """Read the cases of a model. Raises UserError that lists every mistake of its cases.yaml."""
    document = marked_yaml.read(model.folder / "cases.yaml")
    mistakes = [(line, f"{'.'.join(map(str, place))} is given twice") for place, line in document.doubled]
    data, cases = document.data, []
    if not isinstance(data, dict) or not isinstance(data.get("graph"), dict) or "as_of" not in data:
        raise UserError(f"{document.path}: cases need as_of and graph, then a list of cases under each rule.")
    for rule in data.keys() - {"as_of", "graph"} - model.rules.keys():
        mistakes.append((document.line((rule,)), f"rule {rule}{marked_yaml.nearest(rule, list(model.rules))}"))
    for rule in model.rules:
        for i, entry in enumerate(data.get(rule) or ()):
            place = (rule, i)
            try:
                cases.append(_case(rule, i, entry, data, model, schema))
            except (UserError, ValueError) as error:
                mistakes.append((document.line(place), f"case {next(iter(entry), '')!r}: {error}"))
    if mistakes:
        lines = "\n".join(f"  line {line}: {text}" for line, text in sorted(set(mistakes)))
        raise UserError(f"{document.path} has {len(set(mistakes))} mistake(s):\n{lines}")
    return tuple(cases)


def _case(rule: str, number: int, entry: Any, data: dict[str, Any], model: Model, schema: Schema) -> Case:
    if not isinstance(entry, dict) or len(entry) != 1:
        raise UserError("a case is one sentence with what it changes and hits")
    name, body = next(iter(entry.items()))
    body = body or {}
    for key in body.keys() - {"change", "with", "hit", "as_of"}:
        raise UserError(f"{key} is not known{marked_yaml.nearest(key, ['change', 'with', 'hit', 'as_of'])}")
    for key in (body.get("with") or {}).keys() - model.rules[rule].parameters.keys():
        raise UserError(f"with names {key}{marked_yaml.nearest(key, list(model.rules[rule].parameters))}")
    hits = body.get("hit", [])
    graph = merge_patch(data["graph"], body.get("change") or {})
    gone = {word for word in data["graph"] if len(word.split()) == 1 and word not in graph}
    graph = {words: given for words, given in graph.items() if not gone & {*words.split()[:1], *words.split()[2:3]}}
    _check(graph, schema)
    return Case(
        rule, name, f"{rule}.{number + 1}:", graph, date.fromisoformat(body.get("as_of") or data["as_of"]),
        body.get("with") or {}, tuple(hits if isinstance(hits, list) else [hits]),
    )  # fmt: skip


def merge_patch(target: Any, patch: Any) -> Any:
    """Return `target` with a JSON merge patch (RFC 7396) applied."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge_patch(merged.get(key), value)
    return merged


def _check(graph: Mapping[str, Any], schema: Schema) -> None:
    """Bind every word of a mini graph to the schema. Raises UserError with the nearest known name."""
    labels: dict[str, str] = {}
    for words, given in graph.items():
        if len(words.split()) == 1:
            label = (given or {}).get("is", "")
            if label not in schema.nodes:
                raise UserError(f"{words} is a {label!r}{marked_yaml.nearest(label, list(schema.nodes))}")
            labels[words] = label
            _names(words, {k: v for k, v in given.items() if k != "is"}, schema.nodes[label])
    for words, given in graph.items():
        parts = words.split()
        if len(parts) == 1:
            continue
        if len(parts) not in (3, 4) or parts[1] not in schema.relationships:
            kind = parts[1] if len(parts) > 1 else ""
            raise UserError(f"{words!r}: no relationship {kind}{marked_yaml.nearest(kind, list(schema.relationships))}")
        for end in (parts[0], parts[2]):
            if end not in labels:
                raise UserError(f"{words!r}: no node {end}{marked_yaml.nearest(end, list(labels))}")
        relationship = schema.relationships[parts[1]]
        if (labels[parts[0]], labels[parts[2]]) not in relationship.ends:
            pair = f"{labels[parts[0]]} to {labels[parts[2]]}"
            raise UserError(f"{words!r}: {parts[1]} does not lead from {pair}; it joins {relationship.ends}")
        _names(words, given or {}, relationship)


def _names(words: str, given: Mapping[str, Any], element: Element) -> None:
    known = {p.name: p for p in element.properties}
    for name, value in given.items():
        if name not in known:
            raise UserError(f"{words}: {element.name} has no property {name}{marked_yaml.nearest(name, list(known))}")
        typed(known[name], value)


def graph_rows(cases: Sequence[Case], schema: Schema) -> GraphRows:
    """Return one graph that holds the graphs of all cases side by side, ids led and records followed by their mark.

    `via`, which names the node that two share, is read as one where the graph of the case has such a node.
    """
    nodes: list[tuple[str, str, dict[str, Any]]] = []
    edges: list[tuple[str, str, str, dict[str, Any]]] = []
    for case in cases:
        for words, given in case.graph.items():
            parts, values = words.split(), {k: v for k, v in (given or {}).items() if k != "is"}
            label = case.graph[words]["is"] if len(parts) == 1 else parts[1]
            element: Element = schema.nodes[label] if len(parts) == 1 else schema.relationships[label]
            row = {p.name: typed(p, values[p.name]) for p in element.properties if p.name in values}
            row["records"] = [f"{record}@{case.mark}" for record in row.get("records", ["-".join(parts)])]
            if row.get("via") in case.graph:
                row["via"] = f"{case.mark}{row['via']}"
            if len(parts) == 1:
                nodes.append((label, case.mark + words, row))
            else:
                edges.append((label, case.mark + parts[0], case.mark + parts[2], row))
    return rows.from_dicts(schema, nodes, edges)


def typed(declared: Property, given: Any) -> Any:
    """Return a value written in cases.yaml in the type of its property. Raises UserError when it is of another."""
    readers: dict[str, Any] = {
        "string": str, "int": int, "float": float, "date": date.fromisoformat, "timestamp": datetime.fromisoformat,
        "strings": list, "bool": {"true": True, "false": False}.__getitem__,
    }  # fmt: skip
    try:
        return readers[declared.type](given)
    except (KeyError, TypeError, ValueError):
        raise UserError(f"{declared.name} is {given!r}, which is no {declared.type}") from None
