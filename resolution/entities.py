"""Permanent entity ids, and what is known of each entity.

An id is formed from the smallest mention when an entity first appears, then kept by the largest overlap of mentions
with the previous generation. An id once superseded is listed with its present successors, and comes back only to those
it stood for.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa

from core.ids import digest, sql_key
from records.store import attached

_LETTERS = {"person": "P", "organization": "O", "undecided": "U"}

_ASSIGNED = """
CREATE OR REPLACE TABLE assigned AS
SELECT * FROM person_entity UNION ALL BY NAME SELECT * FROM organization_entity
UNION ALL BY NAME SELECT * FROM latin_entity
"""

_SAYS = ("number", "name", "sex", "birth_date", "phones", "addresses")

_GROUPS = """
SELECT entity, any_value(entity_type), (min((record_id, role)))[1], (min((record_id, role)))[2], min(mention_id),
       bool_or(own_number IS NOT NULL), count(*)
FROM assigned GROUP BY entity ORDER BY min(mention_id)
"""

# A row has another id when others come to share its key, or leave it alone with it; it is known by what it says.
_RENAMED = f"""
CREATE OR REPLACE TABLE renamed AS
WITH gone AS (FROM previous.mention ANTI JOIN assigned USING (mention_id)),
came AS (FROM {{source}}.mention ANTI JOIN previous.mention USING (mention_id))
SELECT g.mention_id AS before, min(c.mention_id) AS mention_id
FROM gone g JOIN came c ON {sql_key("c.record_id")} = {sql_key("g.record_id")} AND c.role = g.role AND c.part = g.part
    AND {" AND ".join(f"c.{one} IS NOT DISTINCT FROM g.{one}" for one in _SAYS)}
