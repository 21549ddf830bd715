"""The SQL database: its revisions make what the tables say from any earlier one, and a bad address is told."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic import command, op
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

import api.account_tables
import core.database
import core.journal
import queries.lead_tables
from core.database import MIGRATIONS, REVISIONS, Base, open_engine, session_scope, upgrade
from core.errors import UserError
from records.withdrawals import Withdrawal, withdrawn_batches
from resolution.judgement_table import JudgementLine, record
from resolution.judgements import Verdict
from tests.postgres_server.server import Server

TABLES = (api.account_tables.Account, core.journal.JournalEntry, queries.lead_tables.Lead, JudgementLine, Withdrawal)
EARLIER = [one.revision for one in ScriptDirectory(str(MIGRATIONS)).walk_revisions()][1:]


def assert_as_declared(url: str) -> None:
    """The database has the tables, columns, types and constraints that the program declares, and no others."""
    engine = open_engine(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


def upgrade_to(url: str, revision: str) -> None:
    """Bring an empty database to a revision, as the program of that day did."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = open_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


def test_a_revision_is_known_by_the_name_of_its_file() -> None:
    assert [*reversed(EARLIER), ScriptDirectory(str(MIGRATIONS)).get_current_head()] == REVISIONS


def test_the_revisions_make_the_declared_tables_and_run_twice(database_url: str) -> None:
    upgrade(database_url)
    upgrade(database_url)
    assert_as_declared(database_url)


@pytest.mark.parametrize("revision", EARLIER)
def test_an_earlier_database_is_brought_up_to_date_and_keeps_what_people_wrote(
    database_url: str, revision: str
) -> None:
    upgrade_to(database_url, revision)
    with session_scope(database_url) as session:
        session.execute(
            text(
                "INSERT INTO journal (at, actor, action, subject, reason) VALUES ('now', '赵检', 'look', 'P-1', '核查')"
            )
        )
    upgrade(database_url)
    assert_as_declared(database_url)
    with session_scope(database_url) as session:
        assert session.execute(text("SELECT actor, reason FROM journal")).all() == [("赵检", "核查")]


RECORDED = (
    "INSERT INTO run_stamp (workspace, generation, as_of, at, leads) VALUES "
    "('one', 1, '2026-06-30', '09:00', 1), ('two', 1, '2026-06-30', '10:00', 1), ('two', 2, '2026-06-30', '11:00', 1)",
    "INSERT INTO lead SELECT lead_id, 'M19', 'R1', 1, 'P-1', 'J-1', NULL, NULL, '[]', '{}', '{}', '{}', 3, 1.0, '', "
    "'triage', ?, '', '[]', '2026-06-30', '[]', '{}', '[]', '{}', first, 2 FROM (SELECT 'L-1' AS lead_id, 1 AS first "
    "UNION ALL SELECT 'L-2', 1 UNION ALL SELECT 'L-3', 7) given",
    "INSERT INTO lead_event (lead_id, at, actor, what, detail) VALUES ('L-1', '09:00', 'clew', 'found', ''), "
    "('L-1', '09:30', '赵检', 'status', 'screening → triage'), ('L-2', '10:00', 'clew', 'found', ''), "
    "('L-3', '08:00', 'clew', 'found', '')",
    "INSERT INTO withdrawal (batch_id, at, actor, reason) VALUES ('B-1', '09:45', '赵检', '误报')",
    "INSERT INTO journal (at, actor, action, subject, reason) VALUES ('now', '赵检', 'look', 'P-1', '核查')",
)


def write_at_0002(url: str) -> None:
    """Write as the program did before workspaces were told apart."""
    upgrade_to(url, "0002")
    true = "1" if url.startswith("sqlite") else "true"
    with session_scope(url) as session:
        for statement in RECORDED:
            session.execute(text(statement.replace("?", true)))


def test_what_was_written_before_workspaces_were_told_apart_goes_to_the_one_that_wrote_it(database_url: str) -> None:
    write_at_0002(database_url)
    upgrade(database_url)
    with session_scope(database_url) as session:
        found = session.execute(text("SELECT lead_id, workspace, status FROM lead ORDER BY lead_id")).all()
        assert found == [("L-1", "one", "triage"), ("L-2", "two", "triage"), ("L-3", "two", "triage")]
        about = text("SELECT workspace, entity_id, lead_id FROM lead_entity ORDER BY lead_id")
        assert session.execute(about).all() == [("one", "P-1", "L-1"), ("two", "P-1", "L-2"), ("two", "P-1", "L-3")]
        events = text("SELECT workspace, what FROM lead_event ORDER BY event_id")
        assert session.execute(events).all() == [
            ("one", "found"),
            ("one", "status"),
            ("two", "found"),
            ("two", "found"),
        ]
    assert [withdrawn_batches(database_url, name) for name in ("one", "two", "three")] == [["B-1"], ["B-1"], []]


