"""Looking somebody up: search, dossier, what is around, ways between two, why two mentions are one, a whole case."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from core.masking import mask_number
from graph.path_search import HUB
from tests.api.truth import read
from tests.http.client import Served, TestClient, code

Row = dict[str, Any]
OPEN = {"reveal": "looked into"}


@pytest.fixture(scope="module")
def client(small: Served) -> TestClient:
    return small.system()


@pytest.fixture(scope="module")
def planted(county: Path) -> list[Row]:
    """The planted leads on missed recidivism: each names a person and a later judgment."""
    return [row for row in read(county / "truth" / "leads.csv") if (row["model_id"], row["rule"]) == ("M19", "R1")]


@pytest.fixture(scope="module")
def person(planted: list[Row], people: dict[str, Row], entities: dict[str, str]) -> Row:
    """Somebody with an earlier case: {id, name, number, birth, case_no}."""
    row = next(row for row in planted if people[row["principal"]]["number"])
    return {**people[row["principal"]], "id": entities[row["principal"]], "case_no": row["event_key"]}


def search(client: TestClient, q: str, **wanted: Any) -> Row:
    answer = client.get("/v1/search", params={"q": q, **wanted})
    assert answer.status_code == 200, answer.text
    found: Row = answer.json()
    return found


def dossier(client: TestClient, node: str, **wanted: Any) -> Row:
    answer = client.get(f"/v1/entities/{node}", params=wanted)
    assert answer.status_code == 200, answer.text
    found: Row = answer.json()
    return found


def test_a_number_finds_its_bearer_first(client: TestClient, person: Row) -> None:
    first = search(client, person["number"])["results"][0]
    assert (first["id"], first["matched"]) == (person["id"], "number")


def test_a_name_finds_who_is_called_so_and_a_mistake_is_forgiven(
    client: TestClient, people: dict[str, Row], entities: dict[str, str]
) -> None:
    one = next(
        row
        for true_id, row in people.items()
        if row["type"] == "person" and len(row["name"]) == 3 and row["number"] and true_id in entities
    )
    exact = {row["id"]: row["matched"] for row in search(client, one["name"], limit=100)["results"]}
    assert exact[entities[one["true_id"]]] == "name"
    near = {row["id"]: row["matched"] for row in search(client, one["name"][:2] + "囧", limit=100)["results"]}
    assert near[entities[one["true_id"]]] == "near"


def test_a_phone_a_plate_and_a_case_number_are_found_in_any_spelling(client: TestClient, person: Row) -> None:
    told = dossier(client, person["id"], **OPEN)
    phone = next(one for one in told["identifiers"] if one["kind"] == "Phone")
    spelled = f"{phone['value'][:3]} {phone['value'][3:7]}-{phone['value'][7:]}"
    assert person["id"] in {row["id"] for row in search(client, spelled)["results"]}
    case = search(client, person["case_no"].replace("（", "(").replace("）", ")"), kind="Case")
    assert case["results"][0]["matched"] == "case_no"
    assert case["kinds"] == {"Case": case["total"]}


def test_a_case_is_found_by_its_name_which_is_not_told(client: TestClient, small: Served) -> None:
    with small.service.holder.current() as published:
        (row,) = published.store.read(
            "MATCH (c:`Case`) WHERE c.name IS NOT NULL RETURN c.id AS id, c.name AS name ORDER BY id", limit=1
        )
    found = {one["id"]: one for one in search(client, row["name"], kind="Case", limit=100)["results"]}
    assert found[row["id"]]["matched"] == "other_name"
    assert row["name"] not in found[row["id"]]["title"]


def test_pages_of_a_search_are_parts_of_one_list(client: TestClient) -> None:
    whole = search(client, "公司", limit=40)
    parts = [search(client, "公司", offset=offset, limit=10) for offset in (0, 10, 20, 30)]
    assert [row["id"] for part in parts for row in part["results"]] == [row["id"] for row in whole["results"]]
    assert {part["total"] for part in parts} == {whole["total"]}
    assert sum(whole["kinds"].values()) == whole["total"] > 10


def test_a_search_for_nothing_or_for_an_unknown_kind_is_refused(client: TestClient) -> None:
    assert code(client.get("/v1/search", params={"q": " "})) == (422, "nothing_sought")
    assert code(client.get("/v1/search", params={"q": "毕节", "kind": "Dragon"})) == (422, "no_such_kind")
    assert search(client, "没有这样的名字囧囧囧")["total"] == 0


def test_a_dossier_says_who_somebody_is_and_where_that_stands(
    client: TestClient, person: Row, small: Served, county: Path
) -> None:
    told = dossier(client, person["id"], **OPEN)
    values = {one["name"]: one["value"] for one in told["properties"]}
    assert told["title"] == person["name"]
    assert person["number"] in {one["value"] for one in told["identifiers"] if one["kind"] == "IdNumber"}
    assert values["birth_date"] == person["birth"]
    assert told["mentions_total"] == len(told["mentions"]) > 3
    for mention in told["mentions"]:
        assert (county / "exports" / mention["file"]).exists()
        assert mention["row"] >= 1
        assert mention["match_basis"] in {"number", "scored", "context", "alone"}
    assert [one["day"] for one in told["timeline"]] == sorted(one["day"] for one in told["timeline"])
    groups = {one["group"]: one for one in told["groups"]}
    assert {"cases", "custody", "contacts"} <= set(groups)
    assert all(one["total"] >= len(one["rows"]) > 0 for one in groups.values())
    assert person["case_no"] in {lead["event_key"] for lead in told["leads"]}
    assert (told["superseded_from"], told["updating"]) == (None, False)
    assert dossier(client, person["id"])["title"] == person["name"][0] + "*" * (len(told["title"]) - 1)


def test_what_is_around_is_told_by_relation_and_day(client: TestClient, person: Row) -> None:
    url = f"/v1/entities/{person['id']}/neighbours"
    whole = client.get(url, params={"limit": 200}).json()
    assert whole["size"] == whole["total"] == len(whole["edges"]) == sum(one["total"] for one in whole["types"])
    assert not whole["hub"]
    for one in whole["types"]:
        part = client.get(url, params={"type": one["type"], "limit": 200}).json()
        assert part["total"] == one["total"]
        assert {edge["type"] for edge in part["edges"]} == {one["type"]}
    pages = [client.get(url, params={"limit": 5, "offset": offset}).json()["edges"] for offset in (0, 5, 10)]
    assert [edge for page in pages for edge in page] == whole["edges"][:15]
    later = client.get(url, params={"since": "2025-01-01", "limit": 200}).json()["edges"]
    assert 0 < len(later) < len(whole["edges"])
    undated = [edge for edge in whole["edges"] if not (edge["at"] or edge["valid_from"] or edge["valid_to"])]
    assert undated
    assert all(edge in later for edge in undated)
    assert all((edge["at"] or edge["valid_to"] or "9")[:10] >= "2025-01-01" for edge in later)
    assert code(client.get(url, params={"type": "LOVES"})) == (422, "no_such_kind")


def test_a_hub_is_told_with_its_size_and_never_whole(client: TestClient, small: Served) -> None:
    found = [row["id"] for q in ("七星关区", "公司", "小区") for row in search(client, q, limit=100)["results"]]
    with small.service.holder.current() as published:
        sizes = {one: sum(types.values()) for one, types in published.store.degrees(found).items()}
    largest = max(sizes, key=lambda one: sizes[one])
    assert sizes[largest] > HUB
    told = client.get(f"/v1/entities/{largest}/neighbours").json()
    assert (told["hub"], told["size"], told["total"]) == (True, sizes[largest], sizes[largest])
    assert len(told["edges"]) == 50 < HUB
    for beyond in ({"limit": 100_000}, {"offset": 1001}):
        assert code(client.get(f"/v1/entities/{largest}/neighbours", params=beyond))[0] == 422
    smallest = min(sizes, key=lambda one: sizes[one])
    assert client.get(f"/v1/entities/{smallest}/neighbours").json()["hub"] is False


def test_what_nobody_knows_is_not_found(client: TestClient, person: Row) -> None:
    for path in (
        "/v1/entities/P-0000000000000000",
        "/v1/entities/nonsense",
        "/v1/entities/P-0000000000000000/neighbours",
    ):
        assert code(client.get(path)) == (404, "no_such_entity"), path
    two = {"from": person["id"], "to": "P-0000000000000000"}
    assert code(client.get("/v1/paths", params=two)) == (404, "no_such_entity")
    assert code(client.get("/v1/paths", params={**two, "to": person["id"]})) == (422, "same_entity")


def test_a_way_between_two_who_are_tied_is_found_with_its_evidence(
    client: TestClient, county: Path, entities: dict[str, str]
) -> None:
    planted = [row for row in read(county / "truth" / "leads.csv") if (row["model_id"], row["rule"]) == ("H01", "R1")]
    for row in planted[:5]:
        ends = [entities[row["principal"]], entities[row["parties"].split(";")[0]]]
        told = client.get("/v1/paths", params={"from": ends[0], "to": ends[1]}).json()
        assert [told["from"]["id"], told["to"]["id"]] == ends
        assert told["paths"]
        for path in told["paths"]:
            ids = [node["id"] for node in path["nodes"]]
            assert [ids[0], ids[-1]] == ends
            assert len(path["steps"]) == len(ids) - 1
            for (a, b), step in zip(pairwise(ids), path["steps"], strict=True):
                assert {frozenset((edge["from"], edge["to"])) for edge in step} == {frozenset((a, b))}
                assert all(edge["evidence"] for edge in step)


def test_why_two_mentions_are_one_and_two_others_are_not(
    client: TestClient, person: Row, people: dict[str, Row], entities: dict[str, str]
) -> None:
    mine = [one["mention_id"] for one in dossier(client, person["id"])["mentions"] if one["match_basis"] == "number"]
    told = client.get(f"/v1/entities/{person['id']}/why", params={"a": mine[0], "b": mine[1], **OPEN}).json()
    assert told["same"] is True
    number = next(one for one in told["comparisons"] if one["name"] == "number")
    assert (number["a"], number["b"], number["level"]) == (person["number"], person["number"], "same")
    assert {one["basis"] for one in told["links"]} == {"number"}
    assert (told["because"], told["waterfall"]) == ("same_number", None)
    other = next(entities[one] for one in people if one in entities and entities[one] != person["id"])
    theirs = dossier(client, other)["mentions"][0]["mention_id"]
    apart = client.get(f"/v1/entities/{person['id']}/why", params={"a": mine[0], "b": theirs}).json()
    assert (apart["same"], apart["probability"]) == (False, None)
    assert apart["entities"] == [person["id"], other]
    fall = apart["waterfall"]
    bits = fall["prior"] + sum(part["weight"] + part["rarity"] for part in fall["parts"])
    assert fall["weight"] == pytest.approx(bits, abs=1e-4)
    assert person["name"] not in str(apart)
    unknown = client.get(f"/v1/entities/{person['id']}/why", params={"a": mine[0], "b": "nothing"})
    assert code(unknown) == (404, "no_such_mention")
    strangers = client.get(f"/v1/entities/{person['id']}/why", params={"a": theirs, "b": theirs})
    assert code(strangers) == (404, "no_such_mention")


def test_how_somebody_came_together_is_told_step_by_step(client: TestClient, person: Row) -> None:
    told = client.get(f"/v1/entities/{person['id']}/history").json()
    shown = {(one["basis"], one["number"]) for one in told["groups"]}
    assert ("number", mask_number(person["number"])) in shown
    assert len(told["joins"]) == len(told["groups"]) - 1
    second = client.get(f"/v1/entities/{person['id']}/history", params={"offset": 1, "limit": 1}).json()
    assert (second["groups"], second["groups_total"]) == (told["groups"][1:2], told["groups_total"])
    assert (second["joins"], second["joins_total"]) == (told["joins"][1:2], len(told["groups"]) - 1)
    assert client.get(f"/v1/entities/{person['id']}/history", params=OPEN).json()["groups"][0]["name"]
    assert code(client.get("/v1/entities/P-0000000000000000/history")) == (404, "no_such_entity")


def test_a_case_is_screened_with_everyone_in_it(client: TestClient, person: Row) -> None:
    answer = client.post(f"/v1/cases/{quote(person['case_no'], safe='')}/screen", params=OPEN)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert [one["label"] for one in told["cases"]] == ["Case"]
    mine = next(one for one in told["parties"] if one["id"] == person["id"])
    assert mine["title"] == person["name"]
    assert mine["judgments"]
    assert mine["custody"]
    assert person["case_no"] in {lead["event_key"] for lead in mine["leads"]}
    own = {one["id"] for one in told["cases"]}
    assert own.isdisjoint(row["id"] for one in told["parties"] for row in one["other_cases"])
    assert told["updating"] is False
    for no in ("（1999）黔0502刑初1号", " ", person["number"], "号"):
        assert code(client.post(f"/v1/cases/{quote(no, safe='')}/screen")) == (404, "no_such_case"), no


def test_the_tie_between_two_parties_is_told(client: TestClient, county: Path, entities: dict[str, str]) -> None:
    planted = [row for row in read(county / "truth" / "leads.csv") if (row["model_id"], row["rule"]) == ("H01", "R1")]
    seen = 0
    for row in planted[:8]:
        told = client.post(f"/v1/cases/{quote(row['event_key'], safe='')}/screen").json()
        pair = {entities[row["principal"]], entities[row["parties"].split(";")[0]]}
        seen += any({tie["a"]["id"], tie["b"]["id"]} == pair for tie in told["ties"])
    assert seen == len(planted[:8])


def newest(client: TestClient) -> Row:
    """Return the newest line of one's own journal: what was done before it is asked for."""
    found: Row = client.get("/v1/journal", params={"limit": 1}).json()["entries"][0]
    return found


def test_the_journal_names_whatever_a_screening_showed(client: TestClient, person: Row) -> None:
    answer = client.post(f"/v1/cases/{quote(person['case_no'], safe='')}/screen")
    shown = set(re.findall(r'"(?:id|lead_id)": ?"([A-Za-z]+-[0-9a-f]{16})"', answer.text))
    line = newest(client)
    assert (line["action"], len(shown) > 3) == ("case screen", True)
    assert set(line["shown"]["ids"]) == shown


def test_a_look_up_that_finds_nothing_is_journalled_with_what_was_asked(client: TestClient) -> None:
    assert client.get("/v1/entities/P-0123456789abcdef").status_code == 404
    line = newest(client)
    assert (line["action"], line["subject"]) == ("look up refused", "P-0123456789abcdef (no_such_entity)")


def test_a_mistyped_filter_is_refused(client: TestClient) -> None:
    assert code(client.get("/v1/leads", params={"stauts": "closed"})) == (422, "no_such_parameter")
