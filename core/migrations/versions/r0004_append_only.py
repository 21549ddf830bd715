"""The journal and the history of leads only grow: the database itself refuses to change or remove a line."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_KEYS = {"journal": "entry_id", "lead_event": "event_id"}
_SQLITE = {
    "update": "BEFORE UPDATE ON {table}",
    "delete": "BEFORE DELETE ON {table}",
    # INSERT OR REPLACE removes a line without a word to the trigger of DELETE.
    "replace": "BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})",
}
_REFUSE = """
    CREATE FUNCTION clew_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the table % is append-only', TG_TABLE_NAME; END $$"""


def upgrade() -> None:
    """Put the triggers on."""
    if op.get_bind().dialect.name == "sqlite":
        for table, key in _KEYS.items():
            for name, when in _SQLITE.items():
                op.execute(
                    f"CREATE TRIGGER {table}_refuses_{name} {when.format(table=table, key=key)} "
                    f"BEGIN SELECT RAISE(ABORT, 'the table {table} is append-only'); END"
                )
        return
    op.execute(_REFUSE)
    for table in _KEYS:
        op.execute(
            f"CREATE TRIGGER {table}_refuses BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION clew_append_only()"
        )
