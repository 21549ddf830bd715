"""Who may ask over HTTP: users, invitations, logins and keys; leads get a version and an assignee; the journal tells
in which workspace something was looked up, and what was shown."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_KNOWN = "SELECT min(workspace) FROM run_stamp HAVING count(DISTINCT workspace) = 1"


def upgrade() -> None:
    """Go to this revision; leads of before are of version 1, and nobody's.

    What the journal holds goes to the workspace that alone has used this database, else to none.
    """
    workspace = op.get_bind().execute(sa.text(_KNOWN)).scalar() or ""
    op.add_column("lead", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("lead", sa.Column("sealed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("lead", sa.Column("assignee", sa.String(200), nullable=False, server_default=""))
    # By the default, for triggers refuse to change an entry; the program gives every new one its workspace.
    op.add_column("journal", sa.Column("workspace", sa.String(64), nullable=False, server_default=workspace))
    op.add_column("journal", sa.Column("shown", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "account",
        sa.Column("workspace", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("disabled_at", sa.String(32), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("workspace", "name", name="pk_account"),
    )
    op.create_table(
        "invitation",
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("workspace", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("invited_by", sa.String(200), nullable=False),
        sa.Column("expires_at", sa.String(32), nullable=False),
        sa.Column("ended_at", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("secret", name="pk_invitation"),
    )
    op.create_table(
        "login",
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("workspace", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("expires_at", sa.String(32), nullable=False),
        sa.Column("ended_at", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("secret", name="pk_login"),
    )
    op.create_table(
        "api_key",
        sa.Column("key_id", sa.String(40), nullable=False),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("workspace", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("reveals", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("created_by", sa.String(200), nullable=False),
        sa.Column("expires_at", sa.String(32), nullable=False),
        sa.Column("ended_at", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("secret", name="pk_api_key"),
        sa.UniqueConstraint("key_id", name="uq_api_key_key_id"),
    )
