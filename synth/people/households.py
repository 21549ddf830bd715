"""Persons and households: who is whose child, who is married to whom, and where they live."""

from dataclasses import dataclass

import numpy as np

from synth.people import names, numbers, places
from synth.people.folk import DAY, NEVER, dates, day
from synth.world import World

YEAR = 365.25
ETHNICITIES = ("汉族", "彝族", "苗族", "回族", "白族", "布依族", "仡佬族")
ETHNIC_WEIGHTS = (0.62, 0.14, 0.11, 0.06, 0.03, 0.03, 0.01)


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


def settle(world: World, persons: int) -> Unions:
    """Settle about `persons` residents, and a few people of other counties, in households."""
    family, unions = _generations(world.rng, day(world.as_of), persons)
    deaths = _deaths(world.rng, day(world.as_of), family, unions)
    _move_after_divorce(world.rng, day(world.as_of), family, unions)
    outside = np.zeros(len(family.births), dtype=bool)
    outside[_strangers(family, persons)] = True
    called, ethnic = _names(world.rng, family)
    _settle(world, family, deaths, called, ethnic, outside)
    return unions


def _days(years: np.ndarray) -> np.ndarray:
    return np.round(years * YEAR).astype("timedelta64[D]")


def _generations(rng: np.random.Generator, today: np.datetime64, persons: int) -> tuple[Family, Unions]:
    elders, couples, singles = round(persons * 0.08), round(persons * 0.228), round(persons * 0.058)
    strangers = round(persons * 0.025)
    men1 = today - _days(rng.uniform(56, 91, elders))
    women1 = np.minimum(men1 + _days(rng.normal(2, 3, elders)), today - _days(np.full(elders, 54.0)))
    men2 = today - _days(rng.uniform(23.5, 60, couples))
    women2 = np.minimum(men2 + _days(rng.normal(1.5, 3, couples)), today - _days(np.full(couples, 21.5)))
    single = today - _days(rng.uniform(20, 70, singles + strangers))

    married1 = np.maximum(men1, women1) + _days(22 + rng.exponential(2.5, elders))
    married2 = np.maximum(men2 + _days(np.full(couples, 22.1)), women2 + _days(np.full(couples, 20.1)))
    married2 = np.minimum(married2 + _days(rng.exponential(3.5, couples)), today - 25 * DAY)

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


def _strangers(family: Family, persons: int) -> np.ndarray:
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


def _deaths(rng: np.random.Generator, today: np.datetime64, family: Family, unions: Unions) -> np.ndarray:
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


def _move_after_divorce(rng: np.random.Generator, today: np.datetime64, family: Family, unions: Unions) -> None:
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


def _names(rng: np.random.Generator, family: Family) -> tuple[np.ndarray, np.ndarray]:
    """Names and ethnicities: children after their father, siblings with one naming character, twins one character apart."""
    count = len(family.births)
    years = family.births.astype("datetime64[Y]").astype(int) + 1970
    surname, ethnic = (
        names.surnames(rng, count),
        rng.choice(np.array(ETHNICITIES, dtype=object), count, p=ETHNIC_WEIGHTS),
    )
    generation = rng.choice(np.array(list(names.GENERATION), dtype=object), count)
    dotted = (family.father < 0) & (rng.random(count) < 0.012)
    children = np.flatnonzero(family.father >= 0)
    ranked = np.full(count, "", dtype=object)
    named = rng.random(count) < np.where(family.male, 0.5, 0.2)
    for _ in range(2):
        surname[children] = surname[family.father[children]]
        ethnic[children] = ethnic[family.father[children]]
        dotted[children] = dotted[family.father[children]]
    chosen = children[named[children]]
    ranked[chosen] = generation[family.father[chosen]]
    given = names.given_names(rng, family.male, years, ranked)
    for twin in np.flatnonzero(family.twin >= 0):
        other = str(given[family.twin[twin]])
        given[twin] = (other[0] if len(other) > 1 else str(generation[twin])) + str(given[twin])[-1]
        if given[twin] == other:
            given[twin] = other[0] + "新"
    called = surname + given
    foreign = np.flatnonzero(dotted)
    called[foreign] = names.minority_names(rng, family.male[foreign])
    for place in foreign[family.father[foreign] >= 0]:
        called[place] = called[place].split("·")[0] + "·" + called[family.father[place]].split("·")[0]
    uighur = np.array([name.split("·")[-1] in names.MINORITY_MEN for name in called[foreign]], dtype=bool)
    ethnic[foreign] = np.where(uighur, "维吾尔族", "彝族")
    _namesakes(rng, family, called)
    return called, ethnic


def _namesakes(rng: np.random.Generator, family: Family, called: np.ndarray) -> None:
    """Let some unrelated people of one sex share both name and birth date."""
    for male in (True, False):
        free = np.flatnonzero((family.male == male) & (family.father < 0))
        free = free[np.argsort(family.births[free], kind="stable")]
        later = np.flatnonzero(rng.random(max(0, len(free) - 1)) < 0.012) + 1
        called[free[later]] = called[free[later - 1]]
        family.births[free[later]] = family.births[free[later - 1]]


