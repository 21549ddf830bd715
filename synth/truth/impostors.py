"""M19 R9: one identity used by two people. Reading: docs/readings.md, M19, last part.

(a) Two custodies of one person in different facilities that overlap by more than a day, unless the earlier ended by
transfer. Principal: the person; event_key: both inmate numbers, sorted, joined by +; event_date: the later intake.
(b) One valid citizen number on mentions of several persons. Principal: who bears it in ps_population, else whose row is
dated earliest; event_key: the number; parties: the others. Exclusion relatives_number: all others are the principal's
parents, children or (former) spouses. Sealed rows count in neither.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations

import numpy as np
import pandas as pd

from synth.people.numbers import citizen_number
from synth.slots import SLOTS
from synth.truth.findings import Finding, known, misses, read
from synth.truth.kin import Kin
from synth.truth.sealing import ALONG, ROWS, Births, Sealing, sealed_judgment
from synth.world import World


def judge(world: World, kin: Kin) -> Iterator[Finding]:
    """All candidates of R9."""
    yield from _two_places(world)
    yield from _two_bearers(world, kin)


def _two_places(world: World) -> Iterator[Finding]:
    sealing = Sealing(world)
    stays: dict[str, list[tuple[date, date, str, str, str]]] = defaultdict(list)
    columns = (
        "_who_inmate",
        "inmate_no",
        "facility_name",
        "intake_date",
        "exec_notice_date",
        "release_date",
        "release_type",
        "judgment_case_no",
    )
    for person, inmate, facility, intake, notice, released, kind, case in read(world, "pr_inmate", *columns):
        begun, left = known(intake, world.as_of), known(released, world.as_of)
        if begun and not sealing.row(person, case, begun, notice):
            stays[str(person)].append(
                (begun, left or world.as_of, str(inmate), str(facility), str(kind) if left else "")
            )
    for person, episodes in stays.items():
        for a, b in combinations(sorted(episodes), 2):
            moved = a[4] == "移送" or (a[0] == b[0] and b[4] == "移送")
            missed = misses(
                other_facility=a[3] != b[3], overlap=(min(a[1], b[1]) - max(a[0], b[0])).days > 1, no_transfer=not moved
            )
            yield Finding("M19", "R9", person, "+".join(sorted((a[2], b[2]))), max(a[0], b[0]), missed=missed)


def valid(number: str) -> bool:
    """Whether 18 characters are a citizen number with a real birth date and the right check digit (GB 11643-1999)."""
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
        return len(number) == 18 and citizen_number(number[:6], birth, int(number[14:17])) == number
    except ValueError:
        return False


def _two_bearers(world: World, kin: Kin) -> Iterator[Finding]:
    population = set(read(world, "ps_population", "person_id_no", "_who_person"))
    for number, bearers in sorted(_bearers(world).items()):
        if len(bearers) > 1:
            principal = min(bearers, key=lambda person: ((number, person) not in population, bearers[person], person))
            others = tuple(sorted(set(bearers) - {principal}))
            excluded = "relatives_number" if all(kin.close(principal, other) for other in others) else ""
            missed = misses(valid_number=valid(number))
            yield Finding("M19", "R9", principal, number, parties=others, excluded=excluded, missed=missed)


def _bearers(world: World) -> dict[str, dict[str, date]]:
    """Per 18-character number the persons it stands beside, each with the earliest day of such a row."""
    bearers: dict[str, dict[str, date]] = defaultdict(dict)
    own = dict(zip(world.persons.index, world.persons["number"], strict=True))
    stated = own | dict(zip(world.organizations.index, world.organizations["uscc"], strict=True))
    hidden = _Sealed(world)
    for table, slots in SLOTS.items():
        frame = world.rows(table)
        for slot, (_, field) in slots.items():
            if not field:
                continue
            who, cells = frame[f"_who_{slot}"], frame[field]
            for place in np.flatnonzero((cells != who.map(stated)) & cells.notna() & (who != "")):
                people = (who[place],) if isinstance(who[place], str) else who[place]
                for person, number in zip(people, str(cells[place]).split("、"), strict=False):
                    borrowed = person in own and own[person] != number and len(number) == 18 and "*" not in number
                    if borrowed and not hidden.row(table, str(person), frame.iloc[place]):
                        _note(bearers[number], person, _earliest(frame.iloc[place]))
    for person, number in own.items():
        if number in bearers and person not in bearers[number]:
            _note(bearers[number], person, date.min)
    return bearers


def _note(days: dict[str, date], person: str, day: date) -> None:
    days[person] = min(day, days.get(person, day))


def _earliest(row: pd.Series) -> date:
    days = [cell for name, cell in row.items() if type(cell) is date and name != "birth_date"]
    return min(days, default=date.max)


class _Sealed:
    """Whether one row of a table is sealed."""

    def __init__(self, world: World) -> None:
        self._births, self._sealing = Births(world), Sealing(world)

    def row(self, table: str, person: str, row: pd.Series) -> bool:
        """Sealed or not, by the days the row (or its case) knows."""
        if table == "ct_criminal_judgment":
            days = tuple(row[c] for c in ("crime_from", "custody_start", "judgment_date", "effective_date"))
            return sealed_judgment(self._births, person, days, row["term_months"], row["principal_penalty"])
        for name, _, case, days in ROWS:
            if table == name:
                return self._sealing.row(person, row[case], *(row[column] for column in days))
        if table == "pc_party":
            return self._sealing.row(person, row["unified_case_no"])
        return table in ALONG and self._sealing.along(person, row[ALONG[table]])
