"""M19 R8: one person with open cases in several counties. Reading: docs/readings.md, M19, last part.

Principal: the person. Candidates are pairs of cases of one person. (a) both open, of different matters and counties;
(b) a 取保候审 in force in the one and a 逮捕 in the other on the as-of date, of different matters and counties, neither
moved nor merged. One lead per person: event_key is the earliest filed case of all such pairs, event_date its filing.
No amount, no parties, no exclusions.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from synth.truth.findings import Finding, day, known, misses, read
from synth.truth.sealing import Sealing
from synth.world import World

SUSPECT = ("犯罪嫌疑人", "被告人")
REVIEWS = ("审查逮捕", "审查起诉")
MOVED = ("移送管辖", "并案")


@dataclass(frozen=True)
class Matter:
    """One case: number, the police case it belongs to, county, day of filing, how it stands on the as-of date."""

    case_no: str
    matter: str
    county: str
    filed: date
    open: bool
    moved: bool


def judge(world: World) -> Iterator[Finding]:
    """All candidates of R8."""
    cases = _cases(world)
    suspects, others = _suspects(world, cases)
    measures = _measures(world)
    for person in sorted(suspects):
        own = suspects[person]
        pairs = [(a, b, _open(a, b, suspect=True)) for a, b in combinations(own, 2)]
        pairs += [(a, b, _open(a, b, suspect=False)) for a in own for b in others.get(person, ())]
        pairs += _under(cases, measures.get(person, []))
        met = [case for a, b, missed in pairs if not missed for case in (a, b)]
        if met:
            yield _finding(person, met, ())
        yield from (_finding(person, [a, b], missed) for a, b, missed in pairs if missed)


def _finding(person: str, cases: list[Matter], missed: tuple[str, ...]) -> Finding:
    first = min(cases, key=lambda case: (case.filed, case.case_no))
    return Finding("M19", "R8", person, first.case_no, first.filed, missed=missed)


def _open(a: Matter, b: Matter, *, suspect: bool) -> tuple[str, ...]:
    return misses(
        suspect=suspect,
        both_open=a.open and b.open,
        other_county=a.county != b.county,
        other_matter=a.matter != b.matter,
    )


def _under(
    cases: dict[str, Matter], measures: list[tuple[str, str, bool]]
) -> list[tuple[Matter, Matter, tuple[str, ...]]]:
    """Pairs of a bail and an arrest of one person."""
    bails = [(cases[case], held) for case, kind, held in measures if kind == "取保候审" and case in cases]
    arrests = [(cases[case], held) for case, kind, held in measures if kind == "逮捕" and case in cases]
    return [
        (
            a,
            b,
            misses(
                in_force=bailed and arrested,
                other_county=a.county != b.county,
                other_matter=a.matter != b.matter,
                not_moved=not (a.moved or b.moved),
            ),
        )
        for a, bailed in bails
        for b, arrested in arrests
    ]


def _cases(world: World) -> dict[str, Matter]:
    cases: dict[str, Matter] = {}
    columns = ("case_no", "filing_date", "status_code", "status_date", "merged_into_case_no")
    for case, filed, status, changed, merged in read(world, "ps_criminal_case", *columns):
        begun = known(filed, world.as_of)
        if begun:
            ended = status != "在侦" and not (isinstance(changed, date) and changed > world.as_of)
            still = not ended and not merged
            cases[str(case)] = Matter(str(case), str(case), str(case)[1:7], begun, still, ended and status in MOVED)
    for case, police, organ, kind, accepted, decision, decided in read(
        world,
        "pc_case",
        "unified_case_no",
        "police_case_no",
        "procuratorate_code",
        "case_type",
        "accept_date",
        "decision_code",
        "decision_date",
    ):
        begun = known(accepted, world.as_of)
        if begun:
            pending = not decision or decision == "退查" or (isinstance(decided, date) and decided > world.as_of)
            still = pending and kind in REVIEWS
            cases[str(case)] = Matter(str(case), str(police or case), str(organ)[:6], begun, still, False)
    return cases


def _suspects(world: World, cases: dict[str, Matter]) -> tuple[dict[str, list[Matter]], dict[str, list[Matter]]]:
    """Cases by person: as a suspect, and in another part."""
    sealing = Sealing(world)
    suspects: dict[str, list[Matter]] = defaultdict(list)
    others: dict[str, list[Matter]] = defaultdict(list)
    for person, case, fled in read(world, "ps_suspect", "_who_suspect", "case_no", "at_large_date"):
        if str(case) in cases and not sealing.row(person, case, day(fled)):
            suspects[str(person)].append(cases[str(case)])
    columns = ("_who_party", "unified_case_no", "party_role", "is_minor_at_offence")
    for person, case, role, minor in read(world, "pc_party", *columns):
        if str(case) not in cases:
            continue
        if role not in SUSPECT:
            others[str(person)].append(cases[str(case)])
        elif not minor and not sealing.row(person, case):
            suspects[str(person)].append(cases[str(case)])
    return suspects, others


def _measures(world: World) -> dict[str, list[tuple[str, str, bool]]]:
    """Measures by person: case number, kind, and whether in force on the as-of date."""
    sealing = Sealing(world)
    measures: dict[str, list[tuple[str, str, bool]]] = defaultdict(list)
    columns = ("_who_person", "case_no", "measure_code", "start_date", "actual_end_date")
    for person, case, kind, start, end in read(world, "ps_coercive_measure", *columns):
        begun = known(start, world.as_of)
        if begun and not sealing.row(person, case, begun):
            held = not isinstance(end, date) or end >= world.as_of
            measures[str(person)].append((str(case), str(kind), held))
    return measures
