"""What is asked of graph and database together: embedded graph and SQLite, Neo4j and PostgreSQL."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import neo4j
import pytest
from sqlalchemy import text

from api.access import Action
from api.asking import UNJOURNALLED
from api.routers import ROUTERS
from tests.http.client import PURPOSE, Served, TestClient, code
from tests.http.every_route import REQUESTS, Known, Route, action, ask, known_of, routes
from tests.neo4j_server.server import Server

ACTIONS = {route: action(one) for router in ROUTERS for route, one in routes(router).items()}
JOURNALLED = [route for route in REQUESTS if ACTIONS[route] not in UNJOURNALLED]
ROLES = {Action.MANAGE: "administrator", Action.JUDGE: "investigator"}
"""Who of the users may do what no system may."""
REFUSING = {
    "sqlite": (["CREATE TRIGGER no_room BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'no room'); END"],
               ["DROP TRIGGER no_room"]),
    "postgresql": (["CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS "
                    "$$ BEGIN RAISE EXCEPTION 'no room'; END $$",
                    "CREATE TRIGGER no_room BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION no_room()"],
                   ["DROP TRIGGER no_room ON journal", "DROP FUNCTION no_room"]),
}  # fmt: skip
"""By database, how its journal is made to take no more, and to take again."""


@pytest.fixture(scope="module")
def known(either: Served) -> Known:
    return known_of(either)


def entitled(one: Served, route: Route) -> TestClient:
    """Return a client that may ask for a route."""
    role = ROLES.get(ACTIONS[route])
    return one.user(role) if role else one.system()


@pytest.mark.parametrize("route", JOURNALLED, ids=" ".join)
def test_an_answer_is_in_the_journal_with_who_and_what_for(route: Route, known: Known, either: Served) -> None:
    client = entitled(either, route)
    before = either.journal_lines()
    assert ask(client, route, known, either).status_code in (200, 201)
    assert either.journal_lines() > before
    last = either.last_entry()
    name = client.get("/v1/session").json()["name"]
    assert last.actor == (name if ACTIONS[route] in ROLES else f"key:{name}")
    if ACTIONS[route] not in {*ROLES, Action.DECIDE}:
        assert last.reason == PURPOSE


@contextmanager
def no_room_in_the_journal(one: Served) -> Iterator[None]:
    """Make the database refuse every line of the journal."""
    begin, end = REFUSING[one.service.engine.dialect.name]
    try:
        with one.session() as db:
            for statement in begin:
                db.execute(text(statement))
        yield
    finally:
        with one.session() as db:
            for statement in end:
                db.execute(text(statement))


def test_what_cannot_be_journalled_is_not_answered(known: Known, either: Served) -> None:
    clients = {route: entitled(either, route) for route in JOURNALLED}
    either.invited("将要离开", "investigator")
    with no_room_in_the_journal(either):
        answers = {
            route: ask(clients[route], route, known, either)
            for route in JOURNALLED
            if not route[1].endswith(("disable", "withdraw"))
        }
    assert {route: code(answer)[0] for route, answer in answers.items()} == dict.fromkeys(answers, 503)
    assert {frozenset(answer.json()) for answer in answers.values()} == {
        frozenset(("type", "title", "status", "detail", "code"))
    }


def test_a_decision_that_cannot_be_journalled_is_not_taken(either: Served) -> None:
    client = either.system()
    lead = client.get("/v1/leads", params={"model": "M20"}).json()["leads"][0]
    with no_room_in_the_journal(either):
        change = {"status": "triage", "reason": "looks right"}
        answer = client.patch(f"/v1/leads/{lead['lead_id']}", json=change, headers={"If-Match": f'"{lead["version"]}"'})
    assert code(answer) == (503, "journal_out_of_reach")
    assert client.get(f"/v1/leads/{lead['lead_id']}").json()["version"] == lead["version"]


def test_of_two_who_decide_at_once_exactly_one_wins(either: Served) -> None:
    clients = [either.system(), either.system()]
    for lead in clients[0].get("/v1/leads", params={"model": "M01", "limit": 4}).json()["leads"]:
        url, seen = f"/v1/leads/{lead['lead_id']}", {"If-Match": f'"{lead["version"]}"'}

        def decide(number: int, url: str = url, seen: dict[str, str] = seen) -> Any:
            change = {"status": ("triage", "dismissed")[number], "reason": f"number {number}"}
            return clients[number].patch(url, json=change, headers=seen)

        with ThreadPoolExecutor(2) as both:
            answers = list(both.map(decide, (0, 1)))
        assert sorted(one.status_code for one in answers) == [200, 412]
        winner = next(number for number, one in enumerate(answers) if one.status_code == 200)
        after = clients[0].get(url).json()
        assert after["status"] == ("triage", "dismissed")[winner]
        assert [one["detail"][-8:] for one in after["history"] if one["what"] == "status"] == [f"number {winner}"]


def test_what_no_database_keeps_is_refused(known: Known, either: Served) -> None:
    client = either.system()
    for url, params in (
        ("/v1/search", {"q": "a\0b"}), ("/v1/leads/L-%00", {}), ("/v1/leads", {"assignee": "\0"}),
        ("/v1/journal", {"action": "\0"}), ("/v1/entities/P-%00", {}),
        ("/v1/paths", {"from": "\0", "to": known.person}),
    ):  # fmt: skip
        answer = client.get(url, params=params)
        assert answer.status_code == 200 or code(answer)[0] in (404, 422), url


COMPARED = [
    route for route in JOURNALLED
    if ACTIONS[route] in {Action.LOOK, Action.SCREEN, Action.TRY, Action.LEADS} and not route[1].endswith("history")
]  # fmt: skip


@pytest.mark.parametrize("route", COMPARED, ids=" ".join)
def test_both_corners_answer_alike(route: Route, small: Served, neo4j_and_postgres: Served) -> None:
    answers = []
    for one in (small, neo4j_and_postgres):
        answer = ask(one.system(), route, known_of(small), one)
        assert answer.status_code == 200, answer.text
        answers.append(_lasting(answer.json()))
    assert answers[0] == answers[1]


def _lasting(told: Any) -> Any:
    """Return an answer without what tests before decided and when."""
    if isinstance(told, list):
        return [_lasting(item) for item in told]
    if isinstance(told, dict):
        passing = {"version", "status", "status_title", "statuses", "history", "generation"}
        return {name: _lasting(value) for name, value in told.items() if name not in passing}
    return told


def test_an_answer_says_that_the_graph_is_being_updated(
    neo4j_and_postgres: Served, neo4j_server: Server, small: Served
) -> None:
    client, known = neo4j_and_postgres.system(), known_of(small)
    routes = [route for route in COMPARED if ACTIONS[route] in {Action.LOOK, Action.SCREEN, Action.TRY}]
    said: list[set[str]] = []
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password)) as driver:
        for updating in (True, False):
            driver.execute_query("MATCH (m:Meta) SET m.updating = $updating", updating=updating)
            answers = {route[1]: ask(client, route, known, neo4j_and_postgres).json() for route in routes}
            said.append({path for path, told in answers.items() if told.get("updating")})
    assert said == [
        {
            "/v1/entities/{entity_id}", "/v1/entities/{entity_id}/neighbours", "/v1/paths", "/v1/cases/{no}/screen",
            "/v1/models/{model_id}/run",
        },
        set(),
    ]  # fmt: skip