GROUP BY ALL
"""

_STOOD = """
CREATE OR REPLACE TABLE stood AS
SELECT coalesce(r.mention_id, p.mention_id) AS mention_id, entity_id
FROM previous.mention_entity p LEFT JOIN renamed r ON r.before = p.mention_id;
UPDATE former SET mention_id = r.mention_id FROM renamed r WHERE r.before = former.mention_id
"""

_OVERLAP = """
SELECT a.entity, p.entity_id, count(*) AS shared FROM assigned a JOIN stood p USING (mention_id) GROUP BY ALL
"""


# Records that an older Clew made do not tell.
_TELLS_FORMER = "FROM duckdb_tables() WHERE database_name = 'previous' AND table_name = 'former_mention'"

_RETURNING = """
SELECT entity, old_id, shared
FROM (SELECT a.entity, f.old_id, count(*) AS shared FROM former f JOIN assigned a USING (mention_id) GROUP BY ALL)
JOIN (SELECT old_id, count(*) AS all_of_them FROM former GROUP BY old_id) USING (old_id)
WHERE 2 * shared > all_of_them
"""

# Whoever holds the mentions that an id stood for when it went out of use has succeeded it.
_SUCCESSORS = """
DELETE FROM former WHERE old_id IN (SELECT entity_id FROM entity_id_of);
CREATE OR REPLACE TABLE successor AS
SELECT DISTINCT old_id, entity_id AS new_id
FROM former JOIN assigned USING (mention_id) JOIN entity_id_of USING (entity);
"""

# Of one whose mentions are all gone the last ones stand, or theirs.
_LAST = """
INSERT INTO successor
SELECT DISTINCT b.old_id, coalesce(s.new_id, b.new_id) FROM before b LEFT JOIN successor s ON s.old_id = b.new_id
WHERE b.old_id NOT IN (SELECT old_id FROM successor) AND b.old_id NOT IN (SELECT entity_id FROM entity_id_of)
"""


class Heir(NamedTuple):
    """Who may take an old id: an entity of this letter with so many mentions; numbered: one of them owns a number."""

    letter: str
    numbered: bool
    mentions: int
    smallest: str


_Group = tuple[str, str, str, str, str, bool, int]


def give_ids(con: duckdb.DuckDBPyConnection, source: str, previous: Path | None) -> None:
    """Make entity_id_of(entity, entity_id, anchor), successor(old_id, new_id) and former(old_id, mention_id).

    `previous` is the records file of the last published generation; former holds the mentions that superseded ids
    stood for; `source` the database that holds the mentions.
    """
    con.execute(_ASSIGNED)
    groups = con.execute(_GROUPS).fetchall()
    con.execute("CREATE OR REPLACE TABLE former (old_id VARCHAR, mention_id VARCHAR)")
    con.execute("CREATE OR REPLACE TABLE before (old_id VARCHAR, new_id VARCHAR)")
    if previous is None:
        _store(con, groups, _named(groups, {}, set()))
    else:
        with attached(con, previous, "previous"):
            if con.execute(_TELLS_FORMER).fetchall():
                con.execute("INSERT INTO former SELECT old_id, mention_id FROM previous.former_mention")
            con.execute("INSERT INTO before SELECT old_id, new_id FROM previous.entity_successor")
            con.execute(_RENAMED.format(source=source))
            con.execute(_STOOD)
            known = {
                entity: Heir(_LETTERS[kind], numbered, n, first) for entity, kind, _, _, first, numbered, n in groups
            }
            kept = keep(con.execute(_OVERLAP).fetchall(), known)
            left = {entity: whose for entity, whose in known.items() if entity not in kept}
            kept |= keep([row for row in con.execute(_RETURNING).fetchall() if row[0] in left], left)
            ever = con.execute(
                "SELECT entity_id FROM previous.mention_entity UNION FROM (SELECT old_id FROM former) "
                "UNION FROM (SELECT old_id FROM before)"
            ).fetchall()
            _store(con, groups, _named(groups, kept, {old for (old,) in ever}))
            con.execute(
                "INSERT INTO former SELECT entity_id, mention_id FROM stood "
                "WHERE entity_id NOT IN (SELECT entity_id FROM entity_id_of)"
            )
    con.execute(_SUCCESSORS)
    con.execute(_LAST)


def _named(groups: list[_Group], kept: dict[str, str], taken: set[str]) -> dict[str, str]:
    """The id of each entity: the one it keeps, else a fresh one."""
    ids: dict[str, str] = {}
    for entity, kind, record_id, role, *_ in groups:
        ids[entity] = kept.get(entity) or fresh(_LETTERS[kind], record_id, role, taken)
        taken.add(ids[entity])
    return ids


def keep(overlap: list[tuple[str, str, int]], groups: Mapping[str, Heir]) -> dict[str, str]:
    """The old id of each new entity: the largest overlap chooses first, then the smaller id.

    Of equal heirs of one id who owns a number is preferred, then who has more mentions, then the smaller mention.
    """

    def place(row: tuple[str, str, int]) -> tuple[int, str, bool, int, str]:
        heir = groups[row[0]]
        return -row[2], row[1], not heir.numbered, -heir.mentions, heir.smallest

    kept: dict[str, str] = {}
    given: set[str] = set()
    for entity, old, _ in sorted(overlap, key=place):
        if entity not in kept and old not in given and old[0] == groups[entity].letter:
            kept[entity] = old
            given.add(old)
    return kept


def fresh(letter: str, record_id: str, role: str, taken: set[str]) -> str:
    """A new id; one that was ever used for something else is passed over."""
    found, turn = f"{letter}-{digest(record_id, role)}", 1
    while found in taken:
        turn += 1
        found = f"{letter}-{digest(record_id, role, str(turn))}"
    return found


def _store(con: duckdb.DuckDBPyConnection, groups: list[_Group], ids: dict[str, str]) -> None:
    rows = {
        "entity": pa.array([g[0] for g in groups], pa.string()),
        "entity_id": pa.array([ids[g[0]] for g in groups], pa.string()),
        "anchor": pa.array([g[4] for g in groups], pa.string()),
    }
    con.register("id_rows", pa.table(rows))
    con.execute("CREATE OR REPLACE TABLE entity_id_of AS SELECT * FROM id_rows")
    con.unregister("id_rows")


# A name that people write most often, of rows with the entity's own number first; a number that no row of the entity
# calls its old one, and what that number says of birth and sex.
_ENTITY = """
CREATE OR REPLACE TABLE {target}.entity AS
WITH said AS (
    SELECT i.entity_id, i.anchor, a.entity_type, a.match_probability, a.own_number, a.contradicted,
           m.name, m.number, m.old_numbers, m.sex, m.birth_date, m.death_date, m.observed,
           coalesce(m.number, m.birth_text, m.birth_place, m.postcode, m.phones[1], m.addresses[1]) IS NULL
           AND m.birth_date IS NULL AS bare,
           n.birth_date AS number_birth, n.sex AS number_sex, n.kind AS number_kind
    FROM assigned a JOIN entity_id_of i USING (entity) JOIN {source}.mention m USING (mention_id)
    LEFT JOIN number_form n ON n.number = m.number),
