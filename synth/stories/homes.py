"""Leases, titles, cars and firms as stories need them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from synth.people.leases import ESTATES
from synth.people.places import DIVISIONS, address
from synth.people.vehicles import MODELS, TYPES
from synth.stories.stage import Stage


@dataclass(frozen=True)
class Lease:
    """A contract on stage."""

    contract_no: str
    main: str
    start: date
    applied: date


def rent(
    stage: Stage,
    main: str,
    others: Sequence[str] = (),
    *,
    start: date,
    status: str = "在租",
    surrender: date | None = None,
    benefit: str = "实物",
    unpaid: int = 0,
    applied: date | None = None,
    unnumbered: bool = False,
) -> Lease:
    """Let a public flat to a family and keep its ledger, with `unpaid` months owing in whole or part."""
    world, dice = stage.world, stage.dice
    place, home = DIVISIONS[world.division], world.numbering.serial("public flat")
    flat = (
        f"{place.full}{place.towns[home % 4]}{ESTATES[home % 4]}{1 + home // 240}栋{1 + home // 4 % 3}单元"
        f"{1 + home // 12 % 20}0{1 + home % 4}室"
    )
    area = round(dice.uniform(38, 59), 2)
    monthly = round(area * dice.uniform(3.5, 5.5), 2)
    applied = applied or start - timedelta(days=dice.randrange(40, 300))
    contract, form = world.next_no("contract", year=start.year), world.next_no("apply", year=applied.year)
    income = float(dice.randrange(12_000, 48_000, 500))
    for member in (main, *others):
        who = world.person(member)
        spouse = world.person(main)["spouse"] == member
        relation = (
            "本人"
            if member == main
            else "配偶"
            if spouse
            else ("子" if who["sex"] == "男" else "女")
            if main in (who["father"], who["mother"])
            else "其他亲属"
        )
        hidden = {"member_id_no": None} if unnumbered and member == main else {}
        world.add(
            "hs_public_rental",
            {
                **hidden,
                "contract_no": contract,
                "apply_no": form,
                "apply_date": applied,
                "member_role": "主申请人" if member == main else "共同申请人",
                "relation": relation,
                "phone": who["phone"] or None,
                "unit_address": flat,
                "unit_area": area,
                "lease_start": start,
                "lease_end": stage.months(start, 36) - timedelta(days=1),
                "monthly_rent": monthly,
                "market_rent": round(monthly * 2.8, 2),
                "declared_income": income,
                "declared_assets": "无房无车" if member == main else None,
                "benefit_kind": benefit,
                "status_code": status,
                "surrender_date": surrender,
            },
            member=member,
        )
        if status == "在租" and benefit == "实物":
            world.update(member, residence_address=flat)
    if benefit == "实物":
        _ledger(stage, contract, main, monthly, start, min(surrender or stage.as_of, stage.as_of), unpaid)
    return Lease(contract, main, start, applied)


def _ledger(stage: Stage, contract: str, main: str, due: float, start: date, until: date, unpaid: int) -> None:
    months = []
    month = start.replace(day=1)
    while stage.months(month, 1) <= until + timedelta(days=1):
        months.append(month)
        month = stage.months(month, 1)
    owing = set(stage.dice.sample(months, min(unpaid, len(months))))
    for month in months:
        paid_on = month + timedelta(days=stage.dice.randrange(3, 27))
        part = 0.0 if month not in owing or stage.dice.random() < 0.7 else round(due * stage.dice.uniform(0.2, 0.8), 2)
        paid = part if month in owing else due
        stage.world.add(
            "hs_rent_ledger",
            {
                "contract_no": contract,
                "period": f"{month:%Y%m}",
                "due_amount": due,
                "paid_amount": paid,
                "paid_date": paid_on if paid else None,
                "payer_name": stage.world.person(main)["name"] if paid else None,
            },
            **({"payer": main} if paid else {}),
        )


def own_home(
    stage: Stage,
    owner: str,
    bought: date,
    *,
    sold: date | None = None,
    share: float = 1.0,
    area: float = 0,
    use: str = "住宅",
    mode: str = "购买",
    division: str = "",
    previous: str = "",
    unnumbered: bool = False,
) -> str:
    """Register a home, shop or parking space; the rest of a part share is someone else's. Returns the unit number."""
    world, dice = stage.world, stage.dice
    division = division or world.division
    unit, cert = world.next_no("unit", division), world.next_no("title", division, bought.year)
    size = area or {"住宅": dice.uniform(80, 140), "商业": dice.uniform(60, 120), "车位": 12.5}[use]
    price = round(size * dice.uniform(2600, 6200), 0)
    base: dict[str, object] = {
        "unit_no": unit,
        "right_type": "所有权",
        "use_code": use,
        "building_area": round(size, 2),
        "location": address(division, world.numbering.serial("home", division), urban=True),
    }
    if previous:
        earlier = bought - timedelta(days=dice.randint(700, 3000))
        world.add(
            "re_title",
            base
            | {
                "cert_no": world.next_no("title", division, earlier.year),
                "share": 1.0,
                "register_date": earlier,
                "acquire_mode": "购买",
                "deal_price": round(price * 0.6, 0),
                "cancel_date": bought,
                "status_code": "历史",
            },
            holder=previous,
        )
    holders = [(owner, share)] if share >= 1 else [(owner, share), (stage.person(30), 1 - share)]
    for holder, part in holders:
        world.add(
            "re_title",
            base
            | ({"holder_id_no": None} if unnumbered else {})
            | {
                "cert_no": cert,
                "share": part,
                "register_date": bought,
                "acquire_mode": mode,
                "deal_price": price if mode == "购买" else None,
                "cancel_date": sold,
                "status_code": "历史" if sold else "现势",
            },
            holder=holder,
            **({"previous": previous} if previous else {}),
        )
    return unit


