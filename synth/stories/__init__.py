"""Stories with a known end: people who do what the rules look for, and people who only seem to."""

from synth.stories import hidden, jurisdiction, listing, means, recidivism, tenancy
from synth.stories.stage import Plant, Stage
from synth.world import World

__all__ = ["Plant", "tell_all"]


def tell_all(world: World) -> list[Plant]:
    """Plant all stories in the world; returns what each was meant to be, in order of telling."""
    stage = Stage(world)
    for stories in (recidivism, jurisdiction, means, tenancy, listing, hidden):
        stories.tell(stage)
    return stage.plants