@pytest.mark.parametrize(("others", "owner"), [(False, "one"), (True, "")], ids=["its only one", "none of several"])
def test_what_the_journal_held_goes_to_the_workspace_that_alone_used_the_database(
    database_url: str, others: bool, owner: str
) -> None:
    write_at_0002(database_url)
    if not others:
        with session_scope(database_url) as session:
            session.execute(text("DELETE FROM run_stamp WHERE workspace <> 'one'"))
    upgrade(database_url)
    with session_scope(database_url) as session:
        core.journal.append(session, "two", "钱检", "look", "P-2", "核查")
        found = session.execute(text("SELECT workspace FROM journal ORDER BY entry_id")).scalars().all()
        assert found == [owner, "two"]
        assert [one.actor for one in core.journal.newest(session, ["two"], 10)] == ["钱检"]


EVERYWHERE = ["UPDATE {0} SET {1} = 'x'", "DELETE FROM {0}"]
CHANGES = {"sqlite": "INSERT OR REPLACE INTO {0} SELECT * FROM {0}", "postgresql": "TRUNCATE {0}"}


@pytest.mark.parametrize(("table", "who"), [("journal", "actor"), ("lead_event", "actor"), ("judgement", "reviewer")])
def test_what_was_done_is_never_changed_or_removed(database_url: str, table: str, who: str) -> None:
    write_at_0002(database_url)
    upgrade(database_url)
    with session_scope(database_url) as session:
        record(session, "one", "t:1#person", "t:2#person", Verdict.SAME, "赵检", "同一人", {})
    for change in [*EVERYWHERE, CHANGES[make_url(database_url).get_backend_name()]]:
        with pytest.raises(DBAPIError, match="append-only"), session_scope(database_url) as session:
            session.execute(text(change.format(table, who)))
    with session_scope(database_url) as session:
        assert session.execute(text(f"SELECT count(*) FROM {table} WHERE {who} = '赵检'")).scalar_one() == 1


def test_the_database_is_brought_up_to_date_by_the_lowest_room_alone(tmp_path: Path) -> None:
    shutil.copytree(Path(core.database.__file__).parent, tmp_path / "core")
    upper = ["records", "graph", "resolution", "loaders", "queries", "api", "synth"]
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); sys.modules.update(dict.fromkeys({upper}))\n"
        f"from core.database import upgrade; upgrade('sqlite:///{tmp_path / 'clew.db'}')"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    assert done.stderr == ""


def test_two_programs_may_start_on_an_empty_database_at_once(database_url: str) -> None:
    program = "import sys; from core.database import upgrade; upgrade(sys.argv[1])"
    started = [
        subprocess.Popen([sys.executable, "-c", program, database_url], stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert [one.communicate()[1] for one in started] == ["", "", ""]
    assert_as_declared(database_url)


def test_an_upgrade_that_is_stopped_half_way_leaves_the_database_as_it_was(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = op.create_table

    def stopped_at_the_journal(name: str, *columns: Any) -> Any:
        if name == "journal":
            raise KeyboardInterrupt
        return create(name, *columns)

    monkeypatch.setattr(op, "create_table", stopped_at_the_journal)
    with pytest.raises(KeyboardInterrupt):
        upgrade(database_url)
    monkeypatch.undo()
    upgrade(database_url)
    assert_as_declared(database_url)


def test_a_database_of_a_newer_version_is_told(database_url: str) -> None:
    upgrade(database_url)
    with session_scope(database_url) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UserError, match=r"newer version of Clew \(revision 9999"):
        upgrade(database_url)


@pytest.mark.parametrize(
    "url",
    ["clew.db", "mysql://u:secret@host/db", "postgres://u:secret@host/db", "postgresql+psycopg://u:secret@host:x/db"],
)
def test_a_url_that_is_none_is_told(url: str) -> None:
    with pytest.raises(UserError, match="cannot be read") as told:
        open_engine(url)
    assert "secret" not in str(told.value)


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / "clew.db").mkdir()
    with pytest.raises(UserError, match="cannot be used"):
        upgrade(f"sqlite:///{tmp_path / 'clew.db'}")


@pytest.mark.parametrize(
    "place", ["u:secret@127.0.0.1:1/db", "u:p@secret@127.0.0.1:1/db", "127.0.0.1:1/db?password=secret"]
)
def test_a_server_out_of_reach_is_told_without_the_password(place: str) -> None:
    for use in (upgrade, lambda url: withdrawn_batches(url, "ws")):
        with pytest.raises(UserError, match=r"cannot be used|an @ too many") as told:
            use(f"postgresql+psycopg://{place}")
        assert "secret" not in str(told.value)


def test_a_wrong_password_is_told_and_not_shown(postgres_server: Server) -> None:
    url = postgres_server.url.set(password="secret-word").render_as_string(hide_password=False)
    with pytest.raises(UserError, match="password authentication failed") as told:
        upgrade(url)
    assert "secret-word" not in str(told.value)


def test_a_server_that_takes_no_writing_is_told(postgres_server: Server) -> None:
    with postgres_server.fresh_database() as url:
        postgres_server.execute(f"ALTER DATABASE {make_url(url).database} SET default_transaction_read_only = on")
        with pytest.raises(UserError, match="read-only transaction"):
            upgrade(url)
