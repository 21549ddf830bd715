"""Public rental flats: who lives in them under which contract, and what rent was paid."""

import random
from collections import defaultdict
from datetime import date, timedelta

import numpy as np

from synth.people.folk import Folk
from synth.people.places import DIVISIONS
from synth.world import World

ESTATES = ("德溪公租房小区", "归化公租房小区", "碧阳大道公租房小区", "高铁新区公租房小区")


def write(world: World, folk: Folk, count: int) -> None:
    """Let public flats to `count` families who have no home or firm in the base world, and keep their ledgers."""
    rng = world.rng
    dice = random.Random(int(rng.integers(2**62)))
    members: defaultdict[str, list[int]] = defaultdict(list)
    for place in np.flatnonzero(folk.alive & folk.local):
        members[str(folk.households[place])].append(int(place))
    chosen = folk.draw(
        rng, folk.alive & folk.local & folk.urban & (folk.ages > 24) & (folk.ages < 75) & ~folk.taken, count * 2
    )
    done = 0
    for main in chosen.tolist():
        family = members[str(folk.households[main])]
        if folk.taken[main] or done >= count:
            continue
        done += 1
        folk.taken[family] = True
        if folk.spouse[main] >= 0:
            folk.taken[folk.spouse[main]] = True
        _tenant(world, folk, dice, main, [p for p in family if p != main][:4])


def _tenant(world: World, folk: Folk, dice: random.Random, main: int, others: list[int]) -> None:
    place = DIVISIONS[world.division]
    home = world.numbering.serial("public flat")
    flat = (f"{place.full}{place.towns[home % 4]}{ESTATES[home % 4]}{1 + home // 240}栋{1 + home // 4 % 3}单元"
            f"{1 + home // 12 % 20}0{1 + home % 4}室")  # fmt: skip
    area = round(dice.uniform(38, 59), 2)
    rent, start = round(area * dice.uniform(3.5, 5.5), 2), world.as_of - timedelta(days=dice.randrange(400, 3200))
    start = start.replace(day=1)
    surrender: date | None
    leaves = dice.random() < 0.22
    last = False
    while not last:
        end = start.replace(year=start.year + 3) - timedelta(days=1)
        last = end >= world.as_of
        if leaves and last:
            end_day = start + timedelta(days=int(min((world.as_of - start).days, 1000) * dice.uniform(0.2, 0.95)))
            surrender, status = end_day, dice.choices(("退租", "清退"), (9, 1))[0]
        else:
            surrender, status = (None, "在租") if last else (end, "退租")
        contract = _contract(world, folk, dice, main, others, flat, area, rent, start, end, surrender, status)
        _ledger(world, folk, dice, contract, main, rent, start, surrender)
        start = end + timedelta(days=1)
    if not leaves:
        for member in (main, *others):
            folk.residence[member] = flat
            world.update(str(folk.ids[member]), residence_address=flat)


def _contract(
    world: World, folk: Folk, dice: random.Random, main: int, others: list[int], flat: str, area: float, rent: float,
    start: date, end: date, surrender: date | None, status: str,
) -> str:  # fmt: skip
    applied = start - timedelta(days=dice.randrange(40, 300))
    contract, form = world.next_no("contract", year=start.year), world.next_no("apply", year=applied.year)
    income = float(dice.randrange(12_000, 48_000, 500))
    for member in (main, *others):
        if folk.births[member].astype(object) > start:
            continue
        relation = "本人" if member == main else "配偶" if folk.spouse[main] == member else (
            ("子" if folk.sex[member] == "男" else "女") if main in (folk.father[member], folk.mother[member]) else
            "父母" if member in (folk.father[main], folk.mother[main]) else "其他亲属")  # fmt: skip
        world.add("hs_public_rental", {
            "contract_no": contract, "apply_no": form, "apply_date": applied,
            "member_role": "主申请人" if member == main else "共同申请人", "relation": relation,
            "phone": folk.phones[member] or None, "unit_address": flat, "unit_area": area, "lease_start": start,
            "lease_end": end, "monthly_rent": rent, "market_rent": round(rent * 2.8, 2), "declared_income": income,
            "declared_assets": "无房无车" if member == main else None, "benefit_kind": "实物", "status_code": status,
            "surrender_date": surrender,
        }, member=str(folk.ids[member]))  # fmt: skip
    return contract


def _ledger(
    world: World,
    folk: Folk,
    dice: random.Random,
    contract: str,
    main: int,
    rent: float,
    start: date,
    surrender: date | None,
) -> None:
    until = min(surrender or world.as_of, world.as_of)
    month, owed, spouse = start, 0, int(folk.spouse[main])
    careless = dice.random() < 0.15
    while month <= until:
        skips = careless and owed < 4 and dice.random() < 0.1
        owed += skips
        payer = spouse if spouse >= 0 and folk.alive[spouse] and dice.random() < 0.15 else main
        paid = month + timedelta(days=dice.randrange(3, 27))
        skips = skips or paid > world.as_of
        world.add("hs_rent_ledger", {
            "contract_no": contract, "period": f"{month:%Y%m}", "due_amount": rent,
            "paid_amount": 0.0 if skips else rent,
            "paid_date": None if skips else paid, "payer_name": None if skips else folk.names[payer],
        }, **({} if skips else {"payer": str(folk.ids[payer])}))  # fmt: skip
        month = (month + timedelta(days=32)).replace(day=1)
