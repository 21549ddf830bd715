"""How families become persons in the register: names, numbers, homes and phones."""

import numpy as np

from synth.people import names, numbers, places
from synth.people.folk import DAY, NEVER, dates, day
from synth.people.generations import Family, Unions, deaths_of, generations, marry_again, strangers
from synth.world import World

ETHNICITIES = ("汉族", "彝族", "苗族", "回族", "白族", "布依族", "仡佬族")
ETHNIC_WEIGHTS = (0.62, 0.14, 0.11, 0.06, 0.03, 0.03, 0.01)


def settle(world: World, persons: int) -> Unions:
    """Settle about `persons` residents, and a few people of other counties, in households."""
    family, unions = generations(world.rng, day(world.as_of), persons)
    deaths = deaths_of(world.rng, day(world.as_of), family, unions)
    marry_again(world.rng, day(world.as_of), family, unions)
    outside = np.zeros(len(family.births), dtype=bool)
    outside[strangers(family, persons)] = True
    called, ethnic = _names(world.rng, family)
    _move_in(world, family, deaths, called, ethnic, outside)
    return unions


def _names(rng: np.random.Generator, family: Family) -> tuple[np.ndarray, np.ndarray]:
    """Names and ethnicities: children after their father, siblings with one naming character, twins almost alike."""
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
        childless = ~np.isin(np.arange(len(called)), family.father)
        free = np.flatnonzero((family.male == male) & (family.father < 0) & childless)
        free = free[np.argsort(family.births[free], kind="stable")]
        later = np.flatnonzero(rng.random(max(0, len(free) - 1)) < 0.02) + 1
        called[free[later]] = called[free[later - 1]]
        family.births[free[later]] = family.births[free[later - 1]]


def _move_in(
    world: World, family: Family, deaths: np.ndarray, called: np.ndarray, ethnic: np.ndarray, outside: np.ndarray
) -> None:
    """Hand the families to the world, with numbers, homes and phones."""
    rng, count = world.rng, len(family.births)
    ages = (day(world.as_of) - family.births) / DAY / 365.25
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
        "hukou_address": [f"{places.ORIGIN_NAMES[o]}{places.VILLAGES[i % 20]}村{1 + i % 97}号" if o else h
                          for i, (o, h) in enumerate(zip(origin, hukou[member], strict=True))],
        "residence_address": residence[member].tolist(),
        "urban": urban[member].tolist(),
        "phone": _phones(world, family, ages, heads[member]),
        "education": np.select([ages < 6, ages < 13, ages < 16, ages > 60], ["", "小学", "初中", "小学"],
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
    kinds = ("户主", "配偶", "子", "女", "父亲", "母亲")
    child, parent = (
        (family.father == head) | (family.mother == head),
        (family.father[head] == place) | (family.mother[head] == place),
    )
    conditions = [place == head, family.spouse == head, child & male, child, parent & male, parent]
    result: list[str] = np.select(conditions, kinds, "其他亲属").tolist()
    return result


def _former_names(rng: np.random.Generator, family: Family, called: np.ndarray) -> list[str]:
    years = family.births.astype("datetime64[Y]").astype(int) + 1970
    other = names.given_names(rng, family.male, years, np.full(len(called), "", dtype=object))
    renamed = rng.random(len(called)) < 0.02
    return [
        names.surname(name) + given if changed and "·" not in name else ""
        for name, given, changed in zip(called, other, renamed, strict=True)
    ]


def _phones(world: World, family: Family, ages: np.ndarray, head: np.ndarray) -> list[str]:
    """Phones: children use a parent's, the old often a child's; some had another owner, a few serve a village."""
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
    phones: list[str] = result.tolist()
    return phones
