"""The summary a person reads after a run."""

from datetime import date
from pathlib import Path
from shlex import quote
from typing import Any

import duckdb
from rich.console import Console
from rich.text import Text

from api.leads import strongest
from api.tables import Cell, print_table
from core.settings import Settings
from core.workspace import Workspace
from loaders.status import REPEATED
from loaders.turnover import REMEDY
from queries.model import read_models

AGENCIES = f"""
    SELECT coalesce(nullif(b.agency, ''), f.table_name) AS agency, sum(f.rows)::BIGINT, sum(f.loaded)::BIGINT,
           sum(coalesce(a.n, 0))::BIGINT, sum(coalesce(o.n, 0))::BIGINT, sum(coalesce(r.n, 0))::BIGINT,
           sum(f.skipped)::BIGINT
    FROM file f JOIN batch b USING (batch_id)
    LEFT JOIN (SELECT file_id, sum(n) AS n FROM file_rejected GROUP BY file_id) r USING (file_id)
    LEFT JOIN file_retired o USING (file_id)
    LEFT JOIN ({REPEATED}) a USING (file_id)
    WHERE NOT b.withdrawn
    GROUP BY 1 ORDER BY 3 DESC, 1
"""

FIGURES = ("leads", "suppressed", "out_of")

NOTHING = (
    "Nothing was recognised: no file of the folder is one of the known tables, so there are no records. Rename the "
    "headers of a file to those of a known table, or describe it in a mapping (docs/first-data-set.md), then run again."
)


def show(
    console: Console,
    result: dict[str, Any],
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    files: list[dict[str, Any]],
) -> None:
    """Print what a run did: rows per agency, mentions and entities, the graph, leads, and where to look next."""
    counts, stages = result["counts"], [stage["name"] for stage in result["stages"]]
    if "load" in stages:
        _agencies(console, con, files)
    if not counts["records"]:
        console.print(NOTHING)
        return
    if "resolve" in stages:
        console.print(
            Text("\nWho is who ", "bold"),
            f"{counts['mentions']:,} mentions → {counts['persons']:,} persons, "
            f"{counts['organizations']:,} organizations, {counts['undecided']:,} undecided; "
            f"{counts['sealed']:,} juvenile rows sealed",
        )
        console.print(
            f"Left to people: {counts['to_review']:,} items (`clew review`); "
            f"{counts['judged']:,} judgements in force, {counts['contradicted']:,} of them contradicted"
        )
        if repeated := sum(file["repeated"] for file in files):
            (lines,) = con.execute("SELECT count(*) FROM mention JOIN sighting USING (record_id)").fetchall()[0]
            console.print(
                f"Delivered twice: {repeated:,} of the rows loaded say what an earlier one said; "
                f"`clew export mentions` has a line for each sighting of a mention, {lines:,} in all"
            )
    if "build" in stages:
        console.print(
            Text("Graph ", "bold"),
            f"{counts['nodes']:,} nodes, {counts['relationships']:,} relationships ({result['engine']})",
        )
    if "detect" in stages:
        _leads(console, result, settings)
        _strongest(console, settings)
    spent = ", ".join(f"{s['name']} {s['seconds']:.1f} s ({s['peak_mb']:,} MB)" for s in result["stages"])
    console.print(f"\n{spent}", style="dim")
    _next(
        console, settings, stages, any("leads" in one for rules in result["leads"].values() for one in rules.values())
    )


def _agencies(console: Console, con: duckdb.DuckDBPyConnection, files: list[dict[str, Any]]) -> None:
    figures = ("rows", "loaded", "repeated", "retired", "rejected", "skipped")
    rows = [(agency, *(f"{one:,}" for one in counted)) for agency, *counted in con.execute(AGENCIES).fetchall()]
    print_table(console, ("agency", *figures), rows, figures=figures)
    if withdrawn := len({file["batch"] for file in files if file["withdrawn"]}):
        console.print(f"Left out: {withdrawn} withdrawn (`clew sources list` names them).")
    for file in files:
        place = file["file"] + (f" / {file['sheet']}" if file["sheet"] else "")
        if file["error"]:
            console.print(Text("refused", "red"), f"{place}: {file['error']}")
        for warning in (warning for warning in file["warnings"] if REMEDY in warning):
            console.print(Text("look at", "yellow"), f"{place}: it {warning}")


