"""How far the persons at hand have moved from the statistics in force."""

import duckdb
import pytest

from core.progress import silent
from resolution.explain.drift import drift
from resolution.resolve import resolve
from tests.resolution.mentions import number, person, write

SURNAMES = "王李张刘陈杨黄赵"


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    """Six hundred persons with a number, measured in this very generation."""
    con = write(":memory:", [])
    said = [
        person(
            f"a:{i}", f"{SURNAMES[i % 8]}{chr(0x4E00 + i)}{chr(0x5000 + i)}", number(f"19{50 + i % 50}0101", i % 999)
        )
        for i in range(1, 601)
    ]
    columns = "mention_id, record_id, table_name, role, part, name_field, id_field, kind, number, name, self_reported"
    con.executemany(
        f"INSERT INTO mention ({columns}, old_numbers, other_names, phones, addresses) "
        "VALUES (?, ?, 'a', 'person', 1, '', '', 'person', ?, ?, false, [], [], [], [])",
        [[f"{one['record_id']}#person", one["record_id"], one["number"], one["name"]] for one in said],
    )
    resolve(con, None, None, silent)
    return con


def test_who_was_measured_has_not_moved(con) -> None:
    found = drift(con)
    assert (found.renews, found.outdated, found.levels) == (False, False, ())
    assert found.surnames == pytest.approx(0, abs=1e-9)
    assert found.unseen == 0


def test_other_surnames_are_another_population(con) -> None:
    con.execute("UPDATE provisional SET name = '欧' || name[2:] WHERE node % 2 = 0")
    found = drift(con)
    assert found.outdated
    assert found.unseen == pytest.approx(0.5, abs=0.01)


def test_persons_of_latin_script_are_no_other_population(con) -> None:
    con.execute("INSERT INTO latin_provisional BY NAME SELECT 900 + range AS node FROM range(900)")
    con.execute(
        "INSERT INTO provisional BY NAME SELECT node, false AS valid, 'J' || node AS name FROM latin_provisional"
    )
    found = drift(con)
    assert (found.outdated, found.unseen) == (False, 0)


def test_births_that_agree_more_often_move_a_weight(con) -> None:
    con.execute("UPDATE provisional SET birth_date = DATE '1975-01-01'")
    (moved,) = drift(con).levels
    assert (moved.comparison, moved.level) == ("birth", "exact")
    assert moved.bits < -1
    assert drift(con).outdated


def test_half_as_many_more_persons_are_measured_anew(con) -> None:
    con.execute("UPDATE linking_statistics SET persons = 300")
    assert drift(con).renews
