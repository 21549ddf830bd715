"""Numbers that stand alone in a role in which new rows, or rows of before, name a relative of their bearer.

The question is that of a full run (`resolution.strays`), put to the things that new rows name and to those where the
number of somebody stands alone of whom new rows name a relative; their rows are read again where there is such a thing.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from core.progress import silent
from records.store import attached
from resolution import default_days, forms, kinds, owners, strays
from resolution.added.arrivals import OPEN, Arrivals, put, take
from resolution.contexts import EVERYONES, KIN
from resolution.normalise import numbers

_SOURCE = "asked"
_TABLES = ("mention", "row_node", "mention_tie")

_KNOWN_ROWS = f"""
INSERT INTO {_SOURCE}.row_node BY NAME
SELECT * FROM records.row_node WHERE list_contains($1, node_id) AND {OPEN}
"""
_KNOWN_MENTIONS = f"""
CREATE OR REPLACE TABLE known_mention AS
SELECT m.*, p.owned, CASE WHEN p.owned THEN n.number END AS own
FROM records.mention m JOIN records.provisional_mention p USING (mention_id) JOIN records.provisional n USING (node)
WHERE m.record_id IN (SELECT record_id FROM {_SOURCE}.row_node)
"""
# A number alone is its bearer's until it is doubted; a new one beside a name if nobody bears it, or one of that name.
_OWN = """
CREATE OR REPLACE TABLE own_number AS
SELECT p.mention_id, coalesce(k.own, p.number) AS number
FROM person_mention p LEFT JOIN known_mention k USING (mention_id) LEFT JOIN number_bearer b ON b.number = p.number
WHERE k.owned OR (p.valid AND CASE
    WHEN p.name IS NULL THEN p.birth_date IS NULL AND (p.sex IS NULL OR p.sex = p.number_sex)
    ELSE k.mention_id IS NULL AND (b.name IS NULL OR b.name = p.name) END)
"""
_BEARERS = """
CREATE OR REPLACE TABLE number_bearer AS
SELECT number, any_value(name) AS name FROM (
    SELECT number, name FROM records.provisional
    WHERE valid AND name IS NOT NULL AND number IN (SELECT number FROM person_mention WHERE valid)
    UNION ALL SELECT number, name FROM person_mention
    WHERE valid AND name IS NOT NULL AND number NOT IN (SELECT number FROM records.provisional WHERE valid))
GROUP BY number
"""
_KNOWN_TIES = f"""
CREATE OR REPLACE TABLE known_tie AS
WITH own AS (SELECT p.mention_id, n.number FROM records.provisional_mention p JOIN records.provisional n USING (node)
             WHERE p.owned),
sought AS (SELECT DISTINCT number FROM own_number)
SELECT t.*, a.number AS subject_number, b.number AS object_number
FROM records.mention_tie t JOIN own a ON a.mention_id = t.subject JOIN own b ON b.mention_id = t.object
WHERE t.type IN {KIN} AND t.{OPEN} AND (a.number IN (FROM sought) OR b.number IN (FROM sought));
INSERT INTO {_SOURCE}.mention_tie BY NAME SELECT record_id, type, subject, object FROM known_tie;
INSERT INTO own_number
SELECT subject, subject_number FROM known_tie WHERE subject NOT IN (SELECT mention_id FROM own_number)
UNION SELECT object, object_number FROM known_tie WHERE object NOT IN (SELECT mention_id FROM own_number)
"""


class Doubts:
    """Knows where in a generation numbers stand alone; tells which are in doubt when new rows come."""

    def __init__(self, records: Path) -> None:
        self._path = records
        self._con = con = duckdb.connect()
        con.execute(f"CREATE SCHEMA {_SOURCE}")
        con.execute(owners.MACROS)
        with attached(con, records, "records"):
            self._days = default_days.kept(con)
            try:
                con.execute("CREATE TABLE single_role AS FROM records.kept_single_role")
                bare = con.execute("FROM records.kept_bare").fetchall()
            except duckdb.CatalogException:  # an older Clew's records
                con.execute("CREATE TABLE single_role (label VARCHAR, role VARCHAR)")
                bare = []
        self._seats = {(thing, role) for thing, role, _ in bare}
        self._things: dict[str, set[str]] = defaultdict(set)
        for thing, _, number in bare:
            self._things[number].add(thing)

    def strays(self, arrivals: Arrivals) -> dict[str, str]:
        """Return the mentions, new or known, whose number is in doubt by the new rows, and these numbers."""
        if not any(len(arrivals.tables.get(table, ())) for table in ("row_node", "mention_tie")):
            return {}
        things = sorted(set(self._concerned(arrivals)))
        if not things:
            return {}
        con = self._con
        with attached(con, self._path, "records"):
            take(con, _SOURCE, _TABLES, {})
            con.execute(_KNOWN_ROWS, [things])
            con.execute(_KNOWN_MENTIONS)
            con.execute(f"INSERT INTO {_SOURCE}.mention BY NAME SELECT * EXCLUDE (owned, own) FROM known_mention")
            before = self._found()
            con.execute(f"DELETE FROM {_SOURCE}.mention_tie")
            for table in _TABLES:
                if table in arrivals.tables:
                    put(con, f"{_SOURCE}.{table}", arrivals.tables[table])
            found = set(self._found()) - set(before)
            rows = con.execute("SELECT mention_id, number FROM own_number").fetchall()
        return {mention: number for mention, number in rows if mention in found}

    def _found(self) -> list[str]:
        con = self._con
        forms.build(con, _SOURCE, silent)
        kinds.decide(con, _SOURCE, self._days)
        owners.read(con)
        for statement in (_BEARERS, _OWN, _KNOWN_TIES):
            con.execute(statement)
        strays.seat(con, _SOURCE)
        return strays.found(con, _SOURCE)

    def _concerned(self, arrivals: Arrivals) -> Iterator[str]:
        """Yield the things to look at: where a new number stands alone, or one of before beside a new row's."""
        rows, ties = (arrivals.tables.get(table, pa.table({})) for table in ("row_node", "mention_tie"))
        said = {one["mention_id"]: one for one in _columns(arrivals.tables["mention"])}
        things: dict[str, set[str]] = defaultdict(set)
        for row in rows.to_pylist():
            if f"'{row['label']}'" not in EVERYONES:
                things[row["record_id"]].add(row["node_id"])
        for one in said.values():
            if one["number"] is not None:
                alone = one["name"] is None and one["birth_date"] is None
                yield from (thing for thing in things[one["record_id"]] if alone or (thing, one["role"]) in self._seats)
        for tie in ties.to_pylist():
            if f"'{tie['type']}'" in KIN:
                for end in (tie["subject"], tie["object"]):
                    read = numbers.parse(said[end]["number"] or "") if end in said else None
                    yield from self._things.get(read.text, ()) if read else ()


def _columns(mentions: pa.Table) -> list[dict[str, Any]]:
    names = ["mention_id", "record_id", "role", "number", "name", "birth_date"]
    return list(mentions.select(names).to_pylist())
