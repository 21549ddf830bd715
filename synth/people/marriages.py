"""Marriages and divorces as the registry office holds them."""

import numpy as np

from synth.people.folk import Folk, dates
from synth.people.generations import Unions
from synth.people.places import DIVISIONS, HOME
from synth.registers import plain
from synth.world import World

SINCE = np.datetime64("1994-02-01", "D")


def write(world: World, folk: Folk, unions: Unions) -> None:
    """Add ca_marriage: one row per marriage and one per divorce since the register began."""
    for kind, word, days in (("marriage", "结婚", unions.married), ("divorce", "离婚", unions.divorced)):
        some = np.flatnonzero(~np.isnat(days) & (days >= SINCE))
        some = some[np.argsort(days[some], kind="stable")]
        elsewhere = world.rng.choice(np.array(world.divisions, dtype=object), len(some))
        division = np.where(world.rng.random(len(some)) < 0.06, elsewhere, HOME)
        years = (days[some].astype("datetime64[Y]").astype(int) + 1970).tolist()
        man, woman = unions.man[some], unions.woman[some]
        world.add_frame("ca_marriage", plain({
            "reg_no": [world.next_no(kind, d, y) for d, y in zip(division, years, strict=True)],
            "reg_type": [word] * len(some),
            "man_name": folk.names[man], "man_id_no": folk.numbers[man],
            "woman_name": folk.names[woman], "woman_id_no": folk.numbers[woman],
            "reg_date": dates(days[some]),
            "reg_organ": [f"{DIVISIONS[d].name}民政局婚姻登记处" for d in division],
            "_who_man": folk.ids[man], "_who_woman": folk.ids[woman],
        }))  # fmt: skip
