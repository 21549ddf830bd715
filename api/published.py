"""The generation that answers: the published one, exchanged for its successor without failing a request."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cached_property
from pathlib import Path

import duckdb

from api.common import opened_graph
from api.evidence import evidence_titles
from api.leads import leads_recorded, record_leads
from core.errors import WorkspaceBusy
from core.settings import Settings
from core.workspace import Generation, Workspace
from graph.store import GraphStore
from loaders.codes import BUILTIN
from loaders.mapping_reader import read_mappings
from queries.model import read_models
from queries.model_types import Model
from records.store import open_records


class Published:
    """One open generation: its records and graph, held for as long as a request uses it."""

    def __init__(self, settings: Settings) -> None:
        self._held = ExitStack()
        try:
            self.generation: Generation = self._held.enter_context(Workspace(settings.workspace).reading())
            self._records = self._held.enter_context(
                open_records(self.generation.records, settings.memory_gb, read_only=True)
            )
            self.store: GraphStore = self._held.enter_context(opened_graph(settings, self.generation))
        except BaseException:
            self._held.close()
            raise
        self.users = 0

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

    @contextmanager
    def current(self) -> Iterator[Published]:
        """Yield the published generation. Raises UserError where there is none, or it cannot be opened."""
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
            if self._now is not None and self._now.generation.number == published.number:
                self._now.users += 1
                return self._now
        # One request opens the new generation; the others are answered from the old one meanwhile.
        with self._opening if self._now is None else _try(self._opening) as mine:
            if mine is not False:
                self._exchange(self._workspace.published().number)
        with self._lock:
            assert self._now is not None
            self._now.users += 1
            return self._now

    def _exchange(self, number: int) -> None:
        with self._lock:
            if self._now is not None and self._now.generation.number == number:
                return
        new = Published(self.settings)
        if not leads_recorded(new.generation, self.settings):
            # A run that is still at work writes its leads itself.
            with suppress(WorkspaceBusy), self._workspace.locked():
                record_leads(new.generation, self.settings)
        with self._lock:
            old, self._now = self._now, new
            unused = old is not None and old.users == 0
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
