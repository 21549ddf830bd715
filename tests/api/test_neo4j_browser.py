"""What Neo4j Browser is given runs on the real server and returns what it can draw; the style fits the schema."""

import os
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date

import neo4j
import pytest

from api.neo4j_browser.files import EXAMPLE_DAY, browser_files
from api.neo4j_browser.look_ups import LOOK_UPS, LOOKED_UP, LookUp
from api.neo4j_browser.rules import defaults, parameter_lines, returned
from api.neo4j_browser.style import CONTRAST, contrast_with_white
from graph.engines.neo4j import Neo4jStore
from graph.schema import load_schema
from queries.cases import Case, graph_rows, read_cases
from queries.model import read_models
from queries.model_types import parameters_of
from queries.runner import parameters_for
from tests.api.command_line import ROOT, run_clew
from tests.neo4j_server.server import Server

MODELS = {model.id: model for model in read_models()}
CASES = {model.id: read_cases(model, load_schema()) for model in MODELS.values()}
RULES = [(model.id, rule) for model in MODELS.values() for rule in model.rules]
FILES = browser_files()
PAGE = (ROOT / "docs" / "neo4j-browser.md").read_text("utf-8")
WHO, OTHER = (str(LOOKED_UP[name][0]) for name in ("who", "other"))
NEIGHBORS = {
    WHO: {"is": "Person", "name": LOOKED_UP["name"][0], "names": [LOOKED_UP["name"][0]]},
    OTHER: {"is": "Person", "name": "李娜", "names": ["李娜"]},
    "P-far": {"is": "Person", "name": "周明"},
    "number": {"is": "IdNumber", "number": LOOKED_UP["number"][0]},
    "phone": {"is": "Phone", "number": LOOKED_UP["phone"][0], "holders": 3},
    "station": {"is": "Address", "text": "火车站", "holders": 400},
    "plate": {"is": "Plate", "number": LOOKED_UP["plate"][0]},
    "car": {"is": "Vehicle", "vin": "V"},
    "case": {"is": "Case", "case_no": LOOKED_UP["case_no"][0]},
    "next": {"is": "Case", "case_no": "N"},
    f"{WHO} HAS_NUMBER number": {},
    f"{WHO} USES phone": {},
    f"{OTHER} USES phone": {},
    "P-far USES phone": {},
    f"{WHO} AT station": {"valid_from": "2027-01-01"},
    f"{WHO} TIED_TO {OTHER}": {"kind": "phone", "via": "phone", "size": 3},
    f"{WHO} OWNS car": {},
    "car BEARS plate": {},
    f"{WHO} PARTY_IN case": {"role": "suspect"},
    f"{OTHER} PARTY_IN next": {"role": "victim"},
    "case NEXT_STAGE next": {},
}


def example(model: str, rule: str, *, excused: bool) -> Case | None:
    """Return a case of a rule that is a lead with the default parameters, or one that is excused."""
    for case in CASES[model]:
        if case.rule != rule or not case.hits or case.given or case.as_of != EXAMPLE_DAY:
            continue
        if bool(case.hits[0].get("excluded")) == excused and (excused or "principal" in case.hits[0]):
            return replace(case, mark=f"{model}.{case.mark}")
    return None


EXAMPLES = {(model, rule): example(model, rule, excused=False) for model, rule in RULES}
EXCUSED = {(model, rule): example(model, rule, excused=True) for model, rule in RULES}


@pytest.fixture(scope="module")
def store(neo4j_server: Server) -> Iterator[Neo4jStore]:
    """A graph with an example of every rule, one that the rule excuses, and someone to look up."""
    at, schema = neo4j_server, load_schema()
    looked_up = Case("", "", "", NEIGHBORS, EXAMPLE_DAY)
    cases = [case for case in (*EXAMPLES.values(), *EXCUSED.values(), looked_up) if case is not None]
    with closing(Neo4jStore(at.uri, at.user, at.password, "neo4j", schema, workspace="browser", write=True)) as opened:
        opened.replace(graph_rows(cases, schema))
        yield opened


def commands(text: str) -> dict[str, str]:
    """Return the `:param` commands of a saved file as the Browser reads them: name and Cypher expression."""
    kept = "\n".join(line for line in text.splitlines() if not line.startswith("//"))
    found = [re.fullmatch(r":param (\w+) => (.+)", part.strip()) for part in kept.split(";") if part.strip()]
    assert all(found)
    return {one[1]: one[2] for one in found if one}


