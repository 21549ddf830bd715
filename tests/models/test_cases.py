"""Every case of every model on both engines, and no condition that no case would miss."""

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest

from graph.engines.embedded import EmbeddedStore
from graph.engines.neo4j import Neo4jStore
from graph.errors import QueryFailed
from graph.schema import load_schema
from graph.store import GraphStore
from queries.case_check import failures
from queries.cases import Case, graph_rows, read_cases
from queries.model import read_models
from queries.model_types import LOW_CONFIDENCE
from queries.runner import RuleFailed, count_out_of
from tests.models.conjuncts import without_each_condition
from tests.neo4j_server.server import Server

MODELS = {model.id: model for model in read_models()}
RULES = [(model.id, rule) for model in MODELS.values() for rule in model.rules]
NO_QUERY = ("Parser", "Binder", "Cannot evaluate")  # what cannot even run says nothing about the cases
ONLY_FOR_SPEED = {  # implied by the rest of the rule
    ("M19", "R8", "size(ids) > 1"),
    ("M19", "R9", "x.holders > 1"),
}
Embedded = Callable[[str], GraphStore]


@cache
def cases(model: str) -> tuple[Case, ...]:
    return read_cases(MODELS[model], load_schema())


@cache
def runs(model: str, rule: str) -> list[list[Case]]:
    """The cases of a rule, those together that one query answers."""
    found: dict[str, list[Case]] = {}
    for case in cases(model):
        if case.rule == rule:
            found.setdefault(f"{case.as_of} {case.given}", []).append(case)
    return list(found.values())


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    """One database per model, with the graphs of all its cases side by side."""
    stores: dict[str, EmbeddedStore] = {}

    def filled(model: str) -> GraphStore:
        if model not in stores:
            stores[model] = EmbeddedStore(tmp_path_factory.mktemp(model) / "graph.lbug", load_schema(), write=True)
            stores[model].replace(graph_rows(cases(model), load_schema()))
        return stores[model]

    yield filled
    for store in stores.values():
        store.close()


@pytest.fixture(scope="module")
def neo4j(neo4j_server: Server) -> Iterator[Neo4jStore]:
    """One database that holds the cases of one model at a time."""
    at = neo4j_server
    with closing(Neo4jStore(at.uri, at.user, at.password, "neo4j", load_schema(), workspace="w", write=True)) as store:
        yield store


def check(store: GraphStore, model: str, rule: str) -> None:
    wrong = failures(store, MODELS[model], rule, cases(model))
    if wrong:
        pytest.fail("\n".join(f"{name}: {text}" for name, text in wrong.items()), pytrace=False)


@pytest.mark.parametrize(("model", "rule"), RULES)
def test_cases_embedded(model: str, rule: str, embedded: Embedded) -> None:
    check(embedded(model), model, rule)


@pytest.mark.parametrize("model", MODELS)
def test_cases_neo4j(model: str, neo4j: Neo4jStore) -> None:
    neo4j.replace(graph_rows(cases(model), load_schema()))
    for rule in MODELS[model].rules:
        check(neo4j, model, rule)


@pytest.mark.parametrize(("model", "rule"), RULES)
def test_every_condition_is_missed_embedded(model: str, rule: str, embedded: Embedded) -> None:
    """Taking any one condition away makes a case fail (guards of portability, `r1 <> r2`, are left out)."""
    described = MODELS[model].rules[rule]
    unnoticed = []
    for condition, mutant in without_each_condition(described.cypher):
        if is_guard(condition) or (model, rule, condition) in ONLY_FOR_SPEED:
            continue
        rules = {**MODELS[model].rules, rule: described.model_copy(update={"cypher": mutant})}
        changed = MODELS[model].model_copy(update={"rules": rules})
        try:
            if not any(failures(embedded(model), changed, rule, some) for some in runs(model, rule)):
                unnoticed.append(condition)
        except ValueError:
            pass  # cases flow into each other
        except RuleFailed as error:
            if isinstance(error.__cause__, QueryFailed) and error.__cause__.reason.startswith(NO_QUERY):
                raise
    embedded(model).close()  # it remembers the plan of every text
    if unnoticed:
        pytest.fail("no case notices that this is gone:\n" + "\n".join(unnoticed), pytrace=False)


def is_guard(condition: str) -> bool:
    """Say whether a condition only keeps two relationships of one pattern apart: a no-op on Neo4j."""
    left, _, right = condition.partition(" <> ")
    return left.isidentifier() and right.isidentifier()


@pytest.mark.parametrize(("model", "rule"), RULES)
def test_every_rule_hits_and_every_exclusion_comes_back(model: str, rule: str) -> None:
    mine = [case for case in cases(model) if case.rule == rule]
    returned = {hit.get("excluded", "") for case in mine for hit in case.hits}
    assert returned - {LOW_CONFIDENCE} == {"", *MODELS[model].rules[rule].exclusions}
    assert any(not case.hits for case in mine)


@pytest.mark.parametrize(("model", "rule"), RULES)
def test_a_rule_knows_what_it_is_out_of_embedded(model: str, rule: str, embedded: Embedded) -> None:
    first = next(case for case in cases(model) if case.rule == rule)
    assert count_out_of(embedded(model), MODELS[model], rule, {}, first.as_of) > 0


@pytest.mark.parametrize("model", MODELS)
def test_a_model_folder_holds_nothing_else(model: str) -> None:
    described = MODELS[model]
    known = {"model.yaml", "cases.yaml", *(f"{rule}.cypher" for rule in described.rules)}
    assert {path.name for path in Path(described.folder).iterdir()} == known
