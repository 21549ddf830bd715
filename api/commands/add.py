"""`clew add`: one more file, against what is published."""

from pathlib import Path
from shlex import quote
from typing import Annotated, Any

import typer

from api import common
from api.additions import add as add_file
from api.tables import print_table
from core.progress import Lines
from core.settings import load_settings

SHOWN = 20
"""How many mentions and items are told one by one; `--json` has all."""

_WHY = {
    "unclear": "fits two persons about equally well",
    "vetoed": "would make one of two who cannot be one",
    "number_of_another": "shows a number that is another person's",
}


def attach(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command(
        help="Hold one more export against what is published: who its records are, what they change. The file is kept, "
        "and the next run takes it in.\n\nExample: `clew add new-loans.csv -w ws`"
    )(add)


def add(
    file: Annotated[Path, typer.Argument(help="One export of an agency.", show_default=False)],
    workspace: common.WorkspaceOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Hold one more export against what is published."""
    settings = load_settings(workspace)
    told = add_file(settings, file, Lines("add: "))
    if as_json:
        common.say_json(told)
        return
    _show(told, str(settings.workspace))


def _show(told: dict[str, Any], workspace: str) -> None:
    say = common.console.print
    if told["again"]:
        say(f"This file was added before, at {told['at']}, as {told['file']}; it counts once.")
        if not told["counts"]:
            say("A run has taken it in since.")
            return
    counts = told["counts"]
    say(f"{counts['rows']:,} rows of {told['file']}: {counts['loaded']:,} loaded, {counts['rejected']:,} rejected.")
    for file in told["files"]:
        for reason, n in file["rejected"].items():
            say(f"  {n:,} rejected: {reason}")
        if file["error"]:
            say(f"  {file['sheet'] or file['file']}: {file['error']}")
    if counts["repeated"]:
        say(f"{counts['repeated']:,} records name again whom known ones name.")
    if counts["later"]:
        say(f"{counts['later']:,} mentions of Latin script are resolved by the next run only.")
    say(f"{counts['mentions']:,} mentions of {counts['entities']:,} entities: {counts['known']:,} of known ones, "
        f"{counts['new']:,} of new ones.")  # fmt: skip
    print_table(
        common.console,
        ("mention", "entity", "basis", "probability"),
        [
            (
                m["mention_id"],
                f"{m['entity_id']}{'' if m['known'] else ' (new)'}",
                m["basis"],
                f"{m['probability']:.4f}",
            )
            for m in told["matches"][:SHOWN]
        ],
        figures=["probability"],
    )
    for one in told["merged"]:
        say(f"Merges: {', '.join(one['goes'])} into {one['stays']}.")
    for one in told["split"]:
        say(f"Splits: {one['entity']} into {', '.join(one['into'])}.")
    for item in told["review"][:SHOWN]:
        reason = f" ({item['reason']})" if item["reason"] else ""
        say(f"To review: {item['mentions'][0]} {_WHY[item['kind']]}{reason}: {item['mentions'][1]}.")
    if len(told["review"]) > SHOWN:
        say(f"{len(told['review']) - SHOWN:,} more to review; --json has all.")
    say(f"Graph and leads take it in with the next run: `clew run -w {quote(workspace)}`.")
