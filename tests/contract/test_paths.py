"""Paths between two are the same on every engine: the rarest ties first, and no hub where there is another way."""

from typing import Any

import pytest

from core.errors import UserError
from graph.path_search import HUB
from graph.rows import from_dicts
from graph.schema import load_schema
from graph.store import GraphStore, RankedPaths


@pytest.fixture(scope="module")
def graph(store: GraphStore) -> GraphStore:
    """A county in small.

    a and b are both parties of a hub of a case; a's mother is tied to a colleague of b, of whom there are 5; a and c
    share a phone with nobody else, told as a tie too; d and e share nothing but the hub. Two banks have two workers in
    common, one of whom works at a shop too; a third bank has the workers and a phone of the first.
    """
    nodes: list[tuple[str, str, dict[str, Any]]] = [("Case", "Case-hub", {}), ("Case", "Case-small", {})]
    edges: list[tuple[str, str, str, dict[str, Any]]] = []
    crowd = [f"P-{number:03}" for number in range(HUB)]
    named = ["P-a", "P-b", "P-c", "P-d", "P-e", "P-mother", "P-friend"]
    nodes += [("Person", one, {}) for one in [*crowd, *named]]
    nodes += [("Phone", "Phone-ac", {}), ("Organization", "O-work", {})]
    edges += [("PARTY_IN", one, "Case-hub", {}) for one in [*crowd, "P-a", "P-b", "P-d", "P-e"]]
    edges += [
        ("PARENT_OF", "P-mother", "P-a", {"kind": "mother"}),
        ("TIED_TO", "P-a", "P-mother", {"kind": "family", "via": "parent", "size": 2}),
        ("TIED_TO", "P-friend", "P-mother", {"kind": "phone", "via": "Phone-x", "size": 3}),
        ("PARTY_IN", "P-mother", "Case-small", {}),
        ("PARTY_IN", "P-b", "Case-small", {}),
        ("TIED_TO", "P-b", "P-friend", {"kind": "employer", "via": "O-work", "size": 5}),
        *(("WORKS_AT", one, "O-work", {}) for one in ("P-b", "P-friend", *crowd[:3])),
        ("USES", "P-a", "Phone-ac", {}),
        ("USES", "P-c", "Phone-ac", {}),
        ("TIED_TO", "P-a", "P-c", {"kind": "phone", "via": "Phone-ac", "size": 2}),
    ]
    banks = {"O-one": "left", "O-two": "right", "O-three": "left"}
    clerks = {side: [f"P-{side}-{number:03}" for number in range(HUB + 5)] for side in ("left", "right")}
    nodes += [("Organization", one, {}) for one in (*banks, "O-shop")]
    nodes += [("Person", one, {}) for one in (*clerks["left"], *clerks["right"], "P-both", "P-busy")]
    edges += [("WORKS_AT", one, bank, {}) for bank, side in banks.items() for one in clerks[side]]
    edges += [("WORKS_AT", one, bank, {}) for bank in ("O-one", "O-two") for one in ("P-both", "P-busy")]
    edges += [("WORKS_AT", "P-busy", "O-shop", {})]
    edges += [("TIED_TO", "O-one", "O-three", {"kind": "phone", "via": "Phone-x", "size": 2})]
    store.replace(from_dicts(load_schema(), nodes, edges))
    return store


def ways(found: RankedPaths) -> list[list[str]]:
    """Return the ids of the nodes of each path."""
    return [[node.id for node in path.nodes] for path in found.paths]


def test_three_steps_by_rare_things_stand_before_two_through_a_hub(graph: GraphStore) -> None:
    found = graph.paths("P-a", "P-b")
    assert ways(found) == [
        ["P-a", "P-mother", "Case-small", "P-b"],
        ["P-a", "P-mother", "P-friend", "P-b"],
    ]


def test_rarity_is_the_product_over_all_that_is_shared_or_passed(graph: GraphStore) -> None:
    by_case, by_friend = graph.paths("P-a", "P-b").paths
    # Mother and case join two each. Three share the phone, three are at the friend, five work at one place.
    assert by_case.rarity == pytest.approx(1)
    assert by_friend.rarity == pytest.approx(1 / 2 / 2 / 4)


