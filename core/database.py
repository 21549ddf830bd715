"""The SQL database: what people said or did, and the leads they said it about."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session

from core.errors import OutOfReach, UserError

MIGRATIONS = Path(__file__).parent / "migrations"
REVISIONS = [file.stem[1:5] for file in sorted((MIGRATIONS / "versions").glob("r*.py"))]
"""What the database was brought to in turn, the oldest first: a file of a revision begins with its number."""
_ALONE = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "SELECT pg_advisory_xact_lock(1668048247)"}
"""By dialect, what makes others who bring the database up to date wait until this transaction ends."""
WAIT_SECONDS = 60
"""How long SQLite waits for another that writes: a run writes the leads of a large county in one transaction."""
_UNREADABLE = (
    "The database URL cannot be read. Give one like sqlite:///path/clew.db or postgresql+psycopg://user@host/name."
)


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
    """Return an engine for a SQLAlchemy URL of SQLite or PostgreSQL. Raises UserError when the URL cannot be read."""
    try:
        parsed = make_url(url)
        engine = create_engine(parsed, hide_parameters=True)  # an error that tells the values would tell of people
    except (ArgumentError, ValueError, ModuleNotFoundError):
        raise UserError(_UNREADABLE) from None
    if engine.dialect.name not in _ALONE:
        raise UserError(_UNREADABLE)
    if "@" in (parsed.host or ""):
        raise UserError("The database URL holds an @ too many. In a user's name or a password write %40 for it.")
    if engine.dialect.name == "sqlite":
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        event.listen(engine, "connect", _prepared)
    return engine


def _prepared(connection: object, _: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")  # type: ignore[attr-defined]
    connection.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")  # type: ignore[attr-defined]


@contextmanager
def _telling(engine: Engine, mishaps: type[DBAPIError]) -> Iterator[None]:
    """Turn what goes wrong at the database into a sentence."""
    try:
        yield
    except mishaps as error:
        place = engine.url.set(query={}).render_as_string(hide_password=True)
        said = " ".join(str(error.orig).split()).rstrip(".")
        raise OutOfReach(
            f"The database {place} cannot be used ({said}). Check that it runs, the URL, and what its user may do."
        ) from error


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def upgrade(url: str) -> None:
    """Bring the database to the newest revision; safe at every start, also at several at once.

    Raises UserError when the database is out of reach, refuses, or was written by a newer version.
    """
    with _engine(url) as engine, _telling(engine, DBAPIError), engine.begin() as connection:
        found = _revision(connection)
        if found == REVISIONS[-1]:
            return
        if found is not None and found not in REVISIONS:
            raise UserError(
                f"The database was written by a newer version of Clew (revision {found}; this one knows up to "
                f"{REVISIONS[-1]}). Install a newer Clew to open it."
            )
        from alembic import command  # takes a fifth of a command's start, and hardly ever has anything to do
        from alembic.config import Config

        connection.exec_driver_sql(_ALONE[engine.dialect.name])
        config = Config()
        config.set_main_option("script_location", MIGRATIONS.as_posix().replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    """Return the revision of a database, or None of one that is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


@contextmanager
def session_on(engine: Engine) -> Iterator[Session]:
    """Yield a session on an open engine: committed when the block ends, rolled back when it raises.

    Raises OutOfReach when the database is.
    """
    with _telling(engine, OperationalError), Session(engine) as session, session.begin():
        yield session


@contextmanager
def session_scope(url: str) -> Iterator[Session]:
    """Yield a session on the database of a URL, as `session_on` does."""
    with _engine(url) as engine, session_on(engine) as session:
        yield session
