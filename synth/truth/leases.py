"""Public rental leases, who belongs to a tenant's family and when, and what families own, for M01."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from synth.people.places import DIVISIONS
from synth.truth.findings import day, known, number, read
from synth.truth.kin import OPEN, Kin
from synth.world import World

CARS = ("轿车", "客车")


@dataclass
class Lease:
    """One contract. `end` is the day of surrender known by the as-of date, else OPEN."""

    contract_no: str
    status: str
    benefit: str
    applied: date
    start: date
    end: date
    rent: float
    market_rent: float
    city: str
    main: str = ""
    members: list[str] = field(default_factory=list)

    def active(self, as_of: date) -> bool:
        """Whether it runs on the as-of date."""
        return self.status == "在租" and self.start <= as_of <= self.end

    def gap(self, start: date, end: date) -> float:
        """Market rent less rent between two days, in yuan."""
        return round((self.market_rent - self.rent) * (end - start).days / 30.4375, 2)


@dataclass(frozen=True)
class Title:
    """A residential or other ownership; `end` is the last day it was held."""

    use: str
    share: float
    area: float
    start: date
    end: date
    acquired: str
    city: str


@dataclass(frozen=True)
class Car:
    """A vehicle in one ownership; `end` is the last day it was held."""

    vin: str
    passenger: bool
    use: str
    price: float
    registered: date | None
    start: date
    end: date


@dataclass(frozen=True)
class Stake:
    """A share or legal representation; `start` is None where the register gives no day."""

    trading: bool
    capital: float
    start: date | None
    end: date


class Tenants:
    """All leases, and what the people in and around them own."""

    def __init__(self, world: World, kin: Kin) -> None:
        self.as_of, self.home = world.as_of, world.division
        self.kin = kin
        self.leases = self._leases(world)
        self.titles: dict[str, list[Title]] = defaultdict(list)
        self.cars: dict[str, list[Car]] = defaultdict(list)
        self.stakes: dict[str, list[Stake]] = defaultdict(list)
        around = {m for lease in self.leases for m in lease.members}
        around |= {spouse for member in around for spouse, _, _ in self.kin.marriages.get(member, ())}
        self._own(world, around)

    def family(self, lease: Lease) -> dict[str, tuple[date, date]]:
        """Everyone on the contract, and spouses of the main applicant while married during the lease, with periods."""
        periods = dict.fromkeys(lease.members, (lease.start, lease.end))
        for spouse, start, end in self.kin.marriages.get(lease.main, ()):
            if start <= min(lease.end, self.as_of) and lease.start <= end:
                now = periods.get(spouse, (start, end))
                periods[spouse] = (min(now[0], start), max(now[1], end))
        return periods

    def around(self, lease: Lease) -> dict[str, tuple[date, date]]:
        """The family, and spouses of other times with an empty period."""
        family = self.family(lease)
        other = {s: (OPEN, date.min) for s, _, _ in self.kin.marriages.get(lease.main, ()) if s not in family}
        return family | other

    def _leases(self, world: World) -> list[Lease]:
        leases: dict[str, Lease] = {}
        columns = (
            "contract_no",
            "_who_member",
            "member_role",
            "status_code",
            "benefit_kind",
            "apply_date",
            "lease_start",
            "surrender_date",
            "monthly_rent",
            "market_rent",
            "unit_address",
        )
        for contract, member, role, status, benefit, applied, start, left, rent, market, address in read(
            world, "hs_public_rental", *columns
        ):
            begun = known(start, world.as_of)
            if begun is None:
                continue
            lease = leases.setdefault(
                str(contract),
                Lease(
                    str(contract),
                    str(status),
                    str(benefit),
                    day(applied) or begun,
                    begun,
                    known(left, world.as_of) or OPEN,
                    number(rent),
                    number(market),
                    self._city(str(address)),
                ),
            )
            lease.members.append(str(member))
            if role == "主申请人":
                lease.main = str(member)
        return [lease for lease in leases.values() if lease.main]

    def _city(self, address: str) -> str:
        return next(
            (code[:4] for code, place in DIVISIONS.items() if address.startswith(place.prefecture)), self.home[:4]
        )

    def _own(self, world: World, around: set[str]) -> None:
        one = timedelta(days=1)
        for holder, right, use, share, area, start, cancelled, mode, unit in read(
            world,
            "re_title",
            "_who_holder",
            "right_type",
            "use_code",
            "share",
            "building_area",
            "register_date",
            "cancel_date",
            "acquire_mode",
            "unit_no",
        ):
            begun, ended = known(start, world.as_of), known(cancelled, world.as_of)
            if holder in around and right == "所有权" and begun:
                self.titles[str(holder)].append(
                    Title(
                        str(use),
                        number(share),
                        number(area),
                        begun,
                        ended - one if ended else OPEN,
                        str(mode),
                        str(unit)[:4],
                    )
                )
        for owner, vin, kind, use, price, first, start, left in read(
            world,
            "ps_vehicle",
            "_who_owner",
            "vin",
            "vehicle_type",
            "use_nature",
            "purchase_price",
            "first_register_date",
            "owner_from_date",
            "owner_to_date",
        ):
            begun, ended = known(start, world.as_of), known(left, world.as_of)
            if owner in around and begun:
                self.cars[str(owner)].append(
                    Car(
                        str(vin),
                        any(word in str(kind) for word in CARS),
                        str(use),
                        number(price),
                        day(first),
                        begun,
                        ended - one if ended else OPEN,
                    )
                )
        firms: dict[str, tuple[bool, float]] = {}
        for firm, status, founded, capital, boss in read(
            world, "mr_entity", "_who_entity", "status_code", "establish_date", "reg_capital", "_who_legal_rep"
        ):
            firms[str(firm)] = (status == "存续" and known(founded, world.as_of) is not None, number(capital) * 10_000)
            if boss in around:
                self.stakes[str(boss)].append(Stake(*firms[str(firm)], None, OPEN))
        for holder, firm, role, start, left in read(
            world, "mr_stakeholder", "_who_holder", "_who_entity", "role_code", "from_date", "to_date"
        ):
            if holder in around and role in ("股东", "法定代表人") and firm in firms and known(start, world.as_of):
                end = known(left, world.as_of) or OPEN
                self.stakes[str(holder)].append(Stake(*firms[str(firm)], day(start), end))
