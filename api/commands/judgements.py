"""`clew judge` and `clew judgements`: deciding who is who, and what was decided."""

from collections import Counter
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from api import common, judgement_files, judging
from api.tables import print_table
from core import journal
from core.database import session_scope
from core.masking import mask_inside
from core.settings import Settings
from resolution.judgement_exchange import as_row, take_in
from resolution.judgement_table import lines, withdraw
from resolution.judgements import Verdict

ReviewerOption = Annotated[str, typer.Option("--reviewer", help="Who decides; else the system account.")]
WhyOption = Annotated[str, typer.Option("--why", help="Why; kept with the judgement and in the journal.")]


def attach(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(
        help="Decide whether two mentions, or two entities, are the same: `same` merges, `different` keeps apart or "
        "splits. The next run obeys.\n\n"
        "Example: `clew judge same P-0123456789abcdef P-fedcba9876543210 --why 'same phone, same home' -w ws`",
    )(judge)
    group = typer.Typer(help="What people decided about who is who.", no_args_is_help=True)
    group.command("list", help="List judgements, the newest first.\n\nExample: `clew judgements list -w ws`")(list_all)
    group.command(
        "undo",
        help="Withdraw a judgement; the next run no longer obeys it.\n\n"
        "Example: `clew judgements undo J-0123456789abcdef --why 'a slip' -w ws`",
    )(undo)
    group.command(
        "export",
        help="Write all judgements and withdrawals to .csv or .json.\n\n"
        "Example: `clew judgements export judgements.csv --reveal 'for the other workspace' -w ws`",
    )(export)
    group.command(
        "import",
        help="Take judgements in from .csv or .json; those that are known already stay as they are.\n\n"
        "Example: `clew judgements import judgements.csv --why 'reviewed on paper' -w ws`",
    )(take)
    app.add_typer(group, name="judgements")


def next_step(settings: Settings, verdict: Verdict = Verdict.SAME) -> str:
    """Return the sentence on what makes the next clusters obey."""
    if verdict is Verdict.UNSURE:
        return "It is kept and binds nobody: the clusters stay as the evidence makes them."
    return f"`clew run -w {quote(str(settings.workspace))}` applies it: entities, graph and leads."


def judge(
    verdict: Annotated[Verdict, typer.Argument(help="What they are.")],
    a: Annotated[str, typer.Argument(metavar="A", help="A mention's id; or an entity: its id or its beginning.")],
    b: Annotated[str, typer.Argument(metavar="B", help="The other.")],
    why: WhyOption,
    reviewer: ReviewerOption = "",
    workspace: common.WorkspaceOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Decide whether two mentions, or two entities, are the same."""
    with common.opened(workspace) as (settings, generation, con):
        pair = judging.two(con, a, b)
        with session_scope(settings.url) as db:
            actor = journal.actor_name(settings.actor)
            made = judging.decide(con, db, generation.workspace, pair, verdict, reviewer or actor, why)
            journal.append(db, generation.workspace, actor, "judge", judging.journalled(made), why)
    if as_json:
        common.say_json(judging.as_data(made) | {"entities": [one.entity_id for one in pair]})
        return
    for given, one in zip((a, b), pair, strict=True):
        if one.chosen:
            typer.echo(f"For {given} stands its mention {one.mention_id}.")
    typer.echo(f"{made.judgement_id}: {made.verdict}, by {made.by}. {next_step(settings, verdict)}")


def list_all(
    workspace: common.WorkspaceOption = None,
    every: Annotated[bool, typer.Option("--all", help="Also withdrawn ones and those judged again since.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="How many.")] = 50,
    reveal: common.RevealOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """List judgements, the newest first."""
    with common.opened(workspace) as (settings, generation, con):
        open_ = common.revealed(settings, reveal, "judgements list", "all" if every else "in force")
        with session_scope(settings.url) as db:
            found = judging.listed(con, db, generation.workspace, every=every)
    shown = [row if open_ else row | {"why": mask_inside(row["why"])} for row in found[:limit]]
    if as_json:
        common.say_json({"total": len(found), "judgements": shown})
        return
    columns = ("judgement_id", "verdict", "by", "at", "state", "why")
    print_table(
        common.console,
        columns,
        [[row[name] for name in columns] for row in (one | {"at": one["at"][:19]} for one in shown)],
        whole=["judgement_id", "at"],
        notes=[[f"{row['a']}  {row['b']}"] for row in shown],
    )
    more = f" The next ones: --limit {2 * limit}." if len(found) > limit else ""
    common.console.print(f"{len(shown):,} of {len(found):,} judgements.{more}")


def undo(
    judgement: Annotated[str, typer.Argument(metavar="ID", help="The judgement's id, or its beginning.")],
    why: WhyOption,
    reviewer: ReviewerOption = "",
    workspace: common.WorkspaceOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Withdraw a judgement; the next run no longer obeys it."""
    with common.opened(workspace) as (settings, generation, con), session_scope(settings.url) as db:
        actor = journal.actor_name(settings.actor)
        known = judging.unsealed(con, lines(db, generation.workspace))
        undone = withdraw(db, generation.workspace, judgement, reviewer or actor, why, known)
        journal.append(db, generation.workspace, actor, "judgements undo", judging.journalled(undone), why)
    if as_json:
        common.say_json({"withdrawn": judging.as_data(undone) | {"why": mask_inside(undone.why)}})
    else:
        typer.echo(f"{undone.judgement_id} ({undone.verdict}, by {undone.by}) is withdrawn. {next_step(settings)}")


def export(
    out: Annotated[Path, typer.Argument(metavar="FILE", help="A .csv or .json file.")],
    reveal: Annotated[
        str, typer.Option("--reveal", metavar="REASON", help="What for; the file tells values and reasons unmasked.")
    ],
    workspace: common.WorkspaceOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Write all judgements and withdrawals to a file that can be taken in elsewhere."""
    with common.opened(workspace) as (settings, generation, con):
        common.revealed(settings, reveal, "judgements export", str(out))
        with session_scope(settings.url) as db:
            rows = [as_row(line) for line in judging.unsealed(con, lines(db, generation.workspace))]
        judgement_files.write(out, rows)
    if as_json:
        common.say_json({"rows": len(rows), "out": str(out)})
    else:
        typer.echo(f"Wrote {len(rows):,} rows to {out}.")


def take(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="A .csv or .json file.")],
    why: Annotated[str, typer.Option("--why", help="What they are taken in for; written into the journal.")],
    workspace: common.WorkspaceOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Take judgements in from a file; says of every row what became of it."""
    rows = judgement_files.read(source)
    with common.opened(workspace) as (settings, generation, con), session_scope(settings.url) as db:
        account = take_in(db, generation.workspace, rows)
        actor = journal.actor_name(settings.actor)
        journal.append(db, generation.workspace, actor, "judgements import", " ".join(account.imported), why)
        absent = judging.dormant(con, db, generation.workspace, account.imported)
    if as_json:
        common.say_json(
            {
                "rows": len(rows), "imported": account.imported, "known": account.known, "dormant": absent,
                "rejected": [{"row": number, "reason": reason} for number, reason in account.rejected],
            }
        )  # fmt: skip
        return
    typer.echo(
        f"{len(rows):,} rows: {len(account.imported):,} imported, {account.known:,} known already, "
        f"{len(account.rejected):,} rejected."
    )
    for reason, n in Counter(reason for _, reason in account.rejected).items():
        some = ", ".join(str(number) for number, said in account.rejected if said == reason)
        typer.echo(f"  {n:,} rejected: {reason} (row {some}).")
    if absent:
        typer.echo(f"{absent:,} of the imported are about mentions that are not loaded here; they wait until they are.")
    if account.imported:
        typer.echo(next_step(settings))
