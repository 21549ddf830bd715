"""Adding one file to a published workspace: who its records are, what they change, what is left to people.

Nothing published is changed. The file is kept in the workspace for the next run; what became of it is kept beside the
generation it was held against, as JSON.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from api.parts import masked_entity
from api.requests import linking_model_path
from core.database import session_scope, upgrade
from core.errors import UserError
from core.ids import digest, sql_key
from core.journal import actor_name, append
from core.masking import mask_name
from core.progress import Progress
from core.settings import Settings
from core.workspace import Generation, Workspace, write_json
from loaders.codes import BUILTIN, read_codes
from loaders.expressions import sql_column
from loaders.kept_files import FOLDER, Kept, digest_of, keeping, kept_entries, kept_files
from loaders.load import load
from loaders.mapping import Mapping as TableMapping
from loaders.mapping_reader import read_mappings
from loaders.settle import content
from loaders.status import files
from records import lookup
from records.store import attached, open_records
from records.withdrawals import withdrawn_batches
from resolution.added.arrivals import TABLES, of_records
from resolution.added.outcome import Outcome, renamed
from resolution.added.resolver import Resolver
from resolution.judgement_table import judgements_in_force
from resolution.linking.model import read_model

# What is told of whom a record names, whatever it is called and whenever it was seen.
_ASIDE = {"mention_id", "record_id", "observed", "seen_from", "seen_to", "division"}

# A record repeats an open one of its key that names whom it names; else it is another beside those of its key.
_KNOWN = """
CREATE TEMP TABLE arrived AS SELECT record_id, {key} AS key, {says} AS says FROM mention;
CREATE TEMP TABLE holder AS
SELECT record_id, key, says, record_id IN (SELECT record_id FROM published.sealed_record) AS sealed
FROM (SELECT record_id, {key} AS key, {says} AS says FROM published.mention)
WHERE key IN (SELECT key FROM arrived);
CREATE TEMP TABLE repeated AS
SELECT DISTINCT a.record_id FROM (SELECT record_id, key, list(says) AS says FROM arrived GROUP BY record_id, key) a
JOIN (SELECT key, list(says) AS says FROM holder WHERE NOT sealed GROUP BY key, record_id) h
    ON h.key = a.key AND list_has_all(h.says, a.says);
CREATE TEMP TABLE beside AS
SELECT record_id, any_value(key) AS key FROM arrived
WHERE key IN (SELECT key FROM holder) AND record_id NOT IN (FROM repeated) GROUP BY record_id
"""

# It is called by its key and what it says, as by the next run. That a sealed one shares the key, or says the same, is
# not told: it is told of by the id that it would have without.
_RENAMED = """
CREATE TEMP TABLE renamed AS
SELECT record_id,
       whole || CASE WHEN whole IN (SELECT record_id FROM holder) THEN '.2' ELSE '' END AS now,
       CASE WHEN key IN (SELECT key FROM holder WHERE NOT sealed) THEN whole ELSE record_id END AS told
