"""Relief: families that draw a minimum income, orphans, and people without support."""

import random
from collections import defaultdict
from datetime import timedelta

import numpy as np

from synth.people.folk import Folk
from synth.world import World


def write(world: World, folk: Folk, count: int) -> None:
    """Add ca_social_relief, a row per member, for `count` families without home, car or firm in the base world."""
    rng = world.rng
    dice = random.Random(int(rng.integers(2**62)))
    members: defaultdict[str, list[int]] = defaultdict(list)
    for place in np.flatnonzero(folk.alive & folk.local):
        members[str(folk.households[place])].append(int(place))
    for head in folk.draw(rng, folk.alive & folk.local & (folk.ages > 25) & ~folk.taken, count).tolist():
        family = members[str(folk.households[head])]
        if folk.taken[family].any():
            continue
        folk.taken[family] = True
        kind = "特困" if len(family) == 1 and folk.ages[head] > 60 else dice.choices(
            ("农村低保", "低保边缘") if not folk.urban[head] else ("城市低保", "低保边缘"), (9, 1))[0]  # fmt: skip
        start = world.as_of - timedelta(days=dice.randrange(100, 4000))
        end = start + timedelta(days=dice.randrange(300, 2500))
        over = end < world.as_of
        number, account = world.next_no("benefit"), world.next_no("account")
        amount, income = float(dice.randrange(230, 720, 10)), float(dice.randrange(0, 900, 50))
        for member in family:
            if folk.births[member].astype(object) > start:
                continue
            relation = "户主" if member == head else "配偶" if folk.spouse[head] == member else (
                "子女" if head in (folk.father[member], folk.mother[member]) else "其他")  # fmt: skip
            world.add("ca_social_relief", {
                "benefit_no": number, "household_no": str(folk.households[head]), "relation_to_head": relation,
                "benefit_type": kind, "start_date": start, "end_date": end if over else None, "monthly_amount": amount,
                "declared_income": income, "bank_account": account, "address": str(folk.residence[head]),
                "status_code": "停保" if over else "在保",
            }, member=str(folk.ids[member]), head=str(folk.ids[head]))  # fmt: skip
