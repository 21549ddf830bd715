"""Small mention tables, as the load stage leaves them, and what became of them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from core.progress import silent
from records.tables import DERIVED
from resolution.normalise import numbers
from resolution.resolve import resolve

TABLES = ("mention", "row_node", "mention_tie", "mention_list", "may_be", "mention_stay")
_SCALARS = ("kind", "number", "number_type", "name", "sex", "employer", "observed", "seen_from", "seen_to",
            "death_date", "division", "profile", "given_name", "family_name", "birth_text", "birth_place", "postcode",
            "occupation")  # fmt: skip


def number(born: str = "19750101", sequence: int = 1, area: str = "522401") -> str:
    """A valid citizen number; an odd sequence is a man's."""
    first = f"{area}{born}{sequence:03d}"
    return first + numbers.check_digit(first)


def person(record: str, name: str | None = None, id_no: str | None = None, /, **slots: Any) -> dict[str, Any]:
    """One person's mention: `record` is its row; slots as in table mention, `nodes` its row names, its `lists`, its
    `stays` in custody (place, from, to)."""
    return {"record_id": record, "name": name, "number": id_no, "kind": "person", **slots}


def organization(record: str, name: str | None = None, id_no: str | None = None, /, **slots: Any) -> dict[str, Any]:
    """One organization's mention."""
    return {"record_id": record, "name": name, "number": id_no, "kind": "organization", **slots}


def party(record: str, name: str | None = None, id_no: str | None = None, /, **slots: Any) -> dict[str, Any]:
    """A mention whose kind is still to be decided."""
    return {"record_id": record, "name": name, "number": id_no, "kind": "party", **slots}


def write(
    path: Path | str,
    said: Sequence[dict[str, Any]],
    ties: Sequence[tuple[str, str, str]] = (),
    may_be: Sequence[tuple[str, str, str]] = (),
) -> duckdb.DuckDBPyConnection:
    """Write mentions into a new records file.

    ties: (subject's mention, TYPE, object's mention); may_be: (table, role, role that may be the same person).
    """
    con = duckdb.connect(str(path))
    for table in TABLES:
        con.execute(f"CREATE OR REPLACE TABLE {table} ({DERIVED[table]})")
    for one in said:
        role = one.get("role", "person")
        born = one.get("birth_date")
        row = {
            "mention_id": f"{one['record_id']}#{role}",
            "record_id": one["record_id"],
            "table_name": one["record_id"].split(":")[0],
            "role": role,
            "part": 1,
            "name_field": "",
            "id_field": "",
            "self_reported": False,
            **{key: one.get(key) for key in _SCALARS},
            "birth_date": date.fromisoformat(born) if born else None,
            **{key: one.get(key, []) for key in ("old_numbers", "other_names", "phones", "addresses")},
        }
        columns = ", ".join(row)
        con.execute(f"INSERT INTO mention ({columns}) VALUES ({', '.join('?' * len(row))})", list(row.values()))
        for label, node in one.get("nodes", ()):
            con.execute(
                "INSERT INTO row_node SELECT $1, $2, 1, $3, $4 WHERE NOT EXISTS "
                "(FROM row_node WHERE record_id = $1 AND node_id = $4)",
                [one["record_id"], label.lower(), label, node],
            )
        for listed in one.get("lists", ()):
            con.execute("INSERT INTO mention_list VALUES (?, ?)", [row["mention_id"], listed])
        for stay in one.get("stays", ()):
            con.execute("INSERT INTO mention_stay VALUES (?, ?, ?, ?)", [row["mention_id"], *stay])
    for roles in may_be:
        con.execute("INSERT INTO may_be VALUES (?, ?, ?)", list(roles))
    for subject, kind, other in ties:
        record = subject.split("#")[0]
        con.execute("INSERT INTO mention_tie VALUES (?, ?, ?, ?)", [record, kind, subject, other])
    return con


def entities(con: duckdb.DuckDBPyConnection, previous: Path | None = None) -> dict[str, str]:
    """Resolve, and return the entity of each mention."""
    resolve(con, previous, None, silent)
    return dict(con.execute("SELECT mention_id, entity_id FROM mention_entity ORDER BY mention_id").fetchall())


def groups(
    said: Sequence[dict[str, Any]],
    ties: Sequence[tuple[str, str, str]] = (),
    may_be: Sequence[tuple[str, str, str]] = (),
) -> set[frozenset[str]]:
    """Resolve mentions in memory, and return the record ids that ended in one entity, for each entity."""
    found: dict[str, set[str]] = {}
    for mention, entity in entities(write(":memory:", said, ties, may_be)).items():
        found.setdefault(entity, set()).add(mention.removesuffix("#person"))
    return {frozenset(group) for group in found.values()}
