"""The summary a person reads after a run."""

from datetime import date
from typing import Any

import duckdb
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.leads import strongest
from core.settings import Settings
from core.workspace import Workspace
from loaders.turnover import REMEDY
from queries.model import read_models

AGENCIES = """
    SELECT coalesce(nullif(b.agency, ''), f.table_name) AS agency, sum(f.rows)::BIGINT, sum(f.loaded)::BIGINT,
           sum(coalesce(o.n, 0))::BIGINT, sum(coalesce(r.n, 0))::BIGINT, sum(f.skipped)::BIGINT
    FROM file f JOIN batch b USING (batch_id)
    LEFT JOIN (SELECT file_id, sum(n) AS n FROM file_rejected GROUP BY file_id) r USING (file_id)
    LEFT JOIN file_retired o USING (file_id)
    GROUP BY 1 ORDER BY 3 DESC, 1
"""

NOTHING = (
    "Nothing was recognised: no file of the folder is one of the known tables, so there are no records. Rename the "
    "headers of a file to those of a known table, or describe it in a mapping (docs/first-data-set.md), then run again."
)


def _plain_table(*columns: str) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for number, name in enumerate(columns):
        table.add_column(name, justify="left" if number == 0 else "right", no_wrap=True)
    return table


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
    if "build" in stages:
        console.print(
            Text("Graph ", "bold"),
            f"{counts['nodes']:,} nodes, {counts['relationships']:,} relationships ({result['engine']})",
        )
    if "detect" in stages:
        _leads(console, result)
        _strongest(console, settings)
    spent = ", ".join(f"{s['name']} {s['seconds']:.1f} s ({s['peak_mb']:,} MB)" for s in result["stages"])
    console.print(f"\n{spent}", style="dim")
    _next(console, settings, stages)


def _agencies(console: Console, con: duckdb.DuckDBPyConnection, files: list[dict[str, Any]]) -> None:
    table = _plain_table("agency", "rows", "loaded", "retired", "rejected", "skipped")
    for agency, *figures in con.execute(AGENCIES).fetchall():
        table.add_row(agency, *(f"{figure:,}" for figure in figures))
    console.print(table)
    for file in files:
        place = file["file"] + (f" / {file['sheet']}" if file["sheet"] else "")
        if file["error"]:
            console.print(Text("refused", "red"), f"{place}: {file['error']}")
        for warning in (warning for warning in file["warnings"] if REMEDY in warning):
            console.print(Text("look at", "yellow"), f"{place}: it {warning}")


def _leads(console: Console, result: dict[str, Any]) -> None:
    console.print(Text("\nLeads", "bold"), f"as of {result['as_of']}")
    table = _plain_table("rule", "leads", "suppressed", "out of")
    titles = {model.id: model for model in read_models()}
    for model_id, rules in result["leads"].items():
        model = titles.get(model_id)
        total = sum(told.get("leads", 0) for told in rules.values())
        table.add_row(Text(f"{model_id} {model.title.zh if model else ''}", "bold"), f"{total:,}")
        for name, told in rules.items():
            rule = model.rules.get(name) if model else None
            title = f"  {name} {rule.title.zh + ' · ' + rule.title.en if rule else ''}"
            if "leads" in told:
                table.add_row(title, *(f"{told[key]:,}" for key in ("leads", "suppressed", "out_of")))
            else:
                table.add_row(title, "–", "–", "needs " + ", ".join(told["missing"]) if "missing" in told else "failed")
    console.print(table)
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


def _next(console: Console, settings: Settings, stages: list[str]) -> None:
    where = f"-w {settings.workspace}"
    console.print("\nWhere to look next", style="bold")
    if stages[-1] != "detect":
        following = {"load": "resolve", "resolve": "build", "build": "detect"}[stages[-1]]
        console.print(f"  clew {following} {where}   the next stage; results appear when `detect` has run")
        return
    for command, meaning in (
        (f"clew leads list {where}", "all leads, strongest first"),
        (f"clew leads show LEAD {where}", "one lead with its evidence and the law in force"),
        (f"clew person search NAME {where}", "look someone up (masked; --reveal with a reason)"),
        (f"clew leads export {where} --out leads.xlsx", "leads for a colleague"),
        (f"clew status {where}", "what was loaded and rejected, file by file"),
    ):
        console.print(f"  {command:60} {meaning}")
