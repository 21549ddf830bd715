"""M01 R1, R2, R7, R8: tenants with a home, dear cars or a firm. Readings: docs/readings.md, M01.

Principal: the main applicant; event_key: contract_no; home leases (在租, 实物) only; parties: family members with
such things. R1 homes in the prefecture of 15 ㎡ or more per head, weighted by share, held at any time of the lease;
event_date the earliest day a home and the lease ran together; exclusion inherited_share. R2 a private vehicle of
100,000 yuan or more registered within ten years, or two cars, owned now; event_date the earliest dear one's since,
else the latest car's. R7 shareholder or legal representative now of a trading firm with 500,000 yuan or more;
earliest since. R8 met by what was there before apply_date alone; event_date apply_date. amount: rent gap from
event_date (R8: lease_start) to the as-of date.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from synth.truth.calendar import within_months
from synth.truth.findings import Finding
from synth.truth.leases import Car, Lease, Stake, Tenants, Title

MIN_SHARE, AREA_LIMIT = 0.5, 15.0
PRICE_LIMIT, AGE_MAX, MAX_CARS = 100_000, 10, 1
CAPITAL_LIMIT = 500_000


@dataclass(frozen=True)
class Hit:
    """What meets a rule: since when, whose, and why it is excused."""

    since: date
    owners: frozenset[str]
    excluded: str = ""


def judge(tenants: Tenants) -> Iterator[Finding]:
    """All candidates of R1, R2, R7 and R8."""
    for lease in tenants.leases:
        around = tenants.around(lease)
        if any(tenants.titles.get(p) or tenants.cars.get(p) or tenants.stakes.get(p) for p in around):
            own = Belongings(tenants, lease, around)
            yield from _judge(
                own,
                "R1",
                own.homes,
                ("residential", "same_city", "min_share", "touches_lease", "in_family", "area_limit"),
            )
            yield from _judge(
                own,
                "R2",
                own.vehicles,
                ("private", "owned_now", "in_family", "price_limit", "age_max", "passenger_car"),
            )
            yield from _judge(own, "R7", own.firms, ("in_office", "trading", "capital_limit", "in_family"))
            yield from _judge(own, "R8", own.hidden, ("before_application", "in_family"))


def _judge(
    own: "Belongings", rule: str, hit: Callable[[str], Hit | None], conditions: Sequence[str]
) -> Iterator[Finding]:
    """The finding if the rule is met, else one per condition without which it would be."""
    lease, as_of = own.lease, own.tenants.as_of
    lacking = tuple(
        name for name, holds in (("active", lease.active(as_of)), ("in_kind", lease.benefit == "实物")) if not holds
    )
    met = hit("")
    if met:
        start = lease.start if rule == "R8" else met.since
        yield Finding(
            "M01",
            rule,
            lease.main,
            lease.contract_no,
            met.since,
            lease.gap(start, as_of),
            tuple(sorted(met.owners)),
            met.excluded,
            lacking,
        )
    elif not lacking:
        for name in conditions:
            almost = hit(name)
            if almost and not almost.excluded:
                yield Finding("M01", rule, lease.main, lease.contract_no, almost.since, missed=(name,))


class Belongings:
    """What the people around one lease own. Every method takes the name of a condition to leave out ('' for none)."""

    def __init__(self, tenants: Tenants, lease: Lease, around: dict[str, tuple[date, date]]) -> None:
        self.tenants, self.lease, self.around = tenants, lease, around

    def _since(self, start: date | None) -> date:
        return max(start or self.lease.start, self.lease.start)

    def _touching(self, skip: str) -> list[tuple[str, Title]]:
        lease, until = self.lease, min(self.lease.end, self.tenants.as_of)
        return [
            (owner, title)
            for owner, (start, end) in self.around.items()
            for title in self.tenants.titles.get(owner, ())
            if (skip == "residential" or title.use == "住宅")
            and (skip == "same_city" or title.city == lease.city)
            and (skip == "min_share" or title.share >= MIN_SHARE)
            and (skip == "touches_lease" or (title.start <= until and lease.start <= title.end))
            and (skip == "in_family" or owner in lease.members or (title.start <= end and start <= title.end))
        ]

    def _now(self, owner: str, skip: str) -> bool:
        start, end = self.around[owner]
        return skip == "in_family" or owner in self.lease.members or start <= self.tenants.as_of <= end

    def _enough(self, homes: list[tuple[str, Title]], *, inherited: bool) -> bool:
        area = sum(t.share * t.area for _, t in homes if inherited or t.acquired != "继承" or t.share >= 1)
        return area / len(self.lease.members) >= AREA_LIMIT

    def homes(self, skip: str) -> Hit | None:
        """R1."""
        homes = self._touching(skip)
        if not homes or not (skip == "area_limit" or self._enough(homes, inherited=True)):
            return None
        since = min(self._since(title.start) for _, title in homes)
        excluded = "" if skip == "area_limit" or self._enough(homes, inherited=False) else "inherited_share"
        return Hit(since, frozenset(owner for owner, _ in homes), excluded)

    def _driven(self, skip: str) -> list[tuple[str, Car]]:
        as_of = self.tenants.as_of
        return [
            (owner, car)
            for owner in self.around
            for car in self.tenants.cars.get(owner, ())
            if (skip == "private" or car.use == "非营运")
            and (skip == "owned_now" or car.start <= as_of <= car.end)
            and self._now(owner, skip)
        ]

    def _too_many(self, driven: list[tuple[str, Car]], skip: str) -> list[tuple[str, Car]]:
        cars = [(owner, car) for owner, car in driven if skip == "passenger_car" or car.passenger]
        return cars if len({car.vin for _, car in cars}) > MAX_CARS else []

    def _dear(self, driven: list[tuple[str, Car]], skip: str) -> list[tuple[str, Car]]:
        return [
            (owner, car)
            for owner, car in driven
            if (skip == "price_limit" or car.price >= PRICE_LIMIT)
            and (
                skip == "age_max"
                or (car.registered and within_months(car.registered, self.tenants.as_of, 12 * AGE_MAX))
            )
        ]

    def vehicles(self, skip: str) -> Hit | None:
        """R2."""
        driven = self._driven(skip)
        dear, cars = self._dear(driven, skip), self._too_many(driven, skip)
        if dear:
            return Hit(min(self._since(car.start) for _, car in dear), frozenset(owner for owner, _ in dear))
        if cars:
            return Hit(max(self._since(car.start) for _, car in cars), frozenset(owner for owner, _ in cars))
        return None

    def _run(self, skip: str) -> list[tuple[str, Stake]]:
        return [
            (owner, stake)
            for owner in self.around
            for stake in self.tenants.stakes.get(owner, ())
            if (skip == "in_office" or stake.end >= self.tenants.as_of)
            and (skip == "trading" or stake.trading)
            and (skip == "capital_limit" or stake.capital >= CAPITAL_LIMIT)
            and self._now(owner, skip)
        ]

    def firms(self, skip: str) -> Hit | None:
        """R7."""
        stakes = self._run(skip)
        if not stakes:
            return None
        return Hit(min(self._since(stake.start) for _, stake in stakes), frozenset(owner for owner, _ in stakes))

    def hidden(self, skip: str) -> Hit | None:
        """R8: any of the three by what was there, and whose owner belonged to the family, before the application."""
        applied = self.lease.applied

        def before(owner: str, start: date | None) -> bool:
            begun, ended = self.around[owner]
            belonged = owner in self.lease.members or skip == "in_family" or begun <= applied <= ended
            return belonged and (skip == "before_application" or (start is not None and start < applied))

        homes = [
            (o, t) for o, t in self._touching(skip) if before(o, t.start) and (t.acquired != "继承" or t.share >= 1)
        ]
        driven = [(o, c) for o, c in self._driven(skip) if before(o, c.start)]
        owners = {o for o, _ in homes} if homes and self._enough(homes, inherited=True) else set()
        owners |= {o for o, _ in self._dear(driven, skip)} or {o for o, _ in self._too_many(driven, skip)}
        owners |= {o for o, s in self._run(skip) if before(o, s.start)}
        return Hit(applied, frozenset(owners)) if owners else None
