"""Which id each cluster that new evidence touches goes by, as in a full run, and what merged or fell apart by it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from resolution import entities

Changes = Sequence[tuple[str, tuple[str, ...]]]
"""An entity and those that went into it, or that its mentions went to."""


def name(
    overlap: Sequence[tuple[str, str, int]],
    groups: Mapping[str, tuple[entities.Heir, tuple[str, str]]],
    stay: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return the id of each cluster: kept by the largest overlap, else that of `stay`, else fresh.

    overlap: (cluster, known id, mentions shared); groups: each cluster with its smallest (record, role).
    """
    kept = {**(stay or {}), **entities.keep(list(overlap), {group: heir for group, (heir, _) in groups.items()})}
    taken = {*kept.values(), *(old for _, old, _ in overlap)}
    for group in sorted(groups, key=lambda one: groups[one][0].smallest):
        if group not in kept:
            heir, (record_id, role) = groups[group]
            kept[group] = entities.fresh(heir.letter, record_id, role, taken)
            taken.add(kept[group])
    return kept


def changes(overlap: Sequence[tuple[str, str, int]], ids: Mapping[str, str]) -> tuple[Changes, Changes]:
    """Return the merges and the splits of known entities."""
    heirs: dict[str, set[str]] = defaultdict(set)
    sources: dict[str, set[str]] = defaultdict(set)
    for group, old, _ in overlap:
        heirs[old].add(ids[group])
        sources[ids[group]].add(old)
    return (
        [(one, tuple(sorted(old - {one}))) for one, old in sorted(sources.items()) if len(old) > 1],
        [(old, tuple(sorted(new))) for old, new in sorted(heirs.items()) if len(new) > 1],
    )
