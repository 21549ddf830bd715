"""Writes a synthetic county: the exports of its agencies, and the truth about them."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np

from core.errors import UserError
from synth import exports, stories, truth
from synth.people import (
    companies,
    crimes,
    deaths,
    enforcement,
    homes,
    hotels,
    households,
    jobs,
    lawsuits,
    leases,
    marriages,
    prosecutions,
    register,
    sentences,
    vehicles,
    welfare,
)
from synth.people.folk import Folk
from synth.world import World


def build_world(persons: int, seed: int, as_of: date) -> World:
    """Simulate everyday life in a county of about `persons` residents, up to `as_of`."""
    world = World(as_of, np.random.default_rng(seed))
    unions = households.settle(world, persons)
    folk = Folk.of(world)
    marriages.write(world, folk, unions)
    deaths.write(world, folk)
    leases.write(world, folk, persons // 130)
    welfare.write(world, folk, persons // 40)
    companies.found(world, folk, persons // 16)
    homes.write(world, folk)
    vehicles.write(world, folk)
    jobs.write(world, folk)
    hotels.write(world, folk, persons * 11 // 20)
    cases = crimes.commit(world, folk, persons * 9 // 200)
    sentences.serve(world, folk, cases, prosecutions.prosecute(world, folk, cases))
    enforcement.enforce(world, folk, lawsuits.sue(world, folk, persons * 7 // 100))
    return world


def close_books(world: World) -> None:
    """Write the registers that list everyone and every firm, once all stories are told."""
    companies.register(world)
    register.write(world)


def write_county(persons: int, seed: int, out: Path, as_of: date, progress: Callable[[str], None]) -> dict[str, object]:
    """Simulate a county of about `persons` residents and write OUT/exports and OUT/truth.

    Equal arguments give equal bytes. Returns the rows per table. Raises UserError where OUT holds anything else.
    """
    _claim(out)
    progress(f"simulating a county of {persons:,} persons")
    world = build_world(persons, seed, as_of)
    progress("telling stories")
    stories.tell_all(world)
    close_books(world)
    counts = exports.write(world, out, progress)
    progress("writing the truth")
    _write_people(world, out / "truth" / "persons.csv")
    for name, findings in zip(("leads", "lookalikes"), truth.judge_all(world), strict=True):
        findings.to_csv(out / "truth" / f"{name}.csv", index=False, encoding="utf-8", lineterminator="\n")
    return {"persons": len(world.persons), "rows": counts}


def _claim(out: Path) -> None:
    """Make OUT a county's folder. Raises UserError for one that holds anything but exports and truth."""
    if out.exists() and not out.is_dir():
        raise UserError(f"{out} is a file. Give a folder of its own to the county.")
    found = {path.name for path in out.iterdir() if not path.name.startswith(".")} if out.exists() else set[str]()
    if found and (found - {"exports", "truth"} or "truth" not in found):
        raise UserError(
            f"{out} holds other things ({', '.join(sorted(found)[:5])}). Give the county a folder of its own: invented "
            "persons must not come among real ones."
        )
    (out / "truth").mkdir(parents=True, exist_ok=True)


def _write_people(world: World, path: Path) -> None:
    """Write truth/persons.csv: everyone and every organization there is."""
    people, firms = world.persons, world.organizations
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(("true_id", "type", "name", "number", "birth", "sex", "death"))
        lines.writerows(
            (key, "person", *rest)
            for key, *rest in zip(
                people.index, *(people[c] for c in ("name", "number", "birth", "sex", "death")), strict=True
            )
        )
        lines.writerows(
            (key, "organization", n, u, "", "", "")
            for key, n, u in zip(firms.index, firms["name"], firms["uscc"], strict=True)
        )
