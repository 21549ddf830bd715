"""Every reading verb of GraphStore answers the same on every engine."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pytest

from core.errors import UserError
from graph.errors import QueryFailed, QueryTimeout
from graph.schema import load_schema
from graph.store import Edge, GraphStore, Neighbourhood, Node, Path
from tests.contract.small import AUTUMN, SPRING, family, present


@pytest.fixture(scope="module")
def graph(store: GraphStore) -> GraphStore:
    """A store that holds the family."""
    store.replace(family())
    return store


def test_counts_name_every_label_and_type(graph: GraphStore) -> None:
    schema = load_schema()
    counts = graph.counts()
    assert counts.keys() == {*schema.nodes, *schema.relationships}
    assert present(counts) == {"Person": 3, "Case": 2, "Phone": 1, "Settlement": 1, "SPOUSE": 1, "PARENT_OF": 2,
                               "PARTY_IN": 3, "USES": 2, "SETTLED": 1}  # fmt: skip


def test_read_gives_nodes_with_dates_and_without_what_is_unknown(graph: GraphStore) -> None:
    rows = graph.read("MATCH (n:Person {id: $id}) RETURN n, n.birth_date AS born, n.number AS number", {"id": "P-li"})
    properties = {
        "name": "李", "names": ["李", "黎"], "numbers": [], "flags": [], "records": [], "sex": "male",
        "birth_date": date(1980, 1, 31), "birth_date_day": 3682, "birth_date_cal": 2376131,
    }  # fmt: skip
    assert rows == [{"n": Node("P-li", "Person", properties), "born": date(1980, 1, 31), "number": None}]


def test_read_gives_edges_with_the_ids_of_their_ends(graph: GraphStore) -> None:
    rows = graph.read("MATCH (:Person)-[r:SPOUSE]->(:Person) RETURN r")
    properties = {
        "valid_from": date(2010, 5, 1), "valid_to": SPRING, "from_day": 14730, "to_day": 19783, "from_cal": 2412501,
        "to_cal": 2429101, "records": ["m:1", "m:2"], "confidence": 1.0,
    }  # fmt: skip
    assert rows == [{"r": Edge("SPOUSE", "P-li", "P-wang", properties)}]


def test_read_gives_paths_lists_maps_and_moments(graph: GraphStore) -> None:
    path = graph.read("MATCH p = (:Person {id: 'P-wang'})-[:PARTY_IN]->(:`Case` {id: 'Case-c2'}) RETURN p")[0]["p"]
    assert isinstance(path, Path)
    assert [node.id for node in path.nodes] == ["P-wang", "Case-c2"]
    assert [(edge.type, edge.start, edge.end) for edge in path.edges] == [("PARTY_IN", "P-wang", "Case-c2")]
    row = graph.read(
        "MATCH (a:Person {id: 'P-li'})-[r:SETTLED]->(s:Settlement) "
        "RETURN collect(r) AS rs, {who: a, when_: [s.at, s.at]} AS m, s.admitted AS at, [a.id, s.id] AS ids"
    )[0]
    assert [(edge.type, edge.start, edge.end) for edge in row["rs"]] == [("SETTLED", "P-li", "Settlement-s")]
    assert (row["m"]["who"].id, row["m"]["when_"]) == ("P-li", [AUTUMN, AUTUMN])
    assert (row["at"], row["ids"]) == (datetime(2024, 5, 6, 7, 8, 9), ["P-li", "Settlement-s"])


def test_read_stops_at_the_limit(graph: GraphStore) -> None:
    assert [row["id"] for row in graph.read("MATCH (n:Person) RETURN n.id AS id ORDER BY id", limit=2)] == [
        "P-li",
        "P-wang",
    ]
    assert len(graph.read("MATCH (n:Person) RETURN n", limit=9)) == 3


def test_a_text_that_cannot_run_is_told_with_engine_text_and_parameters(graph: GraphStore) -> None:
    with pytest.raises(QueryFailed) as failure:
        graph.read("MATCH (n:Person RETURN n", {"name": "杨某某", "days": 3})
    error = failure.value
    assert (error.engine, error.text) == (graph.engine, "MATCH (n:Person RETURN n")
    assert error.parameters == {"name": "杨某某", "days": 3}
    assert "days = 3" in str(error)
    assert "杨某某" not in str(error)


def test_a_text_that_writes_is_refused(graph: GraphStore) -> None:
    with pytest.raises(QueryFailed):
        graph.read("CREATE (n:Person {id: 'P-new'})")
    assert graph.nodes(["P-new"]) == []


def test_a_statement_is_stopped_after_its_time(graph: GraphStore) -> None:
    with pytest.raises(QueryTimeout) as failure:
        graph.read("UNWIND range(1, 10000000) AS x UNWIND range(1, 1000000) AS y RETURN sum(x * y) AS s", timeout=0.5)
    assert failure.value.seconds == 0.5
    assert graph.nodes(["P-li"])


def test_nodes_come_in_the_order_of_ids_without_unknown_ones(graph: GraphStore) -> None:
    found = graph.nodes(["Case-c1", "P-nobody", "P-xiao", "P-li"])
    assert [(node.id, node.label) for node in found] == [("Case-c1", "Case"), ("P-xiao", "Person"), ("P-li", "Person")]
    assert graph.nodes([]) == []


def test_neighbourhood_is_sorted_by_type_and_other_end(graph: GraphStore) -> None:
    found = graph.neighbourhood("P-li")
    assert [(edge.type, edge.start, edge.end, node.id) for edge, node in found.edges] == [
        ("PARENT_OF", "P-li", "P-xiao", "P-xiao"),
        ("PARTY_IN", "P-li", "Case-c1", "Case-c1"),
        ("SETTLED", "P-li", "Settlement-s", "Settlement-s"),
        ("SPOUSE", "P-li", "P-wang", "P-wang"),
        ("USES", "P-li", "Phone-p", "Phone-p"),
    ]
    assert found.total == 5
    assert [edge.start for edge, _ in graph.neighbourhood("P-wang", ["SPOUSE"]).edges] == ["P-li"]


def test_an_edge_of_a_neighbourhood_is_the_edge_that_is_read(graph: GraphStore) -> None:
    (read,) = graph.read("MATCH (:Person)-[r:SPOUSE]->(:Person) RETURN r")
    assert [edge for edge, _ in graph.neighbourhood("P-wang", ["SPOUSE"]).edges] == [read["r"]]
    assert [node for _, node in graph.neighbourhood("P-wang", ["SPOUSE"]).edges] == graph.nodes(["P-li"])


def test_neighbourhood_keeps_to_types_and_limit(graph: GraphStore) -> None:
    found = graph.neighbourhood("P-wang", ["PARTY_IN", "SPOUSE"], limit=2)
    assert [(edge.type, node.id) for edge, node in found.edges] == [("PARTY_IN", "Case-c1"), ("PARTY_IN", "Case-c2")]
    assert found.total == 3
    assert graph.neighbourhood("P-nobody") == Neighbourhood([], 0)
    with pytest.raises(UserError, match="KNOWS"):
        graph.neighbourhood("P-wang", ["KNOWS"])


def test_pages_of_a_neighbourhood_make_up_the_whole(graph: GraphStore) -> None:
    whole = graph.neighbourhood("P-wang").edges
    pages = [graph.neighbourhood("P-wang", limit=3, offset=offset) for offset in (0, 3, 6)]
    assert [edge for page in pages for edge in page.edges] == whole
    assert [page.total for page in pages] == [len(whole)] * 3


@pytest.mark.parametrize(
    ("since", "until", "types"),
    [
        (date(2025, 1, 1), None, ["PARENT_OF", "PARTY_IN", "SETTLED"]),
        (SPRING, None, ["PARENT_OF", "PARTY_IN", "SETTLED", "SPOUSE", "USES"]),
        (date(2024, 3, 2), date(2024, 3, 3), ["PARENT_OF", "PARTY_IN", "SETTLED", "USES"]),
        (None, date(2010, 5, 1), ["PARENT_OF", "PARTY_IN", "SETTLED", "SPOUSE"]),
        (None, date(2010, 4, 30), ["PARENT_OF", "PARTY_IN", "SETTLED"]),
    ],
)
def test_a_neighbourhood_in_time_has_what_was_then_or_has_no_day(
    graph: GraphStore, since: date | None, until: date | None, types: list[str]
) -> None:
    found = graph.neighbourhood("P-li", since=since, until=until)
    assert [edge.type for edge, _ in found.edges] == types
    assert found.total == len(types)
    assert graph.neighbourhood("P-li", since=since, until=until, limit=1).total == len(types)


def test_degrees_count_each_type(graph: GraphStore) -> None:
    assert graph.degrees(["P-wang", "P-nobody", "Phone-p"]) == {
        "P-wang": {"PARENT_OF": 1, "PARTY_IN": 2, "SPOUSE": 1}, "P-nobody": {}, "Phone-p": {"USES": 2},
    }  # fmt: skip


def test_many_threads_read_at_once(graph: GraphStore) -> None:
    def ask(number: int) -> tuple[object, ...]:
        who = ("P-li", "P-wang", "P-xiao")[number % 3]
        return graph.nodes([who]), graph.neighbourhood(who), graph.paths(who, "Case-c2"), graph.degrees([who])

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(ask, range(48)))
    assert found == [ask(number) for number in range(3)] * 16


def test_no_run_is_writing_afterwards(graph: GraphStore) -> None:
    assert graph.updating() is False
