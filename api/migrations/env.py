"""Alembic's way in: runs the revisions on the connection that `core.database.upgrade` opened."""

from alembic import context

import core.journal
import queries.lead_tables
import records.withdrawals
from core.database import Base

TABLES = (
    core.journal.JournalEntry,
    queries.lead_tables.Lead,
    records.withdrawals.Withdrawal,
)  # named here, so that Base knows every table

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
