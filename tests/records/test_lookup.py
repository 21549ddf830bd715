"""What a look-up tells of someone: only what open records say, however the question is written."""

from datetime import date

import duckdb
import pytest

from loaders import sealing
from records import lookup
from tests.graph.records import Rows, make_records
from tests.records.indexed import found, index

XIAO = "110101201202290017"
BORN = date(2012, 2, 29)
MASKED = "110101********0017"


def known(tables: Rows, *, entity: str = "") -> duckdb.DuckDBPyConnection:
    """Return sealed records; with `entity` all persons in them are one."""
    con = make_records(tables)
    if entity:
        con.execute("UPDATE mention_entity SET entity_id = $1, entity_type = 'person'", [entity])
        con.execute(
            """CREATE OR REPLACE TABLE entity AS
               SELECT $1 AS entity_id, 'person' AS entity_type, max(name) AS name, list_sort(list_distinct(list(name)))
                      AS names, max(number) FILTER (NOT contains(number, '*')) AS number,
                      list_distinct(list(number) FILTER (NOT contains(number, '*'))) AS numbers, 'male' AS sex,
                      max(birth_date) AS birth_date, max(death_date) AS death_date, CAST([] AS VARCHAR[]) AS flags
               FROM mention""",
            [entity],
        )
    sealing.seal(con)
    return index(con)


SUSPECT = {"case_no": "A1", "id_no": XIAO, "suspect_name": "绰号", "birth_date": BORN}
CASE = {"case_no": "A1", "accept_date": date(2025, 1, 1)}
OPEN = {"record_no": "1", "guest_name": "小明", "id_no": MASKED}


@pytest.fixture(scope="module")
def boy() -> duckdb.DuckDBPyConnection:
    """A boy whose number, birth date and nickname stand in a sealed row, his name in an open one."""
    return known(
        {"ps_suspect": [SUSPECT], "ps_criminal_case": [CASE], "ps_hotel_checkin": [OPEN]}, entity="P-0123456789abcdef"
    )


def test_what_only_sealed_rows_state_is_not_told(boy: duckdb.DuckDBPyConnection) -> None:
    told = lookup.entity(boy, "P-0123456789abcdef")
    assert told is not None
    assert (told["name"], told["names"], told["number"], told["numbers"]) == ("小明", ["小明"], MASKED, [])
    assert told["birth_date"] is None
    (row,) = found(boy, "小明")
    assert (row["name"], row["number"], row["birth_date"], row["mentions"]) == ("小明", MASKED, None, 1)
    assert lookup.names_of(boy, ["P-0123456789abcdef"]) == {"P-0123456789abcdef": ("小明", "person")}


@pytest.mark.parametrize("text", [XIAO, "绰号"])
def test_nobody_is_found_by_what_only_sealed_rows_state(boy: duckdb.DuckDBPyConnection, text: str) -> None:
    assert found(boy, text) == []


def test_who_is_known_through_sealed_rows_alone_is_unknown() -> None:
    con = known({"ps_suspect": [SUSPECT], "ps_criminal_case": [CASE]}, entity="P-0123456789abcdef")
    assert lookup.entity(con, "P-0123456789abcdef") is None
    assert lookup.names_of(con, ["P-0123456789abcdef"]) == {}
    assert lookup.present_ids(con, "P-0123456789abcdef") == []


def test_a_birth_date_that_an_open_number_states_is_told() -> None:
    open_ = {**OPEN, "id_no": XIAO}
    con = known(
        {"ps_suspect": [SUSPECT], "ps_criminal_case": [CASE], "ps_hotel_checkin": [open_]}, entity="P-0123456789abcdef"
    )
    told = lookup.entity(con, "P-0123456789abcdef")
    assert told is not None
    assert (told["number"], told["birth_date"]) == (XIAO, BORN)


LI = "110101198001310013"


@pytest.fixture(scope="module")
def dotted() -> duckdb.DuckDBPyConnection:
    """Someone whose name has a dot in it."""
    return known({"ps_population": [{"person_id_no": LI, "name": "买买提·艾山", "phone": "13812340017"}]})


@pytest.mark.parametrize(
    "text",
    [
        LI,
        "110101800131001",
        "１１０１０１１９８００１３１００１３",
        " 110101 1980 0131 0013 ",
        "13812340017",
        "138-1234-0017",
        "+86 138 1234 0017",
        "买买提·艾山",
        "买买提•艾山",
        "买买提艾山",
        "買買提·艾山",
        "买买提",
        f"P-{LI}",
    ],
)
def test_a_question_may_be_written_as_agencies_write(dotted: duckdb.DuckDBPyConnection, text: str) -> None:
    assert [row["id"] for row in found(dotted, text)] == [f"P-{LI}"]


def test_a_simplified_question_finds_a_traditional_name() -> None:
    con = known({"ps_population": [{"person_id_no": LI, "name": "張偉"}]})
    assert [row["id"] for row in found(con, "张伟")] == [f"P-{LI}"]


def test_signs_of_a_pattern_are_only_signs() -> None:
    con = known({"ps_population": [{"person_id_no": LI, "name": "张伟"}]})
    assert found(con, ".*") == found(con, "伟|.*") == []
    assert [row["matched"] for row in found(con, "张.?")] == ["near"]  # ? may be a character that was misread
