"""How people come in: invitations, passwords, logins, and being shut out."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text, update

from api import accounts
from api.account_tables import Account, Invitation, Login
from core.settings import Settings
from tests.api.command_line import run_clew
from tests.http.client import PASSWORD, Served, code, served

PAST = "2020-01-01T00:00:00+00:00"


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A workspace with nothing in it, served; every test invites people of its own."""
    with ExitStack() as held, pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "_COST", 2**4)  # it is slow on purpose
        url = ""
        if request.param == "postgres":
            url = held.enter_context(request.getfixturevalue("postgres_server").fresh_database())
        found = served(Settings(workspace=tmp_path_factory.mktemp("office"), database_url=SecretStr(url)))
        held.callback(found.service.engine.dispose)
        yield found


def joined(office: Served, name: str, role: str = "investigator") -> None:
    """Let somebody choose the password."""
    secret = office.invited(name, role)
    done = office.nobody().post(f"/v1/invitations/{secret}", json={"password": PASSWORD})
    assert done.status_code == 200, done.text


def entry(office: Served, name: str, password: str = PASSWORD) -> tuple[int, str]:
    """Log in, and return status and code."""
    answer = office.nobody().post("/v1/session", json={"name": name, "password": password})
    return code(answer) if answer.is_error else (answer.status_code, "")


def test_an_invitation_says_for_whom_it_is_and_lets_in(office: Served) -> None:
    secret, client = office.invited("李敏", "investigator"), office.nobody()
    assert client.get(f"/v1/invitations/{secret}").json() == {"name": "李敏", "role": "investigator"}
    assert client.post(f"/v1/invitations/{secret}", json={"password": PASSWORD}).status_code == 200
    found = client.get("/v1/session").json()
    assert (found["name"], found["role"], found["kind"]) == ("李敏", "investigator", "user")


def test_an_invitation_is_used_once(office: Served) -> None:
    secret = office.invited("王一", "investigator")
    statuses = [
        office.nobody().post(f"/v1/invitations/{secret}", json={"password": PASSWORD}).status_code for _ in range(2)
    ]
    assert statuses == [200, 404]
    assert code(office.nobody().get(f"/v1/invitations/{secret}")) == (404, "invitation_not_in_force")


def test_of_two_who_use_an_invitation_at_once_one_is_let_in(office: Served) -> None:
    secret, chosen = office.invited("王二", "investigator"), ("the first password", "the second password")

    def accept(password: str) -> int:
        return office.nobody().post(f"/v1/invitations/{secret}", json={"password": password}).status_code

    with ThreadPoolExecutor(2) as both:
        statuses = list(both.map(accept, chosen))
    assert sorted(statuses) == [200, 404]
    assert [entry(office, "王二", one)[0] for one in chosen] == [200 if one == 200 else 401 for one in statuses]


def test_an_invitation_expires(office: Served) -> None:
    secret = office.invited("王三", "investigator")
    with office.session() as db:
        db.execute(update(Invitation).where(Invitation.name == "王三").values(expires_at=PAST))
    answer = office.nobody().post(f"/v1/invitations/{secret}", json={"password": PASSWORD})
    assert code(answer) == (404, "invitation_not_in_force")


def test_a_new_invitation_ends_the_earlier(office: Served) -> None:
    first, second = office.invited("王四", "investigator"), office.invited("王四", "investigator")
    assert [office.nobody().get(f"/v1/invitations/{one}").status_code for one in (first, second)] == [404, 200]


@pytest.mark.parametrize(
    ("password", "expected"), [("a" * 9, "password_too_short"), ("a" * 201, "password_too_long")], ids=["9", "201"]
)
def test_a_password_of_a_wrong_length_does_not_use_the_invitation_up(
    office: Served, password: str, expected: str
) -> None:
    secret = office.invited(f"王{len(password)}", "investigator")
    answer = office.nobody().post(f"/v1/invitations/{secret}", json={"password": password})
    assert code(answer) == (422, expected)
    assert office.nobody().get(f"/v1/invitations/{secret}").status_code == 200


def test_a_wrong_password_and_an_unknown_name_are_refused_alike(office: Served) -> None:
    joined(office, "赵一")
    assert entry(office, "赵一") == (200, "")
    assert entry(office, "赵一", "not the password") == entry(office, "nobody") == (401, "wrong_password")


def test_a_name_that_nobody_has_is_not_kept_for_it_may_be_a_password(office: Served) -> None:
    entry(office, "key:case-system", "not the password")
    entry(office, PASSWORD, "赵一")
    entries = office.user("administrator").get("/v1/journal", params={"action": "session refused"}).json()["entries"]
    assert {one["actor"] for one in entries[:2]} == {"-"}
    assert PASSWORD not in str(entries)


@pytest.mark.parametrize("name", ["key:case-system", "clew", "-", " ", "a\u202eb", "x" * 201])
def test_nobody_is_called_like_a_system_or_the_program(name: str, office: Served) -> None:
    answer = office.user("administrator").post("/v1/users", json={"name": name, "role": "investigator"})
    assert code(answer)[0] == 422


