"""How sensitive a column is follows from what it becomes, in the mapping that the run used."""

from dataclasses import replace
from pathlib import Path

from core.progress import silent
from graph.schema import load_schema
from loaders.codes import read_codes
from loaders.load import load
from loaders.mapping import Column
from loaders.mapping_reader import builtin_mappings
from loaders.sensitivity import column_levels
from tests.loaders.conftest import Records

SCHEMA = load_schema()


def level(table: str, column: str) -> int:
    return column_levels(builtin_mappings()[table], SCHEMA)[column]


def test_a_column_is_as_sensitive_as_what_it_feeds() -> None:
    assert level("mr_entity", "name") < 3
    assert level("ps_population", "name") == level("ps_population", "birth_date") == 3
    assert level("df_disability", "cert_no") == level("ed_student", "student_no") == 3
    assert level("ps_hotel_checkin", "guardian_contact") == 4
    assert level("ct_exec_measure", "asset_ref") == 3


def test_free_text_that_feeds_nothing_and_tables_bound_to_a_case_are_personal() -> None:
    assert level("mi_settlement", "diag_name") == 3
    assert min(column_levels(builtin_mappings()["bk_transaction"], SCHEMA).values()) == 3


def test_the_mapping_of_the_run_decides_also_where_it_replaces_one(records: Records, folder: Path) -> None:
    shipped = builtin_mappings()["ca_marriage"]
    own = replace(shipped, columns={**shipped.columns, "mobile": Column("mobile", ("手机号码",), "phone")})
    header = [column.headers[0] for column in own.columns.values()]
    row = ["J-1", *[""] * (len(header) - 1)]
    (folder / "a.csv").write_text("\n".join(",".join(line) for line in (header, row)), "utf-8")
    load(records.con, folder, {**builtin_mappings(), "ca_marriage": own}, read_codes(), set(), silent)
    found: dict[str, int] = dict(
        records.rows("SELECT column_name, level FROM column_level WHERE table_name = 'ca_marriage'")
    )
    assert set(found) == set(own.columns)
    assert found["mobile"] == found["man_name"] == 3
