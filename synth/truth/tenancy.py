"""M01 R3–R6: leases that should have ended, stand empty, are not paid for, or come twice. Readings:
docs/readings.md, M01.

R3 the main applicant died more than 90 days ago and nobody else on the contract is alive; event_date the death;
parties the others. R4 one person alone, unmarried during it, in custody without a break for six months of the
lease; event_date the stay's first day within the lease; amount the rent gap over it. R5 six or more months unpaid;
event_date the first; amount what is owed. R6 two active leases with a family member in common on the as-of date;
principal the main applicant of the later, event_key both contracts, event_date the later start, parties the other
main applicant and the members in common. R3–R5: home leases only, event_key contract_no. No exclusions.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import combinations

from synth.truth.calendar import add_months, cal
from synth.truth.findings import Finding, day, known, misses, number, read
from synth.truth.leases import Lease, Tenants
from synth.truth.sealing import Sealing
from synth.world import World

GRACE_DAYS, IDLE_MONTHS, ARREARS_MONTHS = 90, 6, 6
Stay = tuple[date, date]


def judge(world: World, tenants: Tenants) -> Iterator[Finding]:
    """All candidates of R3–R6."""
    deaths, stays, owed = deaths_of(world), _stays(world), _arrears(world)
    for lease in tenants.leases:
        kind = {"active": lease.active(world.as_of), "in_kind": lease.benefit == "实物"}
        if lease.main in deaths:
            yield _dead(lease, kind, deaths, world.as_of)
        if lease.main in stays:
            yield from _idle(lease, kind, stays[lease.main], tenants)
        if lease.contract_no in owed:
            yield _unpaid(lease, kind, owed[lease.contract_no])
    yield from _twice(tenants)


def deaths_of(world: World) -> dict[str, date]:
    """The earliest recorded death of each person who died by the as-of date."""
    deaths: dict[str, date] = {}
    for person, died in read(world, "ca_death", "_who_dead", "death_date"):
        past = known(died, world.as_of)
        if past:
            deaths[str(person)] = min(past, deaths.get(str(person), past))
    return deaths


def _dead(lease: Lease, kind: Mapping[str, bool], deaths: dict[str, date], as_of: date) -> Finding:
    died, others = deaths[lease.main], [m for m in lease.members if m != lease.main]
    missed = misses(**kind, past_grace=(as_of - died).days > GRACE_DAYS, nobody_left=all(m in deaths for m in others))
    amount = lease.gap(max(died, lease.start), as_of)
    return Finding("M01", "R3", lease.main, lease.contract_no, died, amount, tuple(others), missed=missed)


def _stays(world: World) -> dict[str, list[Stay]]:
    sealing = Sealing(world)
    stays: dict[str, list[Stay]] = defaultdict(list)
    columns = ("_who_inmate", "judgment_case_no", "intake_date", "exec_notice_date", "release_date")
    for person, case, intake, notice, released in read(world, "pr_inmate", *columns):
        begun = known(intake, world.as_of)
        if begun and not sealing.row(person, case, begun, notice):
            stays[str(person)].append((begun, known(released, world.as_of) or world.as_of))
    return stays


def _joined(episodes: list[Stay]) -> list[Stay]:
    """Episodes at most one day apart as one."""
    joined: list[Stay] = []
    for start, end in sorted(episodes):
        if joined and start <= joined[-1][1] + timedelta(days=1):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _idle(lease: Lease, kind: Mapping[str, bool], episodes: list[Stay], tenants: Tenants) -> Iterator[Finding]:
    until = min(lease.end, tenants.as_of)
    whole = (min(start for start, _ in episodes), max(end for _, end in episodes))
    attempts: list[tuple[Stay, tuple[str, ...]]] = [(stay, ()) for stay in _joined(episodes)] + [
        (whole, ("without_break",))
    ]
    for (start, end), broken in attempts:
        first, last = max(start, lease.start), min(end, until)
        married = any(a <= last and first <= b for _, a, b in tenants.kin.marriages.get(lease.main, ()))
        inside = first < last and _long(first, last)
        missed = broken + misses(
            **kind,
            alone=len(lease.members) == 1,
            unmarried=not married,
            six_months=_long(start, end),
            during_lease=inside or not _long(start, end),
        )
        yield Finding(
            "M01", "R4", lease.main, lease.contract_no, first, lease.gap(first, max(first, last)), missed=missed
        )


def _long(start: date, end: date) -> bool:
    """Whether six months have passed between two days."""
    return cal(end) >= cal(start) + 100 * IDLE_MONTHS


def _arrears(world: World) -> dict[str, list[tuple[date, float]]]:
    """Months that ended by the as-of date with rent owing, and how much, by contract."""
    owed: dict[str, list[tuple[date, float]]] = defaultdict(list)
    for contract, period, due, paid, paid_on in read(
        world, "hs_rent_ledger", "contract_no", "period", "due_amount", "paid_amount", "paid_date"
    ):
        first = date(int(str(period)[:4]), int(str(period)[4:]), 1)
        received = 0.0 if (day(paid_on) or first) > world.as_of else number(paid)
        if add_months(first, 1) <= world.as_of + timedelta(days=1) and due is not None and received < number(due):
            owed[str(contract)].append((first, number(due) - received))
    return owed


def _unpaid(lease: Lease, kind: Mapping[str, bool], owed: list[tuple[date, float]]) -> Finding:
    missed = misses(**kind, six_periods=len(owed) >= ARREARS_MONTHS)
    amount = round(sum(rest for _, rest in owed), 2)
    return Finding("M01", "R5", lease.main, lease.contract_no, min(month for month, _ in owed), amount, missed=missed)


def _twice(tenants: Tenants) -> Iterator[Finding]:
    as_of = tenants.as_of
    around = {lease.contract_no: tenants.around(lease) for lease in tenants.leases}
    by_person: dict[str, list[Lease]] = defaultdict(list)
    for lease in tenants.leases:
        for person in around[lease.contract_no]:
            by_person[person].append(lease)
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    named = {lease.contract_no: lease for lease in tenants.leases}
    for person, leases in by_person.items():
        for a, b in combinations(sorted(leases, key=lambda it: (it.start, it.contract_no)), 2):
            shared[a.contract_no, b.contract_no].append(person)
    for (first, second), people in shared.items():
        a, b = named[first], named[second]
        now = [p for p in people if all(f <= as_of <= t for f, t in (around[first][p], around[second][p]))]
        both = a.active(as_of) and b.active(as_of)
        missed = misses(both_active=both, in_family=bool(now) or not both)
        key = "+".join(sorted((first, second)))
        yield Finding("M01", "R6", b.main, key, b.start, parties=(a.main, *now), missed=missed)
