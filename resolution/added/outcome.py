"""What an addition came to: who each new mention is, which entities merge or split, what people should look at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from resolution.entities import fresh


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

    def beside(self, other: "Outcome") -> "Outcome":
        """Return what both came to."""
        matches = sorted((*self.matches, *other.matches), key=lambda match: match.mention_id)
        return Outcome(tuple(matches), self.merged + other.merged, self.split + other.split, self.review + other.review)

    def under(self, records: Mapping[str, str]) -> "Outcome":
        """Return the same with other ids of some new records, and of the entities that were named after them."""
        names = {}
        for match in self.matches:
            record, role = match.mention_id.split("#", 1)
            letter = match.entity_id[0]
            if record in records and match.entity_id == fresh(letter, record, role, set()):
                names[match.entity_id] = fresh(letter, records[record], role, set())

        def entities(known: Iterable[str]) -> tuple[str, ...]:
            return tuple(names.get(one, one) for one in known)

        def mentions(known: Iterable[str]) -> tuple[str, ...]:
            return tuple(renamed(one, records) for one in known)

        matches = (
            replace(
                one,
                mention_id=renamed(one.mention_id, records),
                record_id=records.get(one.record_id, one.record_id),
                entity_id=names.get(one.entity_id, one.entity_id),
            )
            for one in self.matches
        )
        review = (
            replace(item, mentions=mentions(item.mentions), entities=entities(item.entities)) for item in self.review
        )
        split = tuple((one, tuple(sorted(entities(into)))) for one, into in self.split)
        return Outcome(tuple(matches), self.merged, split, tuple(review))


def renamed(mention_id: str, records: Mapping[str, str]) -> str:
    """Return the id of a mention of a record that may have got another id."""
    record, role = mention_id.split("#", 1)
    return f"{records.get(record, record)}#{role}"
