"""Which rows are sealed because the person was a minor (刑诉法 286; docs/readings.md, first list)."""

from collections.abc import Iterator
from datetime import date

from synth.truth.calendar import under_age
from synth.truth.findings import day, number, read
from synth.world import World

LIFE = ("无期徒刑", "无期", "死缓")
SUSPECT = ("犯罪嫌疑人", "被告人", "罪犯", "被不起诉人")
ROWS = (
    ("ps_suspect", "_who_suspect", "case_no", ("at_large_date",)),
    ("ps_coercive_measure", "_who_person", "case_no", ("start_date",)),
    ("pr_inmate", "_who_inmate", "judgment_case_no", ("intake_date", "exec_notice_date")),
    ("ja_community_correction", "_who_person", "judgment_case_no", ("start_date",)),
)
"""Tables with days of their own: person, case, days."""
ALONG = {
    "ct_party": "case_no", "ct_service": "case_no", "ps_incident": "linked_case_no", "pc_av_record": "unified_case_no",
    "pc_supervision_doc": "unified_case_no", "pc_release_monitor": "case_no",
}  # fmt: skip
"""Tables whose rows are sealed only with their matter: case."""


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


class Sealing:
    """Which rows that name a person and a case are sealed."""

    def __init__(self, world: World) -> None:
        self._births, self._days, self._matters = Births(world), case_days(world), _matters(world)
        self._sealed: set[tuple[str, str]] = set()
        self._heavy: set[tuple[str, str]] = set()
        columns = ("_who_defendant", "case_no", "crime_from", "custody_start", "judgment_date", "effective_date",
                   "term_months", "principal_penalty")  # fmt: skip
        for person, case, *days, months, penalty in read(world, "ct_criminal_judgment", *columns):
            if number(months) > 60 or penalty in LIFE:
                self._heavy.add(self._about(person, case))
            elif sealed_judgment(self._births, person, tuple(days), months, penalty):
                self._sealed.add(self._about(person, case))
        for person, case, own in self._rows(world):
            if self._births.minor(person, *(own or self._days.get(str(case), []))):
                self._sealed.add(self._about(person, case))
        self._sealed = {about for about in self._sealed if about[1]}
        self._heavy = {about for about in self._heavy if about[1]}

    def row(self, person: object, case: object, *days: object) -> bool:
        """Whether a criminal row is sealed, by its own days or those of its case, or along with its matter."""
        about = self._about(person, case)
        if about in self._heavy:
            return False
        own = [d for d in days if isinstance(d, date)] or self._days.get(str(case), [])
        return about in self._sealed or self._births.minor(person, *own)

    def along(self, person: object, case: object) -> bool:
        """Whether a row that no day of its own seals is sealed along with its matter."""
        about = self._about(person, case)
        return about in self._sealed and about not in self._heavy

    def _about(self, person: object, case: object) -> tuple[str, str]:
        known = case if isinstance(case, str) else ""
        return str(person), self._matters.get(known, known)

    def _rows(self, world: World) -> Iterator[tuple[object, object, list[date]]]:
        for table, who, case_column, days in ROWS:
            for person, case, *given in read(world, table, who, case_column, *days):
                yield person, case, [d for d in given if isinstance(d, date)]
        columns = ("_who_party", "unified_case_no", "party_role", "is_minor_at_offence")
        for person, case, role, flagged in read(world, "pc_party", *columns):
            if flagged:
                self._sealed.add(self._about(person, case))
            elif role in SUSPECT:
                yield person, case, []


def _matters(world: World) -> dict[str, str]:
    """Case number → the first number of its matter: the stages that a row of pc_case or a judgment joins."""
    first: dict[str, str] = {}

    def root(case: str) -> str:
        while first.setdefault(case, case) != case:
            case = first[case]
        return case

    stages = [
        *read(world, "pc_case", "unified_case_no", "police_case_no", "court_case_no"),
        *read(world, "ct_criminal_judgment", "case_no", "prosecution_case_no"),
    ]
    for row in stages:
        roots = sorted({root(case) for case in row if isinstance(case, str) and case})
        first.update(dict.fromkeys(roots, roots[0]))
    return {case: root(case) for case in list(first)}
