"""Running rules: what becomes of rows, and what is told when a rule cannot run."""

import math
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.errors import UserError
from graph.engines.embedded import EmbeddedStore
from graph.errors import QueryTimeout
from graph.rows import from_dicts
from graph.schema import load_schema
from graph.store import Edge, Node
from queries.findings import Finding, from_row
from queries.model import BUILT_IN, read_model
from queries.model_types import Model
from queries.runner import Outcome, RuleFailed, run_models, run_rule

M19 = read_model(BUILT_IN / "multi_case")
AS_OF = date(2026, 6, 30)
FIRST = {"case_no": "J-1", "at": date(2020, 1, 1), "effective": date(2020, 1, 12), "penalty": "fixed_term"}
LENGTH = {"term_months": 36, "probation_months": 12}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    opened = EmbeddedStore(tmp_path_factory.mktemp("graph") / "graph.lbug", load_schema(), write=True)
    nodes = [(label, name, {**given, "records": [name]}) for label, name, given in (
        ("Person", "P-1", {}), ("Person", "P-2", {}),
        ("Judgment", "J-1", {**FIRST, **LENGTH}), ("Judgment", "J-2", {**FIRST, **LENGTH, "case_no": "J-2"}),
    )]  # fmt: skip
    ties = [
        ("DEFENDANT_IN", "P-1", "J-1", {"records": ["r1"], "confidence": 0.7999999}),
        ("DEFENDANT_IN", "P-2", "J-2", {"records": ["r2"], "confidence": 0.799999}),
    ]
    opened.replace(from_dicts(load_schema(), nodes, ties))
    yield opened
    opened.close()


def changed(cypher: str) -> Model:
    return M19.model_copy(update={"rules": {"R7": M19.rules["R7"].model_copy(update={"cypher": cypher})}})


def row(**given: Any) -> dict[str, Any]:
    columns = {"principal": "P-1", "event_key": "K", "event_date": None, "amount": None, "parties": [], "excluded": ""}
    return {**columns, **given}


def made(given: Mapping[str, Any], *shows: str) -> Finding:
    return from_row("X01", "R1", dict(given), shows, ("excused",))


def test_findings_are_sorted_and_weak_identities_suppressed(store: EmbeddedStore) -> None:
    found = run_rule(store, M19, "R7", {}, AS_OF)
    assert [(f.principal, f.excluded, f.confidence, f.records) for f in found] == [
        ("P-1", "", 0.8, ("r1",)),
        ("P-2", "low_identity_confidence", 0.799999, ("r2",)),
    ]


def test_event_keys_are_sorted_and_joined_and_the_principal_is_no_party() -> None:
    one = made(row(event_key=["C-2", "C-1"], parties=["P-3", "P-1", "P-2", "P-3", None]))
    assert (one.event_key, one.parties) == ("C-1+C-2", ("P-2", "P-3"))


def test_proof_is_gathered_from_nested_columns_and_what_is_shown_is_not_proof() -> None:
    def tie(record: str, confidence: float) -> Edge:
        return Edge("OWNS", "a", "b", {"records": [record, "r0"], "confidence": confidence})

    node = Node("n", "Person", {"records": ["r9"]})
    one = made(row(main=tie("r3", 0.99), lists=[[tie("r2", 0.97)], []], who=node, none=None, age=7), "age")
    assert one.records == ("r0", "r2", "r3", "r9")
    assert one.confidence == 0.97
    assert one.values == {"age": 7}


