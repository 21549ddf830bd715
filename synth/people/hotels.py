"""Nights in hotels."""

import numpy as np

from synth.people.folk import DAY, Folk, moments
from synth.registers import plain
from synth.world import World

MODES = ("证件读取", "人工录入", "电子证件")


def write(world: World, folk: Folk, count: int) -> None:
    """Add ps_hotel_checkin: `count` stays of the last three years; a few people travel much, most hardly ever."""
    rng = world.rng
    firms = world.organizations
    houses = firms[firms["name"].str.contains("大酒店|旅馆")]
    keys, titles, codes = houses.index.to_numpy(), houses["name"].to_numpy(), houses["uscc"].to_numpy()
    fit = np.flatnonzero((folk.ages > 5) & folk.alive)
    habit = rng.pareto(1.1, len(fit)) * np.where(folk.ages[fit] < 18, 0.1, 1)
    habit = np.minimum(habit, habit.mean() * 60)
    guest = rng.choice(fit, count, p=habit / habit.sum())
    came = np.sort(folk.today - rng.integers(1, 1100, count) * DAY)
    house = rng.integers(0, len(keys), count)
    nights = rng.choice(np.array([1, 2, 3, 6]), count, p=[0.75, 0.16, 0.06, 0.03])
    ages = ((came - folk.births[guest]) / DAY / 365.25).astype(int)
    guardian = np.where(folk.father[guest] >= 0, folk.father[guest], folk.mother[guest])
    years = (came.astype("datetime64[Y]").astype(int) + 1970).tolist()
    minor = (ages < 18) & (guardian >= 0)
    world.add_frame("ps_hotel_checkin", plain({
        "record_no": [world.next_no("stay", year=y) for y in years],
        "hotel_code": [f"{world.division}{n + 1:04d}" for n in house.tolist()],
        "hotel_name": titles[house], "hotel_uscc": codes[house],
        "room_no": [f"{room}" for room in (rng.integers(2, 16, count) * 100 + rng.integers(1, 24, count)).tolist()],
        "guest_name": folk.names[guest], "id_type": ["居民身份证"] * count, "id_no": folk.numbers[guest],
        "phone": [n or None for n in folk.phones[guest]],
        "checkin_at": moments(came, rng.integers(12 * 60, 24 * 60, count)),
        "checkout_at": moments(came + nights * DAY, rng.integers(7 * 60, 13 * 60, count)),
        "guardian_contact": [folk.phones[g] or None if m else None for g, m in zip(guardian, minor, strict=True)],
        "co_guest_relation": ["亲属" if m else None for m in minor],
        "reported_flag": [True if m else None for m in minor],
        "register_mode": rng.choice(np.array(MODES, dtype=object), count, p=[0.8, 0.12, 0.08]),
        "_who_guest": folk.ids[guest], "_who_hotel": keys[house],
    }))  # fmt: skip
