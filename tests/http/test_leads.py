"""Leads over HTTP: found, paged, decided, written to files, and what decided each."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import update

from queries.lead_tables import Lead
from tests.api.command_line import run_clew
from tests.api.truth import read
from tests.http.client import Served, TestClient, code

Row = dict[str, Any]
EVERYTHING = {"suppressed": True, "gone": True}


@pytest.fixture(scope="module")
def client(small: Served) -> TestClient:
    return small.user("investigator", "周检")


def every(client: TestClient, **wanted: Any) -> list[Row]:
    """Return all leads that are asked for, page by page."""
    found: list[Row] = []
    while True:
        told = client.get("/v1/leads", params={**wanted, "offset": len(found), "limit": 200}).json()
        found += told["leads"]
        if not told["leads"]:
            assert told["total"] == len(found)
            return found


@pytest.fixture(scope="module")
def everything(client: TestClient) -> list[Row]:
    """All leads, suppressed ones too, before any test decided one."""
    found = every(client, **EVERYTHING)
    assert len({one["lead_id"] for one in found}) == len(found) > 300
    return found


@pytest.mark.parametrize(
    "wanted",
    [
        {"model": "M20"}, {"model": "M19", "rule": "R1"}, {"status": "screening"}, {"status": "初筛"}, {"severity": 4},
        {"assignee": "nobody"}, {"suppressed": True}, {},
    ],
    ids=lambda one: " ".join(map(str, one.values())) or "none",
)  # fmt: skip
def test_a_filter_gives_what_fits_it_and_nothing_else(wanted: Row, client: TestClient, everything: list[Row]) -> None:
    found = {one["lead_id"] for one in every(client, **wanted)}
    assert found == {
        one["lead_id"]
        for one in everything
        if one["model_id"] == wanted.get("model", one["model_id"])
        and one["rule"] == wanted.get("rule", one["rule"])
        and one["severity"] >= wanted.get("severity", 0)
        and one["assignee"] == wanted.get("assignee", one["assignee"])
        and (wanted.get("suppressed") or not one["excluded_by"])
        and ("status" not in wanted or one["status"] == "screening")
    }


def test_leads_about_somebody_are_his_and_those_he_is_party_to(client: TestClient) -> None:
    lead = client.get("/v1/leads", params={"model": "H01", "rule": "R1"}).json()["leads"][0]
    whole = client.get(f"/v1/leads/{lead['lead_id']}").json()
    for one in (lead["principal"], *whole["parties"]):
        found = client.get("/v1/leads", params={"entity": one["id"]}).json()["leads"]
        assert lead["lead_id"] in {row["lead_id"] for row in found}


def test_a_lead_names_the_mention_on_which_its_confidence_rests(client: TestClient, everything: list[Row]) -> None:
    unsure, sure = (
        client.get(f"/v1/leads/{lead['lead_id']}").json()
        for lead in (min(everything, key=lambda one: one["identity_confidence"]),
                     max(everything, key=lambda one: one["identity_confidence"]))
    )  # fmt: skip
    assert unsure["weakest_link"]["probability"] == pytest.approx(unsure["identity_confidence"], abs=1e-6)
    records = {row["record_id"] for row in unsure["evidence"]}
    assert unsure["weakest_link"]["mention_id"].partition("#")[0] in records
    assert (sure["identity_confidence"], sure["weakest_link"]) == (1.0, None)


@pytest.mark.parametrize("sort", ["strength", "newest", "amount", "model"])
def test_leads_come_in_the_order_asked_for(sort: str, client: TestClient) -> None:
    found = every(client, sort=sort)
    keys = {
        "strength": lambda one: (-one["severity"], -one["identity_confidence"], -(one["amount_cny"] or 0)),
        "newest": lambda one: (one["event_date"] is None, -_ordinal(one["event_date"])),
        "amount": lambda one: -(one["amount_cny"] or 0),
        "model": lambda one: (one["model_id"], one["rule"]),
    }
    assert found == sorted(found, key=keys[sort])
    assert len(found) > 100


def _ordinal(day: str | None) -> int:
    return date.fromisoformat(day).toordinal() if day else 0


def test_leads_are_counted_by_model_and_status_each_without_its_own_filter(
    client: TestClient, everything: list[Row]
) -> None:
    told = client.get("/v1/leads", params={"model": "M19", "status": "closed", "limit": 1}).json()
    open_ = [one for one in everything if not one["excluded_by"]]
    assert told["total"] == 0
    assert told["models"] == []
    counted = client.get("/v1/leads", params={"model": "M19", "limit": 1}).json()
    rules = {(one["id"], rule["id"]): rule["n"] for one in counted["models"] for rule in one["rules"]}
    assert rules == Counter((one["model_id"], one["rule"]) for one in open_)
    assert all(one["n"] == sum(rule["n"] for rule in one["rules"]) for one in counted["models"])
    assert sum(one["n"] for one in counted["statuses"]) == sum(one["model_id"] == "M19" for one in open_)


def test_a_lead_that_is_no_longer_found_is_listed_when_asked_for(small: Served, client: TestClient) -> None:
    lead = client.get("/v1/leads", params={"model": "M20", "rule": "R7"}).json()["leads"][0]["lead_id"]
    mine = update(Lead).where(Lead.lead_id == lead)
    with small.session() as db:
        db.execute(mine.values(holds=False))
    try:
        assert lead not in {one["lead_id"] for one in every(client, model="M20")}
        gone = {one["lead_id"]: one["holds"] for one in every(client, model="M20", gone=True)}
        assert gone[lead] is False
        assert client.get(f"/v1/leads/{lead}").json()["holds"] is False
    finally:
        with small.session() as db:
            db.execute(mine.values(holds=True))


def test_an_unknown_status_or_sort_is_refused_by_name(client: TestClient) -> None:
    answer = client.get("/v1/leads", params={"status": "done"})
    assert code(answer) == (422, "no_such_status")
    assert "screening" in answer.json()["detail"]
    assert code(client.get("/v1/leads", params={"sort": "beauty"})) == (422, "request_invalid")
    assert code(client.get("/v1/leads/L-0000000000000000")) == (404, "no_such_lead")


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
@pytest.mark.parametrize("reveal", [None, "for the file"], ids=["masked", "revealed"])
def test_an_export_is_the_one_of_the_command_line(
    ending: str, reveal: str | None, small: Served, client: TestClient, tmp_path: Path
) -> None:
    out, told = tmp_path / f"leads.{ending}", {} if reveal is None else {"reveal": reveal}
    options = [] if reveal is None else ["--reveal", reveal]
    done = run_clew(
        "leads", "export", "-w", small.settings.workspace, "--model", "M20", "--suppressed", "--out", out, *options
    )
    assert done.returncode == 0, done.stderr
    wanted = {"model": "M20", "suppressed": True, "format": ending, **told}
    answer = client.get("/v1/leads/export", params=wanted)
    assert f'filename="leads.{ending}"' in answer.headers["content-disposition"]
    if ending != "xlsx":
        assert answer.content == out.read_bytes()
        return
    (tmp_path / "answer.xlsx").write_bytes(answer.content)
    books = [CalamineWorkbook.from_path(str(file)) for file in (out, tmp_path / "answer.xlsx")]
    sheets = [{name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names} for book in books]
    assert sheets[0] == sheets[1]
    assert len(next(iter(sheets[0].values()))) > 30


def some_lead(client: TestClient, offset: int) -> Row:
    """Return a lead that nobody has decided."""
    wanted = {"model": "M01", "status": "screening", "sort": "model", "offset": offset}
    found: Row = client.get("/v1/leads", params=wanted).json()["leads"][0]
    return found


def change(client: TestClient, lead: Row, version: int | str | None = None, **wanted: Any) -> Any:
    seen = lead["version"] if version is None else version
    headers = {} if seen == "" else {"If-Match": f'"{seen}"'}
    return client.patch(f"/v1/leads/{lead['lead_id']}", json={"reason": "已核实", **wanted}, headers=headers)


def test_a_decision_is_kept_with_who_and_why(client: TestClient) -> None:
    lead = some_lead(client, 10)
    answer = change(client, lead, status="dismissed", reason="房屋已出售")
    assert answer.status_code == 200
    assert answer.headers["etag"] == f'"{answer.json()["version"]}"' != f'"{lead["version"]}"'
    after = client.get(f"/v1/leads/{lead['lead_id']}")
    assert after.headers["etag"] == answer.headers["etag"]
    assert (after.json()["status"], after.json()["status_title"]["zh"]) == ("dismissed", "不成案")
    event = client.get(f"/v1/leads/{lead['lead_id']}/history").json()["history"][-1]
    assert (event["actor"], event["what"], event["detail"]) == ("周检", "status", "screening → dismissed: 房屋已出售")
    entries = client.get("/v1/journal", params={"action": "leads status"}).json()["entries"]
    entry = next(one for one in entries if lead["lead_id"] in one["subject"])
    assert (entry["actor"], entry["reason"]) == ("周检", "房屋已出售")


def test_a_lead_is_given_to_somebody_and_decided_in_one_change(small: Served, client: TestClient) -> None:
    small.user("investigator", "吴检")
    lead = some_lead(client, 11)
    after = change(client, lead, assignee="吴检", status="triage").json()
    assert (after["assignee"], after["status"]) == ("吴检", "triage")
    assert [one["what"] for one in after["history"]][-2:] == ["assigned", "status"]
    assert lead["lead_id"] in {one["lead_id"] for one in every(client, assignee="吴检")}
    assert change(client, after, assignee="").json()["assignee"] == ""


def test_the_command_gives_a_lead_to_the_same_people_as_the_api(small: Served, client: TestClient) -> None:
    small.user("investigator", "郑检")
    small.user("administrator", "管理员甲")
    lead = some_lead(client, 13)["lead_id"]
    told = {
        name: run_clew("leads", "assign", lead, name, "--reason", "已核实", "-w", small.settings.workspace)
        for name in ("管理员甲", "没有此人", "郑检")
    }
    assert {name: one.returncode for name, one in told.items()} == {"管理员甲": 1, "没有此人": 1, "郑检": 0}
    assert "没有此人 is no user who may work on leads." in told["没有此人"].stderr
    assert client.get(f"/v1/leads/{lead}").json()["assignee"] == "郑检"
    done = run_clew("leads", "assign", lead, "-", "--reason", "已核实", "-w", small.settings.workspace)
    assert done.returncode == 0
    assert client.get(f"/v1/leads/{lead}").json()["assignee"] == ""


def test_a_decision_on_what_was_not_seen_is_refused(client: TestClient) -> None:
    lead = some_lead(client, 12)
    assert code(change(client, lead, "", status="triage")) == (428, "if_match_needed")
    assert change(client, lead, status="triage").status_code == 200
    for tag in ("*", "", " , "):
        answer = client.patch(
            f"/v1/leads/{lead['lead_id']}", json={"status": "closed", "reason": "已核实"}, headers={"If-Match": tag}
        )
        assert code(answer) == (428, "if_match_needed"), tag
    now = lead["version"] + 1
    weak = {"If-Match": f'W/"{now}"'}
    answer = client.patch(f"/v1/leads/{lead['lead_id']}", json={"status": "closed", "reason": "已核实"}, headers=weak)
    assert code(answer) == (412, "changed_meanwhile")
    for seen in (lead["version"], 0, "*", "abc"):
        assert code(change(client, lead, seen, status="closed")) == (412, "changed_meanwhile")
    assert client.get(f"/v1/leads/{lead['lead_id']}").json()["status"] == "triage"


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"status": "done"}, "no_such_status"), ({"assignee": "nobody"}, "no_such_assignee"),
        ({"assignee": "管理员"}, "no_such_assignee"), ({}, "nothing_to_change"),
        ({"status": "triage", "reason": "  "}, "reason_needed"), ({"severity": 1}, "request_invalid"),
        ({"status": "triage", "reason": ""}, "request_invalid"),
    ],
    ids=lambda one: str(one),
)  # fmt: skip
def test_a_change_that_makes_no_sense_changes_nothing(
    wanted: Row, expected: str, small: Served, client: TestClient
) -> None:
    if wanted.get("assignee") == "管理员":
        small.user("administrator", "管理员")
    lead = some_lead(client, 13)
    assert code(change(client, lead, **wanted)) == (422, expected)
    assert client.get(f"/v1/leads/{lead['lead_id']}").json()["version"] == lead["version"]


DECIDING = {
    "M01 R1": {
        ("hs_public_rental", "contract_no"), ("hs_public_rental", "member_id_no"), ("re_title", "holder_id_no"),
    },
    "M19 R1": {
        ("ct_criminal_judgment", "case_no"), ("ct_criminal_judgment", "crime_from"), ("pr_inmate", "release_date"),
        ("ct_criminal_judgment", "judgment_date"), ("ct_criminal_judgment", "id_no"),
    },
    "M20 R1": {
        ("ct_credit_list", "exec_no"), ("ct_enforcement", "close_date"), ("ct_enforcement", "close_mode"),
    },
    "H01 R1": {
        ("ct_enforcement", "exec_no"), ("ct_enforcement", "debtor_id_no"), ("ct_enforcement", "creditor_id_no"),
    },
}  # fmt: skip
UNDECIDING = {"officer", "apply_date", "fine_amount", "sex_code", "listed_reason", "unit_area", "custody_start"}


@pytest.mark.parametrize("rule", DECIDING)
def test_the_cells_that_decided_a_planted_lead_are_marked(
    rule: str, client: TestClient, county: Path, entities: dict[str, str]
) -> None:
    model, one = rule.split()
    planted = [row for row in read(county / "truth" / "leads.csv") if (row["model_id"], row["rule"]) == (model, one)]
    found = {
        (lead["principal"]["id"], lead["event_key"]): lead["lead_id"] for lead in every(client, model=model, rule=one)
    }
    known = (found.get((entities.get(row["principal"], ""), row["event_key"])) for row in planted)
    lead = next(one for one in known if one)
    for params in ({}, {"reveal": "looked into"}):
        told = client.get(f"/v1/leads/{lead}", params=params).json()
        marked = {
            (row["table"], cell["column"]): cell["value"]
            for row in told["evidence"] for cell in row["cells"] if cell["deciding"]
        }  # fmt: skip
        assert set(marked) >= DECIDING[rule]
        assert UNDECIDING.isdisjoint(column for _, column in marked)
        days = [one["day"] for one in told["timeline"]]
        assert days == sorted(days)
        assert len(days) > 1
        assert told["exclusions"]
        assert all(one["cited"] for one in told["legal_basis"])


def test_what_ties_two_people_is_marked_with_both_of_them(client: TestClient) -> None:
    leads = [one for one in every(client, model="H01", rule="R1") if "同一电话" in one["explanation"]["zh"]]
    assert leads
    for lead in leads:
        evidence = client.get(f"/v1/leads/{lead['lead_id']}", params={"reveal": "looked into"}).json()["evidence"]
        phones = [
            (cell["value"], cell["deciding"]) for row in evidence for cell in row["cells"] if cell["column"] == "phone"
        ]
        marked = [value for value, deciding in phones if deciding]
        assert len(marked) > len(set(marked)) > 0
