"""The organizations of a generation, decided anew together with those that new rows name, by the code of a full run.

They are few beside persons, and one reading decides all of them: what is known is read once, when the first addition
names an organization, and every such addition is resolved among all of it. Mentions that say the same, and that no tie,
thing or judgement tells from each other, stand for each other. What only sealed records say is left out.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa

from records.store import attached
from resolution import entities, forms, judged, kinds, organizations, owners
from resolution.added import naming
from resolution.added.arrivals import OPEN, Arrivals, take
from resolution.added.outcome import Match
from resolution.contexts import EVERYONES
from resolution.judgements import Judgement

_SOURCE = "asked"
_TABLES = ("mention", "row_node", "mention_tie")
_FORMS = {"number_form": "number", "name_form": "name", "company_form": "name", "organization_mention": "mention_id"}

_SAYS = ("name", "number", "kind", "division", "old_numbers", "other_names")

# A mention whose name is not told is looked for among all on the things that its row names.
_KNOWN = rf"""
CREATE TABLE organization AS
SELECT m.*, e.entity_id FROM records.mention m JOIN records.mention_entity e USING (mention_id)
WHERE e.entity_type = 'organization' AND {OPEN};
CREATE TABLE nameless AS SELECT DISTINCT record_id FROM organization WHERE name IS NULL AND number IS NOT NULL;
CREATE TABLE known_place AS
WITH thing AS (SELECT DISTINCT node_id FROM records.row_node SEMI JOIN nameless USING (record_id)
               WHERE label NOT IN {EVERYONES})
SELECT r.* FROM records.row_node r SEMI JOIN thing USING (node_id) SEMI JOIN organization USING (record_id);
CREATE TABLE known_tie AS
SELECT t.* FROM records.mention_tie t JOIN organization o ON o.mention_id = t.object
WHERE t.type = 'LEGAL_REP_OF' AND t.{OPEN};
CREATE TABLE known AS
WITH told AS (
    SELECT *, mention_id IN (SELECT object FROM known_tie) OR record_id IN (SELECT record_id FROM known_place)
              OR mention_id IN (SELECT unnest([a, b]) FROM records.judgement)
              OR coalesce(regexp_full_match(number, '\d{{18}}'), false) AS single
    FROM organization),
same AS (
    SELECT *, CASE WHEN single THEN 1 ELSE count(*) OVER same END AS n, row_number() OVER same AS place FROM told
    WINDOW same AS (PARTITION BY single, entity_id, {", ".join(_SAYS)}
                    ORDER BY mention_id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING))
FROM same WHERE single OR place = 1;
DROP TABLE organization;
DROP TABLE nameless
"""

_PERSON = """
SELECT e.mention_id, e.entity_id AS entity, e.match_basis, CASE WHEN p.owned THEN n.number END AS own_number
FROM records.mention_entity e JOIN records.provisional_mention p USING (mention_id)
JOIN records.provisional n USING (node)
WHERE split_part(e.mention_id, '#', 1) NOT IN (SELECT record_id FROM records.sealed_record)
"""
_OPERATORS = f"""
CREATE TABLE known_person AS
SELECT * FROM ({_PERSON}) WHERE mention_id IN (SELECT subject FROM known_tie)
    OR own_number IN (SELECT person_number FROM known_organization_mention)
"""

# What stands on the things of nameless new ones, and those that a question has to tell from others who say the same.
_BESIDE = f"""
CREATE OR REPLACE TABLE beside AS
WITH thing AS (
    SELECT DISTINCT node_id FROM {_SOURCE}.row_node r JOIN {_SOURCE}.mention m USING (record_id)
    WHERE m.name IS NULL AND m.number IS NOT NULL AND label NOT IN {EVERYONES})
SELECT r.* FROM records.row_node r SEMI JOIN thing USING (node_id) WHERE r.{OPEN};
CREATE OR REPLACE TABLE further AS
SELECT m.mention_id, m.record_id, m.role, k.entity_id, 0 AS n, k.mention_id AS alike
FROM records.mention m JOIN records.mention_entity e USING (mention_id)
JOIN known k ON NOT k.single AND k.entity_id = e.entity_id AND {
    " AND ".join(f"k.{one} IS NOT DISTINCT FROM m.{one}" for one in _SAYS)
}
WHERE m.{OPEN} AND m.mention_id NOT IN (SELECT mention_id FROM known)
    AND (m.record_id IN (SELECT record_id FROM beside) OR m.mention_id IN (SELECT unnest([a, b]) FROM judged_pair));