@pytest.fixture(scope="module")
def parameters(store: Neo4jStore) -> dict[str, object]:
    """What the two files of parameters set, evaluated by the server as the Browser has it do."""
    both = [commands(FILES[f"{folder}/00-parameters.cypher"]) for folder in ("look-ups", "rules")]
    return {
        name: store.read(f"RETURN {expression} AS value")[0]["value"]
        for found in both
        for name, expression in found.items()
    }


@pytest.mark.parametrize(("model", "rule"), RULES)
def test_a_saved_rule_returns_its_leads_with_all_that_draws_them(
    model: str, rule: str, store: Neo4jStore, parameters: dict[str, object]
) -> None:
    text, case, excused = FILES[f"rules/{model}-{rule}.cypher"], EXAMPLES[model, rule], EXCUSED[model, rule]
    assert MODELS[model].rules[rule].cypher.strip() in text
    rows = store.read(text, {name: parameters[name] for name in parameters_of(text)})
    assert case is not None
    found = {row["principal"]: row for row in rows}
    assert case.mark + case.hits[0]["principal"] in found
    assert excused is None or not any(principal.startswith(excused.mark) for principal in found)
    for row in rows:
        assert row["edges"]
        assert {end for edge in row["edges"] for end in (edge.start, edge.end)} == {node.id for node in row["ends"]}
        assert row["principal"] in {node.id for node in row["ends"]}


def test_the_rules_excuse_something_in_these_examples() -> None:
    with_exclusions = [key for key in RULES if MODELS[key[0]].rules[key[1]].exclusions]
    assert [key for key in with_exclusions if EXCUSED[key] is None] == []


@pytest.mark.parametrize("look_up", LOOK_UPS, ids=lambda found: found.file)
def test_a_look_up_finds_something(look_up: LookUp, store: Neo4jStore, parameters: dict[str, object]) -> None:
    text = FILES[f"look-ups/{look_up.file}.cypher"]
    rows = store.read(text, {name: parameters[name] for name in parameters_of(text)})
    assert rows
    assert any(value is not None for value in rows[0].values())


def text_of(number: str) -> str:
    return next(found.cypher for found in LOOK_UPS if found.file.startswith(number))


def test_paths_pass_through_no_hub_but_may_end_at_one(store: Neo4jStore) -> None:
    def paths(other: str, hub: int) -> list[list[str]]:
        return [
            [node.id for node in row["p"].nodes]
            for row in store.read(text_of("09"), {"who": WHO, "other": other, "hub": hub})
        ]

    assert paths("P-far", 3) == [[WHO, "phone", "P-far"]]
    assert paths("P-far", 2) == []
    assert paths(OTHER, 1) == [[WHO, OTHER]]


def test_what_has_not_begun_is_not_around_one_on_a_day(store: Neo4jStore, parameters: dict[str, object]) -> None:
    asked = {name: parameters[name] for name in ("who", "hub")}
    assert "station" in {row["m"].id for row in store.read(text_of("06"), asked)}
    on_the_day = {row["m"].id for row in store.read(text_of("07"), {**asked, "as_of_day": parameters["as_of_day"]})}
    assert "station" not in on_the_day
    assert {"phone", "case", OTHER} <= on_the_day


def test_a_tie_is_drawn_with_what_the_two_share(store: Neo4jStore) -> None:
    rows = store.read(text_of("10"), {"who": WHO})
    assert [(row["m"].id, row["via"].id, row["x"].type, row["y"].type) for row in rows] == [
        (OTHER, "phone", "USES", "USES")
    ]


def test_saved_parameters_are_those_of_a_run(parameters: dict[str, object]) -> None:
    for model, rule in RULES:
        wanted = parameters_for(MODELS[model], rule, {}, EXAMPLE_DAY)
        assert {name: parameters[name] for name in wanted} == wanted
    names = [name for name, _, _ in defaults(MODELS.values())]
    assert len(names) == len(set(names))


