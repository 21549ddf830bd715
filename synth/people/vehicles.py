"""Cars and motorcycles that change hands and plates."""

import random
from datetime import date, timedelta

import numpy as np

from synth.people.folk import Folk
from synth.world import World

MODELS = {
    "小型汽车": (("五菱宏光S", 1500, 52_000), ("长安CS75", 1500, 98_000), ("哈弗H6", 1500, 112_000),
             ("大众朗逸", 1500, 119_000),
             ("丰田卡罗拉", 1800, 128_000), ("本田CR-V", 1500, 196_000), ("吉利帝豪", 1500, 79_000),
             ("宝马320Li", 2000, 298_000)),
    "小型新能源汽车": (("比亚迪秦PLUS", 0, 105_800), ("五菱宏光MINIEV", 0, 36_800), ("特斯拉Model3", 0, 246_000)),
    "普通摩托车": (("豪爵HJ125", 125, 6_200), ("嘉陵JH150", 150, 7_500)),
    "大型汽车": (("东风天锦", 5900, 168_000), ("解放J6P", 7700, 312_000)),
}  # fmt: skip
TYPES = {
    "小型汽车": "小型轿车",
    "小型新能源汽车": "小型轿车",
    "普通摩托车": "普通二轮摩托车",
    "大型汽车": "重型仓栅式货车",
}


def write(world: World, folk: Folk) -> None:
    """Add ps_vehicle: one row per vehicle and owner; a sold car gets a new plate more often than not."""
    rng = world.rng
    dice = random.Random(int(rng.integers(2**62)))
    drivers = (folk.ages > 20) & (folk.ages < 72) & folk.alive & folk.local
    owners = np.flatnonzero(
        drivers & ~folk.taken & (rng.random(len(folk.ids)) < np.where(folk.sex == "男", 0.42, 0.18))
    )
    buyers = owners.tolist()
    dice.shuffle(buyers)
    firms = world.organizations
    companies = firms.index[(firms["kind"] == "有限责任公司") & (firms["status"] == "存续")].tolist()
    free: list[str] = []
    while buyers:
        chain = [str(folk.ids[buyers.pop()]) for _ in range(dice.choices((1, 2, 3), (72, 22, 6))[0]) if buyers]
        if companies and dice.random() < 0.06:
            chain[0] = dice.choice(companies)
        _vehicle(world, dice, chain, free)


def _vehicle(world: World, dice: random.Random, chain: list[str], free: list[str]) -> None:
    kind = dice.choices(tuple(MODELS), (78, 8, 10, 4))[0]
    model, engine, price = dice.choice(MODELS[kind])
    start = registered = world.as_of - timedelta(days=dice.randrange(200 + 900 * len(chain), 5200))
    vin = world.next_no("vin")
    plate = _plate(world, dice, kind, free)
    ends = [
        registered + timedelta(days=(world.as_of - registered).days * (step + 1) // len(chain))
        for step in range(len(chain))
    ]
    scrapped = dice.random() < 0.07
    for step, owner in enumerate(chain):
        last = step == len(chain) - 1
        until: date | None = None if last and not scrapped else ends[step] - timedelta(days=dice.randrange(1, 150))
        thing = world.organization(owner) if owner[0] == "O" else world.person(owner)
        world.add("ps_vehicle", {
            "plate_no": plate, "plate_type": kind, "vin": vin, "brand_model": model, "vehicle_type": TYPES[kind],
            "use_nature": "货运" if kind == "大型汽车" else "营运" if dice.random() < 0.03 else "非营运",
            "owner_phone": thing["phone"] or None, "first_register_date": registered, "owner_from_date": start,
            "owner_to_date": until, "purchase_price": round(price * (0.55**step) * dice.uniform(0.92, 1.08), 2),
            "engine_cc": engine or None, "status_code": "正常" if until is None else "注销" if last else "转移登记",
        }, owner=owner)  # fmt: skip
        if until is None:
            return
        start = until
        if last or dice.random() < 0.7:
            free.append(plate)
            plate = _plate(world, dice, kind, free)


def _plate(world: World, dice: random.Random, kind: str, free: list[str]) -> str:
    """A new plate, or one in twenty-five times one that another car gave up long ago."""
    if kind == "小型汽车" and len(free) > 40 and dice.random() < 0.04 and len(free[0]) == 7:
        return free.pop(0)
    return world.next_no("electric_plate" if kind == "小型新能源汽车" else "plate")
