"""Homes, shops and parking spaces: who holds the title, who holds a mortgage, what was seized."""

import random
from datetime import date, timedelta

import numpy as np

from synth.people.folk import Folk
from synth.people.places import address
from synth.world import World


def write(world: World, folk: Folk) -> None:
    """Add re_title for about four in ten families of the town, fewer in the villages."""
    rng = world.rng
    dice = random.Random(int(rng.integers(2**62)))
    heads = (folk.ages > 24) & (folk.ages < 84) & folk.local & ~folk.taken & (folk.sex == "男")
    owners = np.flatnonzero(heads & (rng.random(len(folk.ids)) < np.where(folk.urban, 0.55, 0.16)))
    folk.taken[owners] = True
    sellers = folk.draw(rng, (folk.ages > 45) & ~folk.taken, len(owners)).tolist()
    firms = world.organizations
    banks = firms.index[firms["kind"] == "股份有限公司"].tolist()
    developers = firms.index[firms["name"].str.contains("置业|建筑工程")].tolist()
    for owner in owners.tolist():
        for _ in range(1 + (dice.random() < 0.12)):
            _home(world, folk, dice, owner, sellers, banks, developers)


def _home(
    world: World,
    folk: Folk,
    dice: random.Random,
    owner: int,
    sellers: list[int],
    banks: list[str],
    developers: list[str],
) -> None:
    born, died = folk.births[owner].astype(object), folk.deaths[owner].astype(object)
    first = max(date(1999, 3, 1), born + timedelta(days=365 * 23))
    last = died or world.as_of
    if (last - first).days < 60:
        return
    bought = first + timedelta(days=dice.randrange((last - first).days))
    use = dice.choices(("住宅", "商业", "车位"), (86, 6, 8))[0]
    area = {"住宅": dice.uniform(68, 145), "商业": dice.uniform(25, 120), "车位": 12.5}[use]
    place = str(folk.residence[owner]) if use == "住宅" and folk.urban[owner] and dice.random() < 0.6 else address(
        world.division, world.numbering.serial("home", world.division), urban=True)  # fmt: skip
    price = round(area * dice.uniform(2600, 6200), 0)
    base: dict[str, object] = {
        "unit_no": world.next_no("unit"), "use_code": use, "location": place, "building_area": round(area, 2),
        "right_type": "所有权",
    }  # fmt: skip
    used = sellers and dice.random() < 0.35
    previous, seller = "", sellers.pop() if used else -1
    if used and (bought - date(1999, 3, 1)).days > 400:
        previous = str(folk.ids[seller])
        earlier = date(1999, 3, 1) + timedelta(days=dice.randrange((bought - date(1999, 3, 1)).days - 300))
        world.add("re_title", base | {
            "cert_no": world.next_no("title", year=earlier.year), "share": 1.0, "register_date": earlier,
            "acquire_mode": "购买", "deal_price": round(price * 0.5, 0), "cancel_date": bought, "status_code": "历史",
        }, holder=previous)  # fmt: skip
    elif developers and dice.random() < 0.5:
        previous = dice.choice(developers)
    mode = dice.choices(("购买", "继承", "受赠", "离婚分割"), (93, 3, 2, 2))[0]
    spouse = int(folk.spouse[owner])
    holders = [owner, spouse] if spouse >= 0 and mode == "购买" and dice.random() < 0.4 else [owner]
    cert = world.next_no("title", year=bought.year)
    for holder in holders:
        who = {"holder": str(folk.ids[holder])} | ({"previous": previous} if previous and mode == "购买" else {})
        world.add("re_title", base | {
            "cert_no": cert, "share": 1.0 / len(holders), "register_date": bought, "acquire_mode": mode,
            "deal_price": price if mode == "购买" else None, "status_code": "现势",
        }, **who)  # fmt: skip
    if mode == "购买" and dice.random() < 0.4:
        ends = bought + timedelta(days=dice.randrange(900, 6000))
        bank = dice.choice(banks)
        world.add("re_title", base | {
            "cert_no": world.next_no("mortgage", year=bought.year), "right_type": "抵押权", "register_date": bought,
            "mortgage_amount": round(price * 0.6, -3), "cancel_date": ends if ends <= world.as_of else None,
            "status_code": "历史" if ends <= world.as_of else "现势",
        }, holder=str(folk.ids[owner]), mortgagee=bank)  # fmt: skip
    if dice.random() < 0.03:
        sealed = bought + timedelta(days=dice.randrange((last - bought).days + 1))
        over = sealed + timedelta(days=dice.randrange(200, 1095))
        world.add("re_title", base | {
            "cert_no": world.next_no("seizure", year=sealed.year), "right_type": "查封", "register_date": sealed,
            "cancel_date": over if over <= world.as_of else None,
            "status_code": "历史" if over <= world.as_of else "现势",
        }, holder=str(folk.ids[owner]))  # fmt: skip
