"""Adding one file to a published workspace: who its records are, what they change, what is left to people.

Nothing published is changed. The file is kept in the workspace for the next run; what became of it is kept beside the
generation it was held against, as JSON.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from api.requests import linking_model_path
from core.database import session_scope, upgrade
from core.errors import UserError
from core.ids import digest
from core.journal import actor_name, append
from core.progress import Progress
from core.settings import Settings
from core.workspace import Generation, Workspace, write_json
from loaders.codes import BUILTIN, read_codes
from loaders.kept_files import FOLDER, Kept, digest_of, keeping, kept_entries, kept_files
from loaders.load import load
from loaders.mapping_reader import read_mappings
from loaders.status import files
from records.store import open_records
from records.withdrawals import withdrawn_batches
from resolution.added.arrivals import TABLES, of_records
from resolution.added.resolver import Resolver
from resolution.linking.model import read_model

# A row that was known says nothing new; one that shares a key with a known one but differs is another record.
_KNOWN = """
CREATE TEMP TABLE known AS
SELECT DISTINCT record_id FROM mention WHERE record_id IN (SELECT record_id FROM published.mention);
CREATE TEMP TABLE differs AS
SELECT DISTINCT record_id FROM (
    SELECT {columns} FROM mention WHERE record_id IN (SELECT record_id FROM known)
    EXCEPT SELECT {columns} FROM published.mention WHERE record_id IN (SELECT record_id FROM known));
CREATE TEMP TABLE renamed AS
SELECT d.record_id, d.record_id || '.' || (
           SELECT count(DISTINCT m.record_id) + 1 FROM published.mention m
           WHERE m.record_id = d.record_id OR starts_with(m.record_id, d.record_id || '.')) AS now
