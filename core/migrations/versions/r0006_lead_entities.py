"""Leads are found by whom they are about, listed and counted without reading all that they hold."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_COUNTED = ("workspace", "model_id", "rule", "sealed", "excluded_by", "holds", "status", "severity", "assignee")
_LISTED = (
    "workspace", "sealed", "excluded_by", "holds", "severity", "identity_confidence", "amount_cny", "event_date",
    "lead_id", "model_id", "rule", "status", "assignee",
)  # fmt: skip


def upgrade() -> None:
    """Make the table of whom leads are about, and fill it from the leads there are."""
    made = op.create_table(
        "lead_entity",
        sa.Column("workspace", sa.String(64), nullable=False),
        sa.Column("entity_id", sa.String(80), nullable=False),
        sa.Column("lead_id", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "entity_id", "lead_id", name="pk_lead_entity"),
        sa.ForeignKeyConstraint(
            ["workspace", "lead_id"], ["lead.workspace", "lead.lead_id"], name="fk_lead_entity_workspace_lead"
        ),
    )
    leads = sa.text("SELECT workspace, lead_id, principal_entity_id, CAST(parties AS TEXT) FROM lead")
    op.bulk_insert(
        made,
        [
            {"workspace": workspace, "entity_id": entity_id, "lead_id": lead_id}
            for workspace, lead_id, principal, parties in op.get_bind().execute(leads)
            for entity_id in sorted({principal, *json.loads(parties)})
        ],
    )
    op.drop_index("ix_lead_principal", "lead")
    op.drop_index("ix_lead_model_rule", "lead")
    op.create_index("ix_lead_model_rule", "lead", list(_COUNTED))
    op.create_index("ix_lead_listed", "lead", list(_LISTED))
