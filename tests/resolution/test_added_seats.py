"""Who sits with whom, asked of many pairs at once."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from resolution.added.seats import Seats

_NODES = st.integers(0, 6)


@given(st.lists(st.tuples(st.integers(0, 4), _NODES), max_size=20), st.lists(st.tuples(_NODES, _NODES), max_size=20))
def test_two_are_together_where_one_context_holds_both(
    seats: list[tuple[int, int]], pairs: list[tuple[int, int]]
) -> None:
    told = Seats(np.asarray([key for key, _ in seats], np.uint64), np.asarray([node for _, node in seats], np.int64))
    found = told.together(*(np.asarray([pair[end] for pair in pairs], np.int64) for end in (0, 1)))
    sits = {node: {key for key, one in seats if one == node} for node in range(7)}
    assert found.tolist() == [bool(sits[a] & sits[b]) for a, b in pairs]