FROM differs d
"""
_SAYS = "* EXCLUDE (observed, division)"


def add(settings: Settings, file: Path, progress: Progress) -> dict[str, Any]:
    """Add a file to a workspace and return what became of it.

    {file, added, at, again, generation, files: as in `clew status`, counts, matches, merged, split, review}; `again`:
    the file was added before, and this is what became of it then. Raises UserError, also where no row could be read.
    """
    workspace = Workspace(settings.workspace)
    workspace.published()
    sha256 = digest_of(file)
    with workspace.locked():
        generation = workspace.published()
        upgrade(settings.url)
        before = next((kept for kept in kept_files(workspace.root) if kept.sha256 == sha256), None)
        if before is not None:
            return {**_again(generation, before), "again": True}
        at, by = datetime.now(UTC).isoformat(timespec="seconds"), actor_name(settings.actor)
        with keeping(workspace.root, file, at, by) as kept:
            told = _held_against(settings, workspace, generation, kept, progress)
            with session_scope(settings.url) as db:
                append(db, workspace.id, by, "add", kept.path, f"added with SHA-256 {sha256}")
        (generation.path / FOLDER).mkdir(exist_ok=True)
        write_json(generation.path / FOLDER / f"{kept.number:04d}.json", told)
        return {**told, "again": False}


def waiting(generation: Generation) -> Iterator[dict[str, Any]]:
    """Yield what became of each file that was added since the generation was published, the oldest first."""
    for path in sorted((generation.path / FOLDER).glob("*.json")):
        yield json.loads(path.read_text("utf-8"))


def added_items(generation: Generation) -> Iterator[dict[str, Any]]:
    """Yield what files added since the generation was published leave to people: the items, each with its file."""
    last: dict[str, dict[str, Any]] = {}
    for told in waiting(generation):
        last |= {
            item["item_id"]: {**item, "file": told["file"]} for item in told["review"] if item["item_id"] not in last
        }
    yield from last.values()


def _again(generation: Generation, kept: Kept) -> dict[str, Any]:
    found = next((told for told in waiting(generation) if told["file"] == kept.path), None)
    return found or {
        "file": kept.path, "at": kept.at, "generation": generation.number, "files": [], "counts": {}, "matches": [],
        "merged": [], "split": [], "review": [],
    }  # fmt: skip


def _held_against(
    settings: Settings, workspace: Workspace, generation: Generation, kept: Kept, progress: Progress
) -> dict[str, Any]:
    folders = [BUILTIN, *(Path(folder) for folder in generation.manifest.get("mappings", []))]
    numbers = {one.number for one in _not_taken_in(settings, workspace, generation)} | {kept.number}
    withdrawn = set(withdrawn_batches(settings.url, workspace.id))
    own = linking_model_path(workspace.root)
    resolver = Resolver(generation.records, read_model(own) if own.exists() else None)
    with TemporaryDirectory(prefix="clew-add-") as aside:
        with open_records(Path(aside) / "records.duckdb", settings.memory_gb) as con:
            load(con, None, read_mappings(folders), read_codes(folders), withdrawn, progress,
                 kept_entries(workspace.root, numbers))  # fmt: skip
            read = [one for one in files(con) if one["file"] == kept.path]
            if all(one["error"] for one in read):
                raise UserError(f"{kept.path.rsplit('/', 1)[-1]} was not added. {read[0]['error'] if read else ''}")
            repeated, beside = _without_known(con, generation)
            mine = {
                record for (record,) in con.execute(
                    """SELECT DISTINCT record_id FROM sighting JOIN file USING (file_id) WHERE path = ?""", [kept.path]
                ).fetchall()
            }  # fmt: skip
            mine |= set(beside)
            later = con.execute("SELECT count(*) FROM mention WHERE profile IS NOT NULL").fetchall()[0][0]
            arrivals = of_records(con)
        progress("finding who the records are")
        outcome = resolver.resolve(arrivals)
    matches = [asdict(match) for match in outcome.matches if match.record_id in mine]
    counts = Counter("known" if match["known"] else "new" for match in matches)
    return {
        "file": kept.path,
        "at": kept.at,
        "generation": generation.number,
        "files": read,
        "counts": {
            "rows": sum(one["rows"] for one in read),
            "loaded": sum(one["loaded"] for one in read),
            "rejected": sum(sum(one["rejected"].values()) for one in read),
            "mentions": len(matches),
            "repeated": repeated,
            "later": later,
            "known": counts["known"],
            "new": counts["new"],
            "entities": len({match["entity_id"] for match in matches}),
        },
        "matches": matches,
        "merged": [{"stays": stays, "goes": list(goes)} for stays, goes in outcome.merged],
        "split": [{"entity": one, "into": list(into)} for one, into in outcome.split],
        "review": [{"item_id": f"A-{digest(item.kind, *item.mentions)}", **asdict(item)} for item in outcome.review],
    }


def _not_taken_in(settings: Settings, workspace: Workspace, generation: Generation) -> list[Kept]:
    """Return the files added that the generation does not hold yet."""
    with open_records(generation.records, settings.memory_gb, read_only=True) as con:
        there = set(con.execute("SELECT path, sha256 FROM file").fetchall())
    return [kept for kept in kept_files(workspace.root) if (kept.path, kept.sha256) not in there]


def _without_known(con: duckdb.DuckDBPyConnection, generation: Generation) -> tuple[int, list[str]]:
    """Leave out records that name whom published ones name; return their number, and the ids of those beside others."""
    con.execute(f"ATTACH '{str(generation.records).replace(chr(39), chr(39) * 2)}' AS published (READ_ONLY)")
    con.execute(_KNOWN.format(columns=_SAYS))
    repeated = con.execute(
        "SELECT count(*) FROM known WHERE record_id NOT IN (SELECT record_id FROM differs)"
    ).fetchall()[0][0]
    for table in TABLES:
        columns = [name for name, *_ in con.execute(f"DESCRIBE {table}").fetchall()]
        key = next((one for one in ("record_id", "mention_id") if one in columns), None)
        if key is not None:
            record = f"split_part({key}, '#', 1)"
            con.execute(f"DELETE FROM {table} WHERE {record} IN (FROM known) AND {record} NOT IN (FROM differs)")
        for column in {"record_id", "mention_id", "subject", "object"} & set(columns):
            con.execute(
                f"UPDATE {table} SET {column} = r.now || substr({table}.{column}, length(r.record_id) + 1) "
                f"FROM renamed r WHERE split_part({table}.{column}, '#', 1) = r.record_id"
            )
    renamed = [now for (now,) in con.execute("SELECT now FROM renamed").fetchall()]
    con.execute("DETACH published")
    return int(repeated), renamed
