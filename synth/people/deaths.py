"""Deaths as crematorium, hospital and police hold them."""

import numpy as np

from synth.people.folk import DAY, NEVER, Folk, dates, where_some
from synth.registers import plain
from synth.world import World

CAUSES = (
    "冠心病",
    "脑卒中",
    "肺癌",
    "慢性阻塞性肺疾病",
    "交通事故",
    "肝硬化",
    "糖尿病并发症",
    "意外跌落",
    "胃癌",
    "自然衰老",
)
SOURCES = ("死亡医学证明", "火化", "户口注销", "法院宣告")


def write(world: World, folk: Folk) -> None:
    """Add ca_death: every death once or twice, by different offices, declared by spouse, child or parent."""
    rng = world.rng
    dead = np.flatnonzero(~np.isnat(folk.deaths) & folk.local)
    first = rng.choice(4, len(dead), p=[0.55, 0.25, 0.195, 0.005])
    twice = np.flatnonzero(rng.random(len(dead)) < 0.3)
    person = np.concatenate([dead, dead[twice]])
    source = np.concatenate([first, (first[twice] + 1) % 3])
    registered = folk.deaths[person] + rng.integers(1, 40, len(person)) * DAY
    registered = np.minimum(registered, folk.today)
    child = np.full(len(folk.ids), -1)
    for parent in (folk.father, folk.mother):
        known = np.flatnonzero((parent >= 0) & folk.alive)
        child[parent[known]] = known
    applicant = np.where(child[person] >= 0, child[person], folk.spouse[person])
    applicant = np.where(applicant >= 0, applicant, folk.father[person])
    applicant = np.where((applicant >= 0) & np.isnat(np.append(folk.deaths, NEVER)[applicant]), applicant, -1)
    order = np.argsort(registered, kind="stable")
    person, source, registered, applicant = person[order], source[order], registered[order], applicant[order]
    declared = applicant >= 0
    cause = rng.choice(np.array(CAUSES, dtype=object), len(person))
    world.add_frame("ca_death", plain({
        "name": folk.names[person], "id_no": folk.numbers[person], "sex_code": folk.sex[person],
        "birth_date": dates(folk.births[person]), "death_date": dates(folk.deaths[person]),
        "source_code": np.array(SOURCES, dtype=object)[source],
        "register_date": dates(registered),
        "death_cause": where_some(source == 0, cause),
        "applicant_name": where_some(declared, folk.names[applicant]),
        "applicant_phone": where_some(declared, folk.phones[applicant]),
        "_who_dead": folk.ids[person],
        "_who_applicant": np.where(declared, folk.ids[applicant], ""),
    }))  # fmt: skip
