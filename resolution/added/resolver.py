"""New mentions against a published generation: who they are by the rules of a full run, and what they change there."""

import threading
from pathlib import Path

from resolution.added import beside, near, rescore
from resolution.added.arrivals import Arrivals
from resolution.added.outcome import Outcome
from resolution.added.population import Population
from resolution.added.regroup import regroup
from resolution.added.telling import Telling
from resolution.linking.model import LinkingModel, shipped_model

# Up to so many new mentions, to plan for what is there costs more than it saves.
_FEW = 200


class Resolver:
    """Holds a generation in memory; resolves any number of additions, one at a time, none of which changes it."""

    def __init__(self, records: Path, model: LinkingModel | None = None) -> None:
        self.model = model or shipped_model()
        self._population = Population(records)
        self._lock = threading.Lock()

    def resolve(self, arrivals: Arrivals) -> Outcome:
        """Return what the records become part of, and what they change."""
        with self._lock:
            bench = self._population.bench
            few = len(arrivals.tables["mention"]) <= _FEW
            with bench.small() if few else bench.large():
                return self._resolve(arrivals)

    def _resolve(self, arrivals: Arrivals) -> Outcome:
        population = self._population
        con = population.con
        touched = near.stage_one(con, population, arrivals)
        lost = beside.context_edges(con, population, touched, self.model)
        scored = rescore.scored_edges(con, population, touched, self.model)
        grouped = regroup(con, population, touched, scored, lost, self.model)
        return Telling(con, population, touched, grouped).outcome()
