"""What ties two persons or organizations together, and when: the table of ties in docs/readings.md, H01."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from synth.truth.calendar import add_months
from synth.truth.findings import day, known, read
from synth.truth.kin import OPEN, Kin
from synth.truth.sealing import Sealing, case_days
from synth.world import World

WINDOW = timedelta(days=365)
LARGEST = {"phone": 5, "address": 10, "vehicle": 5, "employer": 20, "company": 20, "account": 5}
SIGHTED = ("phone", "address")
Period = tuple[date, date]


@dataclass(frozen=True)
class Tie:
    """One tie: its kind, what is shared, whether too many share it, and whether it was in force at the event."""

    kind: str
    shared: str
    hub: bool
    in_force: bool


class Ties:
    """Who uses, owns or works at what; parents and marriages."""

    def __init__(self, world: World, kin: Kin, concerned: set[str]) -> None:
        """Read the ties of those `concerned`, with everyone who shares a thing with one of them."""
        self.kin = kin
        self._groups: dict[tuple[str, str], dict[str, list[Period]]] = defaultdict(dict)
        for kind, uses in _uses(world):
            shared = uses.loc[uses["who"].isin(concerned), "shared"].unique()
            near = uses[uses["shared"].isin(shared)]
            for thing, who, start, end in zip(near["shared"], near["who"], near["start"], near["end"], strict=True):
                self._groups[kind, thing].setdefault(who, []).append((start, end))
        self._things: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for thing, group in self._groups.items():
            if len(group) > 1:
                for who in group:
                    self._things[who].append(thing)
        self._offices: dict[str, set[str]] = defaultdict(set)
        for (kind, firm), group in self._groups.items():
            if kind == "company":
                self._offices[firm].update(group)

    def own_company(self, x: str, y: str) -> bool:
        """Whether one is an organization that the other runs or owns, or did."""
        return y in self._offices.get(x, ()) or x in self._offices.get(y, ())

    def neighbours(self, x: str) -> set[str]:
        """Everyone with whom x has a tie, or would have one if a group of up to double size were none too large."""
        near = {
            other
            for thing in self._things.get(x, ())
            if len(self._groups[thing]) <= 2 * LARGEST[thing[0]]
            for other in self._groups[thing]
        }
        near |= self.kin.parents.get(x, set()) | self.kin.children.get(x, set())
        near |= {spouse for spouse, _, _ in self.kin.marriages.get(x, ())}
        return near - {x}

    def between(self, x: str, y: str, event: date, besides: str = "") -> list[Tie]:
        """All ties of two at an event; `besides` is a home or vehicle that is no tie."""
        ties = [Tie("family", "", hub=False, in_force=in_force) for in_force in self._family(x, y, event)]
        others = set(self._things.get(y, ()))
        for kind, shared in self._things.get(x, ()):
            if (kind, shared) in others and shared != besides:
                group = self._groups[kind, shared]
                force = _sighted if kind in SIGHTED else _overlap
                in_force = any(force(a, b, event) for a in group[x] for b in group[y])
                ties.append(Tie(kind, shared, len(group) > LARGEST[kind], in_force))
        return ties

    def _family(self, x: str, y: str, event: date) -> Iterator[bool]:
        if y in self.kin.parents.get(x, ()) or x in self.kin.parents.get(y, ()):
            yield True
        for spouse, start, _ in self.kin.marriages.get(x, ()):
            if spouse == y:
                yield start <= event + WINDOW


def _sighted(a: Period, b: Period, event: date) -> bool:
    """Seen with it at a time whose last day is not long before the event."""
    return min(a[1], b[1]) >= event - WINDOW


def _overlap(a: Period, b: Period, event: date) -> bool:
    """Both periods and the year around the event have a day in common for the two, and with the event's window."""
    start, end = max(a[0], b[0]), min(a[1], b[1])
    return start <= end and start <= event + WINDOW and event - WINDOW <= end


def names_room(address: str) -> bool:
    """Whether an address names one home: a flat, or a house of a village group."""
    return address.endswith("室") or ("组" in address and address.endswith("号"))


def _uses(world: World) -> Iterator[tuple[str, pd.DataFrame]]:
    """Every use by kind, as frames of thing shared, user, first and last day; a sighting's first day is unknown."""
    frames = list(_sightings(world))
    for kind in SIGHTED:
        yield kind, pd.concat([frame for sort, frame in frames if sort == kind])
    periods: dict[str, list[tuple[str, str, date, date]]] = defaultdict(list)
    for kind, shared, who, start, end in _periods(world):
        periods[kind].append((shared, who, start, end))
    for kind, rows in periods.items():
        yield kind, pd.DataFrame(rows, columns=["shared", "who", "start", "end"], dtype=object)


