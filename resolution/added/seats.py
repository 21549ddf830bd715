"""Who sits in what, as numbers: whether two sit somewhere together is asked of many pairs at once."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resolution.added.postings import Ints


@dataclass(frozen=True)
class Seats:
    """Keys of contexts beside the nodes that sit there, in any order, the same seat any number of times."""

    keys: NDArray[Any] = field(default_factory=lambda: np.empty(0, np.uint64))
    nodes: Ints = field(default_factory=lambda: np.empty(0, np.int64))

    def together(self, a: Ints, b: Ints) -> NDArray[np.bool_]:
        """Return which of the pairs of nodes sit in one context."""
        found = np.zeros(len(a), np.bool_)
        if not len(self.nodes) or not len(a):
            return found
        _, contexts = np.unique(self.keys, return_inverse=True)
        order = np.argsort(self.nodes, kind="stable")
        first = np.searchsorted(self.nodes[order], a, "left")
        sizes = np.searchsorted(self.nodes[order], a, "right") - first
        pair = np.repeat(np.arange(len(a)), sizes)
        of_a = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes) + np.repeat(first, sizes)
        size = int(max(self.nodes.max(), b.max())) + 1
        found[pair[np.isin(contexts[order][of_a] * size + b[pair], contexts * size + self.nodes)]] = True
        return found
