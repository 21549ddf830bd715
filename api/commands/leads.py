"""`clew leads`: list, show, decide and export."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.padding import Padding
from rich.text import Text

from api import accounts, common, exports
from api.evidence import evidence_places, evidence_rows, evidence_titles
from api.law import cited
from api.leads import by_strength, lead_called, rule_called
from api.sameness import least_sure
from api.tables import print_table
from core import journal
from core.database import session_scope
from core.errors import UserError
from core.masking import ORDINARY, by_level, mask_inside
from queries import leads
from queries.explain import shown_name
from queries.lead_export import EXPORT_COLUMNS, explanation, export_rows
from queries.lead_tables import Lead, LeadStatus

SuppressedOption = Annotated[bool, typer.Option("--suppressed", help="Also candidates that an exclusion suppressed.")]
ModelOption = Annotated[str, typer.Option("--model", help="Only this model, e.g. M19.")]
RuleOption = Annotated[str, typer.Option("--rule", help="Only this rule, e.g. R1.")]


def attach(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(help="What is worth a look, with its evidence.", no_args_is_help=True)
    group.command("list", help="List leads, strongest first.\n\nExample: `clew leads list --model M19 -w ws`")(list_all)
    group.command(
        "show", help="Show a lead: explanation, evidence rows, law, history.\n\nExample: `clew leads show LEAD -w ws`"
    )(show)
    group.command(
        "status",
        help="Set the status of a lead as a person decided.\n\n"
        "Example: `clew leads status LEAD verification --reason 'file requested' -w ws`",
    )(status)
    group.command(
        "assign",
        help="Give a lead to somebody.\n\nExample: `clew leads assign LEAD 李敏 --reason 'knows the case' -w ws`",
    )(assign)
    group.command(
        "export",
        help="Write leads to .csv, .xlsx or .json.\n\nExample: `clew leads export --out leads.xlsx -w ws`",
    )(export)
    app.add_typer(group, name="leads")


def list_all(
    workspace: common.WorkspaceOption = None,
    model: ModelOption = "",
    rule: RuleOption = "",
    status: Annotated[str, typer.Option("--status", help="Only this status, e.g. screening or 初筛.")] = "",
    suppressed: SuppressedOption = False,
    limit: Annotated[int, typer.Option(min=1, help="How many.")] = 50,
    reveal: common.RevealOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """List leads, strongest first."""
    with common.opened(workspace) as (settings, generation, _):
        open_ = common.revealed(settings, reveal, "leads list", " ".join((model, rule, status)).strip() or "all")
        with session_scope(settings.url) as db:
            model, rule = rule_called(db, generation, model, rule)
            status = leads.status_called(status).value if status else ""
            found = by_strength(
                leads.list_leads(db, generation.workspace, model=model, rule=rule, status=status, suppressed=suppressed)
            )
            if as_json:
                rows = {row["lead_id"]: row for row in export_rows(found, revealed=open_)}
                shown = [rows[lead.lead_id] for lead in found[:limit]]
                common.say_json({"total": len(found), "leads": shown})
                return
            print_table(
                common.console,
                ("lead", "rule", "severity", "who", "event", "date", "status", "holds"),
                [
                    (
                        lead.lead_id,
                        f"{lead.model_id} {lead.rule}",
                        str(lead.severity),
                        shown_name(lead.principal_entity_id, lead.names, revealed=open_),
                        lead.event_key if open_ else mask_inside(lead.event_key),
                        str(lead.event_date or ""),
                        _status(lead),
                        "" if lead.holds else "no longer",
                    )
                    for lead in found[:limit]
                ],
                whole=("lead", "rule", "date"),
                figures=["severity"],
            )
            more = f" The next ones: --limit {2 * limit}." if len(found) > limit else ""
            common.console.print(f"{min(limit, len(found)):,} of {len(found):,} leads.{more}")


def _status(lead: Lead) -> str:
    excluded = f" ({lead.excluded_by})" if lead.excluded_by else ""
    return LeadStatus(lead.status).zh + excluded


def show(
    lead_id: Annotated[str, typer.Argument(metavar="LEAD", help="The lead's id, or its beginning.")],
    workspace: common.WorkspaceOption = None,
    reveal: common.RevealOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Show a lead: explanation, evidence rows, law, history."""
    with common.opened(workspace) as (settings, generation, con):
        lead_id = lead_called(settings, generation.workspace, lead_id)
        open_ = common.revealed(settings, reveal, "leads show", lead_id)
        with session_scope(settings.url) as db:
            lead = leads.get_lead(db, generation.workspace, lead_id)
            told = {
                **export_rows([lead], revealed=open_)[0],
                "explanation_en": explanation(lead, "en", revealed=open_),
                "values": lead.shown if open_ else by_level(lead.shown, ORDINARY),
                "parameters": lead.parameters,
                "exclusions_checked": lead.exclusions_checked,
                "legal_basis": lead.legal_basis,
                "evidence": evidence_rows(con, lead.evidence, revealed=open_),
                "weakest_link": least_sure(con, list(lead.evidence), lead.identity_confidence),
                "history": [
                    {
                        "at": one.at,
                        "actor": one.actor,
                        "what": one.what,
                        "detail": one.detail if open_ else mask_inside(one.detail),
                    }
                    for one in leads.history(db, generation.workspace, lead_id)
                ],
            }
            if as_json:
                common.say_json(told)
            else:
                _print(lead, told, evidence_titles())