def _leads(console: Console, result: dict[str, Any], settings: Settings) -> None:
    console.print(Text("\nLeads", "bold"), f"as of {result['as_of']}")
    told_of = [told for rules in result["leads"].values() for told in rules.values()]
    if told_of and all("missing" in told for told in told_of):
        missing = ", ".join(sorted({table for told in told_of for table in told["missing"]}))
        console.print(f"No rule can run: each needs tables that have not been loaded (of {missing}).")
        return
    generation = Workspace(settings.workspace).published()
    folders = generation.manifest.get("models", []) if generation else []
    titles = {model.id: model for model in read_models([Path(folder) for folder in folders])}
    rows: list[tuple[Cell, ...]] = []
    notes: list[list[Cell]] = []
    for model_id, rules in result["leads"].items():
        model = titles.get(model_id)
        total = sum(told.get("leads", 0) for told in rules.values())
        rows.append((Text(f"{model_id} {model.title.zh if model else ''}", "bold"), f"{total:,}", "", ""))
        notes.append([])
        for name, told in rules.items():
            rule = model.rules.get(name) if model else None
            figures = [f"{told[key]:,}" if key in told else "–" for key in FIGURES]
            rows.append((f"  {name} {rule.title.zh + ' · ' + rule.title.en if rule else ''}", *figures))
            notes.append([Text("needs " + ", ".join(told["missing"]), "dim")] if "missing" in told else [])
    columns = ("rule", "leads", "suppressed", "out of")
    print_table(console, columns, rows, figures=columns[1:], notes=notes)
    for model_id, rules in result["leads"].items():
        for name, told in rules.items():
            if "error" in told:
                console.print(Text(f"{model_id} {name} failed:", "red"), told["error"])


def _strongest(console: Console, settings: Settings) -> None:
    found = strongest(settings, Workspace(settings.workspace).id, 3)
    if found:
        console.print("\nThe strongest leads", style="bold")
    for lead in found:
        happened = lead["event_date"]
        console.print(
            Text(f"\n{lead['lead_id']} ", "bold"),
            f"{lead['model_id']} {lead['rule']}  severity {lead['severity']}  "
            f"{happened.isoformat() if isinstance(happened, date) else happened or ''}",
        )
        console.print(f"  {lead['explanation']}")
        console.print(f"  {lead['explanation_en']}")
        for place in lead["places"]:
            console.print(f"    · {place}")


def _next(console: Console, settings: Settings, stages: list[str], rules_ran: bool) -> None:
    where = f"-w {quote(str(settings.workspace))}"
    console.print("\nWhere to look next", style="bold")
    if stages[-1] != "detect":
        following = {"load": "resolve", "resolve": "build", "build": "detect"}[stages[-1]]
        console.print(f"  clew {following} {where}   the next stage; results appear when `detect` has run")
        return
    search = (f"clew person search NAME {where}", "look someone up (masked; --reveal with a reason)")
    status = (f"clew status {where}", "what was loaded and rejected, file by file")
    leads = (
        (f"clew leads list {where}", "all leads, strongest first"),
        (f"clew leads show LEAD {where}", "one lead with its evidence and the law in force"),
    )
    page = (f"clew serve {where}", "the page, and the API for other systems")
    export = (f"clew leads export {where} --out leads.xlsx", "leads for a colleague")
    for command, meaning in (*leads, search, export, status, page) if rules_ran else (search, status):
        console.print(f"  {command:60} {meaning}")