def test_several_edges_of_one_pair_are_one_step(graph: GraphStore) -> None:
    (path, *_) = graph.paths("P-a", "P-mother").paths
    assert [[edge.type for edge in step] for step in path.steps] == [["PARENT_OF", "TIED_TO"]]
    assert (path.rarity, path.sizes) == (1.0, (5, 4))


def test_what_a_tie_says_is_not_told_again_through_the_thing_shared(graph: GraphStore) -> None:
    (path,) = graph.paths("P-a", "P-c").paths
    assert [[edge.properties.get("via") for edge in step] for step in path.steps] == [["Phone-ac"]]


def test_a_hub_is_passed_where_there_is_no_other_way(graph: GraphStore) -> None:
    (path,) = graph.paths("P-d", "P-e").paths
    assert [node.id for node in path.nodes] == ["P-d", "Case-hub", "P-e"]
    assert path.sizes == (1, HUB + 4, 1)
    assert path.rarity == pytest.approx(1 / (HUB + 3))


def test_paths_keep_to_types_length_and_limit(graph: GraphStore) -> None:
    assert ways(graph.paths("P-a", "P-b", ["PARTY_IN"])) == [["P-a", "Case-hub", "P-b"]]
    assert ways(graph.paths("P-a", "P-b", longest=2)) == [["P-a", "Case-hub", "P-b"]]
    assert ways(graph.paths("P-a", "P-b", longest=1)) == []
    assert len(graph.paths("P-a", "P-b", limit=1).paths) == 1
    assert graph.paths("P-a", "P-b", ["PARENT_OF"]) == RankedPaths([], True)
    with pytest.raises(UserError, match="KNOWS"):
        graph.paths("P-a", "P-b", ["KNOWS"])


def test_a_way_is_the_same_from_either_end(graph: GraphStore) -> None:
    there, back = graph.paths("P-a", "P-b"), graph.paths("P-b", "P-a")
    assert ways(back) == [way[::-1] for way in ways(there)]
    assert [path.rarity for path in back.paths] == pytest.approx([path.rarity for path in there.paths])


def test_there_is_none_to_itself_or_to_nobody(graph: GraphStore) -> None:
    assert graph.paths("P-a", "P-a") == RankedPaths([], True)
    assert graph.paths("P-a", "P-nobody") == RankedPaths([], True)
    assert graph.paths("P-a", "nobody") == RankedPaths([], True)


def test_an_answer_says_that_a_hub_was_not_gone_through_or_that_no_more_was_read(
    graph: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert graph.paths("P-a", "P-c", ["USES"]).complete
    assert not graph.paths("P-d", "P-e").complete
    assert graph.paths("P-a", "P-b", ["PARENT_OF", "TIED_TO"]).complete
    monkeypatch.setattr("graph.path_search.READS", 2)
    assert graph.paths("P-a", "P-b", ["PARENT_OF", "TIED_TO"]) == RankedPaths([], False)


def test_between_two_hubs_there_are_their_ties_and_those_who_are_tied_to_both(graph: GraphStore) -> None:
    found = graph.paths("O-one", "O-two")
    assert ways(found) == [["O-one", "P-both", "O-two"], ["O-one", "P-busy", "O-two"]]
    assert [path.rarity for path in found.paths] == pytest.approx([1, 1 / 2])
    assert not found.complete
    direct, *others = graph.paths("O-three", "O-one", limit=3).paths
    assert [[edge.type for edge in step] for step in direct.steps] == [["TIED_TO"]]
    assert [len(path.nodes) for path in others] == [3, 3]
    assert graph.paths("O-two", "O-three") == RankedPaths([], False)
    assert graph.paths("O-one", "O-three", ["PARTY_IN"]) == RankedPaths([], True)


def test_between_two_hubs_no_read_gives_more_than_shows_that_they_are_hubs(
    graph: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, rows = graph.read, []

    def counted(*given: Any, **named: Any) -> list[dict[str, Any]]:
        found = read(*given, **named)
        rows.append(len(found))
        return found

    monkeypatch.setattr(graph, "read", counted)
    assert graph.paths("O-three", "O-one").paths
    assert max(rows) == HUB + 1
