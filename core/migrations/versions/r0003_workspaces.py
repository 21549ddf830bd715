"""Leads, their history and withdrawals belong to a workspace: several may share one database."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# A run stamps its generation with the second in which it noted what it found.
_FOUND_BY = """
    SELECT s.workspace FROM run_stamp s JOIN lead_event e ON e.at = s.at
    WHERE e.lead_id = lead.lead_id AND e.what = 'found' AND s.generation = lead.first_generation
    ORDER BY s.workspace LIMIT 1"""
_LATEST = "SELECT workspace FROM run_stamp ORDER BY at DESC, workspace LIMIT 1"
_WITHDRAWN = "SELECT DISTINCT s.workspace, w.* FROM withdrawal w CROSS JOIN run_stamp s ORDER BY 1, 2"


def upgrade() -> None:
    """Give each lead to the workspace whose run first found it, and a withdrawal to all it has counted for."""
    with op.batch_alter_table("lead_event") as table:
        table.drop_constraint("fk_lead_event_lead_id_lead", type_="foreignkey")
        table.drop_index("ix_lead_event_lead_id")
        table.add_column(sa.Column("workspace", sa.String(64), nullable=True))
    with op.batch_alter_table("lead") as table:
        table.drop_index("ix_lead_model_rule")
        table.add_column(sa.Column("workspace", sa.String(64), nullable=True))
    op.execute(f"UPDATE lead SET workspace = coalesce(({_FOUND_BY}), ({_LATEST}), '')")
    op.execute("UPDATE lead_event SET workspace = (SELECT workspace FROM lead WHERE lead.lead_id = lead_event.lead_id)")
    with op.batch_alter_table("lead") as table:
        table.alter_column("workspace", existing_type=sa.String(64), nullable=False)
        table.drop_constraint("pk_lead", type_="primary")
        table.create_primary_key("pk_lead", ["workspace", "lead_id"])
        table.create_index("ix_lead_model_rule", ["workspace", "model_id", "rule"])
    with op.batch_alter_table("lead_event") as table:
        table.alter_column("workspace", existing_type=sa.String(64), nullable=False)
        table.create_foreign_key(
            "fk_lead_event_workspace_lead", "lead", ["workspace", "lead_id"], ["workspace", "lead_id"]
        )
        table.create_index("ix_lead_event_lead", ["workspace", "lead_id"])
    withdrawn = op.get_bind().execute(sa.text(_WITHDRAWN)).mappings().all()
    op.drop_table("withdrawal")
    per_workspace = op.create_table(
        "withdrawal",
        sa.Column("workspace", sa.String(64), nullable=False),
        sa.Column("batch_id", sa.String(200), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "batch_id", name="pk_withdrawal"),
    )
    op.bulk_insert(per_workspace, [dict(row) for row in withdrawn])