CREATE OR REPLACE TABLE holds AS
SELECT mention_id, entity_id, n, mention_id AS alike FROM known
UNION ALL SELECT mention_id, entity_id, n, alike FROM further;
INSERT INTO {_SOURCE}.row_node BY NAME FROM beside UNION FROM known_place
"""

_CLUSTERS = """
SELECT a.entity, b.entity AS before, w.entity_id, a.mention_id, a.record_id, a.role, w.n, a.own_number
FROM organization_entity a LEFT JOIN holds w USING (mention_id) LEFT JOIN known_entity b ON b.mention_id = w.alike
"""
# What holds new mentions or differs from before, and all that bears an id of these.
_CHANGED = f"""
WITH cluster AS ({_CLUSTERS}),
moved AS (
    SELECT entity FROM cluster GROUP BY entity HAVING count(DISTINCT before) > 1 OR bool_or(entity_id IS NULL)
    UNION SELECT unnest(list(DISTINCT entity)) FROM cluster WHERE before IS NOT NULL
    GROUP BY before HAVING count(DISTINCT entity) > 1),
named AS (SELECT DISTINCT entity_id FROM cluster SEMI JOIN moved USING (entity))
SELECT entity, before, entity_id, min(mention_id), min((record_id, role)), sum(n)::BIGINT,
       sum(coalesce(n, 1))::BIGINT, bool_or(own_number IS NOT NULL) FROM cluster
WHERE entity IN (FROM moved) OR entity_id IN (FROM named) GROUP BY ALL ORDER BY ALL
"""

_NEW = f"""
SELECT o.mention_id, o.record_id, o.entity, o.match_basis, o.match_probability, m.known_name IS NOT NULL
FROM organization_entity o JOIN {_SOURCE}.mention USING (mention_id) JOIN organization_mention m USING (mention_id)
ORDER BY o.mention_id
"""


class Person(NamedTuple):
    """Who a mention of a person is by now: what an organization's operator is known by."""

    mention_id: str
    entity: str
    basis: str
    own_number: str | None


class Told(NamedTuple):
    """What became of organizations; merged and split as in an outcome."""

    matches: Sequence[Match] = ()
    merged: Sequence[tuple[str, tuple[str, ...]]] = ()
    split: Sequence[tuple[str, tuple[str, ...]]] = ()


