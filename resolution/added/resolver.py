"""New mentions against a published generation: who they are by the rules of a full run, and what they change there."""

import atexit
import gc
import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from resolution.added import beside, near, rescore
from resolution.added.arrivals import Arrivals, of_mentions
from resolution.added.companies import Companies, Person, Told
from resolution.added.latin import Latins
from resolution.added.outcome import Outcome
from resolution.added.population import Population
from resolution.added.regroup import regroup
from resolution.added.telling import Telling
from resolution.judgements import Judgement
from resolution.linking.model import LinkingModel, shipped_model

# What is frozen when the program ends, DuckDB tells its user of as leaked.
atexit.register(gc.unfreeze)

# Up to so many new mentions, to plan for what is there costs more than it saves.
_FEW = 200


class Resolver:
    """Holds a generation in memory; resolves any number of additions, one at a time, none of which changes it."""

    def __init__(self, records: Path, model: LinkingModel | None = None) -> None:
        self.model = model or shipped_model()
        self._records = records
        self._companies: Companies | None = None
        self._latins: Latins | None = None
        self._population = Population(records)
        self._judgements = self._held(self._population.judgements)
        # What is held stays as long as its generation; to look through it again and again is a twentieth of the time.
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        self._lock = threading.Lock()

    def resolve(self, arrivals: Arrivals, judgements: Sequence[Judgement] | None = None) -> Outcome:
        """Return what the records become part of, and what they change.

        `judgements`: those in force, which are obeyed; None for those that the generation was made with.
        """
        with self._lock:
            bench = self._population.bench
            few = len(arrivals.tables["mention"]) <= _FEW
            with bench.small() if few else bench.large():
                return self._resolve(arrivals, self._judgements if judgements is None else self._held(judgements))

    def _held(self, judgements: Sequence[Judgement]) -> list[Judgement]:
        """Return the judgements without those that the run found to be about rows that show somebody else now."""
        return [one for one in judgements if one.judgement_id not in self._population.changed]

    def rehearse(self) -> None:
        """Ask after somebody made up, so that what every question needs is planned when somebody asks."""
        self.resolve(of_mentions([{"mention_id": "rehearsed#person", "record_id": "rehearsed", "name": "某某"}]))

    def _resolve(self, arrivals: Arrivals, judgements: Sequence[Judgement]) -> Outcome:
        population = self._population
        con = population.con
        touched = near.stage_one(con, population, arrivals, judgements)
        found = beside.context_edges(con, population, touched, self.model)
        scored = rescore.scored_edges(con, population, touched, self.model)
        grouped = regroup(con, population, touched, scored, found, self.model)
        companies = partial(self._organizations, arrivals, judgements)
        outcome = Telling(con, population, touched, grouped, companies).outcome()
        return self._with_latin(outcome, arrivals, judgements)

    def _organizations(self, arrivals: Arrivals, judgements: Sequence[Judgement], persons: Sequence[Person]) -> Told:
        """Resolve organizations, which are read when new rows name one for the first time."""
        if self._companies is None:
            self._companies = Companies(self._records, self.model.company_name, self._judgements)
        return self._companies.resolve(arrivals, persons, judgements)

    def _with_latin(self, outcome: Outcome, arrivals: Arrivals, judgements: Sequence[Judgement]) -> Outcome:
        """Add to an outcome what becomes of mentions of profile latin, where a run has weighed such before."""
        mentions = arrivals.tables["mention"]
        if "profile" not in mentions.column_names or "latin" not in mentions["profile"].to_pylist():
            return outcome
        if self._latins is None:
            self._latins = Latins(self._records)
        return outcome.beside(self._latins.resolve(arrivals, judgements)) if self._latins.ready else outcome
