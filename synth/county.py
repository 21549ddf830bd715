"""Writes a synthetic county: the exports of its agencies, and the truth about them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np

from synth.people import households
from synth.world import World


def write_county(persons: int, seed: int, out: Path, as_of: date, progress: Callable[[str], None]) -> dict[str, object]:
    """Simulate a county of about `persons` residents and write OUT/exports and OUT/truth.

    Equal arguments give equal bytes. Returns the rows per table.
    """
    progress(f"simulating a county of {persons:,} persons")
    world = World(as_of, np.random.default_rng(seed))
    households.settle(world, persons)
    return {"persons": len(world.persons)}