def _print(lead: Lead, told: dict[str, Any], titles: Mapping[tuple[str, str], str]) -> None:
    out = common.console.print
    out(
        Text(f"{lead.lead_id} ", "bold"),
        f"{lead.model_id} {lead.rule}  severity {lead.severity}  {_status(lead)}"
        f"{'' if lead.holds else '  no longer holds'}",
    )
    out(told["explanation"])
    out(told["explanation_en"])
    out(f"identity confidence {lead.identity_confidence:.6g} {lead.identity_note}  as of {lead.as_of}")
    if weak := told["weakest_link"]:
        out(f"  least sure: {weak['mention_id']} in {weak['entity_id']}, by {weak['title']['en']}")
    out(Text.assemble(("\nEvidence", "bold"), ", cells as the agencies sent them"))
    for row in told["evidence"]:
        place = row["file"] + (f" / {row['sheet']}" if row["sheet"] else "")
        out(f"  {place}, row {row['row']}  {titles.get((row['table'], ''), '')} {row['record_id']}")
        cells = (f"{titles.get((row['table'], name), name)}={value}" for name, value in row["cells"].items())
        out(Padding(Text("  ".join(cells), overflow="fold"), (0, 0, 0, 4), expand=False), soft_wrap=False)
    out("\nLaw in force on the day", style="bold")
    for law in told["legal_basis"]:
        mark = {"unverified": "  [U] 未核实 unverified", "second-hand": "  转引 second-hand"}.get(law["checked"], "")
        out("  " + " ".join(filter(None, (law["law"], law["document"], cited(law["article"])))) + mark)
    out(Text.assemble(("\nExclusions checked", "bold"), f"  {', '.join(told['exclusions_checked']) or 'none'}"))
    out("\nHistory", style="bold")
    for one in told["history"]:
        out("  " + "  ".join(filter(None, (one["at"], one["actor"], one["what"], one["detail"]))))


def status(
    lead_id: Annotated[str, typer.Argument(metavar="LEAD", help="The lead's id, or its beginning.")],
    new: Annotated[str, typer.Argument(metavar="STATUS", help=", ".join(f"{s.value} {s.zh}" for s in LeadStatus))],
    reason: Annotated[str, typer.Option("--reason", help="Why; kept in the lead's history and the journal.")],
    workspace: common.WorkspaceOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Set the status of a lead as a person decided."""
    with common.opened(workspace) as (settings, generation, _):
        lead_id = lead_called(settings, generation.workspace, lead_id)
        with session_scope(settings.url) as db:
            wanted = leads.status_called(new)
            changed = leads.get_lead(db, generation.workspace, lead_id).status != wanted
            if changed:
                actor = journal.actor_name(settings.actor)
                journal.append(db, generation.workspace, actor, "leads status", f"{lead_id} {wanted}", reason)
                leads.set_status(db, generation.workspace, lead_id, wanted, actor, reason)
    if as_json:
        common.say_json({"lead_id": lead_id, "status": wanted, "changed": changed})
    else:
        typer.echo(f"{lead_id} is now {wanted}." if changed else f"{lead_id} is {wanted} already; nothing was changed.")


def assign(
    lead_id: Annotated[str, typer.Argument(metavar="LEAD", help="The lead's id, or its beginning.")],
    who: Annotated[str, typer.Argument(metavar="NAME", help="Whose lead it is from now on; `-`: nobody's.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; kept in the lead's history and the journal.")],
    workspace: common.WorkspaceOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Give a lead to somebody."""
    assignee = "" if who.strip() == "-" else who.strip()
    with common.opened(workspace) as (settings, generation, _):
        lead_id = lead_called(settings, generation.workspace, lead_id)
        with session_scope(settings.url) as db:
            changed = leads.get_lead(db, generation.workspace, lead_id).assignee != assignee
            if changed and assignee and not accounts.may_decide(db, generation.workspace, assignee):
                raise UserError(
                    f"{assignee} is no user who may work on leads. `clew users list` names those there are; `-` gives "
                    "the lead to nobody."
                )
            if changed:
                actor = journal.actor_name(settings.actor)
                journal.append(db, generation.workspace, actor, "leads assign", f"{lead_id} {assignee or '-'}", reason)
                leads.assign(db, generation.workspace, lead_id, assignee, actor, reason)
    if as_json:
        common.say_json({"lead_id": lead_id, "assignee": assignee, "changed": changed})
    else:
        whose = f"{assignee}'s" if assignee else "nobody's"
        typer.echo(f"{lead_id} is now {whose}." if changed else f"{lead_id} is {whose} already; nothing was changed.")


def export(
    out: Annotated[Path, typer.Option("--out", help="The file to write: .csv, .xlsx or .json.")],
    workspace: common.WorkspaceOption = None,
    model: ModelOption = "",
    rule: RuleOption = "",
    suppressed: SuppressedOption = False,
    reveal: common.RevealOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Write leads to .csv, .xlsx or .json, sorted by model, rule and id."""
    with common.opened(workspace) as (settings, generation, con):
        open_ = common.revealed(settings, reveal, "leads export", str(out))
        with session_scope(settings.url) as db:
            model, rule = rule_called(db, generation, model, rule)
            rows = export_rows(
                leads.list_leads(db, generation.workspace, model=model, rule=rule, suppressed=suppressed),
                revealed=open_,
            )
            told = leads.evidence_of(db, generation.workspace, [row["lead_id"] for row in rows])
            exports.write_leads(EXPORT_COLUMNS, rows, evidence_places(con, told), out)
    if as_json:
        common.say_json({"out": str(out), "rows": len(rows)})
    else:
        typer.echo(f"Wrote {len(rows):,} leads to {out}.")
