"""Judging over HTTP: who may, what is kept, what is undone."""

import pytest

from tests.http.client import Served, TestClient, code
from tests.http.every_route import Known, known_of


@pytest.fixture(scope="module")
def known(small: Served) -> Known:
    return known_of(small)


@pytest.fixture(scope="module")
def investigator(small: Served) -> TestClient:
    return small.user("investigator", "复核员甲")


def test_an_investigator_judges_two_entities_and_withdraws_it(
    small: Served, known: Known, investigator: TestClient
) -> None:
    why = "同一电话 13800001111"
    body = {"a": known.person, "b": known.other, "verdict": "same", "why": why}
    made = investigator.post("/v1/judgements", json=body)
    assert made.status_code == 201, made.text
    judgement = made.json()
    assert (judgement["by"], judgement["state"]) == ("复核员甲", "waiting")
    assert sorted(judgement["entities"]) == sorted([known.person, known.other])
    entry = small.last_entry()
    assert (entry.actor, entry.action, entry.reason) == ("复核员甲", "judge", why)
    rows = {one["judgement_id"]: one for one in small.system().get("/v1/judgements").json()["judgements"]}
    assert rows[judgement["judgement_id"]]["why"] == "同一电话 138****1111"
    path = f"/v1/judgements/{judgement['judgement_id']}/withdraw"
    assert investigator.post(path, json={"why": "a slip"}).json()["state"] == "withdrawn"
    assert code(investigator.post(path, json={"why": "a slip"})) == (409, "judgement_withdrawn")
    listed = investigator.get("/v1/judgements").json()["judgements"]
    assert judgement["judgement_id"] not in [one["judgement_id"] for one in listed]


def test_what_waits_is_shown_side_by_side_until_it_is_judged(small: Served, investigator: TestClient) -> None:
    page = investigator.get("/v1/review", params={"limit": 2}).json()
    assert page["total"] == sum(one["n"] for one in page["kinds"]) > 2
    first, second = page["items"]
    assert all("*" in first[side]["name"] for side in "ab")
    opened = investigator.get("/v1/review", params={"limit": 1, "reveal": "核对身份"}).json()["items"][0]
    assert (opened["item_id"], "*" in opened["a"]["name"]) == (first["item_id"], False)
    for one in opened["comparisons"]:
        marked = any(span for side in one["marks"] for spans in side for span in spans)
        assert not (one["level"] == "same" and marked)
    body = {"a": first["a"]["mention_id"], "b": first["b"]["mention_id"], "verdict": "unsure", "why": "13800001111?"}
    made = investigator.post("/v1/judgements", json=body).json()
    after = investigator.get("/v1/review", params={"limit": 1}).json()
    assert (after["total"], after["items"][0]["item_id"]) == (page["total"] - 1, second["item_id"])
    investigator.post(f"/v1/judgements/{made['judgement_id']}/withdraw", json={"why": "a test"})
    of_kind = investigator.get("/v1/review", params={"kind": first["kind"], "limit": 50}).json()
    assert {one["kind"] for one in of_kind["items"]} == {first["kind"]}
    assert code(investigator.get("/v1/review", params={"kind": "none"})) == (422, "no_such_kind")


def test_who_is_ruled_out_leaves_what_waits_with_the_next_who_fits(investigator: TestClient) -> None:
    page = investigator.get("/v1/review", params={"kind": "unclear", "limit": 1}).json()
    (item,) = page["items"]
    rest = [one["mention_id"] for one in item["others"]]
    body = {"a": item["a"]["mention_id"], "b": item["b"]["mention_id"], "verdict": "different", "why": "not his row"}
    made = investigator.post("/v1/judgements", json=body).json()
    after = investigator.get("/v1/review", params={"limit": 1}).json()["items"][0]
    investigator.post(f"/v1/judgements/{made['judgement_id']}/withdraw", json={"why": "a test"})
    assert (after["kind"], after["about"]) == ("unclear", item["about"])
    assert {after["a"]["mention_id"], after["b"]["mention_id"]} == {item["about"], rest[0]}
    assert [one["mention_id"] for one in after["others"]] == rest[1:]
    assert investigator.get("/v1/review", params={"kind": "unclear", "limit": 1}).json() == page


def test_a_judgement_is_the_word_of_an_investigator(small: Served, known: Known) -> None:
    body = {"a": known.a, "b": known.b, "verdict": "different", "why": "x"}
    assert code(small.system().post("/v1/judgements", json=body)) == (403, "not_for_keys")
    refused = small.user("administrator").post("/v1/judgements", json=body)
    assert code(refused) == (403, "administrators_see_no_case_data")


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"a": "ps_population:0#person"}, (404, "no_such_mention")),
        ({"a": "P-0000000000000000"}, (404, "no_such_entity")),
        ({"why": " "}, (422, "reason_needed")),
        ({"verdict": "maybe"}, (422, "request_invalid")),
    ],
)
def test_what_cannot_be_judged_is_told(
    known: Known, investigator: TestClient, changed: dict[str, str], problem: tuple[int, str]
) -> None:
    body = {"a": known.person, "b": known.other, "verdict": "same", "why": "seen", **changed}
    assert code(investigator.post("/v1/judgements", json=body)) == problem


def test_one_entity_is_not_judged_against_itself(known: Known, investigator: TestClient) -> None:
    body = {"a": known.person, "b": known.person, "verdict": "same", "why": "seen"}
    assert code(investigator.post("/v1/judgements", json=body)) == (422, "same_twice")