FROM (SELECT record_id, key, key || '.' || mark AS whole FROM beside JOIN marked USING (record_id))
"""

_ROWS = """
SELECT m.mention_id, arg_min(f.sheet, (f.file_id, s.row)), arg_min(s.row, (f.file_id, s.row)), any_value(m.name)
FROM mention m LEFT JOIN renamed r ON r.now = m.record_id
JOIN sighting s ON s.record_id = coalesce(r.record_id, m.record_id) JOIN file f USING (file_id)
WHERE f.path = $1 GROUP BY m.mention_id
"""
_REJECTED = """
SELECT f.sheet, r.row, r.reason FROM reject r JOIN file f USING (file_id) WHERE f.path = $1 ORDER BY ALL
"""
_REPEATED = """
SELECT count(DISTINCT record_id) FROM sighting JOIN file USING (file_id)
WHERE path = $1 AND record_id IN (FROM repeated)
"""


def add(settings: Settings, file: Path, progress: Progress) -> dict[str, Any]:
    """Add a file to a workspace and return what became of it.

    {file, at, again, generation, files: as in `clew status`, rejected, counts, matches, merged, split, review};
    `again`: the file was added before, and this is what became of it then. In counts rows = loaded + rejected +
    skipped, and `repeated` of the loaded say what is known. Names are masked. Raises UserError, also where no row could
    be read.
    """
    workspace = Workspace(settings.workspace)
    workspace.published()
    sha256 = digest_of(file)
    with workspace.locked():
        generation = workspace.published()
        upgrade(settings.url)
        before = next((kept for kept in kept_files(workspace.root) if kept.sha256 == sha256), None)
        if before is not None:
            told = next((told for told in waiting(generation) if told["file"] == before.path), None)
            # Whoever was broken off after the file was kept has not told what became of it.
            if told is None and before in _not_taken_in(settings, workspace, generation):
                told = _noted(generation, before, _held_against(settings, workspace, generation, before, progress))
            return {**(told or _taken_in(generation, before)), "again": True}
        at, by = datetime.now(UTC).isoformat(timespec="seconds"), actor_name(settings.actor)
        with keeping(workspace.root, file, at, by) as kept:
            told = _held_against(settings, workspace, generation, kept, progress)
            with session_scope(settings.url) as db:
                append(db, workspace.id, by, "add", kept.path, f"added with SHA-256 {sha256}")
        return {**_noted(generation, kept, told), "again": False}


def waiting(generation: Generation) -> Iterator[dict[str, Any]]:
    """Yield what became of each file that was added since the generation was published, the oldest first."""
    for path in sorted((generation.path / FOLDER).glob("*.json")):
        yield json.loads(path.read_text("utf-8"))


def added_items(generation: Generation) -> Iterator[dict[str, Any]]:
    """Yield what files added since the generation was published leave to people: the items, each with its file.

    Whoever shows the number of another comes last: few of them are in doubt for it.
    """
    last: dict[str, dict[str, Any]] = {}
    for told in waiting(generation):
        last |= {
            item["item_id"]: {**item, "file": told["file"]} for item in told["review"]
            if item["item_id"] not in last
        }  # fmt: skip
    yield from sorted(last.values(), key=lambda item: bool(item["kind"] == "number_of_another"))


def _noted(generation: Generation, kept: Kept, told: dict[str, Any]) -> dict[str, Any]:
    """Keep what became of a file beside the generation, and return it."""
    (generation.path / FOLDER).mkdir(exist_ok=True)
    write_json(generation.path / FOLDER / f"{kept.number:04d}.json", told)
    return told


def _taken_in(generation: Generation, kept: Kept) -> dict[str, Any]:
    """Return what is told of a file that a run has taken in since."""
    return {
        "file": kept.path, "at": kept.at, "generation": generation.number, "files": [], "rejected": [], "counts": {},
        "matches": [], "merged": [], "split": [], "review": [],
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
            mappings = read_mappings(folders)
            load(con, None, mappings, read_codes(folders), withdrawn, progress,
                 kept_entries(workspace.root, numbers))  # fmt: skip
            read = [one for one in files(con) if one["file"] == kept.path]
            if all(one["error"] for one in read):
                raise UserError(f"{kept.path.rsplit('/', 1)[-1]} was not added. {read[0]['error'] if read else ''}")
            _without_known(con, generation, mappings)
            repeated = con.execute(_REPEATED, [kept.path]).fetchall()[0][0]
            rejected = con.execute(_REJECTED, [kept.path]).fetchall()
            mine = {mention: place for mention, *place in con.execute(_ROWS, [kept.path]).fetchall()}
            told_as = dict(con.execute("SELECT now, told FROM renamed").fetchall())
            mine = {renamed(mention, told_as): place for mention, place in mine.items()}
            arrivals = of_records(con)
        progress("finding who the records are")
        outcome = resolver.resolve(arrivals, judgements_in_force(settings.url, workspace.id)).under(told_as)
    titles = _titles(settings, generation, outcome)
    matches = [
        {**asdict(match), "sheet": sheet, "row": row, "title": mask_name(name)}
        for match in outcome.matches if match.mention_id in mine for sheet, row, name in (mine[match.mention_id],)
    ]  # fmt: skip
    names = {match["entity_id"]: match["title"] for match in matches if not match["known"]} | titles
    counts = Counter("known" if match["known"] else "new" for match in matches)
    return {
        "file": kept.path,
        "at": kept.at,
        "generation": generation.number,
        "files": read,
        "rejected": [{"sheet": sheet, "row": row, "reason": reason} for sheet, row, reason in rejected],
        "counts": {
            "rows": sum(one["rows"] for one in read),
            "loaded": sum(one["loaded"] for one in read),
            "rejected": sum(sum(one["rejected"].values()) for one in read),
            "skipped": sum(one["skipped"] for one in read),
            "mentions": len(matches),
            "repeated": repeated,
            "later": len(mine) - len(matches),
            "known": counts["known"],
            "new": counts["new"],
            "entities": len({match["entity_id"] for match in matches}),
        },
        "matches": matches,
        "merged": [{"stays": stays, "goes": list(goes)} for stays, goes in outcome.merged],
        "split": [{"entity": one, "into": list(into)} for one, into in outcome.split],
        "review": [
            {
                "item_id": f"A-{digest(item.kind, *item.mentions)}", **asdict(item),
                "titles": [names.get(entity, "") for entity in item.entities],
                "row": mine[item.mentions[0]][1] if item.mentions[0] in mine else None,
            } for item in outcome.review if not mine.keys().isdisjoint(item.mentions)
        ],
    }  # fmt: skip


def _titles(settings: Settings, generation: Generation, outcome: Outcome) -> dict[str, str]:
    """Return by id the masked names of the known entities that items are about; sealed ones have none."""
    ids = sorted({entity for item in outcome.review for entity in item.entities})
    with open_records(generation.records, settings.memory_gb, read_only=True) as con:
        return {row["entity_id"]: masked_entity(row, open_=False)["title"] for row in lookup.entities(con, ids)}


def _not_taken_in(settings: Settings, workspace: Workspace, generation: Generation) -> list[Kept]:
    """Return the files added that the generation does not hold yet."""
    with open_records(generation.records, settings.memory_gb, read_only=True) as con:
        there = set(con.execute("SELECT path, sha256 FROM file").fetchall())
    return [kept for kept in kept_files(workspace.root) if (kept.path, kept.sha256) not in there]


def _without_known(
    con: duckdb.DuckDBPyConnection, generation: Generation, mappings: Mapping[str, TableMapping]
) -> None:
    """Leave out records that name whom published ones name, and call others of their keys as the next run will."""
    with attached(con, generation.records, "published"):
        known(con, mappings)
        for table in TABLES:
            columns = [name for name, *_ in con.execute(f"DESCRIBE {table}").fetchall()]
            key = next((one for one in ("record_id", "mention_id") if one in columns), None)
            if key is not None:
                con.execute(f"DELETE FROM {table} WHERE split_part({key}, '#', 1) IN (FROM repeated)")
            for column in {"record_id", "mention_id", "subject", "object"} & set(columns):
                con.execute(
                    f"UPDATE {table} SET {column} = r.now || substr({table}.{column}, length(r.record_id) + 1) "
                    f"FROM renamed r WHERE split_part({table}.{column}, '#', 1) = r.record_id"
                )


def known(con: duckdb.DuckDBPyConnection, mappings: Mapping[str, TableMapping]) -> None:
    """Make repeated(record_id) and renamed(record_id, now, told) of loaded records, held against `published`."""
    columns = [name for name, *_ in con.execute("DESCRIBE mention").fetchall() if name not in _ASIDE]
    con.execute(_KNOWN.format(key=sql_key("record_id"), says=f"row({', '.join(columns)})"))
    con.execute("CREATE TEMP TABLE marked (record_id VARCHAR, mark VARCHAR)")
    for (table,) in con.execute("SELECT DISTINCT split_part(record_id, ':', 1) FROM beside ORDER BY 1").fetchall():
        mark = content(sql_column(name) for name in mappings[table].columns)
        con.execute(
            f"INSERT INTO marked SELECT v.record_id, {mark} FROM val_{table} v SEMI JOIN beside USING (record_id)"
        )
    con.execute(_RENAMED)
