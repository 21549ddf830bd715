"""The stage: whom to cast, how often to tell a story, and what each telling was meant to be."""

import random
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from synth.truth.calendar import add_months
from synth.world import PARTS, World

LEADS, LOOKALIKES, AT = 28, 12, 20_000


@dataclass(frozen=True)
class Plant:
    """One planted case: a lead, or the reason for which it must not be one."""

    model: str
    rule: str
    principal: str
    event_key: str
    meant: str


Told = tuple[str, str]
Story = Callable[["Stage"], Told]


class Stage:
    """Casts people of the county who play no part yet (new ones when none is left), and keeps the list of plants."""

    def __init__(self, world: World) -> None:
        self.world, self.as_of = world, world.as_of
        self.dice = random.Random(int(world.rng.integers(2**62)))
        self.plants: list[Plant] = []
        people = world.persons
        local = (people["registered"] == True) & people["death"].isna() & people["moved_out"].isna()  # noqa: E712
        self._scale = int(local.sum()) / AT
        busy = {key for table in PARTS for key in _named(world, table)}
        married = set(_named(world, "ca_marriage"))
        single = (people["spouse"] == "") & ~people.index.isin(list(married))
        free = local & ~people.index.isin(list(busy))
        self._kin = _close_kin(people)
        self._suspected_kin = {k for key in world.rows("ps_suspect")["_who_suspect"] for k in self._kin.get(key, ())}
        firms = world.organizations
        self.housing_offices: list[str] = [
            key for key, name in zip(firms.index, firms["name"], strict=True) if name.startswith("七星关区住房")
        ]
        self._banks: list[str] = list(firms.index[firms["kind"] == "股份有限公司"])
        self._pools = {alone: self._shuffled(people[free & (single == alone)]) for alone in (True, False)}

    def tell(self, model: str, rule: str, meant: str, story: Story, share: float = 1) -> None:
        """Tell a story as often as its kind is wanted; `share` where several stories make up one kind."""
        wanted = (LEADS if meant == "lead" else LOOKALIKES) * share
        for _ in range(max(3, round(wanted * self._scale))):
            principal, event_key = story(self)
            self.plants.append(Plant(model, rule, principal, event_key, meant))

    # people

    def _shuffled(self, people: pd.DataFrame) -> deque[tuple[str, float, str]]:
        """Adults of up to 75 in random order, each with age and sex."""
        grown = [
            (key, (self.as_of - birth).days / 365.25, sex)
            for key, birth, sex in zip(people.index, people["birth"], people["sex"], strict=True)
            if 22 <= self.as_of.year - birth.year < 75
        ]
        self.dice.shuffle(grown)
        return deque(grown)

    def person(self, youngest: int = 24, oldest: int = 66, sex: str = "", *, single: bool = False) -> str:
        """Someone alive between two ages who plays no other part; with single=True never married."""
        for pool in (self._pools[True],) if single else (self._pools[False], self._pools[True]):
            for _ in range(min(len(pool), 25)):
                key, age, own = pool.pop()
                if youngest + 1 <= age <= oldest and sex in ("", own):
                    return key
                pool.appendleft((key, age, own))
        born = self.as_of - timedelta(days=self.dice.randrange(int((youngest + 1) * 365.25), int(oldest * 365.25)))
        return self.world.new_person(birth=born, **({"sex": sex} if sex else {}))

    def born(self, day: date) -> str:
        """A new person born on a day."""
        return self.world.new_person(birth=day)

    def offender(self, youngest: int = 24, oldest: int = 66) -> str:
        """Someone as by `person`, no close kin of any suspect: families in which many are suspects would stand out."""
        for _ in range(30):
            key = self.person(youngest, oldest)
            if key not in self._suspected_kin:
                break
        self._suspected_kin |= self._kin.get(key, set())
        return key

    def bank(self) -> str:
        """One of the county's banks."""
        return self.dice.choice(self._banks)

    def birth(self, key: str) -> date:
        """The birth date of a person."""
        birth = self.world.person(key)["birth"]
        assert isinstance(birth, date)
        return birth

    def couple(self, married: date, divorced: date | None = None) -> tuple[str, str]:
        """Two people who married, and perhaps divorced; either may come first."""
        age = (self.as_of - married).days // 365 + 24
        man, woman = self.person(age, age + 18, "男", single=True), self.person(age, age + 16, "女", single=True)
        self.world.marry(man, woman, married)
        if divorced:
            self.world.divorce(man, woman, divorced)
        return (man, woman) if self.dice.random() < 0.6 else (woman, man)

    def bury(self, key: str, day: date) -> None:
        """Let a person die, and the death be registered once."""
        self.world.update(key, death=day)
        row: dict[str, object] = {
            "sex_code": self.world.person(key)["sex"],
            "birth_date": self.birth(key),
            "death_date": day,
            "source_code": self.dice.choice(("死亡医学证明", "火化", "户口注销")),
            "register_date": min(self.as_of, day + timedelta(days=self.dice.randrange(1, 25))),
        }
        self.world.add("ca_death", row, dead=key)

    # days

    def ago(self, least: int, most: int) -> date:
        """A day between `least` and `most` days before the as-of date."""
        return self.as_of - timedelta(days=self.dice.randint(least, most))

    def after(self, day: date, least: int, most: int) -> date:
        """A day between `least` and `most` days after another (before it for negative numbers)."""
        return day + timedelta(days=self.dice.randint(least, most))

    def months(self, day: date, count: int) -> date:
        """The same day some months later."""
        return add_months(day, count)

    def elsewhere(self) -> str:
        """Another county's division."""
        return self.dice.choice(self.world.divisions[1:])

    def anywhere(self) -> str:
        """A county, most often the home one."""
        return self.world.division if self.dice.random() < 0.6 else self.elsewhere()


def _close_kin(people: pd.DataFrame) -> dict[str, set[str]]:
    """Parents, children and spouse of each person who has any."""
    kin: dict[str, set[str]] = defaultdict(set)
    for column in ("father", "mother", "spouse"):
        for key, other in zip(people.index, people[column], strict=True):
            if other:
                kin[key].add(other)
                kin[other].add(key)
    return kin


def _named(world: World, table: str) -> list[str]:
    frame = world.rows(table)
    named: list[str] = []
    for column in frame.columns:
        if column.startswith("_who_"):
            for keys in frame[column]:
                named.extend((keys,) if isinstance(keys, str) else keys)
    return named
