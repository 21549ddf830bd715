"""Jobs as social insurance sees them: who was insured by whom, who draws a pension, who complained about wages."""

from typing import Any

import numpy as np

from synth.people.folk import DAY, Folk, dates, where_some
from synth.people.places import DIVISIONS
from synth.registers import plain
from synth.world import World

WORK = ("企业职工基本养老保险", "职工基本医疗保险", "失业保险", "工伤保险")
RESIDENT = "城乡居民基本养老保险"


def write(world: World, folk: Folk) -> None:
    """Add ss_enrolment, and give everyone with a present job an employer."""
    rng = world.rng
    firms = world.organizations
    open_firms = firms[(firms["status"] == "存续") & firms["address"].str.startswith(DIVISIONS[world.division].full)]
    keys, titles, codes = (open_firms.index.to_numpy(), open_firms["name"].to_numpy(), open_firms["uscc"].to_numpy())
    since = np.array(open_firms["established"].tolist(), dtype="datetime64[D]")
    size = np.where(open_firms["kind"].to_numpy() == "个体工商户", 0.4, rng.pareto(1.3, len(keys)) + 1)
    size = np.minimum(size, size.mean() * 40)

    worker = np.flatnonzero(
        folk.alive & folk.local & (folk.ages > 19) & (folk.ages < 60) & (rng.random(len(folk.ids)) < 0.6)
    )
    spells = rng.choice(np.array([1, 2, 3]), len(worker), p=[0.6, 0.3, 0.1])
    person = np.repeat(worker, spells)
    order = np.concatenate([np.arange(n) for n in spells])
    last = order == np.repeat(spells, spells) - 1
    career = np.maximum(folk.births[person] + 20 * 366 * DAY, np.datetime64("2008-01-01"))
    length = ((folk.today - career) / DAY).astype(int)
    start = career + (length * (order + rng.random(len(person)) * 0.6) / np.repeat(spells, spells)).astype(int) * DAY
    firm = rng.choice(len(keys), len(person), p=size / size.sum())
    housing = np.flatnonzero([("住房" in title) for title in titles])
    firm = np.where(np.isin(firm, housing) & folk.taken[person], len(keys) - 1, firm)
    start = np.minimum(np.maximum(start, since[firm] + 30 * DAY), folk.today - 40 * DAY)
    stop = start + rng.integers(90, 1500, len(person)) * DAY
    stays = last & (rng.random(len(person)) < 0.75)
    stop = np.where(stays | (stop > folk.today), np.datetime64("NaT"), stop)
    employer = [""] * len(folk.ids)
    for place in np.flatnonzero(np.isnat(stop)).tolist():
        employer[int(person[place])] = str(keys[firm[place]])
    world.update_all("employer", employer)

    kinds = rng.choice(np.array([1, 2, 3]), len(person), p=[0.75, 0.2, 0.05])
    row = np.repeat(np.arange(len(person)), kinds)
    kind = np.concatenate([np.arange(n) for n in kinds])
    base = np.round(np.exp(rng.normal(8.25, 0.28, len(person))) / 10) * 10
    wage = np.round(base * rng.uniform(0.9, 1.3, len(person)), 2)
    insured = {
        "person": person[row], "firm": firm[row], "from": start[row], "to": stop[row],
        "insurance_type": np.array(WORK, dtype=object)[kind], "pay_base": base[row],
        "record_kind": np.full(len(row), "参保", dtype=object),
    }  # fmt: skip
    _add(world, folk, keys, titles, codes, insured, {
        "employ_date": dates(start[row]),
        "contract_signed": (rng.random(len(row)) < 0.9).tolist(),
        "status_code": np.where(np.isnat(stop[row]), "正常参保", "停保").tolist(),
    })  # fmt: skip
    filed = np.flatnonzero(rng.random(len(person)) < 0.08)
    _add(world, folk, keys, titles, codes, {
        "person": person[filed], "firm": firm[filed], "from": start[filed], "to": stop[filed],
        "insurance_type": np.full(len(filed), None, dtype=object), "pay_base": np.full(len(filed), None, dtype=object),
        "record_kind": np.full(len(filed), "用工备案", dtype=object),
    }, {"employ_date": dates(start[filed]), "actual_wage": wage[filed].tolist(),
    "contract_signed": [True] * len(filed)})  # fmt: skip
    unpaid = np.flatnonzero(rng.random(len(person)) < 0.006)
    _add(world, folk, keys, titles, codes, {
        "person": person[unpaid], "firm": firm[unpaid], "from": start[unpaid], "to": start[unpaid],
        "insurance_type": np.full(len(unpaid), None, dtype=object),
        "pay_base": np.full(len(unpaid), None, dtype=object),
        "record_kind": np.full(len(unpaid), "欠薪投诉", dtype=object),
    }, {"arrears_amount": np.round(wage[unpaid] * 3, 2).tolist(), "status_code": ["办结"] * len(unpaid)})  # fmt: skip
    _residents(world, folk, worker)


def _residents(world: World, folk: Folk, worker: np.ndarray) -> None:
    """Those without a job pay into the residents' scheme; those above sixty draw from it."""
    rng = world.rng
    free = np.ones(len(folk.ids), dtype=bool)
    free[worker] = False
    payer = np.flatnonzero(
        free & folk.alive & folk.local & (folk.ages > 24) & (folk.ages < 60) & (rng.random(len(free)) < 0.7)
    )
    drawer = np.flatnonzero(free & folk.local & (folk.ages >= 60) & (rng.random(len(free)) < 0.85))
    person = np.concatenate([payer, drawer])
    begin = folk.births[person] + np.where(np.arange(len(person)) < len(payer), 24, 60) * 366 * DAY
    begin = np.minimum(np.maximum(begin, np.datetime64("2011-07-01")), folk.today - 60 * DAY)
    end = np.where(folk.deaths[person] > begin, folk.deaths[person], np.datetime64("NaT"))
    draws = np.arange(len(person)) >= len(payer)
    _add(world, folk, np.array([""]), np.array([None]), np.array([None]), {
        "person": person, "firm": np.zeros(len(person), dtype=int), "from": begin, "to": end,
        "insurance_type": np.full(len(person), RESIDENT, dtype=object),
        "pay_base": np.full(len(person), None, dtype=object),
        "record_kind": np.where(draws, "待遇领取", "参保").astype(object),
    }, {
        "benefit_amount": where_some(draws, rng.integers(113, 260, len(person)).astype(float).tolist()),
        "status_code": np.where(np.isnat(end), "正常参保", "停保").tolist(),
    })  # fmt: skip


def _add(
    world: World, folk: Folk, keys: np.ndarray, titles: np.ndarray, codes: np.ndarray,
    spell: dict[str, np.ndarray], given: dict[str, list[Any]],
) -> None:  # fmt: skip
    person, firm = spell["person"], spell["firm"]
    world.add_frame("ss_enrolment", plain({
        "name": folk.names[person], "id_no": folk.numbers[person], "sex_code": folk.sex[person],
        "employer_name": titles[firm], "employer_uscc": codes[firm],
        "insurance_type": spell["insurance_type"], "pay_base": spell["pay_base"], "record_kind": spell["record_kind"],
        "from_month": months(spell["from"]), "to_month": months(spell["to"]),
        "_who_person": folk.ids[person], "_who_employer": keys[firm],
    } | given))  # fmt: skip


def months(days: np.ndarray) -> list[str | None]:
    """Days as yyyymm; None for NaT."""
    texts = days.astype("datetime64[M]").astype(str).tolist()
    return [None if text == "NaT" else text.replace("-", "") for text in texts]
