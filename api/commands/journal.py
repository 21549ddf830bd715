"""`clew journal`: who looked behind the mask or changed what, when and why."""

from typing import Annotated

import typer

from api import common
from api.journal_words import subject_shown
from api.tables import print_table
from core.database import session_scope
from core.journal import UNKNOWN_WORKSPACE, newest
from core.masking import mask_inside
from core.settings import load_settings
from core.workspace import Workspace


def attach(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command(
        help="Who looked behind the mask or changed what, when and why; newest first.\n\nExample: `clew journal -w ws`"
    )(journal)


def journal(
    workspace: common.WorkspaceOption = None,
    limit: Annotated[int, typer.Option(min=1, help="How many.")] = 50,
    reveal: common.RevealOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """List the journal, newest first."""
    settings = load_settings(workspace)
    common.upgrade_existing(settings)
    open_ = common.revealed(settings, reveal, "journal", "all")
    with session_scope(settings.url) as db:
        found = [
            {
                "at": one.at,
                "actor": one.actor,
                "action": one.action,
                "subject": subject_shown(one.action, one.subject, open_),
                "reason": one.reason if open_ else mask_inside(one.reason),
            }
            for one in newest(db, [Workspace(settings.workspace).id, UNKNOWN_WORKSPACE], limit)
        ]
    if as_json:
        common.say_json({"entries": found})
        return
    if not found:
        common.console.print("The journal has no entry yet.")
    columns = ("at", "actor", "action", "reason")
    rows = [[one[name] for name in columns] for one in found]
    print_table(common.console, columns, rows, whole=["at"], notes=[[one["subject"]] for one in found])
