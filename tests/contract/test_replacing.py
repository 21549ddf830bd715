"""Replacing a graph leaves exactly what was given, on every engine."""

import itertools
from datetime import date
from typing import Any

from graph.rows import from_dicts
from graph.schema import load_schema
from graph.store import GraphRows, GraphStore
from tests.contract.small import family, present


def test_replace_leaves_nothing_of_what_was_there(store: GraphStore) -> None:
    store.replace(family())
    schema = load_schema()
    store.replace(
        from_dicts(
            schema,
            [("Person", "P-li", {"sex": "female"}), ("Case", "Case-c1", {})],
            [("PARTY_IN", "P-li", "Case-c1", {"role": "victim"})],
        )
    )
    assert present(store.counts()) == {"Person": 1, "Case": 1, "PARTY_IN": 1}
    assert store.nodes(["P-li"])[0].properties == {
        "sex": "female",
        "names": [],
        "numbers": [],
        "flags": [],
        "records": [],
    }
    assert [row["role"] for row in store.read("MATCH ()-[r:PARTY_IN]->() RETURN r.role AS role")] == ["victim"]


def test_replace_with_nothing_empties_the_graph(store: GraphStore) -> None:
    store.replace(family())
    store.replace(GraphRows())
    assert present(store.counts()) == {}


def test_relationships_that_differ_in_what_distinguishes_them_stay_two(store: GraphStore) -> None:
    schema = load_schema()
    marriages: list[tuple[str, str, str, dict[str, Any]]] = [
        ("SPOUSE", "a", "b", {"valid_from": date(2001, 1, 1), "valid_to": date(2002, 1, 1)}),
        ("SPOUSE", "a", "b", {"valid_from": date(2003, 1, 1)}),
        ("SPOUSE", "a", "b", {}),
    ]
    people: list[tuple[str, str, dict[str, Any]]] = [("Person", "a", {}), ("Person", "b", {})]
    for _ in range(2):
        store.replace(from_dicts(schema, people, marriages))
        rows = store.read("MATCH (:Person)-[r:SPOUSE]->(:Person) RETURN r.from_day AS day ORDER BY day")
        assert [row["day"] for row in rows] == [-719162, 11323, 12053]


def test_read_gives_many_edges_with_the_ids_of_their_ends(store: GraphStore) -> None:
    ids = [f"n{number:03}" for number in range(200)]
    store.replace(
        from_dicts(
            load_schema(),
            [("Person", node, {}) for node in ids],
            [("PARENT_OF", a, b, {"kind": "father"}) for a, b in itertools.pairwise(ids)],
        )
    )
    rows = store.read("MATCH ()-[r:PARENT_OF]->() RETURN r")
    assert sorted((row["r"].start, row["r"].end) for row in rows) == list(itertools.pairwise(ids))
