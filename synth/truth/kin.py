"""Who is whose parent, child, spouse or former spouse, by the registers."""

from collections import defaultdict
from datetime import date

from synth.truth.findings import known, read
from synth.world import World

OPEN = date(9999, 12, 31)


class Kin:
    """Parents by ps_population, marriages with their days by ca_marriage."""

    def __init__(self, world: World) -> None:
        self.parents: dict[str, set[str]] = defaultdict(set)
        self.children: dict[str, set[str]] = defaultdict(set)
        for person, father, mother in read(world, "ps_population", "_who_person", "_who_father", "_who_mother"):
            for parent in (father, mother):
                if parent and parent != person:
                    self.parents[str(person)].add(str(parent))
                    self.children[str(parent)].add(str(person))
        self.marriages: dict[str, list[tuple[str, date, date]]] = defaultdict(list)
        events: dict[tuple[str, str], list[tuple[date, str]]] = defaultdict(list)
        for man, woman, kind, day in read(world, "ca_marriage", "_who_man", "_who_woman", "reg_type", "reg_date"):
            registered = known(day, world.as_of)
            if registered and man and woman:
                events[str(man), str(woman)].append((registered, str(kind)))
        for (man, woman), registrations in events.items():
            for start, end in _intervals(sorted(registrations)):
                self.marriages[man].append((woman, start, end))
                self.marriages[woman].append((man, start, end))

    def close(self, a: str, b: str) -> bool:
        """Whether one is the other's parent, or they are or were married."""
        married = any(other == b for other, _, _ in self.marriages.get(a, ()))
        return married or b in self.parents.get(a, ()) or a in self.parents.get(b, ())


def _intervals(registrations: list[tuple[date, str]]) -> list[tuple[date, date]]:
    """Marriages of one couple: from each registration of marriage to the divorce that follows it, or open."""
    intervals: list[tuple[date, date]] = []
    start = None
    for day, kind in registrations:
        if kind == "结婚":
            start = day
        else:
            intervals.append((start or date.min, day))
            start = None
    return [*intervals, (start, OPEN)] if start else intervals
