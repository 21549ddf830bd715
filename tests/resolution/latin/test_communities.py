"""Communities hold apart what one strong mistake would join."""

from itertools import combinations

from resolution.latin import communities


def _clique(members: range) -> list[tuple[int, int]]:
    return list(combinations(members, 2))


def test_one_strong_edge_does_not_join_two_groups() -> None:
    pairs = [*_clique(range(5)), *_clique(range(5, 10)), (0, 9)]
    found = communities.find(10, pairs, [0.95] * len(pairs), 0.1)
    assert len(set(found)) == 2
    assert found[:5] == [found[0]] * 5


def test_many_edges_join_two_groups() -> None:
    pairs = [*_clique(range(5)), *_clique(range(5, 10)), (0, 9), (1, 8), (2, 7), (3, 6)]
    assert len(set(communities.find(10, pairs, [0.95] * len(pairs), 0.1))) == 1


def test_whoever_has_no_pair_stands_alone() -> None:
    assert len(set(communities.find(3, [(0, 1)], [0.99], 0.1))) == 2
