"""Leads with their history, stamps of runs, and the journal."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "lead",
        sa.Column("lead_id", sa.String(40), nullable=False),
        sa.Column("model_id", sa.String(40), nullable=False),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("principal_entity_id", sa.String(80), nullable=False),
        sa.Column("event_key", sa.Text(), nullable=False),
        sa.Column("event_date", sa.Date(), nullable=True),
        sa.Column("amount_cny", sa.Float(), nullable=True),
        sa.Column("parties", sa.JSON(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("identity_confidence", sa.Float(), nullable=False),
        sa.Column("identity_note", sa.String(40), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("excluded_by", sa.String(60), nullable=False),
        sa.Column("exclusions_checked", sa.JSON(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("legal_basis", sa.JSON(), nullable=False),
        sa.Column("says", sa.JSON(), nullable=False),
        sa.Column("record_ids", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("first_generation", sa.Integer(), nullable=False),
        sa.Column("last_generation", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("lead_id", name="pk_lead"),
    )
    op.create_index("ix_lead_model_rule", "lead", ["model_id", "rule"])
    op.create_index("ix_lead_principal", "lead", ["principal_entity_id"])
    op.create_table(
        "lead_event",
        sa.Column("event_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("lead_id", sa.String(40), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.lead_id"], name="fk_lead_event_lead_id_lead"),
        sa.PrimaryKeyConstraint("event_id", name="pk_lead_event"),
    )
    op.create_index("ix_lead_event_lead_id", "lead_event", ["lead_id"])
    op.create_table(
        "run_stamp",
        sa.Column("workspace", sa.String(64), nullable=False),
        sa.Column("generation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("leads", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "generation", name="pk_run_stamp"),
    )
    op.create_table(
        "journal",
        sa.Column("entry_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("action", sa.String(100), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_journal"),
    )