class Companies:
    """Holds what is known of the organizations of a generation; resolves any number of additions among them."""

    def __init__(self, records: Path, company_name: float, judgements: Sequence[Judgement]) -> None:
        self._path, self._company_name = records, company_name
        self._con = con = duckdb.connect()
        con.execute(f"CREATE SCHEMA {_SOURCE}")
        con.execute(owners.MACROS)
        # Persons are not judged here.
        con.execute("CREATE TABLE judged_state (judgement_id VARCHAR, state VARCHAR)")
        with attached(con, self._path, "records"):
            con.execute(_KNOWN)
            self._read(
                {"mention": con.sql("SELECT * EXCLUDE (entity_id, n, place, single) FROM known").to_arrow_table()}
            )
            for table in _FORMS:
                con.execute(f"ALTER TABLE {table} RENAME TO known_{table}")
            con.execute(_OPERATORS)
            self._decide({}, (), judgements)
        con.execute("CREATE TABLE known_entity AS SELECT mention_id, entity FROM organization_entity")

    def resolve(self, arrivals: Arrivals, persons: Sequence[Person], judgements: Sequence[Judgement]) -> Told:
        """Return what new organizations are, and what they make of the known ones.

        `persons`: the mentions of persons that are new, or that became another's by the addition.
        """
        con = self._con
        with attached(con, self._path, "records"):
            self._decide(arrivals.tables, persons, judgements)
        ids, merged, split = self._changed()
        known = {one for (one,) in con.execute("SELECT DISTINCT entity_id FROM holds").fetchall()}
        matches = []
        for mention, record, entity, basis, probability, named in con.execute(_NEW).fetchall():
            why = {"number": "own"} if basis == "number" else {"name": "exact"} if basis == "scored" and named else {}
            one = ids[entity]
            matches.append(Match(mention, record, one, "organization", one in known, basis, round(probability, 6), why))
        return Told(matches, merged, split)

    def _read(self, tables: Mapping[str, pa.Table]) -> None:
        """Make organization_mention of the organizations among the mentions, and the forms of what they hold."""
        con = self._con
        take(con, _SOURCE, _TABLES, tables)
        con.execute(f"DELETE FROM {_SOURCE}.mention WHERE kind = 'person'")
        forms.build(con, _SOURCE, lambda _: None)
        kinds.decide(con, _SOURCE, ())
        organizations.prepare(con)

    def _decide(
        self, tables: Mapping[str, pa.Table], persons: Sequence[Person], judgements: Sequence[Judgement]
    ) -> None:
        """Make organization_entity of the mentions and all that are known; reads the records."""
        con = self._con
        self._read(tables)
        judged.load(con, judgements)
        con.execute(_BESIDE)
        for table, key in _FORMS.items():
            con.execute(f"INSERT INTO {table} BY NAME FROM known_{table} ANTI JOIN {table} USING ({key})")
        self._further()
        con.execute(f"INSERT INTO {_SOURCE}.mention_tie BY NAME FROM known_tie")
        self._persons(persons)
        organizations.resolve(con, _SOURCE, self._company_name)
        judged.organizations(con)

    def _further(self) -> None:
        """Add to organization_mention those that a question has to tell from others who say the same."""
        own = ("mention_id", "record_id", "role")
        self._con.execute(
            f"""INSERT INTO organization_mention BY NAME
                SELECT {", ".join(f"f.{one}" for one in own)}, o.* EXCLUDE ({", ".join(own)})
                FROM further f JOIN known_organization_mention o ON o.mention_id = f.alike"""
        )

    def _persons(self, persons: Sequence[Person]) -> None:
        """Make person_entity: who the operators are that are known, and who they became."""
        con = self._con
        rows = {
            "mention_id": pa.array([one.mention_id for one in persons], pa.string()),
            "entity": pa.array([one.entity for one in persons], pa.string()),
            "match_basis": pa.array([one.basis for one in persons], pa.string()),
            "own_number": pa.array([one.own_number for one in persons], pa.string()),
        }
        con.register("person_rows", pa.table(rows))
        con.execute("CREATE OR REPLACE TABLE person_entity AS FROM person_rows")
        con.unregister("person_rows")
        con.execute("INSERT INTO person_entity BY NAME FROM known_person ANTI JOIN person_entity USING (mention_id)")
        numbers = con.execute(
            f"SELECT DISTINCT person_number FROM organization_mention SEMI JOIN {_SOURCE}.mention USING (mention_id) "
            "WHERE person_number IS NOT NULL AND person_number NOT IN "
            "(SELECT own_number FROM person_entity WHERE own_number IS NOT NULL) ORDER BY ALL"
        ).fetchall()
        if numbers:
            con.execute(
                f"""INSERT INTO person_entity BY NAME SELECT p.* FROM ({_PERSON}) p
                    ANTI JOIN person_entity e ON e.mention_id = p.mention_id
                    WHERE list_contains($1::VARCHAR[], p.own_number)""",
                [[number for (number,) in numbers]],
            )

    def _changed(self) -> tuple[dict[str, str], list[tuple[str, tuple[str, ...]]], list[tuple[str, tuple[str, ...]]]]:
        """Return the ids of the organizations that are new or changed, those that merged, and those that fell apart."""
        rows = self._con.execute(_CHANGED).fetchall()
        heirs: dict[str, entities.Heir] = {}
        first: dict[str, tuple[str, str]] = {}
        shared: dict[tuple[str, str], int] = {}
        stood: dict[str, dict[str, int]] = {}
        into: dict[str, set[str]] = {}
        for entity, before, old, mention, place, n, mentions, numbered in rows:
            heir = heirs.get(entity, entities.Heir("O", False, 0, mention))
            heirs[entity] = entities.Heir(
                "O", heir.numbered or numbered, heir.mentions + mentions, min(heir.smallest, mention)
            )
            first[entity] = min(place, first.get(entity, place))
            if old is not None:
                shared[entity, old] = shared.get((entity, old), 0) + n
                stood.setdefault(before, {})[old] = stood.get(before, {}).get(old, 0) + n
                into.setdefault(before, set()).add(entity)
        overlap = [(entity, old, n) for (entity, old), n in sorted(shared.items())]
        was = {before: min(olds, key=lambda old: (-olds[old], old)) for before, olds in stood.items()}
        # What sealed records alone make one stays one in name.
        stay = {min(afters): was[before] for before, afters in sorted(into.items(), reverse=True) if len(afters) == 1}
        ids = naming.name(overlap, {entity: (heirs[entity], first[entity]) for entity in heirs}, stay)
        sources: dict[str, set[str]] = {}
        for before, afters in into.items():
            for entity in afters:
                sources.setdefault(entity, set()).add(was[before])
        merged = [
            (ids[entity], tuple(sorted(olds - {ids[entity]}))) for entity, olds in sources.items() if len(olds) > 1
        ]
        split = [
            (was[before], tuple(sorted(ids[entity] for entity in afters)))
            for before, afters in into.items() if len(afters) > 1
        ]  # fmt: skip
        return ids, sorted(merged), sorted(split)
