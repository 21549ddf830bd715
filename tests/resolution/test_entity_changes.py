"""How many mentions an entity had is kept for those that grew, shrank or went, through every later generation."""

import duckdb
import pytest

from resolution.entity_changes import write

GENERATIONS = [
    {"a": "P-1", "b": "P-1", "c": "P-2", "d": "P-3"},
    {"a": "P-1", "b": "P-1", "c": "P-1", "d": "P-3", "e": "P-4"},
    {"a": "P-1", "c": "P-1", "d": "P-3", "e": "P-4", "s#suspect": "P-3"},
]


@pytest.fixture(scope="module")
def changes(tmp_path_factory: pytest.TempPathFactory) -> list[list[tuple[str, int, int, int, int]]]:
    """What stands in entity_change after each generation; the first tells of none, as an older Clew's records."""
    folder, previous, found = tmp_path_factory.mktemp("generations"), None, []
    for number, mentions in enumerate(GENERATIONS, 1):
        path = folder / f"{number}.duckdb"
        with duckdb.connect(str(path)) as con:
            con.execute("CREATE TABLE sealed_record (record_id VARCHAR)")
            con.execute("INSERT INTO sealed_record SELECT 's' WHERE $1 > 1", [number])
            con.execute("CREATE TABLE mention_entity (mention_id VARCHAR, entity_id VARCHAR)")
            con.executemany("INSERT INTO mention_entity VALUES (?, ?)", [list(row) for row in mentions.items()])
            write(con, previous, number)
            found.append(con.execute("FROM entity_change").fetchall())
            if number == 1:
                con.execute("DROP TABLE entity_change")
        previous = path
    return found


def test_who_gained_and_who_went_is_told_and_nobody_else(changes: list[list[tuple[str, int, int, int, int]]]) -> None:
    assert changes[:2] == [[], [("P-1", 2, 2, 1, 0), ("P-2", 2, 1, 0, 1)]]


def test_earlier_changes_are_carried(changes: list[list[tuple[str, int, int, int, int]]]) -> None:
    assert changes[2] == [*changes[1], ("P-1", 3, 3, 0, 1)]
