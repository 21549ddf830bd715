"""`clew models`: which rules there are, whether they do what their cases say, and trying one with other parameters."""

from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.text import Text

from api import common
from api.neo4j_browser.rules import day_values, defaults, parameter_lines
from api.requests import still_there
from api.tables import Cell, print_table
from core.errors import UserError
from core.masking import ORDINARY, by_level, mask_inside
from core.settings import load_settings
from core.workspace import Generation
from graph import open_store
from graph.schema import load_schema
from queries.case_check import failures
from queries.cases import graph_rows, read_cases
from queries.model import read_models
from queries.model_types import Model
from queries.runner import RuleFailed, parameters_for, run_rule


def attach(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(help="Supervision models and their rules.", no_args_is_help=True)
    group.command("list", help="List models and rules.\n\nExample: `clew models list`")(list_models)
    group.command("show", help="Show a model: parameters, exclusions, law.\n\nExample: `clew models show M19`")(show)
    group.command(
        "check",
        help="Run the cases of each model on a small graph.\n\nExample: `clew models check --models my-models`",
    )(check)
    group.command(
        "run",
        help="Run one rule with parameters; nothing is stored.\n\n"
        "Example: `clew models run M01 R1 --set min_share=0.2 -w ws`",
    )(run)
    group.command(
        "params",
        help="Print what sets the day and the parameters of all rules in Neo4j Browser.\n\n"
        "Example: `clew models params --as-of 2026-06-30`",
    )(params)
    app.add_typer(group, name="models")


def list_models(models: common.ModelsOption = None, as_json: common.JsonOption = False) -> None:
    """List models and rules."""
    found = read_models(common.folders(models, "models"))
    if as_json:
        common.say_json(
            {
                "models": [
                    {
                        "id": m.id,
                        "title": m.title.model_dump(),
                        "maturity": m.maturity,
                        "revision": m.revision,
                        "rules": {name: rule.title.model_dump() for name, rule in m.rules.items()},
                    }
                    for m in found
                ]
            }
        )
        return
    rows: list[tuple[Cell, ...]] = []
    for model in found:
        rows.append((Text(model.id, "bold"), model.title.zh, model.title.en, "", model.maturity))
        for name, rule in model.rules.items():
            rows.append((f"  {name}", rule.title.zh, rule.title.en, str(rule.severity), ", ".join(rule.needs)))
    print_table(
        common.console, ("rule", "中文", "English", "severity", "needs"), rows, whole=["rule"], figures=["severity"]
    )


def _model(name: str, folders: list[Path]) -> Model:
    found = {model.id: model for model in read_models(folders)}
    if name not in found:
        raise UserError(f"There is no model {name}; known are {', '.join(found)}.")
    return found[name]


def show(
    model: Annotated[str, typer.Argument(help="The model, e.g. M19.")],
    models: common.ModelsOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Show a model: parameters, exclusions, law."""
    found = _model(model, common.folders(models, "models"))
    if as_json:
        common.say_json(found.model_dump(mode="json", by_alias=True))
        return
    out = common.console.print
    heading = Text(f"{found.id} {found.title.zh} · {found.title.en} ", "bold")
    out(heading, f"({found.maturity}, revision {found.revision})")
    for name, rule in found.rules.items():
        out(Text(f"\n{name}", "bold"), f"{rule.title.zh} · {rule.title.en}  severity {rule.severity}")
        for key, parameter in rule.parameters.items():
            out(f"  {key} = {parameter.default} {parameter.unit}  {parameter.zh}")
        for code in rule.exclusions:
            out(f"  excluded as {code}: {found.exclusions[code].zh}")
        for key in rule.legal_basis:
            for citation in found.legal_basis[key]:
                mark = " [U] 未核实" if citation.checked == "unverified" else ""
                out(f"  {citation.law} {citation.document} {citation.article}{mark}")


def check(models: common.ModelsOption = None, as_json: common.JsonOption = False) -> None:
    """Run the cases of each model on a small graph and say which rule does not do what its case says."""
    schema, wrong, count = load_schema(), [], 0
    for model in read_models(common.folders(models, "models")):
        cases = read_cases(model, schema)
        count += len(cases)
        with (
            TemporaryDirectory(prefix="clew-cases-") as folder,
            closing(open_store(load_settings(), "embedded", Generation(0, Path(folder)), write=True)) as store,
        ):
            store.replace(graph_rows(cases, schema))
            for rule in model.rules:
                try:
                    found = failures(store, model, rule, cases)
                except (RuleFailed, ValueError) as error:
                    found = {"": str(error)}
                wrong += [{"model": model.id, "rule": rule, "case": c, "problem": p} for c, p in found.items()]
    if as_json:
        common.say_json({"cases": count, "problems": wrong})
    if wrong:
        raise UserError("\n".join(f"{w['model']} {w['rule']}{_case(w['case'])}: {w['problem']}" for w in wrong))
    if not as_json:
        typer.echo(f"All {count} cases are right.")


def params(
    as_of: common.AsOfOption = None, models: common.ModelsOption = None, as_json: common.JsonOption = False
) -> None:
    """Print what sets the day and the parameters of all rules in Neo4j Browser."""
    found, day = read_models(common.folders(models, "models")), common.as_day(as_of)
    if as_json:
        common.say_json(
            {"as_of": day, "parameters": day_values(day) | {name: value for name, value, _ in defaults(found)}}
        )
        return
    typer.echo(parameter_lines(found, day), nl=False)


def _case(name: str) -> str:
    return f", case {name!r}" if name else ""


def _given(settings: list[str]) -> dict[str, object]:
    pairs = [text.partition("=") for text in settings]
    for name, sign, _ in pairs:
        if not name or not sign:
            raise UserError("A parameter is given as --set name=value.")
    return {name: value for name, _, value in pairs}


def run(
    model: Annotated[str, typer.Argument(help="The model, e.g. M01.")],
    rule: Annotated[str, typer.Argument(help="The rule, e.g. R1.")],
    workspace: common.WorkspaceOption = None,
    parameter: Annotated[list[str] | None, typer.Option("--set", help="A parameter as name=value.")] = None,
    models: Annotated[
        list[Path] | None,
        typer.Option("--models", help="A folder of models that adds to the built-in ones; else those of the run."),
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Else the day of the published run."),
    ] = None,
    timeout: Annotated[float | None, typer.Option(help="Seconds the rule may run.")] = None,
    as_json: common.JsonOption = False,
) -> None:
    """Run one rule with parameters; nothing is stored."""
    given = _given(parameter or [])
    with common.opened(workspace) as (settings, generation, _), common.opened_graph(settings, generation) as store:
        own = common.folders_or_remembered(models, "models")
        if own is None:
            own = still_there([Path(folder) for folder in generation.manifest["models"]], "models")
        found = _model(model, own)
        if rule not in found.rules:
            raise UserError(f"The model {model} has no rule {rule}; it has {', '.join(found.rules)}.")
        day = as_of.date() if as_of is not None else date.fromisoformat(generation.manifest["as_of"])
        used = parameters_for(found, rule, given, day)
        findings = run_rule(
            store, found, rule, given, day, timeout=timeout or settings.rule_timeout, limit=settings.rule_rows
        )
        updating = common.told_updating(store)
    used = {name: used[name] for name in found.rules[rule].parameters}
    findings = [
        replace(one, event_key=mask_inside(one.event_key), values=by_level(one.values, ORDINARY)) for one in findings
    ]
    if as_json:
        told = [finding.as_json() for finding in findings]
        asked = {"model": model, "rule": rule, "as_of": day, "parameters": used}
        common.say_json({**asked, "updating": updating, "findings": told})
        return
    print_table(
        common.console,
        ("principal", "event", "date", "amount", "excluded"),
        [
            (
                one.principal,
                one.event_key,
                str(one.event_date or ""),
                "" if one.amount is None else f"{one.amount:,.2f}",
                one.excluded,
            )
            for one in findings
        ],
        whole=("principal", "date"),
        figures=["amount"],
        notes=[[f"{name}: {one.values[name]}" for name in found.rules[rule].shows] for one in findings],
    )
    common.console.print(", ".join([f"As of {day}", *(f"{name} = {value}" for name, value in used.items())]))
    common.console.print(
        f"{sum(not one.excluded for one in findings)} findings, {sum(bool(one.excluded) for one in findings)} excluded."
    )
