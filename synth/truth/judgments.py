"""Criminal judgments with the days that M19 compares: effective, end of probation, end of execution."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from synth.truth.calendar import add_months, cal
from synth.truth.findings import day, known, number, read
from synth.truth.sealing import LIFE, Births, Sealing, sealed_judgment
from synth.world import World

PRISON = ("有期徒刑", *LIFE)
RUNS = (*PRISON, "拘役", "管制")
NEVER_ENDS = date(9999, 12, 31)


@dataclass
class Judgment:
    """One effective judgment of one person; not `last` where a later one of the same prosecution case replaced it."""

    person: str
    case_no: str
    prosecution_no: str
    crime: str
    c: date
    crime_to: date | None
    j: date
    e: date
    x: date | None
    penalty: str
    term: int
    probation: int
    negligent: bool | None
    recidivist: bool | None
    prior: bool | None
    revoked: bool | None
    concurrent: bool | None
    text: str
    sealed: bool
    last: bool = True

    @property
    def prison(self) -> bool:
        """Whether the main penalty is imprisonment or heavier."""
        return self.penalty in PRISON

    @property
    def runs(self) -> bool:
        """Whether the main penalty is served over time."""
        return self.penalty in RUNS

    def on_probation(self, on: date) -> bool:
        """Whether the day lies within the probation, first and last day included."""
        return self.probation > 0 and self.e <= on and cal(on) <= cal(self.e) + 100 * self.probation


def effective_judgments(world: World) -> dict[str, list[Judgment]]:
    """Judgments effective by the as-of date by person, the latest first; sealed and replaced ones are marked."""
    births, ends = Births(world), _Ends(world)
    by_person: dict[str, list[Judgment]] = defaultdict(list)
    rows = read(
        world,
        "ct_criminal_judgment",
        "_who_defendant",
        "case_no",
        "prosecution_case_no",
        "crime_code",
        "crime_from",
        "crime_to",
        "judgment_date",
        "effective_date",
        "principal_penalty",
        "term_months",
        "probation_months",
        "is_negligent",
        "recidivist_found",
        "prior_mentioned",
        "revoked_probation",
        "concurrent_sentence",
        "judgment_text",
        "custody_start",
        "term_end_date",
    )
    for (
        person,
        case,
        prosecution,
        crime,
        c,
        to,
        j,
        e,
        penalty,
        term,
        probation,
        negligent,
        recidivist,
        prior,
        revoked,
        concurrent,
        text,
        custody,
        term_end,
    ) in rows:
        effective, committed, judged = known(e, world.as_of), day(c), day(j)
        if effective is None or committed is None or judged is None:
            continue
        months = int(number(term))
        by_person[str(person)].append(
            Judgment(
                str(person),
                str(case),
                str(prosecution or ""),
                str(crime),
                committed,
                day(to),
                judged,
                effective,
                ends.of(str(person), str(case), str(penalty), day(term_end), day(custody), months),
                str(penalty),
                months,
                int(number(probation)),
                _flag(negligent),
                _flag(recidivist),
                _flag(prior),
                _flag(revoked),
                _flag(concurrent),
                str(text or ""),
                sealed_judgment(births, person, (c, custody, j, e), term, penalty),
            )
        )
    for judgments in by_person.values():
        judgments.sort(key=lambda it: it.case_no)
        judgments.sort(key=lambda it: (it.e, it.j), reverse=True)
        seen: set[str] = set()
        for judgment in judgments:
            judgment.last = not judgment.prosecution_no or judgment.prosecution_no not in seen
            seen.add(judgment.prosecution_no)
    return by_person


def _flag(value: object) -> bool | None:
    return None if value is None else bool(value)


class _Ends:
    """The end of execution of a judgment, from custody and correction rows."""

    def __init__(self, world: World) -> None:
        self._released: dict[tuple[str, str], date] = {}
        self._paroled: dict[tuple[str, str], date] = {}
        sealing = Sealing(world)
        columns = ("_who_inmate", "judgment_case_no", "release_type", "release_date", "intake_date", "exec_notice_date")
        for person, case, kind, released, intake, notice in read(world, "pr_inmate", *columns):
            left = known(released, world.as_of)
            if kind == "刑满" and left and not sealing.row(person, case, intake, notice):
                key = (str(person), str(case))
                self._released[key] = max(left, self._released.get(key, left))
        for person, case, kind, end, start in read(
            world,
            "ja_community_correction",
            "_who_person",
            "judgment_case_no",
            "correction_type",
            "end_date",
            "start_date",
        ):
            if kind == "假释" and isinstance(end, date) and not sealing.row(person, case, start):
                self._paroled[str(person), str(case)] = end

    def of(
        self, person: str, case: str, penalty: str, term_end: date | None, custody: date | None, term: int
    ) -> date | None:
        """The last day of the penalty, NEVER_ENDS for life, None where nothing tells."""
        stated = self._released.get((person, case)) or self._paroled.get((person, case)) or term_end
        if stated:
            return stated
        if custody and term:
            return add_months(custody, term)
        return NEVER_ENDS if penalty in LIFE else None
