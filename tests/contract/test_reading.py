"""Every reading verb of GraphStore answers the same on every engine."""

from datetime import date, datetime

import pytest

from core.errors import UserError
from graph.errors import QueryFailed, QueryTimeout
from graph.schema import load_schema
from graph.store import Edge, GraphStore, Node, Path
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
    rows = graph.read("MATCH (n:Person {id: $id}) RETURN n, n.birth_date AS born, n.number AS number", {"id": "li"})
    properties = {
        "name": "李", "names": ["李", "黎"], "numbers": [], "flags": [], "records": [], "sex": "male",
        "birth_date": date(1980, 1, 31), "birth_date_day": 3682, "birth_date_cal": 2376131,
    }  # fmt: skip
    assert rows == [{"n": Node("li", "Person", properties), "born": date(1980, 1, 31), "number": None}]


def test_read_gives_edges_with_the_ids_of_their_ends(graph: GraphStore) -> None:
    rows = graph.read("MATCH (:Person)-[r:SPOUSE]->(:Person) RETURN r")
    properties = {
        "valid_from": date(2010, 5, 1), "valid_to": SPRING, "from_day": 14730, "to_day": 19783, "from_cal": 2412501,
        "to_cal": 2429101, "records": ["m:1", "m:2"], "confidence": 1.0,
    }  # fmt: skip
    assert rows == [{"r": Edge("SPOUSE", "li", "wang", properties)}]


def test_read_gives_paths_lists_maps_and_moments(graph: GraphStore) -> None:
    path = graph.read("MATCH p = (:Person {id: 'wang'})-[:PARTY_IN]->(:`Case` {id: 'c2'}) RETURN p")[0]["p"]
    assert isinstance(path, Path)
    assert [node.id for node in path.nodes] == ["wang", "c2"]
    assert [(edge.type, edge.start, edge.end) for edge in path.edges] == [("PARTY_IN", "wang", "c2")]
    row = graph.read(
        "MATCH (a:Person {id: 'li'})-[r:SETTLED]->(s:Settlement) "
        "RETURN collect(r) AS rs, {who: a, when_: [s.at, s.at]} AS m, s.admitted AS at, [a.id, s.id] AS ids"
    )[0]
    assert [(edge.type, edge.start, edge.end) for edge in row["rs"]] == [("SETTLED", "li", "s")]
    assert (row["m"]["who"].id, row["m"]["when_"]) == ("li", [AUTUMN, AUTUMN])
    assert (row["at"], row["ids"]) == (datetime(2024, 5, 6, 7, 8, 9), ["li", "s"])


def test_read_stops_at_the_limit(graph: GraphStore) -> None:
    assert [row["id"] for row in graph.read("MATCH (n:Person) RETURN n.id AS id ORDER BY id", limit=2)] == [
        "li",
        "wang",
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
        graph.read("CREATE (n:Person {id: 'new'})")
    assert graph.nodes(["new"]) == []


def test_a_statement_is_stopped_after_its_time(graph: GraphStore) -> None:
    with pytest.raises(QueryTimeout) as failure:
        graph.read("UNWIND range(1, 10000000) AS x UNWIND range(1, 1000000) AS y RETURN sum(x * y) AS s", timeout=0.5)
    assert failure.value.seconds == 0.5
    assert graph.nodes(["li"])


def test_nodes_come_in_the_order_of_ids_without_unknown_ones(graph: GraphStore) -> None:
    found = graph.nodes(["c1", "nobody", "xiao", "li"])
    assert [(node.id, node.label) for node in found] == [("c1", "Case"), ("xiao", "Person"), ("li", "Person")]
    assert graph.nodes([]) == []


def test_neighbourhood_is_sorted_by_type_and_other_end(graph: GraphStore) -> None:
    found = list(graph.neighbourhood("li"))
    assert [(edge.type, edge.start, edge.end, node.id) for edge, node in found] == [
        ("PARENT_OF", "li", "xiao", "xiao"),
        ("PARTY_IN", "li", "c1", "c1"),
        ("SETTLED", "li", "s", "s"),
        ("SPOUSE", "li", "wang", "wang"),
        ("USES", "li", "p", "p"),
    ]
    assert [edge.start for edge, _ in graph.neighbourhood("wang", ["SPOUSE"])] == ["li"]


def test_neighbourhood_keeps_to_types_and_limit(graph: GraphStore) -> None:
    found = list(graph.neighbourhood("wang", ["PARTY_IN", "SPOUSE"], limit=2))
    assert [(edge.type, node.id) for edge, node in found] == [("PARTY_IN", "c1"), ("PARTY_IN", "c2")]
    assert list(graph.neighbourhood("nobody")) == []
    with pytest.raises(UserError, match="KNOWS"):
        graph.neighbourhood("wang", ["KNOWS"])


def test_degrees_count_each_type(graph: GraphStore) -> None:
    assert graph.degrees("wang") == {"PARENT_OF": 1, "PARTY_IN": 2, "SPOUSE": 1}
    assert graph.degrees("nobody") == {}


def test_shortest_paths_come_sorted(graph: GraphStore) -> None:
    paths = graph.shortest_paths("p", "wang")
    assert [[node.id for node in path.nodes] for path in paths] == [["p", "li", "wang"], ["p", "xiao", "wang"]]
    assert [[edge.type for edge in path.edges] for path in paths] == [["USES", "SPOUSE"], ["USES", "PARENT_OF"]]
    assert [[n.id for n in path.nodes] for path in graph.shortest_paths("p", "wang", limit=1)] == [["p", "li", "wang"]]


def test_shortest_paths_keep_to_types_and_length(graph: GraphStore) -> None:
    through_cases = graph.shortest_paths("li", "c2", ["PARTY_IN"])
    assert [[node.id for node in path.nodes] for path in through_cases] == [["li", "c1", "wang", "c2"]]
    assert graph.shortest_paths("li", "c2", ["PARTY_IN"], longest=2) == []
    assert graph.shortest_paths("li", "c2", ["PARENT_OF"]) == []
    assert graph.shortest_paths("li", "li") == []
    assert graph.shortest_paths("li", "nobody") == []


def test_no_run_is_writing_afterwards(graph: GraphStore) -> None:
    assert graph.updating() is False
