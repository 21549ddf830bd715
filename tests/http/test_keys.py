"""Keys of systems: made, listed and revoked on the command line, in force over HTTP."""

import json
from pathlib import Path

import pytest
from sqlalchemy import update

from api.account_tables import ApiKey
from core.settings import Settings
from tests.api.command_line import run_clew
from tests.http.client import PURPOSE, Served, TestClient, code, served


def clew(small: Served, *arguments: object) -> str:
    """Run a command on the served workspace and return what it printed."""
    done = run_clew(*arguments, "-w", small.settings.workspace)
    assert done.returncode == 0, done.stderr
    return done.stdout


def with_key(small: Served, key: str) -> TestClient:
    client = small.nobody()
    client.headers["Authorization"] = f"Bearer {key}"
    return client


def test_a_key_is_shown_once_is_in_force_and_is_revoked_at_once(small: Served) -> None:
    made = json.loads(clew(small, "keys", "create", "case-system", "--purpose", PURPOSE, "--json"))
    client = with_key(small, made["key"])
    assert client.get("/v1/search", params={"q": "毕节"}).status_code == 200
    last = small.last_entry()
    assert (last.actor, last.action, last.reason) == ("key:case-system", "search", PURPOSE)
    listed = clew(small, "keys", "list", "--json")
    (mine,) = (one for one in json.loads(listed)["keys"] if one["key_id"] == made["key_id"])
    assert (mine["name"], mine["state"], mine["reveals"], mine["purpose"]) == (
        "case-system",
        "in force",
        False,
        PURPOSE,
    )
    assert made["key"] not in listed
    clew(small, "keys", "revoke", made["key_id"], "--reason", "the system was replaced")
    assert code(client.get("/v1/search", params={"q": "毕节"})) == (401, "key_not_in_force")
    last = small.last_entry()
    assert (last.action, last.reason) == ("keys revoke", "the system was replaced")


def test_a_name_is_one_systems_for_good(tmp_path: Path) -> None:
    one = served(Settings(workspace=tmp_path))

    def made(name: str, *options: str) -> tuple[int, str]:
        done = run_clew("keys", "create", name, "--purpose", PURPOSE, *options, "-w", tmp_path)
        return done.returncode, done.stderr

    assert made("case-system")[0] == 0
    assert (made("case-system")[0], made("other", "--renews")[0]) == (1, 1)
    with one.session() as db:
        db.execute(update(ApiKey).values(ended_at="2020-01-01T00:00:00+00:00"))
    status, said = made("case-system")
    assert (status, "Add --renews if this one is for the same system" in said) == (1, True)
    assert made("case-system", "--renews")[0] == 0
    one.service.engine.dispose()


def test_a_key_expires(small: Served) -> None:
    client = small.system("short-lived")
    assert client.get("/v1/schema").status_code == 200
    with small.session() as db:
        db.execute(update(ApiKey).where(ApiKey.name == "short-lived").values(expires_at="2020-01-01T00:00:00+00:00"))
    assert code(client.get("/v1/schema")) == (401, "key_not_in_force")


@pytest.mark.parametrize("authorization", ["Bearer ", "Bearer clew_nothing", "bearer clew_nothing"])
def test_what_is_no_key_is_refused_even_where_nobody_is_answered(small: Served, authorization: str) -> None:
    answer = small.nobody().get("/v1/session", headers={"Authorization": authorization})
    assert code(answer) == (401, "key_not_in_force")


def test_a_key_counts_before_a_login(small: Served) -> None:
    client = small.user("administrator")
    client.headers["Authorization"] = "Bearer clew_nothing"
    assert code(client.get("/v1/users"))[0] == 401


def test_a_key_that_was_not_made_to_reveal_does_not(small: Served) -> None:
    client = small.system(reveals=False)
    assert client.get("/v1/leads", params={"limit": 1}).status_code == 200
    before = small.journal_lines()
    answer = client.get("/v1/leads", params={"limit": 1, "reveal": "a reason"})
    assert code(answer) == (403, "key_does_not_reveal")
    assert small.journal_lines() == before


def test_a_key_of_another_workspace_opens_nothing(small: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    client = small.system()
    monkeypatch.setattr(small.service, "workspace", "another")
    assert code(client.get("/v1/schema")) == (401, "key_not_in_force")
