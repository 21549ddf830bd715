"""Values, conditions and intervals of a mapping give the right DuckDB results."""

from datetime import date
from typing import Any

import duckdb
import pytest

from loaders.expressions import sql_condition, sql_division, sql_key, sql_valid, sql_value
from loaders.mapping import Column, Mapping, Valid, Value
from loaders.parts import companions, read_part

TYPES = {
    "name": "str", "ref": "str", "code": "code", "area": "code", "flag": "bool", "n": "int", "day": "date", "at": "dt",
    "month": "month", "place": "addr", "names": "str",
}  # fmt: skip
ROW: dict[str, str] = {
    "name": "'O''Hara'", "ref": "'T511802199001010011'", "code": "'male'", "area": "'511802001'", "flag": "TRUE",
    "n": "7", "day": "DATE '2024-02-03'", "at": "TIMESTAMP '2024-02-03 23:59:00'", "month": "DATE '2024-02-01'",
    "place": "'somewhere'", "place__city": "'5118'", "place__division": "'511803'", "names": "['a', 'b']",
    "division": "''",
}  # fmt: skip


def mapping(**changes: Any) -> Mapping:
    split = {"names": ("、",)}
    columns = {name: Column(name, (name,), kind, split=split.get(name, ())) for name, kind in TYPES.items()}
    given: dict[str, Any] = {"table": "t", "title": "", "agency": "", "grain": "", "key": (), "delivery": "snapshot"}
    return Mapping(**{**given, "columns": columns, **changes})


def result(expression: str, **cells: str) -> Any:
    """Evaluate an expression over one row of val_t, some cells of it changed."""
    columns = ", ".join(f'{text} AS "{name}"' for name, text in {**ROW, **cells}.items())
    with duckdb.connect() as con:
        [(found,)] = con.execute(f"SELECT {expression} FROM (SELECT {columns}) v").fetchall()
    return found


def column(name: str, **more: Any) -> Value:
    return Value(column=name, **more)


@pytest.mark.parametrize(
    ("value", "wanted", "expected"),
    [
        (column("name"), "", "O'Hara"),
        (Value(constant="it's"), "string", "it's"),
        (Value(constant="true"), "bool", True),
        (Value(constant="3"), "int", 3),
        (column("n"), "float", 7.0),
        (column("at"), "date", date(2024, 2, 3)),
        (column("names"), "strings", ["a", "b"]),
        (column("name"), "strings", ["O'Hara"]),
        (column("ref", pattern=r"^T(\d{17}[\dX])$"), "", "511802199001010011"),
        (column("ref", pattern=r"^X(\d+)$"), "", None),
        (column("name", when={"code": ("male",)}), "", "O'Hara"),
        (column("name", when={"code": ("female",)}), "", None),
        (column("place", as_="city"), "", "5118"),
        (Value(first=(column("name", when={"code": ("female",)}), column("ref"))), "", "T511802199001010011"),
    ],
)
def test_a_value(value: Value, wanted: str, expected: object) -> None:
    assert result(sql_value(value, mapping(), wanted=wanted)) == expected


def test_an_empty_text_is_an_empty_list_where_a_list_is_wanted() -> None:
    assert result(sql_value(column("name"), mapping(), wanted="strings"), name="CAST(NULL AS VARCHAR)") == []
    assert result(sql_value(column("names"), mapping(), wanted="strings"), names="CAST(NULL AS VARCHAR[])") == []


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({}, True),
        ({"code": ("male", "female")}, True),
        ({"code": ("female",)}, False),
        ({"code": ("male",), "flag": ("false",)}, False),
        ({"code": ("male",), "flag": ("true",)}, True),
    ],
)
def test_a_condition_asks_that_all_columns_agree(condition: dict[str, tuple[str, ...]], expected: bool) -> None:
    assert result(sql_condition(condition, mapping())) is expected


def test_a_condition_on_nothing_is_false_not_unknown() -> None:
    assert result(sql_condition({"code": ("male",)}, mapping()), code="CAST(NULL AS VARCHAR)") is False


def test_the_declared_division_comes_before_the_rows_own() -> None:
    both = mapping(division_columns=("area", "place"))
    assert result(sql_division(both), division="'520502'") == "520502"
    assert result(sql_division(both)) == "511802"
    assert result(sql_division(both), area="CAST(NULL AS VARCHAR)") == "511803"
    assert result(sql_division(mapping())) == ""


def test_a_batch_value_is_null_when_nothing_is_known() -> None:
    assert result(sql_value(Value(batch="city"), mapping()), division="'520502'") == "5205"
    assert result(sql_value(Value(batch="division"), mapping())) is None


def test_key_parts_are_text_and_only_a_batch_part_may_stay_empty() -> None:
    parts = sql_key((Value(batch="division"), column("n"), column("day")), mapping())
    assert [result(part) for part in parts] == ["", "7", "2024-02-03"]
    assert result(parts[1], n="CAST(NULL AS BIGINT)") is None


def interval(valid: Valid) -> tuple[object, object]:
    first, last = sql_valid(valid, mapping())
    return result(first), result(last)


def test_before_is_the_day_after_the_last() -> None:
    assert interval(Valid(column("at"), before=column("day"))) == (date(2024, 2, 3), date(2024, 2, 2))


def test_a_month_as_an_end_means_its_last_day() -> None:
    assert interval(Valid(column("month"), to=column("month"))) == (date(2024, 2, 1), date(2024, 2, 29))
    last = Value(first=(column("day", when={"code": ("female",)}), column("month")))
    assert interval(Valid(to=last)) == (None, date(2024, 2, 29))


def test_an_open_interval_has_no_ends() -> None:
    assert interval(Valid()) == (None, None)


def test_companions_are_what_parts_and_divisions_ask_for() -> None:
    held = mapping(division_columns=("area", "place"), mentions={}, observed="day")
    assert companions(held) == {"place__division": ("place", "division")}


@pytest.mark.parametrize(
    ("kind", "part", "text", "expected"),
    [
        ("addr", "city", "四川省雅安市雨城区青年路8号", "5118"),
        ("addr", "division", "四川省雅安市雨城区青年路8号", "511802"),
        ("addr", "division", "四川省雅安市青年路8号", None),
        ("str", "division", "雅安市雨城区公安局", "511802"),
        ("code", "division", "511802", "511802"),
        ("code", "city", "雅安市", "5118"),
        ("code", "city", "511802", "5118"),
        ("case_no", "division", "（2023）川1802民初1号", "511802"),
        ("str", "vin", "lsvau2180n2183294", "LSVAU2180N2183294"),
        ("str", "vin", "6222000000000000", None),
    ],
)
def test_a_part_of_a_cell(kind: str, part: str, text: str, expected: str | None) -> None:
    assert read_part(kind, part, text) == expected