def test_values_become_json_and_lists_are_sorted() -> None:
    one = made(row(amount=10.006, day=date(2020, 1, 1), places=["b", "a", "b"]), "day", "places")
    assert (one.values, one.amount) == ({"day": "2020-01-01", "places": ["a", "b"]}, 10.01)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"excluded": "other"}, "the exclusion other, which the rule does not name"),
        ({"principal": None}, "without principal or event key"),
        ({"event_key": ""}, "without principal or event key"),
        ({"amount": math.inf}, "returns inf as amount"),
        ({"share": math.nan}, "returns nan as share"),
    ],
)
def test_a_row_that_breaks_the_contract_is_told(given: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        made(row(**given), *({"share"} & given.keys()))


def test_a_missing_column_is_told(store: EmbeddedStore) -> None:
    with pytest.raises(RuleFailed, match="the query returns no column amount, event_date"):
        run_rule(store, changed("MATCH (p:Person) RETURN p.id AS principal, p.id AS event_key"), "R7", {}, AS_OF)


def test_a_failed_query_tells_rule_engine_parameters_and_text(store: EmbeddedStore) -> None:
    with pytest.raises(RuleFailed) as told:
        run_rule(store, changed("MATCH (p:Nobody) WHERE p.x < $as_of_day RETURN p"), "R7", {}, AS_OF)
    assert (told.value.rule, told.value.engine, told.value.parameters) == ("R7", "embedded", {"as_of_day": 20634})
    assert all(part in str(told.value) for part in ("M19 R7", "embedded", "as_of_day = 20634", "MATCH (p:Nobody)"))


def test_more_rows_than_allowed_fail_the_rule(store: EmbeddedStore) -> None:
    with pytest.raises(RuleFailed, match="more than the 1 rows") as told:
        run_rule(store, M19, "R7", {}, AS_OF, limit=1)
    assert "MATCH" not in str(told.value)


def test_a_query_that_took_too_long_tells_so_without_its_text(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(text: str, parameters: dict[str, object], **limits: object) -> None:
        raise QueryTimeout("embedded", text, parameters, 2.0)

    monkeypatch.setattr(store, "read", slow)
    with pytest.raises(RuleFailed, match=r"M19 R7 .* was stopped after 2 s") as told:
        run_rule(store, M19, "R7", {}, AS_OF)
    assert "MATCH" not in str(told.value)
    assert "MATCH" in told.value.cypher


def test_a_rule_without_its_tables_is_told_and_not_run(store: EmbeddedStore) -> None:
    outcome = run_models(store, [M19], AS_OF, ["ct_criminal_judgment"])
    told = {r.rule: r for r in outcome.rules}
    assert (told["R8"].missing, told["R8"].ran) == (("ps_criminal_case", "ps_suspect"), False)
    assert (told["R7"].ran, told["R7"].out_of, len(told["R7"].findings)) == (True, 2, 2)
    assert outcome.summary()["M19"]["R9"] == {"missing": ["pr_inmate"], "seconds": 0.0}


def test_a_rule_that_fails_does_not_stop_the_others(store: EmbeddedStore) -> None:
    broken = {**M19.rules, "R1": M19.rules["R1"].model_copy(update={"cypher": "MATCH (p:Nobody) RETURN p"})}
    outcome = run_models(store, [M19.model_copy(update={"rules": broken})], AS_OF, ["ct_criminal_judgment"])
    told = {r.rule: r for r in outcome.rules}
    assert "M19 R1 could not be run" in told["R1"].error
    assert told["R7"].findings


def test_an_outcome_survives_its_file(store: EmbeddedStore) -> None:
    outcome = run_models(store, [M19], AS_OF, ["ct_criminal_judgment"])
    again = Outcome.from_json(outcome.to_json())
    assert again.to_json() == outcome.to_json()
    assert [r.findings for r in again.rules] == [r.findings for r in outcome.rules]


def test_parameters_are_checked_against_the_model(store: EmbeddedStore, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no parameter recid_year; did you mean recid_years"):
        run_models(store, [M19], AS_OF, ["ct_criminal_judgment"], given={"M19": {"recid_year": 3}})
    with pytest.raises(UserError, match="must lie between"):
        run_rule(store, M19, "R1", {"recid_years": 99}, AS_OF)
    with pytest.raises(UserError, match="has no parameter"):
        run_rule(store, M19, "R1", {"years": 1}, AS_OF)
