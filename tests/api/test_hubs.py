"""What has very many edges is told with some of every type and with true numbers."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from api.around import around
from api.dossier import MOST_EDGES, MOST_OF_TYPE, grouped
from api.parts import edge_data, shared
from api.screening import MOST_PARTIES, screen
from graph.engines.embedded import EmbeddedStore
from graph.rows import from_dicts
from graph.schema import load_schema
from graph.store import GraphStore

WORKERS, TIES, COMPLAINTS, VICTIMS = 400, 250, 60, 220


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    """A bank of 400 workers with a phone; somebody with many complaints and ties."""
    crowd = [f"P-{number:03}" for number in range(WORKERS)]
    nodes: list[tuple[str, str, dict[str, Any]]] = [("Person", one, {}) for one in crowd]
    nodes += [("Organization", "O-bank", {"name": "毕节银行"}), ("Phone", "Phone-bank", {"number": "08570000000"})]
    edges: list[tuple[str, str, str, dict[str, Any]]] = [("WORKS_AT", one, "O-bank", {}) for one in crowd]
    edges += [("USES", "O-bank", "Phone-bank", {})]
    nodes += [("Person", "P-busy", {}), ("Household", "Household-h", {})]
    edges += [("TIED_TO", one, "P-busy", {"kind": "company", "via": "O-bank"}) for one in crowd[:TIES]]
    edges += [("SPOUSE", crowd[0], "P-busy", {}), ("MEMBER_OF", "P-busy", "Household-h", {})]
    for number in range(COMPLAINTS):
        nodes += [("Complaint", f"Complaint-{number}", {})]
        edges += [("FILED", "P-busy", f"Complaint-{number}", {})]
    edges += [("TIED_TO", "P-000", "P-001", {"kind": "phone", "via": "Phone-bank", "size": 3})]
    nodes += [("Case", "Case-two", {})]
    edges += [("PARTY_IN", one, "Case-two", {}) for one in crowd[:2]]
    nodes += [("Case", "Case-fraud", {}), ("Correction", "Correction-c", {})]
    edges += [("PARTY_IN", one, "Case-fraud", {"role": "victim"}) for one in crowd[-VICTIMS:]]
    edges += [("PARTY_IN", "P-busy", "Case-fraud", {"role": "suspect"}), ("UNDER", "P-busy", "Correction-c", {})]
    found = EmbeddedStore(tmp_path_factory.mktemp("hubs") / "graph.lbug", load_schema(), write=True)
    found.replace(from_dicts(load_schema(), nodes, edges))
    yield found
    found.close()


def told(store: GraphStore, node_id: str) -> dict[str, tuple[int | None, int]]:
    """Return total and number of rows of each group of a dossier."""
    near = around(store, node_id, most=MOST_EDGES, of_type=MOST_OF_TYPE)
    groups = grouped(node_id, near, {}, {}, True)
    assert all(one["shown"] == len(one["rows"]) for one in groups)
    return {one["group"]: (one["total"], one["shown"]) for one in groups}


def test_a_dossier_of_a_hub_tells_some_of_each_type_and_how_many_there_are(store: GraphStore) -> None:
    assert told(store, "O-bank") == {"organizations": (WORKERS, MOST_OF_TYPE), "contacts": (1, 1)}


def test_a_total_is_not_told_where_what_was_not_read_may_belong_elsewhere(store: GraphStore) -> None:
    found = told(store, "P-busy")
    assert (found["cases"], found["ties"]) == ((None, MOST_OF_TYPE + 1), (TIES, MOST_OF_TYPE))
    assert found["family"] == (2, 2)


def test_a_node_of_few_edges_is_told_whole(store: GraphStore) -> None:
    near = around(store, "P-002", most=MOST_EDGES, of_type=1)
    assert Counter(edge.type for edge, _ in near.edges) == near.totals == {"TIED_TO": 1, "WORKS_AT": 1}
    assert near.cut == set()


def test_of_a_large_case_the_suspect_is_screened_and_all_parties_are_counted(store: GraphStore) -> None:
    parties, ties, total = screen(store, ["Case-fraud"], True)
    assert (len(parties), total) == (MOST_PARTIES, VICTIMS + 1)
    assert (parties[0]["id"], parties[0]["roles"]) == ("P-busy", ["suspect"])
    assert [one["id"] for one in parties if one["cut"]] == ["P-busy"]
    assert [one["id"] for one in parties[0]["corrections"]] == ["Correction-c"]
    assert any(one["kinds"] == ["company"] for one in ties)


def test_a_tie_tells_the_thing_that_is_shared_and_masks_it(store: GraphStore) -> None:
    phone = {"id": "Phone-bank", "label": "Phone", "title": "085****0000"}
    _, ties, _ = screen(store, ["Case-two"], False)
    assert [(one["kinds"], one["via"], one["size"]) for one in ties if one["kinds"] == ["phone"]] == [
        (["phone"], phone, 3)
    ]
    near = store.neighbourhood("P-000", ["TIED_TO", "SPOUSE"]).edges
    things = shared(store, [edge for edge, _ in near])
    told = [edge_data(edge, {}, things, False) for edge, _ in near]
    assert [(one["kind"], one["via"] and one["via"]["id"], one["size"]) for one in told] == [
        (None, None, None), ("phone", "Phone-bank", 3), ("company", "O-bank", None),
    ]  # fmt: skip
