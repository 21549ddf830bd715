from datetime import date

from resolution.clusters import Edge, merge


def test_the_strongest_edge_wins_where_two_cannot_both_hold() -> None:
    joined, vetoes = merge(
        [Edge(1, 2, 8.0, 0.99, "scored"), Edge(2, 3, 12.0, 0.999, "scored")], {1: "A", 3: "B"}, {}, []
    )
    assert (joined[2].anchor, joined[1].anchor, vetoes) == (3, 1, 1)


def test_a_chain_never_holds_two_numbers() -> None:
    edges = [Edge(1, 2, 9.0, 0.99, "scored"), Edge(2, 3, 8.0, 0.99, "scored"), Edge(3, 4, 7.0, 0.99, "scored")]
    joined, _ = merge(edges, {1: "A", 4: "B"}, {}, [])
    assert joined[1].anchor != joined[4].anchor


def test_births_that_differ_by_more_than_a_slip_are_two_persons() -> None:
    joined, vetoes = merge(
        [Edge(1, 2, 9.0, 0.99, "context")], {1: "A"}, {1: date(1975, 1, 1), 2: date(1993, 8, 17)}, []
    )
    assert (joined[2].anchor, joined[2].basis, vetoes) == (2, "alone", 1)


def test_a_parent_is_not_the_child() -> None:
    joined, _ = merge([Edge(1, 2, 9.0, 0.99, "scored"), Edge(2, 3, 8.0, 0.99, "scored")], {}, {}, [(1, 3)])
    assert joined[3].anchor != joined[1].anchor


def test_who_is_taken_in_carries_the_probability_of_the_edge_that_did_it() -> None:
    joined, _ = merge([Edge(2, 3, 9.0, 0.998, "scored"), Edge(1, 2, 7.0, 0.97, "context")], {1: "A"}, {}, [])
    assert [(joined[n].basis, joined[n].probability) for n in (1, 2, 3)] == [
        ("number", 1.0), ("context", 0.97), ("context", 0.97),
    ]  # fmt: skip