def snippets(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


def test_every_snippet_of_the_page_runs(neo4j_server: Server, store: Neo4jStore, parameters: dict[str, object]) -> None:
    assert len(snippets("cypher")) == len(LOOK_UPS) + 3
    at = neo4j_server
    with neo4j.GraphDatabase.driver(at.uri, auth=(at.user, at.password)) as driver:
        for text in snippets("cypher"):
            driver.execute_query(text, {name: parameters[name] for name in parameters_of(text)})
        for text in ("DROP USER analyst", "DROP INDEX person_name", "DROP INDEX id_number"):
            driver.execute_query(text)


def test_community_knows_and_refuses_what_the_page_says_is_of_enterprise(neo4j_server: Server) -> None:
    assert len(snippets("cypher enterprise")) == 2
    at = neo4j_server
    with neo4j.GraphDatabase.driver(at.uri, auth=(at.user, at.password)) as driver:
        edition = driver.execute_query("CALL dbms.components() YIELD edition").records[0]["edition"]
        if edition != "community":
            assert "CLEW_TEST_NEO4J_URI" in os.environ, "the server that the tests start is Community"
            pytest.skip("the server given by CLEW_TEST_NEO4J_URI is no Community edition")
        for text in snippets("cypher enterprise"):
            with pytest.raises(neo4j.exceptions.ClientError) as refused:
                driver.execute_query(text, database_="system")
            assert str(refused.value.code).endswith("UnsupportedAdministrationCommand")


def test_the_first_line_of_a_saved_query_names_it_once() -> None:
    titles = [text.splitlines()[0] for name, text in FILES.items() if name.endswith(".cypher")]
    assert all(title.startswith("// ") and " · " in title for title in titles)
    assert len(titles) == len(set(titles)) == len(RULES) + len(LOOK_UPS) + 2


def test_the_files_are_up_to_date_and_nothing_else_is_there() -> None:
    folder = ROOT / "docs" / "neo4j"
    there = {
        file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in folder.rglob("*") if file.is_file()
    }
    assert there == FILES


def test_the_columns_of_a_query_are_read_from_its_last_return() -> None:
    text = "MATCH (a) WITH a RETURN a.x AS x UNION ALL RETURN [1, 2] AS x, f(a, 'b, c AS d') AS y, // no, AS z\n main"
    assert returned(text) == ["x", "y", "main"]


def test_parameters_of_another_day_are_printed() -> None:
    done = run_clew("models", "params", "--as-of", "2024-02-29")
    assert done.stdout == parameter_lines(read_models(), date(2024, 2, 29))
    assert commands(done.stdout)["as_of_cal"] == str((12 * 2024 + 2) * 100 + 29)


GRASS_RULE = re.compile(
    r"(?P<selector>[\w.]+) \{\n(?P<lines>(?:  [\w-]+: (?:\"[^\";:]+\"|#[0-9A-F]{6}|\d+px);\n)+)\}\n"
)


def style() -> dict[str, dict[str, str]]:
    """Return the style file as selector → property → value. Fails when anything in it is no GraSS."""
    text = FILES["clew.grass"]
    assert GRASS_RULE.sub("", text) == ""
    found = [
        (rule["selector"], dict(re.findall(r"  ([\w-]+): (.+);", rule["lines"]))) for rule in GRASS_RULE.finditer(text)
    ]
    assert len(found) == len(dict(found))
    return dict(found)


def test_the_style_has_every_label_and_type_of_the_schema_once() -> None:
    schema = load_schema()
    wanted = {f"node.{label}" for label in schema.nodes} | {f"relationship.{name}" for name in schema.relationships}
    assert style().keys() == wanted | {"node", "relationship"}


def test_a_label_is_readable_and_told_from_others() -> None:
    rules = [rule for selector, rule in style().items() if selector.startswith("node.")]
    assert len({rule["color"] for rule in rules}) == len(rules)
    assert min(contrast_with_white(rule["color"]) for rule in rules) >= CONTRAST
    assert round(contrast_with_white("#767676"), 2) == 4.54  # the well-known grey that just passes


def test_captions_name_properties_that_are_there() -> None:
    schema, rules = load_schema(), style()
    for element in (*schema.nodes.values(), *schema.relationships.values()):
        selector = f"{'node' if element.name in schema.nodes else 'relationship'}.{element.name}"
        named = re.findall(r"{(\w+)}", rules[selector]["caption"])
        assert set(named) <= {found.name for found in element.properties}
        assert named or element.name in schema.relationships
