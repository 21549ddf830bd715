"""The pairs that H01 looks at: opponents, buyers and sellers, tenants and officials, suspects of two cases."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

from synth.slots import SLOTS
from synth.truth.findings import day, known, misses, number, read
from synth.truth.leases import Tenants
from synth.truth.sealing import Sealing
from synth.truth.ties import WINDOW, Ties, months
from synth.world import World

FAMILY_MATTERS = ("离婚", "婚姻", "抚养", "赡养", "扶养", "继承", "分家", "同居")
AGENCY_WORDS = ("住房保障", "住建", "住房和城乡建设", "房管", "房屋管理")


@dataclass(frozen=True)
class Pair:
    """Two parties of one event, what the case itself says of their ties, and conditions of the rule that fail."""

    rule: str
    principal: str
    other: str
    event_key: str
    event: date
    amount: float | None = None
    besides: str = ""
    family_matter: bool = False
    stated: frozenset[str] = frozenset()
    joined: bool = False
    missed: tuple[str, ...] = ()


def _people(cell: object) -> tuple[str, ...]:
    return tuple(str(key) for key in cell) if isinstance(cell, tuple) else (str(cell),) if cell else ()


def debts(world: World) -> dict[str, set[str]]:
    """The enforcement cases filed by the as-of date in which each is a debtor."""
    result: dict[str, set[str]] = defaultdict(set)
    for exec_no, debtor, filed in read(world, "ct_enforcement", "exec_no", "_who_debtor", "filing_date"):
        if known(filed, world.as_of):
            result[str(debtor)].add(str(exec_no))
    return result


def opponents(world: World) -> Iterator[Pair]:
    """R1: creditor × debtor of an enforcement, plaintiff × defendant of a suit."""
    cases = {
        str(case): (filed, amount, str(cause))
        for case, filed, amount, cause in read(
            world, "ct_case", "case_no", "filing_date", "claimed_amount", "cause_code"
        )
        if known(filed, world.as_of)
    }
    for exec_no, debtor, creditors, filed, amount in read(
        world, "ct_enforcement", "exec_no", "_who_debtor", "_who_creditor", "filing_date", "apply_amount"
    ):
        begun = known(filed, world.as_of)
        for creditor in _people(creditors) if begun else ():
            if begun and debtor and creditor != debtor:
                yield Pair("R1", creditor, str(debtor), str(exec_no), begun, number(amount))
    sides: dict[str, dict[str, list[tuple[str, set[str]]]]] = defaultdict(lambda: {"原告": [], "被告": []})
    for case, role, party, phone, address in read(
        world, "ct_party", "case_no", "party_role", "_who_party", "phone", "address"
    ):
        if role in ("原告", "被告") and party and str(case) in cases:
            sides[str(case)][str(role)].append((str(party), {str(v) for v in (phone, address) if v}))
    for case, both in sides.items():
        filed, amount, cause = cases[case]
        family = any(word in cause for word in FAMILY_MATTERS)
        for (plaintiff, told), (defendant, said) in product(both["原告"], both["被告"]):
            if plaintiff != defendant and isinstance(filed, date):
                yield Pair(
                    "R1",
                    plaintiff,
                    defendant,
                    case,
                    filed,
                    number(amount),
                    family_matter=family,
                    stated=frozenset(told & said),
                )


def sales(world: World) -> Iterator[Pair]:
    """R2: buyer × seller of a home or vehicle, the seller a debtor in an enforcement open that day."""
    open_cases: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for debtor, filed, closed in read(world, "ct_enforcement", "_who_debtor", "filing_date", "close_date"):
        begun = known(filed, world.as_of)
        if begun:
            open_cases[str(debtor)].append((begun, known(closed, world.as_of) or world.as_of))

    def pair(buyer: str, seller: str, thing: str, sold: date, price: object, **conditions: bool) -> Iterator[Pair]:
        if seller in open_cases and buyer != seller:
            missed = misses(**conditions, enforcement_open=any(a <= sold <= b for a, b in open_cases[seller]))
            yield Pair(
                "R2", buyer, seller, f"{thing}+{sold}", sold, number(price) or None, besides=thing, missed=missed
            )

    for buyer, seller, unit, right, mode, registered, price in read(
        world,
        "re_title",
        "_who_holder",
        "_who_previous",
        "unit_no",
        "right_type",
        "acquire_mode",
        "register_date",
        "deal_price",
    ):
        sold = known(registered, world.as_of)
        if buyer and seller and sold and right == "所有权":
            yield from pair(str(buyer), str(seller), str(unit), sold, price, sale=mode == "购买")
    ended: dict[tuple[str, date], str] = {}
    for owner, vin, left in read(world, "ps_vehicle", "_who_owner", "vin", "owner_to_date"):
        gone = known(left, world.as_of)
        if owner and gone:
            ended[str(vin), gone] = str(owner)
    for owner, vin, start, price in read(world, "ps_vehicle", "_who_owner", "vin", "owner_from_date", "purchase_price"):
        sold = known(start, world.as_of)
        if owner and sold and (str(vin), sold) in ended:
            yield from pair(str(owner), ended[str(vin), sold], str(vin), sold, price)


def allocations(world: World, tenants: Tenants, ties: Ties) -> Iterator[Pair]:
    """R3: tenant × whoever is tied to the tenant and enrolled at a housing agency at the time."""
    names = dict(zip(world.organizations.index, world.organizations["name"], strict=True))
    staff: dict[str, list[tuple[date, date, bool]]] = defaultdict(list)
    for person, firm, kind, first, last in read(
        world, "ss_enrolment", "_who_person", "_who_employer", "record_kind", "from_month", "to_month"
    ):
        name = str(names.get(firm, ""))
        if "房" in name and kind in ("参保", "用工备案"):
            staff[str(person)].append((*months(first, last), any(word in name for word in AGENCY_WORDS)))
    for lease in tenants.leases:
        for other in sorted(ties.neighbours(lease.main)):
            for start, end, agency in staff.get(other, ()):
                missed = misses(
                    active=lease.active(world.as_of), housing_agency=agency, enrolled_then=near(lease.start, start, end)
                )
                yield Pair(
                    "R3",
                    lease.main,
                    other,
                    lease.contract_no,
                    lease.start,
                    joined=other in lease.members,
                    missed=missed,
                )


def accomplices(world: World, ties: Ties) -> Iterator[Pair]:
    """R4: suspect of a later case × suspect of an earlier one."""
    sealing = Sealing(world)
    filed: dict[str, tuple[date, str]] = {}
    merged: set[frozenset[str]] = set()
    for case, begun, into in read(world, "ps_criminal_case", "case_no", "filing_date", "merged_into_case_no"):
        past = known(begun, world.as_of)
        if past:
            filed[str(case)] = (past, str(case))
        if into:
            merged.add(frozenset((str(case), str(into))))
    cases: dict[str, list[str]] = defaultdict(list)
    for person, case, fled in read(world, "ps_suspect", "_who_suspect", "case_no", "at_large_date"):
        if str(case) in filed and not sealing.row(person, case, day(fled)):
            cases[str(person)].append(str(case))
    for person, own in cases.items():
        for other in sorted(ties.neighbours(person)):
            theirs = cases.get(other, [])
            for later, earlier in product(own, theirs):
                if filed[later] > filed[earlier] and later not in theirs and earlier not in own:
                    joined = bool(set(own) & set(theirs)) or frozenset((later, earlier)) in merged
                    yield Pair("R4", person, other, "+".join(sorted((later, earlier))), filed[later][0], joined=joined)


def near(day: date, start: date, end: date) -> bool:
    """Whether a period touches the window around a day."""
    return start <= day + WINDOW and day - WINDOW <= end


def nameless(world: World) -> set[str]:
    """Persons and organizations whose number stands in no row."""
    listed = set(world.rows("ps_population")["_who_person"]) | set(world.rows("mr_entity")["_who_entity"])
    rest = (set(world.persons.index) | set(world.organizations.index)) - listed
    for table, slots in SLOTS.items():
        frame = world.rows(table)
        for slot, (_, field) in slots.items():
            if field and rest:
                who = frame[f"_who_{slot}"][frame[field].notna()]
                for keys in who[who.isin(rest) | who.map(lambda cell: isinstance(cell, tuple))]:
                    rest.difference_update((keys,) if isinstance(keys, str) else keys)
    return rest
