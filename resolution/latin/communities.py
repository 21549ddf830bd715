"""Communities in the graph of likely pairs: many weak ties hold people apart that one strong mistake would join."""

import random
from collections.abc import Sequence

import igraph


def find(nodes: int, pairs: Sequence[tuple[int, int]], probabilities: Sequence[float], density: float) -> list[int]:
    """Return the community of each of the nodes 0 … nodes-1, by the Leiden method on the constant Potts model.

    Two communities are one where the mean probability over all pairs between them exceeds `density`; a pair that is
    not listed counts as 0. Equal arguments give equal communities.

    Source: Traag, Waltman, van Eck: From Louvain to Leiden (2019).
    """
    graph = igraph.Graph(n=nodes, edges=pairs)
    igraph.set_random_number_generator(random.Random(1))
    found = graph.community_leiden(objective_function="CPM", weights=probabilities, resolution=density, n_iterations=-1)
    return list(found.membership)
