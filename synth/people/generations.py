"""Three generations: who is whose child, who married whom, who died, and who lives together."""

from dataclasses import dataclass

import numpy as np

from synth.people.folk import DAY, NEVER

YEAR = 365.25


@dataclass
class Unions:
    """Marriages of the base world: positions of man and woman, the day, and the day of divorce (NaT: none)."""

    man: np.ndarray
    woman: np.ndarray
    married: np.ndarray
    divorced: np.ndarray


@dataclass
class Family:
    """Three generations while they are put together; -1 stands for nobody known."""

    births: np.ndarray
    male: np.ndarray
    father: np.ndarray
    mother: np.ndarray
    spouse: np.ndarray
    home: np.ndarray
    twin: np.ndarray


def _days(years: np.ndarray) -> np.ndarray:
    return np.round(years * YEAR).astype("timedelta64[D]")


def generations(rng: np.random.Generator, today: np.datetime64, persons: int) -> tuple[Family, Unions]:
    elders, couples, singles = round(persons * 0.08), round(persons * 0.228), round(persons * 0.058)
    strangers = round(persons * 0.025)
    men1 = today - _days(rng.uniform(56, 91, elders))
    women1 = np.minimum(men1 + _days(rng.normal(2, 3, elders)), today - _days(rng.uniform(54, 57, elders)))
    men2 = today - _days(rng.uniform(23.5, 60, couples))
    women2 = np.minimum(men2 + _days(rng.normal(1.5, 3, couples)), today - _days(rng.uniform(21.5, 23.5, couples)))
    single = today - _days(rng.uniform(20, 70, singles + strangers))

    married1 = np.maximum(men1, women1) + _days(22 + rng.exponential(2.5, elders))
    married2 = np.maximum(men2 + _days(np.full(couples, 22.1)), women2 + _days(np.full(couples, 20.1)))
    married2 = np.minimum(
        married2 + _days(rng.exponential(3.5, couples)), today - _days(rng.uniform(0.1, 1.3, couples))
    )

    wanted = rng.choice(5, couples, p=[0.13, 0.36, 0.34, 0.12, 0.05])
    gaps = rng.uniform(1.1, 4.5, (couples, 4))
    gaps[:, 0] = rng.uniform(0.7, 3.0, couples)
    twins = rng.random((couples, 4)) < 0.012
    twins[:, 0] = False
    gaps[twins] = 0
    arrivals = married2[:, None] + _days(np.cumsum(gaps, axis=1))
    born = (
        (np.arange(4) < wanted[:, None])
        & (arrivals < today)
        & (arrivals < (women2 + _days(np.full(couples, 45.0)))[:, None])
    )
    parents, order = np.nonzero(born)

    start2, start_single, start3 = 2 * elders, 2 * elders + 2 * couples, 2 * elders + 2 * couples + singles + strangers
    births = np.concatenate([men1, women1, men2, women2, single, arrivals[parents, order]])
    count = len(births)
    male = np.zeros(count, dtype=bool)
    male[:elders] = male[start2 : start2 + couples] = True
    male[start_single:] = rng.random(count - start_single) < 0.51
    family = Family(
        births=births.astype("datetime64[D]"),
        male=male,
        father=np.full(count, -1),
        mother=np.full(count, -1),
        spouse=np.full(count, -1),
        home=np.arange(count),
        twin=np.full(count, -1),
    )
    kids = np.arange(start3, count)
    family.father[kids], family.mother[kids] = start2 + parents, start2 + couples + parents
    second = np.flatnonzero(twins[parents, order])
    family.twin[kids[second]] = kids[second] - 1
    same_sex = kids[second][rng.random(len(second)) < 0.65]
    male[same_sex] = male[same_sex - 1]

    _adopt_grandparents(rng, family, elders, np.arange(start2, start_single + singles))
    husband2, wife2 = start2 + np.arange(couples), start2 + couples + np.arange(couples)
    siblings = (family.father[husband2] >= 0) & (family.father[husband2] == family.father[wife2])
    family.father[wife2[siblings]] = family.mother[wife2[siblings]] = -1

    man = np.concatenate([np.arange(elders), husband2])
    woman = np.concatenate([elders + np.arange(elders), wife2])
    family.spouse[man], family.spouse[woman] = woman, man
    family.home[woman] = man
    family.home[kids] = family.father[kids]
    hosts = husband2[(family.father[husband2] >= 0) & (rng.random(couples) < 0.35)]
    old, first = np.unique(family.father[hosts], return_index=True)
    family.home[old] = family.home[family.spouse[old]] = hosts[first]
    lodgers = start_single + np.arange(singles)
    lodgers = lodgers[(family.father[lodgers] >= 0) & (rng.random(singles) < 0.5)]
    family.home[lodgers] = family.home[family.father[lodgers]]
    return family, Unions(man, woman, np.concatenate([married1, married2]), np.full(len(man), NEVER))


