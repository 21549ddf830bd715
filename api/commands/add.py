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
"""How many mentions, items and rejected rows are told one by one; `--json` has all."""

_WHY = {
    "unclear": "fits {n} about equally well",
    "vetoed": "would make one of two who cannot be one{reason}",
    "number_of_another": "shows a number that is another person's, and is not taken for that person",
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
    say(f"{counts['rows']:,} rows of {told['file']}: {counts['loaded']:,} loaded, {counts['rejected']:,} rejected, "
        f"{counts['skipped']:,} skipped (headers, titles, totals, blanks).")  # fmt: skip
    for one in told["rejected"][:SHOWN]:
        say(f"  {_place(one)} rejected: {one['reason']}")
    _more(told["rejected"], "rejected")
    for file in told["files"]:
        for warning, n in file["warnings"].items():
            say(f"  {n:,} warned: {warning}")
        if file["error"]:
            say(f"  {file['sheet'] or file['file']}: {file['error']}")
    if counts["repeated"]:
        say(f"{counts['repeated']:,} of the loaded name again whom known records name.")
    if counts["later"]:
        say(f"{counts['later']:,} mentions of Latin script are the first, and resolved by the next run only.")
    say(f"{counts['mentions']:,} mentions of {counts['entities']:,} entities: {counts['known']:,} of known ones, "
        f"{counts['new']:,} of new ones.")  # fmt: skip
    print_table(
        common.console,
        ("row", "name", "entity", "basis", "probability"),
        [
            (
                _place(m),
                m["title"],
                f"{m['entity_id']}{'' if m['known'] else ' (new)'}",
                m["basis"],
                "" if m["basis"] == "alone" else f"{m['probability']:.4f}",
            )
            for m in sorted(told["matches"], key=lambda m: (m["sheet"] or "", m["row"], m["mention_id"]))[:SHOWN]
        ],
        figures=["probability"],
    )
    _more(told["matches"], "mentions")
    for one in told["merged"]:
        say(f"Merges: {', '.join(one['goes'])} into {one['stays']}.")
    for one in told["split"]:
        say(f"Splits: {one['entity']} into {', '.join(one['into'])}.")
    for item in told["review"][:SHOWN]:
        _tell(item)
    _more(told["review"], "to look at")
    say(f"Graph and leads take it in with the next run: `clew run -w {quote(workspace)}`.")


def _place(one: dict[str, Any]) -> str:
    return f"{one['sheet'] + ', ' if one['sheet'] else ''}row {one['row']:,}"


def _more(all_of_them: list[Any], what: str) -> None:
    if len(all_of_them) > SHOWN:
        common.console.print(f"{len(all_of_them) - SHOWN:,} more {what}; --json has all.")


def _tell(item: dict[str, Any]) -> None:
    """Say who an item is about, and between whom it is or whose number he shows."""
    others = len(item["entities"]) - 1
    reason = f" ({item['reason']})" if item["reason"] else ""
    why = _WHY[item["kind"]].format(n=f"{others} persons" if others > 1 else "another", reason=reason)
    sides = [f"{entity} {title}".strip() for entity, title in zip(item["entities"], item["titles"], strict=True)]
    who = f"row {item['row']:,}, " if item["row"] else ""
    common.console.print(f"To review: {who}{sides[0]} {why}: {' · '.join(sides[1:])}.")
