"""The SQL database: what people said or did, and the leads they said it about."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, MetaData, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session

from core.errors import UserError

MIGRATIONS = Path(__file__).parent.parent / "api" / "migrations"


class Base(DeclarativeBase):
    """Base of every SQL table; constraints have names, so that a migration can change them on either database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def open_engine(url: str) -> Engine:
    """Return an engine for a SQLAlchemy URL. Raises UserError when the URL cannot be read."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise UserError(
            "The database URL cannot be read. Give one like sqlite:///path/clew.db or postgresql+psycopg://user@host/name."
        ) from None
    if parsed.get_backend_name() == "sqlite" and parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed)
    if parsed.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _foreign_keys)
    return engine


def _foreign_keys(connection: object, _: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")  # type: ignore[attr-defined]


def upgrade(url: str) -> None:
    """Bring the database to the newest revision; safe at every start. Raises UserError if it is out of reach."""
    config = Config()
    config.set_main_option("script_location", MIGRATIONS.as_posix().replace("%", "%%"))
    engine = open_engine(url)
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except OperationalError as error:
        place = engine.url.render_as_string(hide_password=True)
        raise UserError(
            f"The database {place} cannot be opened: {error.orig}. Check that it runs and the URL."
        ) from error
    finally:
        engine.dispose()


@contextmanager
def session_scope(url: str) -> Iterator[Session]:
    """Yield a session on the database: committed when the block ends, rolled back when it raises."""
    engine = open_engine(url)
    try:
        with Session(engine) as session, session.begin():
            yield session
    finally:
        engine.dispose()
