"""What ties two persons or organizations together, and when: the table of ties in docs/readings.md, H01."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from synth.truth.calendar import add_months
from synth.truth.findings import day, known, read
from synth.truth.kin import OPEN, Kin
from synth.truth.sealing import Births, case_days
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

    def __init__(self, world: World) -> None:
        self.kin = Kin(world)
        self._groups: dict[tuple[str, str], dict[str, list[Period]]] = defaultdict(dict)
        for kind, shared, who, start, end in _uses(world):
            self._groups[kind, shared].setdefault(who, []).append((start, end))
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
        """Everyone with whom x could have a tie."""
        near = {other for thing in self._things.get(x, ()) for other in self._groups[thing]}
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


def _uses(world: World) -> Iterator[tuple[str, str, str, date, date]]:
    """Every use as kind, thing, user, first and last day. A sighting's first day is unknown; hulls come from its last."""
    last: dict[tuple[str, str, str], date] = {}
    for kind, shared, who, seen in _sightings(world):
        key = (kind, shared, who)
        last[key] = max(seen, last.get(key, seen))
    for (kind, shared, who), seen in last.items():
        yield kind, shared, who, date.min, seen
    yield from _periods(world)


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


def _sightings(world: World) -> Iterator[tuple[str, str, str, date]]:
    births = Births(world)
    for table, slot, phones, addresses, column in REGISTERS:
        frame = world.rows(table)
        days = frame[column] if column else [None] * len(frame)
        youth = table == "ja_community_correction"
        for kind, columns in (("phone", phones), ("address", addresses)):
            for name in columns:
                for who, value, seen in zip(frame[f"_who_{slot}"], frame[name], days, strict=True):
                    if who and value and (kind == "phone" or names_room(value)) and not (youth and births.minor(who, seen)):
                        yield kind, value, who, seen or world.as_of
    when = case_days(world)
    for case, filed in read(world, "ct_case", "case_no", "filing_date"):
        when[str(case)] = [d for d in (day(filed),) if d]
    for table, slot, number, phones, addresses in CASES:
        frame = world.rows(table)
        youth = table in ("ps_suspect", "pc_party")
        for kind, columns in (("phone", phones), ("address", addresses)):
            for name in columns:
                for who, value, case in zip(frame[f"_who_{slot}"], frame[name], frame[number], strict=True):
                    seen = min(when.get(case) or [world.as_of])
                    if who and value and (kind == "phone" or names_room(value)) and not (youth and births.minor(who, seen)):
                        yield kind, value, who, seen


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
