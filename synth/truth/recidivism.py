"""M19 R1–R7: one person judged more than once (刑法 65, 69–74, 77, 86). Readings: docs/readings.md, M19.

Principal: the person. event_key: case number of the later judgment (R7: of the only one); event_date: its judgment
date. Parties and amounts: none. c crime_from, j judgment_date, e effective_date, x end of execution. Of one
prosecution case only the last effective judgment counts; sealed judgments do not exist. For each pair (first,
second) with e1 < j2: R1 first: prison, not on probation; second: prison; both intentional; adult; x1 < c2 <= x1 + 5
years; recidivist_found no. R2 c2 within the first's probation; not revoked or not combined. R3 c2 < j1, j2 while
the first runs; not combined. R4 c2 while the first (no probation) is served; not combined. R5 the facts of R1, the
second on probation. R6 e1 < c2, prior_mentioned no, and none of R1–R4 on the second. R7 a probation of unlawful
length. Exclusions: already_treated (R1–R4, R6: the second's text deals with it), same_case (R3: the same facts
without a prosecution number).
"""

from collections.abc import Iterator
from datetime import date

from synth.truth.calendar import under_age, within_months
from synth.truth.findings import Finding, misses
from synth.truth.judgments import Judgment, effective_judgments
from synth.world import World

RECIDIVISM_YEARS = 5
LENGTHS = {"有期徒刑": (12, 60), "拘役": (2, 12)}


def judge(world: World) -> Iterator[Finding]:
    """All candidates of R1–R7."""
    people = world.persons
    births = dict(zip(people.index, people["birth"], strict=True))
    for person, judgments in effective_judgments(world).items():
        birth = births[person]
        for second in judgments:
            yield _length(second)
            pairs = [(first, second) for first in judgments if first is not second and first.e < second.j]
            silent = True
            for rule in (_r1, _r2, _r3, _r4):
                for finding in (rule(first, second, birth) for first, second in pairs):
                    silent &= bool(finding.missed)
                    yield finding
            yield from (_r5(first, second, birth) for first, second in pairs)
            yield from (_r6(first, second, silent) for first, second in pairs)


def _finding(rule: str, second: Judgment, excluded: str, missed: tuple[str, ...]) -> Finding:
    return Finding("M19", rule, second.person, second.case_no, second.j, excluded=excluded, missed=missed)


def _exist(first: Judgment, second: Judgment) -> dict[str, bool]:
    return {"not_sealed": not (first.sealed or second.sealed), "last_effective": first.last and second.last}


def _treated(second: Judgment, *phrases: str) -> str:
    return "already_treated" if any(phrase in second.text for phrase in phrases) else ""


def _recidivism(first: Judgment, second: Judgment, birth: date) -> dict[str, bool]:
    """The facts of R1; a sealed first judgment misses that it is sealed, not the age besides."""
    return _exist(first, second) | {
        "prison_first": first.prison,
        "executed": first.probation == 0,
        "prison_second": second.prison,
        "intentional": first.negligent is False and second.negligent is False,
        "adult": (first.sealed or not under_age(birth, first.c)) and (second.sealed or not under_age(birth, second.c)),
        "after_execution": first.x is not None and first.x < second.c,
        "within_years": first.x is not None and within_months(first.x, second.c, 12 * RECIDIVISM_YEARS),
    }


def _r1(first: Judgment, second: Judgment, birth: date) -> Finding:
    facts = _recidivism(first, second, birth) | {"not_found": second.recidivist is False}
    return _finding("R1", second, _treated(second, "系累犯"), misses(**facts))


def _r2(first: Judgment, second: Judgment, _: date) -> Finding:
    missed = misses(
        **_exist(first, second),
        on_probation=first.probation > 0,
        during_probation=first.probation == 0 or first.on_probation(second.c),
        unhandled=second.revoked is False or second.concurrent is False,
    )
    return _finding("R2", second, _treated(second, "撤销缓刑"), missed)


def _r3(first: Judgment, second: Judgment, _: date) -> Finding:
    running = first.on_probation(second.j) if first.probation else first.x is not None and second.j <= first.x
    missed = misses(
        **_exist(first, second),
        crime_before=second.c < first.j,
        still_running=running,
        penalty_runs=first.runs and second.runs,
        not_combined=second.concurrent is False,
    )
    unnumbered = not (first.prosecution_no and second.prosecution_no)
    same = (first.crime, first.c, first.crime_to) == (second.crime, second.c, second.crime_to)
    return _finding("R3", second, "same_case" if unnumbered and same else _treated(second, "数罪并罚"), missed)


def _r4(first: Judgment, second: Judgment, _: date) -> Finding:
    missed = misses(
        **_exist(first, second),
        not_on_probation=first.probation == 0,
        during_execution=first.x is not None and first.e <= second.c <= first.x,
        penalty_runs=first.runs and second.runs,
        not_combined=second.concurrent is False,
    )
    return _finding("R4", second, _treated(second, "数罪并罚"), missed)


def _r5(first: Judgment, second: Judgment, birth: date) -> Finding:
    return _finding(
        "R5", second, "", misses(**_recidivism(first, second, birth), probation_granted=second.probation > 0)
    )


def _r6(first: Judgment, second: Judgment, silent: bool) -> Finding:
    missed = misses(
        **_exist(first, second),
        prior_before=first.e < second.c,
        not_mentioned=second.prior is False,
        other_rules_silent=silent,
    )
    treated = "already_treated" if second.recidivist else _treated(second, "曾因", "有前科")
    return _finding("R6", second, treated, missed)


def _length(only: Judgment) -> Finding:
    """R7: a probation shorter than the term or outside the limits of 刑法 73."""
    least, most = LENGTHS.get(only.penalty, (0, 10_000))
    lawful = max(least, only.term) <= only.probation <= most
    wrong = only.penalty in LENGTHS and only.probation > 0 and not lawful
    missed = misses(
        not_sealed=not only.sealed, last_effective=only.last, on_probation=only.probation > 0, wrong_length=wrong
    )
    return _finding("R7", only, "", missed)
