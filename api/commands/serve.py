"""`clew serve`: the HTTP API and the page."""

import socket
from contextlib import suppress
from ipaddress import ip_address
from itertools import count
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from api import accounts, common
from api.access import Role
from api.account_tables import Account
from core.database import session_scope
from core.errors import Interrupted, UserError
from core.journal import actor_name
from core.settings import Settings, load_settings
from core.workspace import Workspace


def attach(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command(
        help="Serve the page and the HTTP API.\n\nExample: `clew serve -w ws --port 8000`; open http://127.0.0.1:8000"
    )(serve)


def serve(
    workspace: common.WorkspaceOption = None,
    host: Annotated[str, typer.Option(help="The address to listen on; only this machine unless told.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8000,
    certificate: Annotated[Path | None, typer.Option(help="A TLS certificate (PEM), to serve https.")] = None,
    key: Annotated[Path | None, typer.Option(help="The key of that certificate (PEM).")] = None,
) -> None:
    """Serve the page and the HTTP API until interrupted."""
    import uvicorn  # with the routes a second to import, and only this command needs them

    from api.app import make_app

    settings = load_settings(workspace)
    common.upgrade_existing(settings)
    Workspace(settings.workspace).published()
    if (certificate is None) != (key is None):
        raise UserError("For https give both --certificate and --key.")
    scheme = "http" if certificate is None else "https"
    address = f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}"
    listening = _listening(host, port)
    for line in _first_start(settings, address):
        typer.echo(line)
    if certificate is None and not _loopback(host):
        typer.echo("Note: others can read what goes over the network in clear. Give --certificate and --key.", err=True)
    typer.echo(f"Clew answers at {address} (Ctrl+C ends it).")
    server = uvicorn.Server(
        uvicorn.Config(
            make_app(settings), log_config=None, access_log=False, server_header=False,
            ssl_certfile=certificate, ssl_keyfile=key, timeout_graceful_shutdown=5,
        )
    )  # fmt: skip
    with listening, suppress(Interrupted):  # Ctrl+C has ended it in order
        server.run([listening])


def _listening(host: str, port: int) -> socket.socket:
    """Return the open port, before links are given out: a start that fails must not end those of a server that runs."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        found = socket.create_server(address[:2], family=family)
    except OSError:
        raise UserError(f"The port {port} of {host} cannot be used. Give another --port, or another --host.") from None
    # Else the body of an answer waits 40 ms until its head has been acknowledged.
    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return found


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _first_start(settings: Settings, address: str) -> list[str]:
    """Return lines with one-time links for those without whom nobody could come in; none once they have come."""
    workspace = Workspace(settings.workspace).id
    wanted = [Role.ADMINISTRATOR] + ([Role.INVESTIGATOR] if settings.demo else [])
    lines = []
    with session_scope(settings.url) as db:
        for role in wanted:
            if not _taken(db, workspace, role):
                name = _free_name(db, workspace, role)
                secret = accounts.invite(db, workspace, name, role.value, actor_name(settings.actor))
                lines.append(f"One-time link for the {name}: {address}/#/invitation/{secret}")
    return lines


def _free_name(db: Session, workspace: str, role: Role) -> str:
    """Return the role's own name, with a number where somebody else has or had it."""
    known = {one["name"]: (one["state"], one["role"]) for one in accounts.users(db, workspace)}
    names = (role.value if n == 1 else f"{role.value}-{n}" for n in count(1))
    return next(name for name in names if known.get(name, ("invited", role.value)) == ("invited", role.value))


def _taken(db: Session, workspace: str, role: Role) -> bool:
    mine = select(Account.name).where(
        Account.workspace == workspace, Account.role == role.value, Account.disabled_at.is_(None)
    )
    return db.scalars(mine).first() is not None