def _settle(
    world: World, family: Family, deaths: np.ndarray, called: np.ndarray, ethnic: np.ndarray, outside: np.ndarray
) -> None:
    """Hand the families to the world, with numbers, homes and phones."""
    rng, count = world.rng, len(family.births)
    ages = (day(world.as_of) - family.births) / DAY / YEAR
    living = np.full(count, world.division, dtype=object)
    living[outside] = rng.choice(np.array(world.divisions[1:], dtype=object), outside.sum())
    areas = _areas(rng, family, living)
    _, citizen = numbers.citizen_numbers(rng, areas.astype(int), family.births, family.male)
    heads, member = np.unique(family.home, return_inverse=True)
    urban = rng.random(len(heads)) < 0.55
    away = rng.random(len(heads)) < 0.18
    lived_in = living[heads]
    residence = np.array([places.address(d, world.numbering.serial("home", d), urban=bool(u or a))
                          for d, u, a in zip(lived_in, urban, away, strict=True)], dtype=object)  # fmt: skip
    hukou = np.array([places.address(d, world.numbering.serial("home", d), urban=False) if a else r
                      for d, a, r in zip(lived_in, away, residence, strict=True)], dtype=object)  # fmt: skip
    household = np.array([world.next_no("household", d) for d in lived_in], dtype=object)
    newcomer = areas.astype("U4") != np.array([d[:4] for d in living])
    newcomer &= areas.astype("U4") != "5224"
    floating = (newcomer & (rng.random(count) < 0.5)) & ~outside
    moved = np.where((rng.random(count) < 0.015) & np.isnat(deaths) & (ages > 18),
                     day(world.as_of) - rng.integers(60, 3000, count).astype("timedelta64[D]"), NEVER)  # fmt: skip
    keys = np.array([f"P{place + 1:07d}" for place in range(count)] + [""], dtype=object)
    origin = np.array([f"{areas[p]}" if floating[p] else "" for p in range(count)], dtype=object)
    world.settle({
        "name": called.tolist(),
        "former_name": _former_names(rng, family, called),
        "sex": np.where(family.male, "男", "女").tolist(),
        "birth": dates(family.births),
        "number": citizen,
        "division": areas.astype(str).tolist(),
        "living": living.tolist(),
        "ethnicity": ethnic.tolist(),
        "father": keys[family.father].tolist(),
        "mother": keys[family.mother].tolist(),
        "spouse": keys[family.spouse].tolist(),
        "household": household[member].tolist(),
        "relation": _relations(family, heads[member]),
        "hukou_address": [f"{places.ORIGIN_NAMES.get(o, '贵州省毕节市')}{places.VILLAGES[i % 20]}村{1 + i % 97}号" if o else h
                          for i, (o, h) in enumerate(zip(origin, hukou[member], strict=True))],
        "residence_address": residence[member].tolist(),
        "urban": urban[member].tolist(),
        "phone": _phones(world, family, ages, heads[member]),
        "education": np.select([ages < 6, ages < 13, ages < 16, ages > 60], ["学龄前", "小学", "初中", "小学"],
                               rng.choice(np.array(["初中", "高中", "大专", "本科", "小学", "研究生"], dtype=object),
                                          count, p=[0.4, 0.22, 0.15, 0.12, 0.1, 0.01])).tolist(),
        "death": dates(deaths),
        "registered": ((rng.random(count) < 0.985) & ~outside).tolist(),
        "hukou_type": np.where(floating, "流动", "常住").tolist(),
        "moved_out": dates(moved),
    })  # fmt: skip


def _areas(rng: np.random.Generator, family: Family, living: np.ndarray) -> np.ndarray:
    """Area codes in the numbers: where and when a person was first registered."""
    years = (family.births.astype("datetime64[Y]").astype(int) + 1970).tolist()
    native = [places.DIVISIONS[d].birth_code(y) for d, y in zip(living, years, strict=True)]
    codes, weights = zip(*places.ORIGINS, strict=True)
    drawn = rng.choice(np.array(codes, dtype=object), len(years), p=np.array(weights) / sum(weights))
    moved = rng.random(len(years)) < np.where(family.father >= 0, 0.06, 0.3)
    result: np.ndarray = np.where(moved, drawn, native).astype("U6")
    return result


def _relations(family: Family, head: np.ndarray) -> list[str]:
    """What a person is to the head of the household."""
    place = np.arange(len(head))
    male = family.male
    conditions = [
        place == head,
        family.spouse == head,
        (family.father == head) | (family.mother == head),
        (family.father[head] == place) | (family.mother[head] == place),
    ]
    words = ["户主", "配偶", np.where(male, "子", "女"), np.where(male, "父亲", "母亲")]
    return np.select(conditions, [np.broadcast_to(w, len(head)) for w in words], "其他亲属").tolist()


def _former_names(rng: np.random.Generator, family: Family, called: np.ndarray) -> list[str]:
    years = family.births.astype("datetime64[Y]").astype(int) + 1970
    other = names.given_names(rng, family.male, years, np.full(len(called), "", dtype=object))
    renamed = rng.random(len(called)) < 0.02
    return [
        names.surname(name) + given if changed and "·" not in name else ""
        for name, given, changed in zip(called, other, renamed, strict=True)
    ]


def _phones(world: World, family: Family, ages: np.ndarray, head: np.ndarray) -> list[str]:
    """Phones: children use a parent's, the old often a child's; some numbers have had another owner, a few serve a village."""
    rng, count = world.rng, len(ages)
    own = np.array([world.next_no("phone") for _ in range(count)], dtype=object)
    recycled = np.flatnonzero((rng.random(count) < 0.03) & (ages > 16))
    own[recycled] = own[rng.integers(0, count, len(recycled))]
    result = own.copy()
    shares = (ages < 12) | ((ages < 16) & (rng.random(count) < 0.6)) | ((ages > 68) & (rng.random(count) < 0.45))
    result[shares] = own[head[shares]]
    cadre = np.flatnonzero(rng.random(count) < 0.006)
    desks = own[rng.integers(0, count, max(1, count // 4000))]
    result[cadre] = desks[rng.integers(0, len(desks), len(cadre))]
    without = (rng.random(count) < 0.08) | (ages < 5)
    result[without] = ""
    return result.tolist()
