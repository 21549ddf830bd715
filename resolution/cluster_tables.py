"""What came of merging, as tables that DuckDB reads."""

from collections.abc import Mapping, Sequence

import pyarrow as pa

from resolution.clusters import Edge, Joined, Outcome


def joined_rows(joined: Mapping[int, Joined]) -> pa.Table:
    """Return node, anchor, basis and probability of every node that was touched."""
    touched = sorted(joined)
    return pa.table(
        {
            "node": pa.array(touched, pa.int32()),
            "anchor": pa.array([joined[n].anchor for n in touched], pa.int32()),
            "basis": pa.array([joined[n].basis for n in touched], pa.string()),
            "probability": pa.array([joined[n].probability for n in touched], pa.float64()),
        }
    )


def outcome_rows(outcomes: Sequence[tuple[Edge, Outcome]]) -> pa.Table:
    """Return a, b, basis, weight, probability, outcome and reason of every edge."""
    return pa.table(
        {
            "a": pa.array([e.a for e, _ in outcomes], pa.int32()),
            "b": pa.array([e.b for e, _ in outcomes], pa.int32()),
            "basis": pa.array([e.basis for e, _ in outcomes], pa.string()),
            "weight": pa.array([e.weight for e, _ in outcomes], pa.float64()),
            "probability": pa.array([e.probability for e, _ in outcomes], pa.float64()),
            "outcome": pa.array([o.outcome for _, o in outcomes], pa.string()),
            "reason": pa.array([o.reason for _, o in outcomes], pa.string()),
        }
    )
