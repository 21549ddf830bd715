"""A workspace on disk: numbered generations of what is rebuilt from files, one of them current."""

import fcntl
import json
import os
import shutil
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote
from typing import IO, Any

from core.errors import UserError, WorkspaceBusy, WorkspaceTooNew

FORMAT = 1
STAGES = ("load", "resolve", "build", "detect")


def write_json(path: Path, value: object) -> None:
    """Write a JSON file so that a reader sees the old one or the new one, whole."""
    aside = path.with_name(path.name + ".new")
    with aside.open("w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, indent=1, sort_keys=True, default=str)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)


@dataclass(frozen=True)
class Generation:
    """One generation: immutable once published."""

    number: int
    path: Path

    @property
    def records(self) -> Path:
        """The DuckDB file of records, mentions and entities."""
        return self.path / "records.duckdb"

    @property
    def graph(self) -> Path:
        """The embedded graph."""
        return self.path / "graph.lbug"

    @property
    def findings(self) -> Path:
        """What the rules found, before it became leads."""
        return self.path / "findings.json"

    @property
    def manifest(self) -> dict[str, Any]:
        """What this generation was made from; refuses one written by a newer version."""
        found = json.loads((self.path / "manifest.json").read_text("utf-8"))
        if found["format"] > FORMAT:
            raise WorkspaceTooNew(str(self.path.parent.parent), found["format"], FORMAT)
        return dict(found)

    @property
    def workspace(self) -> str:
        """The id of the workspace that it is a generation of."""
        return str(self.manifest["workspace"])

    @property
    def engine(self) -> str:
        """The engine that holds its graph."""
        return str(self.manifest["stages"]["build"]["engine"])

    @property
    def built_by(self) -> int:
        """The number of the generation whose run built its graph: an earlier one where only `detect` ran again."""
        return int(self.manifest["stages"]["build"]["generation"])

    def note(self, **values: object) -> None:
        """Add values to the manifest of a pending generation."""
        write_json(self.path / "manifest.json", {**self.manifest, **values})

    def finished(self, stage: str, fingerprint: str) -> dict[str, Any] | None:
        """Return what a stage noted when it finished on the same inputs, else None."""
        noted = self.manifest["stages"].get(stage)
        return noted if noted is not None and noted["fingerprint"] == fingerprint else None

    def finish(self, stage: str, fingerprint: str, result: dict[str, Any]) -> None:
        """Note that a stage is done in this generation; what later stages made of older inputs no longer counts."""
        stages = self.manifest["stages"]
        kept = {name: stages[name] for name in STAGES[: STAGES.index(stage)] if name in stages}
        self.note(stages={**kept, stage: {**result, "fingerprint": fingerprint, "generation": self.number}})


class Workspace:
    """The folder in which generations live."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def generations(self) -> Path:
        """The folder of generations."""
        return self.root / "generations"

    @property
    def id(self) -> str:
        """The id of this workspace, made when it was first used."""
        file = self.root / "id"
        if not file.exists():
            self.root.mkdir(parents=True, exist_ok=True)
            file.write_text(uuid.uuid4().hex, "utf-8")
        return file.read_text("utf-8").strip()

    def current(self) -> Generation | None:
        """Return the published generation, or None before the first."""
        try:
            number = int((self.root / "current").read_text("utf-8"))
        except FileNotFoundError:
            return None
        found = Generation(number, self.generations / str(number))
        _ = found.manifest
        return found

    def published(self) -> Generation:
        """Return the published generation. Raises UserError when nothing has been published."""
        found = self.current()
        if found is None:
            if holder := self.holder():
                raise UserError(
                    f"The workspace {self.root} holds no results yet: its first run is under way ({holder}). Results "
                    "appear when it has ended."
                )
            raise UserError(
                f"The workspace {self.root} holds no results yet. Run `clew run SOURCE -w {quote(str(self.root))}` "
                "first."
            )
        return found

    def holder(self) -> str:
        """Return which run holds the workspace, or an empty text."""
        try:
            with (self.root / "run.lock").open(encoding="utf-8") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
                except OSError:
                    return lock.read().strip() or "unknown"
        except FileNotFoundError:
            pass
        return ""

    def pending(self) -> Generation | None:
        """Return the unpublished generation with a manifest, or None."""
        found = Generation(self._next(), self.generations / str(self._next()))
        return found if (found.path / "manifest.json").exists() else None

    def _next(self) -> int:
        current = self.current()
        return 1 if current is None else current.number + 1

    def begin(self) -> Generation:
        """Throw any pending generation away and start a new one on a copy of the current records."""
        new = Generation(self._next(), self.generations / str(self._next()))
        shutil.rmtree(new.path, ignore_errors=True)
        new.path.mkdir(parents=True)
        current = self.current()
        if current is not None:
            shutil.copyfile(current.records, new.records)
        write_json(
            new.path / "manifest.json",
            {"format": FORMAT, "number": new.number, "workspace": self.id, "stages": {}},
        )
        return new

    def reopen(self, last_stage: str) -> Generation:
        """Start a new generation that goes on from the published one, as it stood after `last_stage`."""
        current = self.published()
        new = self.begin()
        if last_stage == "build" and current.graph.exists():
            shutil.copyfile(current.graph, new.graph)
        stages = current.manifest["stages"]
        new.note(stages={name: stages[name] for name in STAGES[: STAGES.index(last_stage) + 1]})
        return new

    def publish(self, generation: Generation) -> None:
        """Make a pending generation the current one, then remove those that no one reads."""
        aside = self.root / "current.new"
        with aside.open("w", encoding="utf-8") as file:
            file.write(str(generation.number))
            file.flush()
            os.fsync(file.fileno())
        aside.replace(self.root / "current")
        self._prune(generation.number)

    def _prune(self, current: int) -> None:
        for folder in sorted(self.generations.iterdir()):
            if folder.name.isdigit() and int(folder.name) < current:
                with suppress(OSError), (folder / "in-use").open("a") as marker:
                    fcntl.flock(marker, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def reading(self) -> Iterator[Generation]:
        """Hold the published generation, so that no later run removes it while it is read."""
        found, marker = self._hold()
        try:
            yield found
        finally:
            marker.close()

    def _hold(self) -> tuple[Generation, IO[str]]:
        for _ in range(100):
            found = self.published()
            try:
                marker = (found.path / "in-use").open("a", encoding="utf-8")
            except FileNotFoundError:
                continue
            fcntl.flock(marker, fcntl.LOCK_SH)
            if found.records.exists():
                return found, marker
            marker.close()
        raise UserError(f"The workspace {self.root} changes faster than it can be read. Try again.")

    @contextmanager
    def locked(self) -> Iterator[int]:
        """Hold the workspace for one run and yield the lock's file descriptor. Raises WorkspaceBusy with the holder."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "run.lock").open("a+", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                lock.seek(0)
                raise WorkspaceBusy(str(self.root), lock.read().strip() or "unknown") from None
            lock.truncate(0)
            started = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
            lock.write(f"process {os.getpid()}, `{Path(sys.argv[0]).name} {' '.join(sys.argv[1:2])}`, since {started}")
            lock.flush()
            yield lock.fileno()
