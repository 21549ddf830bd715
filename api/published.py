"""The generation that answers: the published one, exchanged for its successor without failing a request."""

import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cached_property
from pathlib import Path

import duckdb

from api.common import opened_graph
from api.evidence import evidence_titles
from api.leads import leads_recorded, record_leads
from api.requests import linking_model_path
from core.errors import WorkspaceBusy
from core.faults import write_report
from core.settings import Settings
from core.workspace import Generation, Workspace
from graph.store import GraphStore
from loaders.codes import BUILTIN
from loaders.mapping_reader import read_mappings
from queries.model import read_models
from queries.model_types import Model
from records.store import open_records
from resolution.added.resolver import Resolver
from resolution.linking.model import read_model

PAUSE = 2.0
"""Seconds until a generation that could not be opened, or whose leads are not written yet, is tried again."""


class Published:
    """One open generation: its records and graph, held for as long as a request uses it."""

    def __init__(self, settings: Settings) -> None:
        self._held = ExitStack()
        try:
            self.generation: Generation = self._held.enter_context(Workspace(settings.workspace).reading())
            self._records = self._held.enter_context(
                open_records(self.generation.records, settings.memory_gb, read_only=True)
            )
            # Look-ups are short and many: two threads for one cost more than they save.
            self._records.execute("SET threads = 1")
            self.store: GraphStore = self._held.enter_context(opened_graph(settings, self.generation))
        except BaseException:
            self._held.close()
            raise
        self.users, self.recorded = 0, False
        self._linking_model = linking_model_path(settings.workspace)
        self._resolver: Resolver | None = None
        self._loading = threading.Lock()

    @property
    def resolver(self) -> Resolver:
        """What resolves new records against this generation; it is held in memory from the first question on."""
        with self._loading:
            if self._resolver is None:
                own = self._linking_model
                resolver = Resolver(self.generation.records, read_model(own) if own.exists() else None)
                resolver.rehearse()
                self._resolver = resolver
            return self._resolver

    @property
    def resolves(self) -> bool:
        """Whether what resolves new records is in memory."""
        return self._resolver is not None

    def follow(self, before: "Published") -> None:
        """Load beforehand what questions to the generation before needed: whoever asks next need not wait for it."""
        if before.resolves:
            threading.Thread(target=self._load, daemon=True).start()

    def _load(self) -> None:
        with suppress(Exception):  # whoever asks is told why
            _ = self.resolver

    @cached_property
    def models(self) -> dict[str, Model]:
        """The models of the run, by id."""
        folders = [Path(folder) for folder in self.generation.manifest["models"]]
        return {model.id: model for model in read_models(folders)}

    @cached_property
    def titles(self) -> dict[tuple[str, str], str]:
        """Titles of tables and columns, those of the run's own mappings too."""
        folders = [Path(folder) for folder in self.generation.manifest.get("mappings", [])]
        own = read_mappings([BUILTIN, *folders]) if folders else None
        return evidence_titles(own)

    @contextmanager
    def records(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Yield a connection of one's own to the records."""
        with self._records.cursor() as con:
            yield con

    def close(self) -> None:
        """Let the generation go."""
        self._held.close()


class Holder:
    """Gives each request the generation that is current when it comes; the last to use an old one closes it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._workspace = Workspace(settings.workspace)
        self._lock, self._opening = threading.Lock(), threading.Lock()
        self._now: Published | None = None
        self._refused: int | None = None
        self._next_try = 0.0

    @contextmanager
    def current(self) -> Iterator[Published]:
        """Yield the published generation, or the last that could be opened. Raises UserError where there is none."""
        found = self._take()
        try:
            yield found
        finally:
            self._give(found)

    def close(self) -> None:
        """Close what is open."""
        with self._lock:
            if self._now is not None:
                self._now.close()
                self._now = None

    def _take(self) -> Published:
        published = self._workspace.published()
        with self._lock:
            same = self._now is not None and self._now.generation.number == published.number
            if self._now is not None and ((same and self._now.recorded) or time.monotonic() < self._next_try):
                self._now.users += 1
                return self._now
        # One request opens the new generation; the others are answered from the old one meanwhile.
        with self._opening if self._now is None else _try(self._opening) as mine:
            if mine is not False:
                self._renew(self._workspace.published().number)
        with self._lock:
            assert self._now is not None
            self._now.users += 1
            return self._now

    def _renew(self, number: int) -> None:
        """Open the generation of this number and write its leads, each if that is not done; then wait a little."""
        try:
            if self._now is None or self._now.generation.number != number:
                self._exchange()
            if self._now is not None:
                self._now.recorded = self._record(self._now)
        except Exception as error:
            if self._now is None:
                raise
            if self._refused != number:
                where = write_report("".join(traceback.format_exception(error)))
                print(f"Generation {number} cannot be opened; the one before answers. See {where}.", file=sys.stderr)  # noqa: T201
            self._refused = number
        done = self._now is not None and self._now.recorded and self._now.generation.number == number
        self._next_try = 0.0 if done else time.monotonic() + PAUSE

    def _record(self, published: Published) -> bool:
        """Return whether the leads of a generation are written; a run that is still at work writes them itself."""
        if leads_recorded(published.generation, self.settings):
            return True
        with suppress(WorkspaceBusy), self._workspace.locked():
            record_leads(published.generation, self.settings)
            return True
        return False

    def _exchange(self) -> None:
        new = Published(self.settings)
        with self._lock:
            old, self._now = self._now, new
            unused = old is not None and old.users == 0
        if old is not None:
            new.follow(old)
        if unused and old is not None:
            old.close()

    def _give(self, used: Published) -> None:
        with self._lock:
            used.users -= 1
            last = used.users == 0 and used is not self._now
        if last:
            used.close()


@contextmanager
def _try(lock: threading.Lock) -> Iterator[bool]:
    taken = lock.acquire(blocking=False)
    try:
        yield taken
    finally:
        if taken:
            lock.release()
