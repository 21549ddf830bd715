"""`clew sources`: the batches agencies delivered, taking one back, and bringing it back."""

from pathlib import Path
from shlex import quote
from typing import Annotated, Any

import typer

from api import common
from api.tables import print_table
from core.database import session_scope
from core.ids import the_one
from core.journal import actor_name
from records.withdrawals import restore, withdraw, withdrawn_batches


def attach(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(help="The batches that agencies delivered.", no_args_is_help=True)
    group.command("list", help="List sources and their batches.\n\nExample: `clew sources list -w ws`")(list_sources)
    group.command(
        "withdraw",
        help="Withdraw a batch; the next run leaves it out.\n\n"
        "Example: `clew sources withdraw BATCH --reason 'delivered by mistake' -w ws`",
    )(withdraw_batch)
    group.command(
        "restore",
        help="Take a withdrawal back; the next run counts the batch again.\n\n"
        "Example: `clew sources restore BATCH --reason 'withdrawn by mistake' -w ws`",
    )(restore_batch)
    app.add_typer(group, name="sources")


def list_sources(workspace: common.WorkspaceOption = None, as_json: common.JsonOption = False) -> None:
    """List sources and their batches."""
    with common.opened(workspace) as (settings, generation, con):
        cursor = con.execute(
            """SELECT b.* EXCLUDE (source_id, withdrawn, ordinal),
                      coalesce((SELECT sum(f.loaded) FROM file f WHERE f.batch_id = b.batch_id), 0)::BIGINT AS loaded
               FROM batch b
               ORDER BY b.table_name, b.agency, b.division, b.feed, b.batch_date NULLS FIRST, b.ordinal, b.batch_id"""
        )
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        out = set(withdrawn_batches(settings.url, generation.workspace))
    for row in rows:
        row["withdrawn"] = row["batch_id"] in out
    if as_json:
        common.say_json({"batches": rows})
        return
    if not rows:
        common.console.print("No batch has been delivered yet.")
    print_table(
        common.console,
        ("batch", "rows", ""),
        [(row["batch_id"], f"{row['loaded']:,}", "withdrawn" if row["withdrawn"] else "") for row in rows],
        whole=["batch"],
        figures=["rows"],
        notes=[[_delivery(row)] for row in rows],
    )


def _delivery(row: dict[str, Any]) -> str:
    """Return a line on where a batch comes from, when, and by what right."""
    said = [row["agency"], row["division"], row["feed"], row["delivery"]]
    said.append(f"of {row['batch_date']}" if row["batch_date"] else "")
    said.append(f"loaded {row['loaded_at']}" if row.get("loaded_at") else "")
    said += [row["approval_no"], row["purpose_code"]]
    return "  ".join(one for one in said if one)


BatchArgument = Annotated[str, typer.Argument(help="The batch, as `clew sources list` names it, or its beginning.")]


def withdraw_batch(
    batch: BatchArgument,
    reason: Annotated[str, typer.Option("--reason", help="Why it is withdrawn; written into the journal.")],
    workspace: common.WorkspaceOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Withdraw a batch; the next run leaves it out."""
    _decide(batch, reason, workspace, as_json, withdrawn=True)


def restore_batch(
    batch: BatchArgument,
    reason: Annotated[str, typer.Option("--reason", help="Why it counts again; written into the journal.")],
    workspace: common.WorkspaceOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Take a withdrawal back; the next run counts the batch again."""
    _decide(batch, reason, workspace, as_json, withdrawn=False)


def _decide(batch: str, reason: str, workspace: Path | None, as_json: bool, *, withdrawn: bool) -> None:
    with common.opened(workspace) as (settings, generation, con):
        known = [one for (one,) in con.execute("SELECT batch_id FROM batch").fetchall()]
        batch = the_one(
            batch, known, f"There is no batch {batch} in {settings.workspace}. `clew sources list` names them."
        )
        with session_scope(settings.url) as db:
            change = withdraw if withdrawn else restore
            change(db, generation.workspace, batch, actor_name(settings.actor), reason)
    if as_json:
        common.say_json({"batch": batch, "withdrawn": withdrawn})
    else:
        done, how = ("Withdrawn", "without") if withdrawn else ("Restored", "with")
        again = f"clew run -w {quote(str(settings.workspace))}"
        typer.echo(f"{done}: {batch}. `{again}` rebuilds records, graph and leads {how} it.")