def strangers(family: Family, persons: int) -> np.ndarray:
    """Positions of the people who live in other counties."""
    first = 2 * round(persons * 0.08) + 2 * round(persons * 0.228) + round(persons * 0.058)
    return np.arange(first, first + round(persons * 0.025))


def _adopt_grandparents(rng: np.random.Generator, family: Family, elders: int, children: np.ndarray) -> None:
    """Give two in three of the middle generation parents among the elders, at an age fit to be theirs."""
    fathers = np.argsort(family.births[:elders], kind="stable")
    wished = family.births[children] - _days(rng.normal(27, 4, len(children)))
    spread = max(1, elders // 25)
    nearest = np.searchsorted(family.births[fathers], wished) + rng.integers(-spread, spread + 1, len(children))
    father = fathers[np.clip(nearest, 0, elders - 1)]
    for_father = (family.births[children] - family.births[father]) / DAY / YEAR
    for_mother = (family.births[children] - family.births[elders + father]) / DAY / YEAR
    fits = (
        (nearest >= 0)
        & (nearest < elders)
        & (for_father > 18)
        & (for_father < 50)
        & (for_mother > 17)
        & (for_mother < 44)
    )
    known = children[fits & (rng.random(len(children)) < 0.68)]
    chosen = father[np.isin(children, known)]
    family.father[known], family.mother[known] = chosen, elders + chosen


def deaths_of(rng: np.random.Generator, today: np.datetime64, family: Family, unions: Unions) -> np.ndarray:
    """Days of death by age, none before a person's last child was born; sets divorces, which only the living have."""
    ages = (today - family.births) / DAY / YEAR
    risk = np.select([ages < 40, ages < 60, ages < 70, ages < 80], [0.003, 0.02, 0.08, 0.22], 0.45)
    dead = rng.random(len(ages)) < risk
    since = np.minimum(_days(rng.uniform(0.1, 9, len(ages))), _days(ages * 0.5))
    deaths = np.where(dead, today - since, NEVER)
    for parent in (family.father, family.mother):
        kids = np.flatnonzero(parent >= 0)
        early = kids[deaths[parent[kids]] < family.births[kids]]
        deaths[parent[early]] = NEVER
    lasting = (today - unions.married) / DAY
    apart = rng.random(len(lasting)) < np.where(
        (lasting > 700) & (unions.married > np.datetime64("1988-01-01")), 0.13, 0.0
    )
    apart &= np.isnat(deaths[unions.man]) & np.isnat(deaths[unions.woman])
    fraction = rng.uniform(0.3, 0.98, len(lasting))
    unions.divorced = np.where(apart, unions.married + (lasting * fraction).astype("timedelta64[D]"), NEVER)
    return deaths


def marry_again(rng: np.random.Generator, today: np.datetime64, family: Family, unions: Unions) -> None:
    """Divorced wives move out with some of the children; a third of the divorced marry again, each other."""
    ended = np.flatnonzero(~np.isnat(unions.divorced))
    man, woman = unions.man[ended], unions.woman[ended]
    family.spouse[man] = family.spouse[woman] = -1
    family.home[woman] = woman
    minor = (today - family.births) / DAY / YEAR < 18
    follows = minor & np.isin(family.mother, woman) & (rng.random(len(minor)) < 0.45)
    family.home[follows] = family.mother[follows]
    again = rng.permutation(len(ended))[: len(ended) // 3]
    grooms, brides = again, np.roll(again, 1)
    free = np.maximum(unions.divorced[ended][grooms], unions.divorced[ended][brides]) + _days(
        rng.uniform(0.3, 4, len(again))
    )
    near = np.abs((family.births[man[grooms]] - family.births[woman[brides]]) / DAY / YEAR) < 14
    wed = (free < today) & near & (grooms != brides)
    grooms, brides, free = man[grooms[wed]], woman[brides[wed]], free[wed]
    family.spouse[grooms], family.spouse[brides] = brides, grooms
    moved = np.isin(family.home, brides)
    new_home = dict(zip(brides.tolist(), family.home[grooms].tolist(), strict=True))
    family.home[moved] = [new_home[home] for home in family.home[moved].tolist()]
    unions.man, unions.woman = np.concatenate([unions.man, grooms]), np.concatenate([unions.woman, brides])
    unions.married = np.concatenate([unions.married, free])
    unions.divorced = np.concatenate([unions.divorced, np.full(len(free), NEVER)])
