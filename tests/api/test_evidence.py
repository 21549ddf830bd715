"""Without a reason nobody sees a whole number of a person, whatever the column, label or rule it stands in."""

from collections.abc import Iterator

import duckdb
import pytest

from api.commands.people import shown
from api.evidence import evidence_rows
from api.paths import title
from graph.schema import load_schema
from graph.store import Node
from loaders.mapping import VALUE_TYPES
from loaders.mapping_reader import builtin_mappings
from loaders.sensitivity import column_levels

MAPPINGS, SCHEMA = builtin_mappings(), load_schema()
CITIZEN, OLD, MOBILE, CARD = "522401198503120011", "522401850312001", "13812340017", "6217002870001234567"
WRITTEN = [CITIZEN, OLD, MOBILE, CARD, f"{CITIZEN}43", f"G{CITIZEN}", f"杨洋{CITIZEN}", f"电话{MOBILE}转杨洋"]
STRINGS = {name for name, kind in VALUE_TYPES.items() if kind == "string"}


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """Records that know the levels of all columns and one sealed record, and nothing else."""
    with duckdb.connect() as con:
        con.execute("CREATE TABLE column_level (table_name VARCHAR, column_name VARCHAR, level INTEGER)")
        for table, mapping in MAPPINGS.items():
            found = [(table, *one) for one in column_levels(mapping, SCHEMA).items()]
            con.executemany("INSERT INTO column_level VALUES (?, ?, ?)", found)
        con.execute("CREATE TABLE sealed_record AS SELECT 'ps_suspect:2' AS record_id")
        yield con


def told(con: duckdb.DuckDBPyConnection, table: str, *columns: str, cell: str, revealed: bool = False) -> str:
    row = {"table": table, "file": "a.csv", "sheet": "", "row": 2, "cells": dict.fromkeys(columns, cell)}
    return str(evidence_rows(con, {f"{table}:1": [row]}, revealed=revealed))


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("table", MAPPINGS)
def test_no_column_of_any_table_shows_a_whole_number(con: duckdb.DuckDBPyConnection, table: str, written: str) -> None:
    columns = [column.name for column in MAPPINGS[table].columns.values() if column.type in STRINGS]
    seen = told(con, table, *columns, "extra", "not_mapped", cell=written)
    assert [secret for secret in (CITIZEN, OLD, MOBILE, CARD) if secret in seen] == []
    assert written in told(con, table, *columns, cell=written, revealed=True)


def test_columns_that_no_mapping_knows_are_cells_of_their_own(con: duckdb.DuckDBPyConnection) -> None:
    assert "'[备注]': '张**'" in told(con, "ps_population", "extra", cell='{"备注": "张小明", "空": ""}')
    assert "'[备注]': '张小明'" in told(con, "ps_population", "extra", cell='{"备注": "张小明"}', revealed=True)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("df_disability", "cert_no"), ("ps_population", "name"), ("ps_population", "birth_date"),
        ("ps_hotel_checkin", "guardian_contact"), ("mi_settlement", "diag_name"), ("bk_transaction", "amount"),
        ("hs_rent_ledger", "payer_name"), ("ct_exec_measure", "asset_ref"), ("nobody_knows", "name"),
        ("ps_population", "not_mapped"),
    ],
)  # fmt: skip
def test_what_is_declared_personal_or_unknown_is_masked_whatever_it_holds(
    con: duckdb.DuckDBPyConnection, table: str, column: str
) -> None:
    assert table not in MAPPINGS or column in MAPPINGS[table].columns or column == "not_mapped"
    assert "甲乙丙丁" not in told(con, table, column, cell="甲乙丙丁")


def test_what_is_public_stays_readable(con: duckdb.DuckDBPyConnection) -> None:
    assert "（2023）黔0502刑初1号" in told(con, "ct_criminal_judgment", "case_no", cell="（2023）黔0502刑初1号")
    assert "某公司" in told(con, "mr_entity", "name", cell="某公司")


def test_rows_sealed_since_a_lead_was_found_are_not_shown(con: duckdb.DuckDBPyConnection) -> None:
    row = {"table": "ps_suspect", "file": "a.csv", "sheet": "", "row": 2, "cells": {"case_no": "A1"}}
    found = evidence_rows(con, {"ps_suspect:1": [row], "ps_suspect:2": [row]}, revealed=True)
    assert [one["record_id"] for one in found] == ["ps_suspect:1"]


@pytest.mark.parametrize("label", SCHEMA.nodes)
def test_no_title_of_a_node_shows_a_whole_number(label: str) -> None:
    node = Node("P-0123456789abcdef", label, {SCHEMA.nodes[label].caption: CITIZEN})
    assert CITIZEN not in title(node, False)
    assert CITIZEN in title(node, True)


@pytest.mark.parametrize("letter", "PU")
def test_a_person_is_shown_masked(letter: str) -> None:
    row = {
        "name": "杨小洋", "names": ["杨小洋"], "number": CITIZEN, "numbers": [CITIZEN], "phones": [MOBILE],
        "birth_date": "1985-03-12", "mentions": 2,
    }  # fmt: skip
    masked = shown(f"{letter}-0123456789abcdef", row, False)
    assert masked == {
        "name": "杨**", "names": ["杨**"], "number": "5224**********0011", "numbers": ["5224**********0011"],
        "phones": ["138****0017"], "birth_date": "1985-**-**", "mentions": 2,
    }  # fmt: skip


def test_an_organization_keeps_its_name_and_code_but_not_its_phone() -> None:
    row = {"name": "某公司", "number": "91520502MA6DJ1XXXX", "phones": [MOBILE]}
    masked = shown("O-0123456789abcdef", row, False)
    assert masked == {"name": "某公司", "number": "91520502MA6DJ1XXXX", "phones": ["138****0017"]}
