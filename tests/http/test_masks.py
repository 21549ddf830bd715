"""What an answer must never hold: names and numbers where nobody gave a reason, and sealed records at all."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pytest

from core.workspace import Workspace
from records.store import open_records
from tests.http.client import Served, TestClient
from tests.http.every_route import REQUESTS, ask, known_of

MOST = 8
"""People that are looked at of each sort."""
OPEN = {"reveal": "looked into"}


@dataclass
class Asker:
    """Keeps answers by what was asked."""

    client: TestClient
    reveal: dict[str, str]
    answers: dict[str, str] = field(default_factory=dict)

    def look(self, method: str, url: str, body: Any = None, **params: Any) -> Any:
        """Ask, keep the answer, and return it as data."""
        answer = self.client.request(method, url, params={**params, **self.reveal}, json=body)
        assert answer.status_code in (200, 404, 409), answer.text
        self.answers[f"{url} {params} {body}"] = answer.text
        return answer.json()

    def about(self, entity_id: str) -> None:
        """Ask about somebody, what is around him, and two of his cases."""
        groups = {one["group"]: one["rows"] for one in self.look("GET", f"/v1/entities/{entity_id}").get("groups", ())}
        self.look("GET", f"/v1/entities/{entity_id}/neighbours", limit=200)
        for case in [row["other"]["id"] for row in groups.get("cases", ())][:2]:
            self.look("POST", f"/v1/cases/{case}/screen")
            self.look("GET", f"/v1/entities/{case}")


@pytest.fixture(scope="module")
def sealed(small: Served) -> tuple[list[str], list[str]]:
    """Sealed records, and the entities that they speak of."""
    with (
        Workspace(small.settings.workspace).reading() as generation,
        open_records(generation.records, 1.0, read_only=True) as con,
    ):
        records = [row[0] for row in con.execute("SELECT record_id FROM sealed_record ORDER BY 1").fetchall()]
        entities = con.execute(
            "SELECT DISTINCT entity_id FROM mention JOIN mention_entity USING (mention_id) "
            "WHERE record_id IN (SELECT record_id FROM sealed_record) ORDER BY 1"
        ).fetchall()
    assert len(records) > 10
    return records, [row[0] for row in entities]


@pytest.fixture(scope="module")
def masked(small: Served, sealed: tuple[list[str], list[str]]) -> dict[str, str]:
    """Answers to whom no reason was given: every route, all leads, one of each rule whole, some people and cases."""
    asker, known = Asker(small.system(), {}), known_of(small)
    for route in REQUESTS:
        if route[0] != "DELETE" and not route[1].startswith("/v1/users"):
            asker.answers[" ".join(route)] = ask(small.system(), route, known, small).text
    leads: list[Any] = []
    while page := asker.look("GET", "/v1/leads", suppressed=True, offset=len(leads), limit=200)["leads"]:
        leads += page
    rules = {(one["model_id"], one["rule"], bool(one["excluded_by"])): one for one in leads}
    for (model, rule, excluded), one in rules.items():
        asker.look("GET", f"/v1/leads/{one['lead_id']}")
        if not excluded:
            asker.look("POST", f"/v1/models/{model}/run", {"rule": rule})
    for one in [*sealed[1][:MOST], *sorted({one["principal"]["id"] for one in rules.values()})[:MOST]]:
        asker.about(one)
    return asker.answers


@pytest.fixture(scope="module")
def opened(small: Served, sealed: tuple[list[str], list[str]]) -> dict[str, str]:
    """Answers on people of whom something is sealed, to whom gave a reason."""
    asker = Asker(small.system(), OPEN)
    for one in sealed[1][:MOST]:
        asker.about(one)
    return asker.answers


def test_no_number_of_a_person_is_in_a_masked_answer(masked: dict[str, str], people: dict[str, dict[str, str]]) -> None:
    numbers = {row["number"] for row in people.values() if row["type"] == "person" and row["number"]}
    assert len(numbers) > 1000
    found = {what: numbers.intersection(re.findall(r"\d{17}[\dXx]", text)) for what, text in masked.items()}
    assert {what: one for what, one in found.items() if one} == {}


def test_no_name_of_a_person_is_in_a_masked_answer(masked: dict[str, str], people: dict[str, dict[str, str]]) -> None:
    names = {row["name"] for row in people.values() if row["type"] == "person"}
    # Who works on a case is no party to it, and may be called like one.
    officials = re.findall('"label":"Official","title":"([^"]+)"', "".join(masked.values()))
    found = {what: names.difference(officials).intersection(said(text)) for what, text in masked.items()}
    assert {what: one for what, one in found.items() if one} == {}


def said(text: str) -> set[str]:
    """Return what may be a name in an answer: all that stands alone in quotes, and any three or four characters."""
    runs = set(re.findall("[㐀-鿿·]{3,}", text))
    parts = {run[at : at + n] for run in runs for n in (3, 4) for at in range(len(run) - n + 1)}
    return parts | set(re.findall('"([^"]{2,20})"', text))


def test_with_a_reason_names_and_numbers_are_shown(opened: dict[str, str], people: dict[str, dict[str, str]]) -> None:
    text = "".join(opened.values())
    assert len({row["number"] for row in people.values()}.intersection(re.findall(r"\d{17}[\dXx]", text))) > 5
    assert len(said(text).intersection(row["name"] for row in people.values())) > 5


def test_a_sealed_record_is_in_no_answer_whatever_the_reason(
    masked: dict[str, str], opened: dict[str, str], sealed: tuple[list[str], list[str]]
) -> None:
    ids = [one.partition(":")[2] for one in sealed[0]]
    for answers in (masked, opened):
        found = {what: [one for one in ids if one in text] for what, text in answers.items()}
        assert {what: one for what, one in found.items() if one} == {}


def test_what_sealed_records_alone_say_is_not_found(small: Served) -> None:
    with (
        Workspace(small.settings.workspace).reading() as generation,
        open_records(generation.records, 1.0, read_only=True) as con,
    ):
        rows = con.execute(
            "SELECT DISTINCT m.case_no FROM val_ps_suspect m WHERE record_id IN (SELECT record_id FROM sealed_record) "
            "AND case_no NOT IN (SELECT case_no FROM val_ps_suspect WHERE record_id NOT IN "
            "(SELECT record_id FROM sealed_record)) ORDER BY 1"
        ).fetchall()
    client = small.system()
    for (case_no,) in rows:
        answer = client.post(f"/v1/cases/{quote(case_no, safe='')}/screen", params=OPEN)
        assert answer.status_code == 404 or answer.json()["parties"] == []


def test_the_journal_does_not_repeat_a_name_that_was_searched_for(
    small: Served, people: dict[str, dict[str, str]]
) -> None:
    one, client = next(row for row in people.values() if len(row["name"]) == 3 and row["number"]), small.system()
    for q in (one["name"], one["number"]):
        client.get("/v1/search", params={"q": q})
    told = client.get("/v1/journal").text
    assert one["name"] not in told
    assert one["number"] not in told
    shown = client.get("/v1/journal", params=OPEN).text
    assert one["name"] in shown
    assert one["number"] in shown
