"""What is asked of graph and database together: embedded graph and SQLite, Neo4j and PostgreSQL."""

import pytest

from api.access import Action
from api.asking import UNJOURNALLED
from tests.http.client import Served
from tests.http.every_route import REQUESTS, Known, Route, action, ask, routes

CASE_DATA = {Action.LOOK, Action.LEADS, Action.DECIDE, Action.SCREEN, Action.TRY, Action.LOADED}
MANAGING = {Action.MANAGE}


@pytest.fixture(scope="module")
def known(either: Served) -> Known:
    """A lead, its person, two of his mentions, somebody else, a case of his and a file."""
    client = either.system()
    lead = client.get("/v1/leads", params={"model": "M19", "rule": "R1"}).json()["leads"][0]
    other = client.get("/v1/leads", params={"model": "M19", "rule": "R1"}).json()["leads"][1]
    mentions = client.get(f"/v1/entities/{lead['principal']['id']}").json()["mentions"]
    file = client.get("/v1/loaded").json()["files"][0]["file"]
    return Known(
        lead["lead_id"], lead["version"], lead["principal"]["id"], other["principal"]["id"],
        mentions[0]["mention_id"], mentions[1]["mention_id"], lead["event_key"], file,
    )  # fmt: skip


@pytest.mark.parametrize("route", REQUESTS, ids=" ".join)
def test_who_is_answered_and_that_it_is_journalled(route: Route, known: Known, either: Served) -> None:
    asked = action(routes(either.app)[route])
    assert asked is not None
    entitled = either.user("administrator") if asked in MANAGING else either.system()
    before = either.journal_lines()
    answer = ask(entitled, route, known, either)
    if asked not in {Action.ENTER}:
        assert answer.status_code in (200, 201), answer.text
    if asked not in UNJOURNALLED:
        assert either.journal_lines() > before
