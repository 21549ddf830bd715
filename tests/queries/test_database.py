"""The SQL database: its revisions make what the tables say, and a bad address is told."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

import core.journal
import queries.lead_tables
from core.database import Base, open_engine, upgrade
from core.errors import UserError

TABLES = (core.journal.JournalEntry, queries.lead_tables.Lead)


def test_the_revisions_make_the_declared_tables_and_run_twice(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'deep' / 'clew.db'}"
    upgrade(url)
    upgrade(url)
    engine = open_engine(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


def test_a_url_that_is_none_is_told() -> None:
    with pytest.raises(UserError, match="cannot be read"):
        open_engine("clew.db")


def test_a_database_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / "clew.db").mkdir()
    with pytest.raises(UserError, match="cannot be opened"):
        upgrade(f"sqlite:///{tmp_path / 'clew.db'}")
