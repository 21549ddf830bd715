"""Who may ask for what: nobody, administrators, investigators, systems."""

import pytest

from api.access import Action
from api.asking import UNJOURNALLED, JournalledRoute
from tests.http.client import Served, code
from tests.http.every_route import REQUESTS, Known, Route, action, ask, known_of, routes

OPEN = {Action.HEALTH, Action.PAGE, Action.ENTER}
CASE_DATA = {
    Action.LOOK, Action.LEADS, Action.DECIDE, Action.SCREEN, Action.TRY, Action.LOADED, Action.REVIEW, Action.JUDGE
}  # fmt: skip


@pytest.fixture(scope="module")
def known(small: Served) -> Known:
    return known_of(small)


def asked_for(small: Served, actions: set[Action]) -> list[Route]:
    """Return the routes that ask for one of these actions."""
    return [route for route, one in routes(small.app).items() if action(one) in actions]


def test_every_route_asks_once_and_answers_only_what_is_journalled(small: Served) -> None:
    found = routes(small.app)
    assert len(found) > 25
    assert [route for route, one in found.items() if action(one) is None] == []
    assert [route for route, one in found.items() if not isinstance(one, JournalledRoute)] == []


def test_nothing_but_health_the_page_and_the_way_in_answers_nobody(small: Served, known: Known) -> None:
    closed = asked_for(small, set(Action) - OPEN)
    answers = {route: code(ask(small.nobody(), route, known, small)) for route in closed}
    assert answers == dict.fromkeys(closed, (401, "not_signed_in"))


def test_what_answers_nobody_is_known(small: Served) -> None:
    assert sorted(path for _, path in asked_for(small, OPEN)) == [
        "/", "/healthz", "/readyz", "/v1/invitations/{secret}", "/v1/invitations/{secret}", "/v1/session",
        "/v1/session", "/v1/session", "/web/{name:path}",
    ]  # fmt: skip


def test_what_is_not_journalled_shows_no_case_data() -> None:
    assert not UNJOURNALLED & CASE_DATA


def test_administrators_see_no_case_data(small: Served, known: Known) -> None:
    client = small.user("administrator")
    closed = asked_for(small, CASE_DATA)
    answers = {route: code(ask(client, route, known, small)) for route in closed}
    assert answers == dict.fromkeys(closed, (403, "administrators_see_no_case_data"))
    assert code(client.get("/v1/journal", params={"reveal": "curious"}))[0] == 403


def test_investigators_and_systems_do_not_manage_people(small: Served, known: Known) -> None:
    closed = asked_for(small, {Action.MANAGE})
    for client, why in ((small.user("investigator"), "not_for_your_role"), (small.system(), "not_for_keys")):
        assert {code(ask(client, route, known, small)) for route in closed} == {(403, why)}


def test_everybody_but_an_administrator_sees_his_own_journal_alone(small: Served) -> None:
    first, second, system = small.user("investigator", "赵一"), small.user("investigator", "钱二"), small.system("三")
    for client in (first, second, system):
        assert client.get("/v1/search", params={"q": "毕节"}).status_code == 200
    for client, name in ((first, "赵一"), (second, "钱二"), (system, "key:三")):
        for params in ({}, {"actor": "赵一"}, {"actor": "key:三"}):
            entries = client.get("/v1/journal", params=params).json()["entries"]
            assert {one["actor"] for one in entries} == {name}
    administrator = small.user("administrator")
    (search,) = administrator.get("/v1/journal", params={"actor": "钱二", "action": "search"}).json()["entries"]
    assert (search["subject"], search["reason"], search["shown"]["ids"]) == ("***", "***", [])
    assert search["shown"]["total"] > 0
    (search,) = second.get("/v1/journal", params={"action": "search"}).json()["entries"]
    assert (search["reason"], len(search["shown"]["ids"])) == ("masked look-up", search["shown"]["total"])
    everything = administrator.get("/v1/journal", params={"actor": "赵一"}).json()["entries"]
    assert {"users accept", "search", "journal"} <= {one["action"] for one in everything}


def test_a_reason_is_journalled_and_no_reason_is_refused(small: Served, known: Known) -> None:
    client = small.user("investigator")
    assert code(client.get(f"/v1/entities/{known.person}", params={"reveal": " "})) == (422, "reason_needed")
    masked = client.get(f"/v1/entities/{known.person}").json()["title"]
    shown = client.get(f"/v1/entities/{known.person}", params={"reveal": "查办（2026）1号"}).json()["title"]
    assert "*" in masked
    assert "*" not in shown
    entry = client.get("/v1/journal", params={"action": "entity"}).json()["entries"][0]
    assert entry["reason"] == "查办（2026）1号"
    assert entry["shown"]["open"] is True
    assert known.person in entry["shown"]["ids"]


def test_every_request_here_is_of_a_route(small: Served) -> None:
    assert set(REQUESTS) == set(routes(small.app))
