"""`clew sources`: the batches agencies delivered, and taking one back."""

from typing import Annotated

import typer
from rich.table import Table

from api import common
from core.database import session_scope
from core.errors import UserError
from core.journal import actor_name
from records.withdrawals import withdraw, withdrawn_batches


def attach(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(help="The batches that agencies delivered.", no_args_is_help=True)
    group.command("list", help="List sources and their batches.\n\nExample: `clew sources list -w ws`")(list_sources)
    group.command(
        "withdraw",
        help="Withdraw a batch; the next run leaves it out.\n\n"
        "Example: `clew sources withdraw BATCH --reason 'delivered by mistake' -w ws`",
    )(withdraw_batch)
    app.add_typer(group, name="sources")


def list_sources(workspace: common.WorkspaceOption = None, as_json: common.JsonOption = False) -> None:
    """List sources and their batches."""
    with common.opened(workspace) as (settings, generation, con):
        cursor = con.execute(
            """SELECT b.batch_id, b.table_name, b.agency, b.division, b.feed, b.batch_date, b.delivery,
                      b.approval_no, b.purpose_code, coalesce(sum(f.loaded), 0)::BIGINT AS loaded
               FROM batch b LEFT JOIN file f USING (batch_id) GROUP BY ALL
               ORDER BY b.table_name, b.agency, b.division, b.feed, b.batch_date NULLS FIRST, b.batch_id"""
        )
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        out = set(withdrawn_batches(settings.url, generation.workspace))
    for row in rows:
        row["withdrawn"] = row["batch_id"] in out
    if as_json:
        common.say_json({"batches": rows})
        return
    table = Table(box=None, header_style="bold")
    for name in ("batch", "table", "agency", "division", "feed", "date", "delivery", "approval", "purpose", "rows", ""):
        table.add_column(name)
    for row in rows:
        state = "withdrawn" if row["withdrawn"] else ""
        table.add_row(
            row["batch_id"],
            row["table_name"],
            row["agency"],
            row["division"],
            row["feed"],
            str(row["batch_date"] or ""),
            row["delivery"],
            row["approval_no"],
            row["purpose_code"],
            f"{row['loaded']:,}",
            state,
        )
    common.console.print(table)


def withdraw_batch(
    batch: Annotated[str, typer.Argument(help="The batch, as `clew sources list` names it.")],
    reason: Annotated[str, typer.Option("--reason", help="Why it is withdrawn; written into the journal.")],
    workspace: common.WorkspaceOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Withdraw a batch; the next run leaves it out."""
    with common.opened(workspace) as (settings, generation, con):
        if con.execute("SELECT 1 FROM batch WHERE batch_id = ?", [batch]).fetchone() is None:
            raise UserError(f"There is no batch {batch} in {settings.workspace}. `clew sources list` names them.")
        with session_scope(settings.url) as db:
            withdraw(db, generation.workspace, batch, actor_name(settings.actor), reason)
    if as_json:
        common.say_json({"batch": batch, "withdrawn": True})
    else:
        typer.echo(
            f"Withdrawn: {batch}. `clew run -w {settings.workspace}` rebuilds records, graph and leads without it."
        )
