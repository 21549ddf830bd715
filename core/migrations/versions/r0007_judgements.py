"""What people said about who is who; like the journal, the table only grows."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_SQLITE = {
    "update": "BEFORE UPDATE ON judgement",
    "delete": "BEFORE DELETE ON judgement",
    # INSERT OR REPLACE removes a line without a word to the trigger of DELETE.
    "replace": "BEFORE INSERT ON judgement WHEN EXISTS (SELECT 1 FROM judgement "
    "WHERE workspace = NEW.workspace AND judgement_id = NEW.judgement_id)",
}


def upgrade() -> None:
    """Make the table, and put the triggers on that refuse to change or remove a line."""
    op.create_table(
        "judgement",
        sa.Column("workspace", sa.String(64), nullable=False),
        sa.Column("judgement_id", sa.String(40), nullable=False),
        sa.Column("a", sa.Text(), nullable=False),
        sa.Column("b", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("reviewer", sa.String(200), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("withdraws", sa.String(40), nullable=True),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "judgement_id", name="pk_judgement"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for name, when in _SQLITE.items():
            op.execute(
                f"CREATE TRIGGER judgement_refuses_{name} {when} "
                "BEGIN SELECT RAISE(ABORT, 'the table judgement is append-only'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER judgement_refuses BEFORE UPDATE OR DELETE OR TRUNCATE ON judgement "
        "FOR EACH STATEMENT EXECUTE FUNCTION clew_append_only()"
    )
