"""The persons of the base world as arrays, for the modules that give them homes, jobs and trouble."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

import numpy as np

from synth.registers import Column
from synth.world import World

DAY: Any = np.timedelta64(1, "D")
NEVER = np.datetime64("NaT", "D")


def dates(days: np.ndarray) -> list[date | None]:
    """Days as `date` objects; NaT becomes None."""
    result: list[date | None] = days.astype("datetime64[D]").astype(object).tolist()
    return result


def moments(days: np.ndarray, minutes: np.ndarray) -> list[datetime | None]:
    """Days and minutes of the day as `datetime` objects; NaT becomes None."""
    joined = days.astype("datetime64[D]").astype("datetime64[m]") + minutes.astype("timedelta64[m]")
    result: list[datetime | None] = joined.astype("datetime64[s]").astype(object).tolist()
    return result


def day(value: date) -> np.datetime64:
    """A date as datetime64[D]."""
    return np.datetime64(value, "D")


def where_some(mask: np.ndarray, values: Column) -> list[Any]:
    """The values where `mask` holds, None elsewhere."""
    return [value if some else None for some, value in zip(mask, values, strict=True)]


@dataclass
class Folk:
    """Arrays over persons in order of their ids; `today` is the as-of date."""

    ids: np.ndarray
    names: np.ndarray
    numbers: np.ndarray
    phones: np.ndarray
    residence: np.ndarray
    hukou: np.ndarray
    sex: np.ndarray
    births: np.ndarray
    deaths: np.ndarray
    households: np.ndarray
    local: np.ndarray
    urban: np.ndarray
    spouse: np.ndarray
    father: np.ndarray
    mother: np.ndarray
    today: np.datetime64
    taken: np.ndarray

    @classmethod
    def of(cls, world: World) -> "Folk":
        """Read the world's persons; spouse, father and mother are positions, -1 for unknown."""
        frame = world.persons
        place = {key: number for number, key in enumerate(frame.index)}
        today = day(world.as_of)

        def positions(column: str) -> np.ndarray:
            return np.array([place.get(key, -1) for key in frame[column]], dtype=np.int64)

        return cls(
            ids=frame.index.to_numpy(dtype=object),
            names=frame["name"].to_numpy(),
            numbers=frame["number"].to_numpy(),
            phones=frame["phone"].to_numpy(),
            residence=frame["residence_address"].to_numpy(copy=True),
            hukou=frame["hukou_address"].to_numpy(),
            sex=frame["sex"].to_numpy(),
            births=np.array(frame["birth"].tolist(), dtype="datetime64[D]"),
            deaths=np.array(frame["death"].tolist(), dtype="datetime64[D]"),
            households=frame["household"].to_numpy(),
            local=frame["living"].to_numpy() == world.division,
            urban=frame["urban"].to_numpy(dtype=bool),
            spouse=positions("spouse"),
            father=positions("father"),
            mother=positions("mother"),
            today=today,
            taken=np.zeros(len(frame), dtype=bool),
        )

    @cached_property
    def ages(self) -> np.ndarray:
        """Years lived by today (or by death)."""
        end = np.where(np.isnat(self.deaths), self.today, self.deaths)
        result: np.ndarray = ((end - self.births) / DAY / 365.25).astype(int)
        return result

    @cached_property
    def alive(self) -> np.ndarray:
        """Who lives today."""
        result: np.ndarray = np.isnat(self.deaths)
        return result

    def draw(self, rng: np.random.Generator, mask: np.ndarray, count: int) -> np.ndarray:
        """Choose up to `count` different persons among those where `mask` holds; positions."""
        pool = np.flatnonzero(mask)
        result: np.ndarray = rng.choice(pool, min(count, len(pool)), replace=False)
        return result
