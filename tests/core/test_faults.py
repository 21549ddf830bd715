"""A report of a fault can be passed on: it says where the program failed, not what the cells hold."""

import re
import traceback
from pathlib import Path

import duckdb
import pytest

from core.faults import scrubbed, write_report

TOLD = "Conversion Error: could not convert '杨小洋 522401197501010017' (１３８１２３４００１７) to INT64, line 12345"


def test_numbers_and_chinese_words_are_left_out() -> None:
    told = scrubbed(TOLD)
    assert told == "Conversion Error: could not convert '*' (*) to INT64, line 12345"
    assert scrubbed("reading ca_marriage 婚姻登记") == "reading ca_marriage 婚*"


@pytest.mark.parametrize(
    "said",
    [
        "william hartley, yo21 3bj, 1851-03-14",
        "Original Line: william hartley,yo21 3bj,1851-03-14",
        "ValueError: invalid literal for int() with base 10: 'william'",
        "KeyError: 'hartley'",
        "could not read 李明hartley, born 1851",
        'Constraint Error: Duplicate key "id: 1, name: william hartley" violates primary key constraint',
        """LINE 1: ...m hartley', 'x', 'yo21 3bj', '1851""",
    ],
)
def test_no_name_postcode_or_date_of_a_cell_is_left(said: str) -> None:
    assert not re.search("(?i)will|hart|yo21|3bj|1851|14", scrubbed(said))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('Candidate bindings: "born", "name"', 'Candidate bindings: "born", "name"'),
        ('  File "a.py", line 3\n    read(522401197501010017)\n', '  File "a.py", line 3\n    read(*)\n'),
    ],
    ids=["the names of columns", "a number in a line of the program"],
)
def test_a_value_is_known_by_where_it_stands(said: str, told: str) -> None:
    assert scrubbed(said) == told


QUERIES = [
    ("SELECT 'william hartley'::INT", "Could not convert string '*' to INT32", "LINE 1: SELECT '*'::INT"),
    ("SELECT strptime('william', '%Y')", 'Could not parse string "*"', "LINE 1: SELECT *('*', '*')"),
    ("SELECT man_name FROM person", 'Referenced column "man_name" not found', "LINE 1: SELECT man_name FROM person"),
    ("SELECT name FROM persons", "Table with name persons does not exist!", 'Did you mean "person"?'),
]


@pytest.mark.parametrize(("query", "message", "shape"), QUERIES)
def test_what_a_developer_needs_of_a_statement_stays(query: str, message: str, shape: str) -> None:
    with duckdb.connect() as con:
        con.execute("CREATE TABLE person (born DATE)")
        try:
            con.execute(query)
        except duckdb.Error:
            told = scrubbed(traceback.format_exc())
    assert message in told
    assert shape in told or "LINE" not in told
    assert "con.execute(query)" in told
    assert "william" not in told


@pytest.mark.parametrize("known", [True, False])
def test_a_report_is_for_its_owner_and_names_the_place(tmp_path: Path, known: bool) -> None:
    given = tmp_path / "last-fault.txt" if known else None
    if given:
        given.write_text("an older report that all could read")
    try:
        raise RuntimeError(TOLD)
    except RuntimeError:
        path = write_report(traceback.format_exc(), given)
    told = path.read_text("utf-8")
    path.unlink()
    assert "test_faults.py" in told
    assert "RuntimeError" in told
    assert "522401197501010017" not in told


def test_nobody_else_can_read_a_report(tmp_path: Path) -> None:
    path = tmp_path / "last-fault.txt"
    path.write_text("an older report that all could read")
    assert write_report("fault", path).stat().st_mode & 0o777 == 0o600
    other = write_report("fault")
    mode = other.stat().st_mode & 0o777
    other.unlink()
    assert mode == 0o600