def test_who_is_wrong_too_often_waits_whatever_the_password(office: Served) -> None:
    joined(office, "赵二")
    tried = [entry(office, "赵二", "not the password")[1] for _ in range(accounts.TRIES)]
    assert tried == ["wrong_password"] * accounts.TRIES
    assert entry(office, "赵二") == (429, "too_many_tries")
    with office.session() as db:
        db.execute(update(Account).where(Account.name == "赵二").values(failed_at=PAST))
    assert entry(office, "赵二") == (200, "")


def test_the_right_password_forgives_wrong_ones(office: Served) -> None:
    joined(office, "赵三")
    for password in (
        ["not the password"] * (accounts.TRIES - 1) + [PASSWORD] + ["not the password"] * (accounts.TRIES - 1)
    ):
        entry(office, "赵三", password)
    assert entry(office, "赵三") == (200, "")


def test_of_many_who_try_at_once_no_more_are_compared_than_of_one_after_another(office: Served) -> None:
    joined(office, "赵四")
    with ThreadPoolExecutor(6) as many:
        told = list(many.map(lambda _: entry(office, "赵四", "not the password")[1], range(18)))
    assert sorted(told) == ["too_many_tries"] * (18 - accounts.TRIES) + ["wrong_password"] * accounts.TRIES


def test_the_wait_grows_but_not_for_ever_and_an_invitation_ends_it(office: Served) -> None:
    joined(office, "赵五")

    def failed(tries: int, seconds: int) -> tuple[int, str]:
        ago = accounts.later(timedelta(seconds=-seconds))
        with office.session() as db:
            db.execute(update(Account).where(Account.name == "赵五").values(failures=tries, failed_at=ago))
        return entry(office, "赵五")

    assert [failed(tries, 40)[0] for tries in (4, 5, 6)] == [200, 200, 429]
    assert [failed(1000, seconds)[0] for seconds in (290, 301)] == [429, 200]
    assert failed(1000, 0)[0] == 429
    joined(office, "赵五")
    assert entry(office, "赵五") == (200, "")


def test_logging_out_ends_the_login_itself(office: Served) -> None:
    client = office.user("administrator")
    secret = client.cookies[office.service.cookie]
    assert client.delete("/v1/session").status_code == 204
    assert office.service.cookie not in client.cookies
    other = office.nobody()
    other.cookies.set(office.service.cookie, secret)
    assert code(other.get("/v1/users")) == (401, "not_signed_in")


def test_a_login_expires(office: Served) -> None:
    client = office.user("administrator", "钱一")
    with office.session() as db:
        db.execute(update(Login).where(Login.name == "钱一").values(expires_at=PAST))
    assert code(client.get("/v1/users"))[0] == 401


def test_a_new_password_ends_logins_that_the_old_one_began(office: Served) -> None:
    client = office.user("administrator", "钱二")
    joined(office, "钱二", "administrator")
    assert code(client.get("/v1/users"))[0] == 401


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(office: Served) -> None:
    joined(office, "钱三")
    given = office.nobody().post("/v1/session", json={"name": "钱三", "password": PASSWORD}).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(given.split("; "))
    assert "Secure" not in given


def test_a_login_here_leaves_that_of_another_workspace_on_this_host(office: Served, tmp_path: Path) -> None:
    other = served(Settings(workspace=tmp_path))
    here, there = office.user("administrator"), other.user("administrator")
    here.cookies.update(there.cookies)
    there.cookies.update(here.cookies)
    assert [one.get("/v1/users").status_code for one in (here, there)] == [200, 200]
    other.service.engine.dispose()


