"""A default that hundreds of rows without a number share with a name is nothing that anybody is looked for by."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from core.progress import silent
from resolution.added.resolver import Resolver
from resolution.nodes import BIRTH_PERSONS
from resolution.resolve import resolve
from tests.resolution.generations import answer
from tests.resolution.mentions import number, person, write

BORN, PHONE = {"birth_date": "1975-01-01"}, ["13812345678"]


def crowd(path: Path | str, size: int, *said: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    """Rows that say a name and a birth date and nothing else, among what else is said; resolved."""
    con = write(path, [person("c:1", "欧阳修文", **BORN), *said])
    con.execute(
        """INSERT INTO mention BY NAME SELECT mention.* REPLACE (
               'c:' || i || '#person' AS mention_id, 'c:' || i AS record_id)
           FROM mention, (SELECT unnest(range(2, $1 + 1)) AS i) WHERE mention_id = 'c:1#person'""",
        [size],
    )
    resolve(con, None, None, silent)
    return con


BEARER = person("a:1", "欧阳修文", number("19750101", 1), phones=PHONE, **BORN)


@pytest.mark.parametrize(("size", "looked_for"), [(BIRTH_PERSONS, True), (BIRTH_PERSONS + 1, False)])
def test_a_crowd_is_looked_for_by_nothing_that_it_shares(size: int, looked_for: bool) -> None:
    edges = crowd(":memory:", size, person("z:1", "司马光远", **BORN)).execute("SELECT count(*) FROM edge").fetchall()
    assert edges == [(size * (size - 1) // 2 if looked_for else 0,)]


def test_who_has_more_to_show_is_found_in_a_crowd_and_so_is_who_is_added(tmp_path: Path) -> None:
    path = tmp_path / "records.duckdb"
    beside = person("b:1", "欧阳修文", phones=PHONE, **BORN)
    with crowd(path, BIRTH_PERSONS + 1, BEARER, beside) as con:
        con.execute("CREATE TABLE sealed_record (record_id VARCHAR)")
        found = dict(con.execute("SELECT mention_id, entity_id FROM mention_entity").fetchall())
    assert found["a:1#person"] == found["b:1#person"]
    said = [person("n:1", "欧阳修文", **BORN), person("n:2", "欧阳修文", phones=PHONE, **BORN)]
    matches = {one.mention_id: one.entity_id for one in answer(Resolver(path), said).matches}
    assert matches["n:1#person"] not in found.values()
    assert matches["n:2#person"] == found["a:1#person"]
