"""`clew users`: the people who may use the page."""

from typing import Annotated

import typer

from api import accounts, common
from api.access import Role
from api.tables import print_table


def attach(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(help="People who may use the page.", no_args_is_help=True)
    group.command(
        "invite",
        help="Print a one-time link for somebody.\n\nExample: `clew users invite 李敏 --role investigator -w ws`",
    )(invite)
    group.command("list", help="List users.\n\nExample: `clew users list -w ws`")(list_users)
    group.command(
        "disable",
        help="Shut somebody out at once.\n\nExample: `clew users disable 李敏 --reason 'left the office' -w ws`",
    )(disable)
    app.add_typer(group, name="users")


def invite(
    name: Annotated[str, typer.Argument(help="Under which name the person will log in.")],
    role: Annotated[Role, typer.Option(help="Administrators invite others and see no case data.")],
    address: Annotated[str, typer.Option(help="Where the page is served.")] = "http://127.0.0.1:8000",
    workspace: common.WorkspaceOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Print a one-time link for somebody; who has an account chooses a new password with it."""
    with common.opened_database(workspace) as (db, here, actor):
        secret = accounts.invite(db, here, name, role, actor)
    link = f"{address.rstrip('/')}/#/invitation/{secret}"
    if as_json:
        common.say_json({"name": name, "role": role.value, "link": link})
    else:
        typer.echo(link)
        days = accounts.INVITED_FOR.days
        typer.echo(f"{name} can use this link once, within {days} days, to choose a password.", err=True)


def list_users(workspace: common.WorkspaceOption = None, as_json: common.JsonOption = False) -> None:
    """List users."""
    with common.opened_database(workspace) as (db, here, _):
        found = accounts.users(db, here)
    if as_json:
        common.say_json({"users": found})
        return
    if not found:
        common.console.print("There is no user yet. `clew users invite` makes a link for one.")
        return
    columns = ("name", "role", "state", "since")
    print_table(common.console, columns, [tuple(one[name] for name in columns) for one in found], whole=("name",))


def disable(
    name: Annotated[str, typer.Argument(help="The user's name.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; written into the journal.")],
    workspace: common.WorkspaceOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Shut somebody out at once: logins and invitations end."""
    with common.opened_database(workspace) as (db, here, actor):
        accounts.disable(db, here, name, actor, reason)
    if as_json:
        common.say_json({"name": name, "state": "disabled"})
    else:
        typer.echo(f"Disabled: {name}.")
