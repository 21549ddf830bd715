"""`clew keys`: keys of the systems that ask over HTTP."""

from typing import Annotated

import typer

from api import common, keys
from api.accounts import now
from api.tables import print_table


def attach(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(help="Keys of systems that ask over HTTP.", no_args_is_help=True)
    group.command(
        "create",
        help="Make a key; it is shown this once.\n\n"
        "Example: `clew keys create case-system --purpose 'screening new cases' -w ws`",
    )(create)
    group.command("list", help="List keys.\n\nExample: `clew keys list -w ws`")(list_keys)
    group.command(
        "revoke", help="End a key at once.\n\nExample: `clew keys revoke KEY --reason 'system replaced' -w ws`"
    )(revoke)
    app.add_typer(group, name="keys")


def create(
    name: Annotated[str, typer.Argument(help="The system that will use it.")],
    purpose: Annotated[str, typer.Option(help="What it looks things up for; the journal says so at every look-up.")],
    days: Annotated[int, typer.Option(help="How many days it lives, at most 366.")] = 90,
    reveals: Annotated[
        bool, typer.Option("--reveals", help="It may see names and numbers, giving a reason each time.")
    ] = False,
    renews: Annotated[
        bool, typer.Option("--renews", help="It is the next key of a system that has or had one under this name.")
    ] = False,
    workspace: common.WorkspaceOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Make a key; it is shown this once."""
    with common.opened_database(workspace) as (db, here, actor):
        key, secret = keys.create(
            db, here, name, purpose, days, actor, reveals=reveals,
            renews=renews,
        )  # fmt: skip
        told = {"key_id": key.key_id, "name": key.name, "expires_at": key.expires_at, "key": secret}
    if as_json:
        common.say_json(told)
        return
    typer.echo(secret)
    typer.echo(f"This is the key {told['key_id']} of {told['name']}; it expires {told['expires_at']}.", err=True)
    typer.echo("It is not shown again. Send it as `Authorization: Bearer KEY`.", err=True)


def list_keys(workspace: common.WorkspaceOption = None, as_json: common.JsonOption = False) -> None:
    """List keys."""
    with common.opened_database(workspace) as (db, here, _):
        found = [
            {
                "key_id": one.key_id, "name": one.name, "purpose": one.purpose, "reveals": one.reveals,
                "created_at": one.created_at, "created_by": one.created_by, "expires_at": one.expires_at,
                "state": "revoked" if one.ended_at else "in force" if one.expires_at > now() else "expired",
            }
            for one in keys.keys(db, here)
        ]  # fmt: skip
    if as_json:
        common.say_json({"keys": found})
        return
    if not found:
        common.console.print("There is no key yet. `clew keys create` makes one.")
        return
    print_table(
        common.console,
        ("key", "system", "state", "expires", "reveals"),
        [
            (
                str(one["key_id"]),
                str(one["name"]),
                str(one["state"]),
                str(one["expires_at"]),
                "yes" if one["reveals"] else "no",
            )
            for one in found
        ],
        whole=("key",),
        notes=[[f"for {one['purpose']}, made by {one['created_by']}"] for one in found],
    )


def revoke(
    key: Annotated[str, typer.Argument(help="The key's id, or its beginning, as `clew keys list` shows it.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; written into the journal.")],
    workspace: common.WorkspaceOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """End a key at once."""
    with common.opened_database(workspace) as (db, here, actor):
        ended = keys.revoke(db, here, key, actor, reason)
        told = {"key_id": ended.key_id, "name": ended.name, "ended_at": ended.ended_at}
    if as_json:
        common.say_json(told)
    else:
        typer.echo(f"Revoked: {told['key_id']} of {told['name']}.")
