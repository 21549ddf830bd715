"""The population register, written last, when everyone who lives in the county is known."""

from typing import Any

import numpy as np
import pandas as pd

from synth.people import places
from synth.people.folk import DAY, NEVER, dates, day
from synth.registers import plain
from synth.world import World


def write(world: World) -> None:
    """Add ps_population: one row per registered person, and for some a second one as floating population."""
    rng, today = world.rng, day(world.as_of)
    everyone = world.persons
    people = everyone[np.array([bool(r) for r in everyone["registered"]])]
    births = np.array(people["birth"].tolist(), dtype="datetime64[D]")
    deaths = np.array([d or None for d in people["death"]], dtype="datetime64[D]")
    moved = np.array([d or None for d in people["moved_out"]], dtype="datetime64[D]")
    deaths = np.where(deaths > today, NEVER, deaths)
    struck_off = ~np.isnat(deaths) & (rng.random(len(people)) < 0.9)
    left = ~np.isnat(moved) & ~struck_off
    entered = np.maximum(births, np.datetime64("1996-01-01"))
    seen = entered + (rng.random(len(people)) * ((today - entered) / DAY)).astype(int) * DAY
    noted = np.minimum(deaths + rng.integers(3, 90, len(people)) * DAY, today)
    status_date = np.where(struck_off, noted, np.where(left, moved, seen))
    years = (today - births) / DAY / 365.25
    world.add_frame("ps_population", _rows(world, everyone, people, years, {
        "reg_status": np.select([struck_off, left], ["死亡注销", "迁出"], "正常").tolist(),
        "status_date": dates(status_date),
    }))  # fmt: skip
    floating = np.flatnonzero(np.isnat(deaths) & (years > 18) & (years < 60) & (rng.random(len(people)) < 0.05))
    rows = _rows(world, everyone, people.iloc[floating], years[floating], {
        "reg_status": ["正常"] * len(floating),
        "status_date": dates(today - rng.integers(1, 1400, len(floating)) * DAY),
    })  # fmt: skip
    flats = [
        places.address(world.division, world.numbering.serial("home", world.division), urban=True) for _ in floating
    ]
    rows["hukou_type"], rows["relation_to_head"] = "流动", None
    rows["household_no"] = [world.next_no("household", world.division) for _ in floating]
    rows["residence_address"] = pd.Series(flats, dtype=object, index=rows.index)
    for column in ("father_id_no", "mother_id_no", "guardian_id_no"):
        rows[column] = None
    for column in ("_who_father", "_who_mother", "_who_guardian"):
        rows[column] = ""
    world.add_frame("ps_population", rows)


def _rows(
    world: World, everyone: pd.DataFrame, people: pd.DataFrame, years: np.ndarray, given: dict[str, list[Any]]
) -> pd.DataFrame:
    number = dict(zip(everyone.index, everyone["number"], strict=True))
    known = world.rng.random((2, len(people))) < 0.82
    father = [p if k else "" for p, k in zip(people["father"], known[0], strict=True)]
    mother = [p if k else "" for p, k in zip(people["mother"], known[1], strict=True)]
    guardian = [(f or m) if y < 18 else "" for f, m, y in zip(father, mother, years, strict=True)]
    firms = world.organizations["name"].to_dict()
    spouses = np.array([s != "" for s in people["spouse"]])
    gone = everyone["death"].to_dict()
    widowed = np.array([bool(s) and bool(gone.get(s)) for s in people["spouse"]])
    divorced = (years > 30) & ~spouses & (world.rng.random(len(people)) < 0.3)
    return plain({
        "person_id_no": people["number"].tolist(),
        "name": people["name"].tolist(),
        "former_name": [n or None for n in people["former_name"]],
        "sex_code": people["sex"].tolist(),
        "ethnicity_code": people["ethnicity"].tolist(),
        "birth_date": people["birth"].tolist(),
        "hukou_type": people["hukou_type"].tolist(),
        "household_no": people["household"].tolist(),
        "relation_to_head": people["relation"].tolist(),
        "father_id_no": [number.get(p) for p in father],
        "mother_id_no": [number.get(p) for p in mother],
        "guardian_id_no": [number.get(p) for p in guardian],
        "hukou_division_code": [a if t == "流动" else d for a, t, d in
                                zip(people["division"], people["hukou_type"], people["living"], strict=True)],
        "hukou_address": people["hukou_address"].tolist(),
        "residence_address": people["residence_address"].tolist(),
        "phone": [n or None for n in people["phone"]],
        "marital_status": np.select([widowed, spouses, divorced], ["丧偶", "已婚", "离婚"], "未婚").tolist(),
        "education_code": [e or None for e in people["education"]],
        "employer": [firms.get(e) for e in people["employer"]],
        "_who_person": people.index.tolist(),
        "_who_father": father, "_who_mother": mother, "_who_guardian": guardian,
        "_who_employer": people["employer"].tolist(),
    } | given)  # fmt: skip
