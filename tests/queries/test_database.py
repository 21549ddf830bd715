"""The SQL database: its revisions make what the tables say from any earlier one, and a bad address is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import make_url, text

import core.journal
import queries.lead_tables
import records.withdrawals
from core.database import MIGRATIONS, Base, open_engine, session_scope, upgrade
from core.errors import UserError
from tests.postgres_server.server import Server

TABLES = (core.journal.JournalEntry, queries.lead_tables.Lead, records.withdrawals.Withdrawal)
EARLIER = [one.revision for one in ScriptDirectory(str(MIGRATIONS)).walk_revisions()][1:]


def assert_as_declared(url: str) -> None:
    """The database has the tables, columns, types and constraints that the program declares, and no others."""
    engine = open_engine(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


def upgrade_to(url: str, revision: str) -> None:
    """Bring an empty database to a revision, as the program of that day did."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = open_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


def test_the_revisions_make_the_declared_tables_and_run_twice(database_url: str) -> None:
    upgrade(database_url)
    upgrade(database_url)
    assert_as_declared(database_url)


@pytest.mark.parametrize("revision", EARLIER)
def test_an_earlier_database_is_brought_up_to_date_and_keeps_what_people_wrote(
    database_url: str, revision: str
) -> None:
    upgrade_to(database_url, revision)
    with session_scope(database_url) as session:
        session.execute(
            text("INSERT INTO journal (at, actor, action, subject, reason) VALUES ('now', '赵检', 'look', 'P-1', '核查')")
        )
    upgrade(database_url)
    assert_as_declared(database_url)
    with session_scope(database_url) as session:
        assert session.execute(text("SELECT actor, reason FROM journal")).all() == [("赵检", "核查")]


def test_two_programs_may_start_on_an_empty_database_at_once(database_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(upgrade, [database_url] * 4))
    assert_as_declared(database_url)
