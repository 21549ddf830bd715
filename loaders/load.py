"""The load stage: a folder of agency files becomes stored batches, and these become records and mentions."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from core.errors import UserError
from core.ids import digest
from core.progress import Progress
from loaders import mentions, settle, sources, stays
from loaders.expressions import literal
from loaders.folder import Entry, entries, is_workspace
from loaders.mapping import Mapping
from loaders.readers import Unreadable, read
from loaders.recognise import Recogniser
from loaders.sheets import Line, SheetLoader
from loaders.values import Codes
from records import store


def load(
    con: duckdb.DuckDBPyConnection,
    source: Path | None,
    mappings: dict[str, Mapping],
    codes: Codes,
    withdrawn: set[str],
    progress: Progress,
    added: Sequence[tuple[Entry, sources.Origin]] = (),
) -> dict[str, int]:
    """Load a folder into records.duckdb and make records, mentions and keyed nodes of all batches in force.

    `added` are files beside the folder, each with its origin. Without a folder and without them nothing is added, and
    what is stored is read again (withdrawals, changed mappings). A file whose
    path and content are stored already is passed over. Returns counts: files, refused, rows, loaded, rejected, skipped
    (of this folder), records, retired and mentions (of all batches). Raises UserError when the folder is missing or its
    sources.yaml has mistakes; what is wrong with single files is written to `file.error`.
    """
    con.execute("SET preserve_insertion_order = false")
    run = _Run(con, source, mappings, codes, withdrawn, added)
    files = run.files()
    run.begin()
    for number, entry in enumerate(files, 1):
        progress(f"{number} of {len(files)}  {run.file(entry)}")
    run.close()
    counts = settle.settle(con, mappings, codes, progress)
    con.execute("BEGIN")
    for table in store.stored_tables(con):
        if table in mappings:
            progress(f"naming whom {table} {mappings[table].title} names")
            mentions.write(con, mappings[table])
            stays.write(con, mappings[table])
    con.execute("COMMIT")
    counts["mentions"] = _count(con, "SELECT count(*) FROM mention")
    return {**run.counts(), **counts}


class _Run:
    """One load of one folder."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        source: Path | None,
        mappings: dict[str, Mapping],
        codes: Codes,
        withdrawn: set[str],
        added: Sequence[tuple[Entry, sources.Origin]],
    ) -> None:
        self.con, self.source, self.mappings, self.withdrawn = con, source or Path(), mappings, withdrawn
        self.sources = sources.Sources.of(source) if source else sources.Sources({})
        self.given, self.added = source is not None, {entry.name: (entry, origin) for entry, origin in added}
        self.recogniser = Recogniser(mappings, codes)
        self.ordinal = self.next_file = 0
        self.batches: dict[tuple[str, sources.Origin, str, str], list[tuple[int, str]]] = {}
        self.paths: list[str] = []

    def files(self) -> list[Entry]:
        """Return the files of the folder, sorted by name, then those added."""
        added = [entry for entry, _ in self.added.values()]
        if not self.given:
            return added
        if not self.source.is_dir():
            raise sources.no_folder(self.source)
        if is_workspace(self.source):
            raise UserError(f"{self.source} is a workspace. Give the folder that holds the agency files.")
        given = [entry for entry in entries(self.source) if entry.name != sources.SETTINGS_FILE]
        return [entry for entry in given if entry.name not in self.added] + added

    def begin(self) -> None:
        """Take back what a stopped load left and what earlier loads refused, and number this load."""
        store.ensure_stored(self.con)
        self._forget("(path, sha256) NOT IN (SELECT (path, sha256) FROM file WHERE batch_id IS NOT NULL)")
        self.ordinal = _count(self.con, "SELECT coalesce(max(ordinal), 0) + 1 FROM batch")
        self.next_file = _count(self.con, "SELECT coalesce(max(file_id), 0) + 1 FROM file")

    def _forget(self, condition: str) -> None:
        ids = f"SELECT file_id FROM file WHERE {condition}"
        for table in ["reject", "file_rejected", *(f"raw_{name}" for name in store.stored_tables(self.con))]:
            self.con.execute(f"DELETE FROM {table} WHERE file_id IN ({ids})")
        self.con.execute(f"DELETE FROM file WHERE {condition}")

    def file(self, entry: Entry) -> str:
        """Store one file and return a sentence on what became of it."""
        name, refusal, sha256 = entry.name, "", ""
        self.paths.append(name)
        origin = self.added[name][1] if name in self.added else self.sources.origin(name)
        try:
            sha256 = entry.digest()
        except UserError as error:
            refusal = str(error)
        if self._known(name, sha256, origin):
            return f"{name}: loaded before{self._withdrawn(name, sha256)}"
        self.con.execute("BEGIN")
        loader = SheetLoader(self.con, self.recogniser, name, sha256, digest(*asdict(origin).values()), self.next_file)
        try:
            for sheet in [] if refusal else read(entry.path, origin.encoding):
                loader.load(sheet)
        except Unreadable as error:
            self.con.execute("ROLLBACK")
            self.con.execute("BEGIN")
            refusal = str(error)
        if refusal:
            loader.refuse(refusal)
        lines = loader.finish()
        self.con.execute("COMMIT")
        self.next_file += len(lines)
        for line in lines:
            if line.table and not line.error:
                self._assign(line, name, sha256, origin)
        return f"{name}: {_sentence(lines)}"

    def _known(self, name: str, sha256: str, origin: sources.Origin) -> bool:
        """Whether this content of this path is stored as it would be read today; older readings of it are taken out."""
        lines = self.con.execute(
            "SELECT table_name, reader->>'settings', reader->>'mapping' FROM file WHERE path = ? AND sha256 = ?",
            [name, sha256],
        ).fetchall()
        current = [(table, digest(*asdict(origin).values()), self.recogniser.digest(table)) for table, _, _ in lines]
        if lines and lines == current:
            self._renew(name, sha256)
            return True
        if lines:
            self._forget(f"path = {literal(name)} AND sha256 = '{sha256}'")
        return False

    def _renew(self, name: str, sha256: str) -> None:
        """A content that is sent again after another came under the same name is the newest delivery once more."""
        self.con.execute(
            """UPDATE batch SET ordinal = $3 WHERE batch_id IN (
                 SELECT f.batch_id FROM file f JOIN batch b USING (batch_id) WHERE f.path = $1 AND f.sha256 = $2
                 AND b.ordinal < (SELECT max(ordinal) FROM file JOIN batch USING (batch_id) WHERE path = $1))""",
            [name, sha256, self.ordinal],
        )

    def _withdrawn(self, name: str, sha256: str) -> str:
        """Say when nothing of a file that is stored counts, because its batches are withdrawn."""
        found = self.con.execute(
            """SELECT bool_and(list_contains(?, batch_id)) FROM file
               WHERE path = ? AND sha256 = ? AND batch_id IS NOT NULL""",
            [sorted(self.withdrawn), name, sha256],
        ).fetchall()[0][0]
        return " and withdrawn; `clew sources restore` brings it back" if found else ""

    def _assign(self, line: Line, name: str, sha256: str, origin: sources.Origin) -> None:
        day = origin.date or sources.date_in_name(name)
        key = (line.table, origin, sources.feed(name), day.isoformat() if day else "")
        self.batches.setdefault(key, []).append((line.file_id, f"{sha256}:{line.sheet}"))

    def close(self) -> None:
        """Form the batches of this load and mark those that are withdrawn."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self.con.execute("BEGIN")
        grouped: dict[tuple[str, str, str, str, str], list[tuple[int, str]]] = {}
        origins: dict[tuple[str, str, str, str, str], sources.Origin] = {}
        for (table, origin, feed, day), contents in self.batches.items():
            key = (table, origin.agency, origin.division_code, feed, day)
            grouped.setdefault(key, []).extend(contents)
            origins[key] = origin
        for key, contents in sorted(grouped.items()):
            table, agency, division, feed, day = key
            origin = origins[key]
            source = sources.source_id(table, agency, division, feed)
            batch = sources.batch_id(source, day, [content for _, content in contents])
            self.con.execute("DELETE FROM batch WHERE batch_id = ?", [batch])
            self.con.execute(
                "INSERT INTO batch VALUES (?, ?, ?, ?, ?, ?, nullif(?, '')::DATE, ?, false, ?, ?, ?, ?)",
                [batch, source, table, agency, division, feed, day, origin.delivery or self.mappings[table].delivery,
                 self.ordinal, origin.approval_no, origin.purpose_code, now],
            )  # fmt: skip
            ids = [file_id for file_id, _ in contents]
            self.con.execute("UPDATE file SET batch_id = ? WHERE list_contains(?, file_id)", [batch, ids])
        self.con.execute(
            "DELETE FROM batch WHERE batch_id NOT IN (SELECT batch_id FROM file WHERE batch_id IS NOT NULL)"
        )
        self.con.execute("UPDATE batch SET withdrawn = list_contains(?, batch_id)", [sorted(self.withdrawn)])
        self.con.execute("COMMIT")

    def counts(self) -> dict[str, int]:
        """Return what was found in this folder, loaded now or before."""
        row = self.con.execute(
            """SELECT count(DISTINCT path), count(DISTINCT path) FILTER (error IS NOT NULL), sum(rows), sum(loaded),
                      sum(skipped), sum((SELECT sum(n) FROM file_rejected r WHERE r.file_id = f.file_id))
               FROM file f WHERE list_contains(?, path)""",
            [self.paths],
        ).fetchall()[0]
        names = ("files", "refused", "rows", "loaded", "skipped", "rejected")
        return {name: int(value or 0) for name, value in zip(names, row, strict=True)}


def _count(con: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(con.execute(query).fetchall()[0][0])


def _sentence(lines: list[Line]) -> str:
    if len(lines) == 1 and lines[0].error:
        return f"refused. {lines[0].error}"
    loaded = sum(line.loaded for line in lines)
    rejected = Counter[str]()
    for line in lines:
        rejected.update(line.rejected)
    tables = sorted({line.table for line in lines if line.table})
    refused = [line.sheet for line in lines if line.error]
    parts = [f"{loaded} rows of {', '.join(tables) or 'no table'}"]
    parts += [f"{sum(rejected.values())} rejected"] if rejected else []
    parts += [f"refused {', '.join(refused)}"] if refused else []
    return ", ".join(parts)
