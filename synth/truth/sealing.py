"""Which rows are sealed because the person was a minor (刑诉法 286; last section of docs/readings.md, first list)."""

from datetime import date

from synth.truth.calendar import under_age
from synth.truth.findings import day, number, read
from synth.world import World

LIFE = ("无期徒刑", "无期", "死缓")


class Births:
    """Birth dates of persons."""

    def __init__(self, world: World) -> None:
        people = world.persons
        self._births = dict(zip(people.index, people["birth"], strict=True))

    def of(self, person: object) -> date | None:
        """A person's birth date, None for organizations."""
        birth = self._births.get(person)
        return birth if isinstance(birth, date) else None

    def minor(self, person: object, *days: object) -> bool:
        """Whether the person was under 18 on the earliest of the days; unknown days and births never say so."""
        birth = self._births.get(person)
        known = [d for d in days if isinstance(d, date)]
        return isinstance(birth, date) and bool(known) and under_age(birth, min(known))


def case_days(world: World) -> dict[str, list[date]]:
    """The days known of each police and procuratorate case: taken up, filed, accepted."""
    days: dict[str, list[date]] = {}
    for case, accepted, filed in read(world, "ps_criminal_case", "case_no", "accept_date", "filing_date"):
        days[str(case)] = [d for d in (day(accepted), day(filed)) if d]
    for case, accepted in read(world, "pc_case", "unified_case_no", "accept_date"):
        days[str(case)] = [d for d in (day(accepted),) if d]
    return days


def sealed_judgment(births: Births, person: object, days: tuple[object, ...], months: object, penalty: object) -> bool:
    """Whether a judgment row is sealed; `days` are crime_from and, for want of it, the row's other days."""
    heavy = number(months) > 60 or penalty in LIFE
    return not heavy and births.minor(person, *(days[:1] if days[0] else days))