def test_who_asks_is_read_once(office: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    client, read, asked = office.user("investigator", "钱七"), accounts.logged_in, []
    monkeypatch.setattr(accounts, "logged_in", lambda *given: (asked.append(1), read(*given))[1])
    assert client.get("/v1/session").json()["name"] == "钱七"
    assert len(asked) == 1


def test_over_https_the_cookie_goes_over_nothing_else(office: Served) -> None:
    client = office.nobody()
    client.base_url = "https://testserver"
    joined(office, "钱四")
    given = client.post("/v1/session", json={"name": "钱四", "password": PASSWORD}).headers["set-cookie"]
    assert "Secure" in given.split("; ")


def test_a_change_from_another_page_is_refused(office: Served) -> None:
    client = office.user("administrator")
    wanted = {"name": "孙一", "role": "investigator"}
    for origin, expected in (
        ("http://elsewhere.example", 403), ("null", 403), ("http://testserver:81", 403), ("http://testserver", 201)
    ):  # fmt: skip
        answer = client.post("/v1/users", json=wanted, headers={"Origin": origin})
        assert answer.status_code == expected, origin


def test_a_link_for_somebody_who_has_an_account_is_journalled_as_what_it_is(office: Served) -> None:
    client = office.user("administrator", "钱六")
    joined(office, "孙七")
    for name in ("孙七", "孙八"):
        assert client.post("/v1/users", json={"name": name, "role": "investigator"}).status_code == 201
    entries = client.get("/v1/journal", params={"actor": "钱六"}).json()["entries"]
    assert [(one["action"], one["subject"]) for one in entries[:2]] == [
        ("users invite", "孙八"),
        ("users reset", "孙七"),
    ]


def test_an_administrator_invites_and_the_link_works(office: Served) -> None:
    client = office.user("administrator", "钱五")
    told = client.post("/v1/users", json={"name": "孙二", "role": "investigator"}).json()
    page, secret = told["link"].split("#/invitation/")
    assert page == "http://testserver/"
    assert office.nobody().get(f"/v1/invitations/{secret}").json()["name"] == "孙二"
    assert {"name": "孙二", "role": "investigator", "state": "invited"}.items() <= next(
        one for one in client.get("/v1/users").json()["users"] if one["name"] == "孙二"
    ).items()


def test_who_is_disabled_is_out_at_once_and_for_good(office: Served) -> None:
    administrator, client = office.user("administrator"), office.user("administrator", "孙/三")
    assert client.get("/v1/users").status_code == 200
    done = administrator.post("/v1/users/孙/三/disable", json={"reason": "left the office"})
    assert done.json() == {"name": "孙/三", "state": "disabled"}
    assert code(client.get("/v1/users")) == (401, "not_signed_in")
    assert entry(office, "孙/三") == (401, "wrong_password")
    again = administrator.post("/v1/users", json={"name": "孙/三", "role": "administrator"})
    assert code(again) == (422, "refused")
    entries = administrator.get("/v1/journal", params={"action": "users disable"}).json()["entries"]
    assert [one["reason"] for one in entries if one["subject"] == "孙/三"] == ["left the office"]


def test_the_last_administrator_stays(tmp_path: Path) -> None:
    office = served(Settings(workspace=tmp_path))
    client = office.user("administrator", "first")
    office.user("investigator", "another")
    office.invited("second", "administrator")  # may never come
    assert code(client.post("/v1/users/first/disable", json={"reason": "a mistake"})) == (422, "last_administrator")
    done = run_clew("users", "disable", "first", "--reason", "a mistake", "-w", tmp_path)
    assert (done.returncode, "first is the last administrator" in done.stderr) == (1, True)
    office.user("administrator", "second")
    assert client.post("/v1/users/first/disable", json={"reason": "left"}).status_code == 200
    office.service.engine.dispose()


def test_disabling_ends_an_invitation(office: Served) -> None:
    secret, administrator = office.invited("孙四", "investigator"), office.user("administrator")
    assert administrator.post("/v1/users/孙四/disable", json={"reason": "a mistake"}).status_code == 200
    assert office.nobody().get(f"/v1/invitations/{secret}").status_code == 404


def test_nobody_unknown_and_nobody_twice_is_disabled(office: Served) -> None:
    administrator = office.user("administrator")
    joined(office, "孙五")
    answers = [administrator.post(f"/v1/users/{name}/disable", json={"reason": "left"}) for name in ("孙五", "孙五")]
    assert code(answers[1]) == (422, "refused")
    assert code(administrator.post("/v1/users/nobody/disable", json={"reason": "left"})) == (404, "no_such_user")


def test_no_secret_is_kept_as_it_is(office: Served) -> None:
    secret, client = office.invited("孙六", "investigator"), office.nobody()
    client.post(f"/v1/invitations/{secret}", json={"password": PASSWORD})
    system = office.system()
    key = system.headers["Authorization"].removeprefix("Bearer ")
    assert client.get("/v1/schema").status_code == system.get("/v1/schema").status_code == 200
    with office.session() as db:
        kept = "".join(
            str(tuple(row))
            for table in ("account", "invitation", "login", "api_key", "journal")
            for row in db.execute(text(f"SELECT * FROM {table}"))
        )
    assert "孙六" in kept
    assert [one for one in (secret, client.cookies[office.service.cookie], key, PASSWORD) if one in kept] == []


def test_people_are_invited_listed_and_disabled_on_the_command_line_too(office: Served) -> None:
    env = {"CLEW_DATABASE_URL": office.settings.url}

    def clew(*arguments: str) -> str:
        done = run_clew("users", *arguments, "-w", office.settings.workspace, env=env)
        assert done.returncode == 0, done.stderr
        return done.stdout

    told = json.loads(clew("invite", "周一", "--role", "investigator", "--address", "https://clew.example/", "--json"))
    page, secret = told["link"].split("/#/invitation/")
    assert page == "https://clew.example"
    client = office.nobody()
    assert client.post(f"/v1/invitations/{secret}", json={"password": PASSWORD}).status_code == 200
    assert "周一" in clew("list")
    clew("disable", "周一", "--reason", "left the office")
    assert code(client.get("/v1/schema")) == (401, "not_signed_in")