def drive(
    stage: Stage,
    owner: str,
    start: date,
    *,
    price: float,
    first: date | None = None,
    sold: date | None = None,
    use: str = "非营运",
    kind: str = "小型汽车",
    vin: str = "",
    phone: str | None = None,
) -> str:
    """Register a vehicle for an owner from a day; `vin` of an earlier one where it changes hands. Returns the VIN."""
    world, dice = stage.world, stage.dice
    model, engine, _ = min(MODELS[kind], key=lambda m: abs(m[2] - price))
    number = vin or world.next_no("vin")
    world.add(
        "ps_vehicle",
        {
            "plate_no": world.next_no("electric_plate" if kind == "小型新能源汽车" else "plate"),
            "plate_type": kind,
            "vin": number,
            "brand_model": model,
            "vehicle_type": TYPES[kind],
            "use_nature": use,
            "owner_phone": phone or world.person(owner)["phone"] or None,
            "first_register_date": first or start,
            "owner_from_date": start,
            "owner_to_date": sold,
            "purchase_price": round(price * dice.uniform(0.99, 1.0), 2),
            "engine_cc": engine or None,
            "status_code": "转移登记" if sold else "正常",
        },
        owner=owner,
    )
    return number


def invest(
    stage: Stage,
    owner: str,
    start: date,
    *,
    capital: float,
    left: date | None = None,
    status: str = "存续",
    boss: bool = False,
) -> str:
    """Make someone shareholder or legal representative of a new firm; capital in 万元. Returns the firm."""
    world, dice = stage.world, stage.dice
    partner = stage.person(25)
    founded = start - timedelta(days=dice.choice((0, dice.randint(30, 900))))
    firm = world.new_organization(
        capital=capital,
        established=founded,
        status=status,
        legal_rep=owner if boss and not left else partner,
        status_date=founded if status == "存续" else stage.ago(20, 60),
    )
    code = world.organization(firm)["uscc"]
    own = round(dice.uniform(0.2, 0.8), 2)
    stakes: list[tuple[str, str, date, date | None, float | None]] = [
        ("股东", owner, start, left, own),
        ("股东", partner, founded, None, round(1 - own, 2)),
    ]
    stakes += [("法定代表人", owner if boss else partner, start if boss else founded, left if boss else None, None)]
    for role, who, since, until, share in stakes:
        world.add(
            "mr_stakeholder",
            {
                "uscc": code,
                "role_code": role,
                "share_ratio": share,
                "from_date": since,
                "to_date": until,
                "phone": world.person(who)["phone"] or None,
                "change_no": world.next_no("change", year=since.year),
            },
            entity=firm,
            holder=who,
        )
    return firm
