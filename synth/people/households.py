"""Persons and households: who is whose child, who is married to whom, and where they live."""

from synth.world import World


def settle(world: World, persons: int) -> None:
    """Settle about `persons` residents in households."""
    for _ in range(persons):
        world.new_person()
