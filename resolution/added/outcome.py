"""What an addition came to: who each new mention is, which entities merge or split, what people should look at."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Candidate:
    """A known entity that a new mention was compared with; why: the level of each comparison with the likeliest of its
    provisional persons."""

    entity_id: str
    probability: float
    why: dict[str, str]


@dataclass(frozen=True)
class Match:
    """Who a new mention is.

    known: whether the entity was there before; basis and probability as in table mention_entity; why: the level of
    each comparison on the strongest edge that joined it, `context` where both stand in one, `number` for its own.
    candidates: the known entities it was compared with, the likeliest first.
    """

    mention_id: str
    record_id: str
    entity_id: str
    entity_type: str
    known: bool
    basis: str
    probability: float
    why: dict[str, str] = field(default_factory=dict)
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class Item:
    """Something to be looked at instead of being decided.

    kind: unclear (fits several about equally well), vetoed (would say something impossible; reason as in table edge) or
    number_of_another (a row shows a number that is not its own person's). mentions: first of whom the question is, then
    of those that he may be, or whose number it is; entities: theirs. probability: of the likeliest.
    """

    kind: str
    reason: str | None
    mentions: tuple[str, ...]
    entities: tuple[str, ...]
    probability: float | None


@dataclass(frozen=True)
class Outcome:
    """All that an addition came to. merged: the entity that stays and those that go into it; split: the entity and
    those that its mentions go to."""

    matches: tuple[Match, ...]
    merged: tuple[tuple[str, tuple[str, ...]], ...]
    split: tuple[tuple[str, tuple[str, ...]], ...]
    review: tuple[Item, ...]