# table, slot, columns with a phone, columns with an address, column that says when ('' = the register is of today)
REGISTERS = (
    ("ps_population", "person", ("phone",), ("hukou_address", "residence_address"), "status_date"),
    ("ps_vehicle", "owner", ("owner_phone",), (), ""),
    ("ps_hotel_checkin", "guest", ("phone",), (), ""),
    ("ja_community_correction", "person", ("phone",), ("residence_address",), "start_date"),
    ("ca_social_relief", "member", (), ("address",), ""),
    ("hs_public_rental", "member", ("phone",), (), ""),
    ("mr_entity", "entity", ("phone",), ("reg_address",), "status_date"),
    ("mr_stakeholder", "holder", ("phone",), (), ""),
    ("ca_death", "applicant", ("applicant_phone",), (), "register_date"),
)
CASES = (
    ("ps_suspect", "suspect", "case_no", ("phone",), ("hukou_address", "residence_address")),
    ("pc_party", "party", "unified_case_no", ("phone",), ("address",)),
    ("ct_party", "party", "case_no", ("phone",), ("address",)),
    ("ct_party", "agent", "case_no", ("agent_phone",), ()),
)


def _sightings(world: World) -> Iterator[tuple[str, pd.DataFrame]]:
    sealing, when = Sealing(world), case_days(world)
    for case, filed in read(world, "ct_case", "case_no", "filing_date"):
        when[str(case)] = [d for d in (day(filed),) if d]
    for table, slot, phones, addresses, column in REGISTERS:
        frame = world.rows(table)
        days = frame[column].where(frame[column].notna(), world.as_of) if column else None
        seen = frame
        if table == "ja_community_correction":
            rows = zip(frame["_who_person"], frame["judgment_case_no"], frame["start_date"], strict=True)
            seen = frame[[not sealing.row(*row) for row in rows]]
        yield from _seen(seen, slot, phones, addresses, world.as_of if days is None else days)
    for table, slot, number, phones, addresses in CASES:
        frame = world.rows(table)
        days = pd.Series(
            [min(when.get(case) or [world.as_of]) for case in frame[number]], index=frame.index, dtype=object
        )
        hidden = sealing.along if table == "ct_party" else sealing.row
        whose = frame["_who_party" if table == "ct_party" else f"_who_{slot}"]
        shown = [not hidden(who, case) for who, case in zip(whose, frame[number], strict=True)]
        yield from _seen(frame[shown], slot, phones, addresses, days)


def _seen(
    frame: pd.DataFrame,
    slot: str,
    phones: tuple[str, ...],
    addresses: tuple[str, ...],
    days: date | pd.Series,
) -> Iterator[tuple[str, pd.DataFrame]]:
    for kind, columns in (("phone", phones), ("address", addresses)):
        for name in columns:
            seen = pd.DataFrame(
                {"shared": frame[name], "who": frame[f"_who_{slot}"], "start": date.min, "end": days}, dtype=object
            )
            seen = seen[seen["shared"].notna() & (seen["shared"] != "") & (seen["who"] != "")]
            if kind == "address":
                seen = seen[[names_room(address) for address in seen["shared"]]]
            yield kind, seen


def _periods(world: World) -> Iterator[tuple[str, str, str, date, date]]:
    as_of, one = world.as_of, timedelta(days=1)
    for who, vin, start, left in read(world, "ps_vehicle", "_who_owner", "vin", "owner_from_date", "owner_to_date"):
        begun, ended = known(start, as_of), known(left, as_of)
        if who and begun:
            yield "vehicle", str(vin), str(who), begun, ended - one if ended else OPEN
    for who, firm, kind, first, last in read(
        world, "ss_enrolment", "_who_person", "_who_employer", "record_kind", "from_month", "to_month"
    ):
        if who and firm and kind in ("参保", "用工备案"):
            yield "employer", str(firm), str(who), *months(first, last)
    for who, firm, start, left in read(world, "mr_stakeholder", "_who_holder", "_who_entity", "from_date", "to_date"):
        if who and firm and known(start, as_of):
            yield "company", str(firm), str(who), day(start) or as_of, known(left, as_of) or OPEN
    for who, firm in read(world, "mr_entity", "_who_legal_rep", "_who_entity"):
        if who:
            yield "company", str(firm), str(who), date.min, OPEN
    for who, account, start, left in read(
        world, "ca_social_relief", "_who_member", "bank_account", "start_date", "end_date"
    ):
        begun = known(start, as_of)
        if who and account and begun:
            yield "account", str(account), str(who), begun, known(left, as_of) or OPEN


def months(first: object, last: object) -> Period:
    """Two cells yyyymm as a period from the first day of the one to the last day of the other."""
    start = date(int(str(first)[:4]), int(str(first)[4:6]), 1) if first else date.min
    end = date(int(str(last)[:4]), int(str(last)[4:6]), 1) if last else None
    return start, add_months(end, 1) - timedelta(days=1) if end else OPEN
