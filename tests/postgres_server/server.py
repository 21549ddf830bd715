"""A real PostgreSQL server for tests: started on loopback, stopped by its process id, its data thrown away."""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL, make_url

from tests.loopback import free_port

_ACCOUNT = "postgres"
_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Unavailable(Exception):
    """The server cannot be had here; the text says what to install."""


@dataclass(frozen=True)
class Server:
    """Where the server answers: `url` opens a database as somebody who may create others."""

    url: URL

    @contextmanager
    def fresh_database(self) -> Iterator[str]:
        """Make an empty database, yield its SQLAlchemy URL, and drop it with whoever is still connected."""
        name = f"clew_test_{secrets.token_hex(6)}"
        self.execute(f"CREATE DATABASE {name}")
        try:
            yield self.url.set(database=name).render_as_string(hide_password=False)
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def execute(self, statement: str) -> None:
        """Run one statement outside a transaction."""
        plain = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(statement.encode())


def existing(url: str) -> Server:
    """Return the server of a SQLAlchemy URL, through the driver that Clew uses."""
    return Server(make_url(url).set(drivername="postgresql+psycopg"))


def _programs() -> Path:
    """Return the folder of initdb and postgres: that of pg_ctl on the path, else Debian's newest."""
    on_path = shutil.which("pg_ctl")
    if on_path is not None and (folder := Path(on_path).resolve().parent).joinpath("initdb").exists():
        return folder
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise Unavailable("pg_ctl is missing: install it (Debian package postgresql) to test on a real PostgreSQL")
    return found[-1].parent


@contextmanager
def running() -> Iterator[Server]:
    """Start a server with a data folder of its own, yield where it answers, and stop it.

    It sorts text as Chinese does, not by code point, as a server in a procuratorate may. PostgreSQL refuses to run as
    root, so that root starts it as the account that the Debian package makes.
    """
    programs = _programs()
    home = Path(tempfile.mkdtemp(prefix="clew-postgres-"))
    try:
        with _started(programs, home, _account_for(home)) as server:
            yield server
    finally:
        shutil.rmtree(home)


def _account_for(home: Path) -> dict[str, Any]:
    """Return how `subprocess` is told which account to run as, and give that account the folder."""
    if os.geteuid() != 0:
        return {}
    try:
        shutil.chown(home, _ACCOUNT, _ACCOUNT)
    except LookupError:
        raise Unavailable(f"there is no account {_ACCOUNT}: the Debian package postgresql makes it") from None
    return {"user": _ACCOUNT, "group": _ACCOUNT, "extra_groups": []}


@contextmanager
def _started(programs: Path, home: Path, account: dict[str, Any]) -> Iterator[Server]:
    data, password = home / "data", secrets.token_urlsafe(16)
    (home / "password").write_text(password, "utf-8")
    made = subprocess.run(
        [programs / "initdb", "-D", data, "-U", "clew", "--auth=scram-sha-256", f"--pwfile={home / 'password'}",
         "--no-sync", "--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=zh"],
        capture_output=True, text=True, check=False, cwd=home, **account,
    )  # fmt: skip
    if made.returncode:
        raise Unavailable(f"PostgreSQL (15 or newer is needed) made no data folder: {made.stderr[-400:]}")
    port = free_port()
    settings = (*_QUICK, "listen_addresses=127.0.0.1", f"port={port}", "unix_socket_directories=")
    with (home / "console.log").open("wb") as log:
        process = subprocess.Popen(
            [programs / "postgres", "-D", data, *(part for one in settings for part in ("-c", one))],
            stdout=log, stderr=log, cwd=home, **account,
        )  # fmt: skip
    try:
        url = URL.create("postgresql+psycopg", "clew", password, "127.0.0.1", port, "postgres")
        _wait(Server(url), process, home / "console.log")
        yield Server(url)
    finally:
        process.send_signal(signal.SIGINT)  # the fast shutdown: it ends sessions and waits for nobody
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGQUIT)
            process.wait()


def _wait(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 60
    while True:
        if process.poll() is not None or time.monotonic() > end:
            raise Unavailable(f"PostgreSQL did not start: {log.read_text('utf-8', 'replace')[-800:]}")
        try:
            return server.execute("SELECT 1")
        except psycopg.OperationalError:
            time.sleep(0.1)