named AS (
    SELECT entity_id, name, row_number() OVER (
               PARTITION BY entity_id ORDER BY bool_or(own_number IS NOT NULL) DESC, count(*) DESC, name) AS place
    FROM said WHERE name IS NOT NULL GROUP BY entity_id, name),
name AS (
    SELECT entity_id, max(name) FILTER (place = 1) AS name, list_sort(list(name)) AS names FROM named GROUP BY ALL),
former AS (
    SELECT DISTINCT entity_id, text AS own_number, true AS former
    FROM (SELECT entity_id, unnest(old_numbers) AS old FROM said WHERE own_number IS NOT NULL)
    JOIN number_form ON number_form.number = old WHERE text IS NOT NULL),
shown AS (
    SELECT entity_id, (min((coalesce(former, false), own_number)))[2] AS shown_number
    FROM said LEFT JOIN former USING (entity_id, own_number) WHERE own_number IS NOT NULL GROUP BY entity_id),
fact AS (
    SELECT entity_id, any_value(entity_type) AS entity_type, any_value(anchor) AS anchor,
           any_value(shown_number) AS shown_number,
           list_sort(list_distinct(list(own_number) FILTER (own_number IS NOT NULL))) AS numbers,
           min(number) FILTER (number_kind <> 'placeholder') AS any_number,
           coalesce(mode(number_sex ORDER BY number_sex) FILTER (own_number = shown_number),
                    mode(sex ORDER BY sex)) AS sex,
           coalesce(mode(number_birth ORDER BY number_birth) FILTER (own_number = shown_number),
                    mode(birth_date ORDER BY birth_date)) AS birth_date,
           min(death_date) AS death_date, max(observed) FILTER (death_date IS NULL) AS last_seen,
           min(match_probability) AS weakest_probability,
           count(DISTINCT own_number) FILTER (number_kind = 'citizen') AS citizen_numbers,
           bool_or(own_number IS NULL AND number_kind = 'citizen' AND number_birth IS NOT NULL) AS foreign_number,
           coalesce(bool_or(contradicted), false) AS contradicted,
           bool_and(bare) AND count(*) = 1 AS name_only
    FROM said LEFT JOIN shown USING (entity_id) GROUP BY entity_id)
SELECT f.entity_id, f.entity_type, n.name, coalesce(n.names, []) AS names,
       coalesce(f.shown_number, f.any_number) AS number, coalesce(f.numbers, []) AS numbers, f.sex, f.birth_date,
       f.death_date, round(f.weakest_probability, 6) AS weakest_probability,
       coalesce(s.supersedes, []) AS supersedes,
       list_filter([CASE WHEN f.last_seen > f.death_date THEN 'acts_after_death' END,
                    CASE WHEN f.name_only THEN 'name_only' END,
                    CASE WHEN f.entity_type <> 'organization' AND f.foreign_number THEN 'number_of_another' END,
                    CASE WHEN f.citizen_numbers > 1 THEN 'two_valid_numbers' END,
                    CASE WHEN f.contradicted THEN 'judgements_contradict' END,
                    CASE WHEN EXISTS (FROM {target}.judgement d
                                      JOIN {target}.mention_entity x ON x.mention_id IN (d.a, d.b)
                                      WHERE d.state = 'against_evidence' AND x.entity_id = f.entity_id)
                         THEN 'against_evidence' END],
                   lambda flag: flag IS NOT NULL) AS flags,
       f.anchor
FROM fact f LEFT JOIN name n USING (entity_id)
LEFT JOIN (SELECT new_id, list_sort(list(old_id)) AS supersedes FROM successor GROUP BY new_id) s
       ON s.new_id = f.entity_id
ORDER BY f.entity_id
"""


def write(con: duckdb.DuckDBPyConnection, target: str) -> None:
    """Write mention_entity, entity, entity_successor and former_mention into `target`, which holds the mentions."""
    con.execute(
        f"""CREATE OR REPLACE TABLE {target}.mention_entity AS
            SELECT a.mention_id, i.entity_id, a.entity_type, a.match_basis,
                   round(a.match_probability, 6) AS match_probability
            FROM assigned a JOIN entity_id_of i USING (entity) ORDER BY a.mention_id"""
    )
    con.execute(_ENTITY.format(source=target, target=target))
    con.execute(f"CREATE OR REPLACE TABLE {target}.entity_successor AS SELECT * FROM successor ORDER BY ALL")
    con.execute(f"CREATE OR REPLACE TABLE {target}.former_mention AS SELECT * FROM former ORDER BY ALL")
