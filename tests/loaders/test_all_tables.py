"""One official export of each of the 57 tables, by its Chinese headers and by its field codes, whatever its name."""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from loaders.codes import read_codes
from loaders.expressions import value_column
from loaders.mapping import Column
from loaders.mapping_reader import builtin_mappings
from tests.loaders.conftest import Records

TABLES = json.loads((Path(__file__).parent.parent / "data" / "source_tables.json").read_text("utf-8"))
MAPPINGS = builtin_mappings()
WORDS = read_codes()
LISTED_WITHOUT_BRACKETS = {"filed_by", "party_kind", "exec_kind", "member_role", "direction"}
PERSONS = ("522401197501010017", "520502199003071238")
SPECIAL = {
    "student_no": "G522401197501010017",
    "cert_no": "T522401197501010017",
    "property_ref": "520502001001GB00001F00010001",
    "old_reg_no": "110108012660422",
    "asset_ref": "LSVAM4187C2184841",
}
BY_TYPE = {
    "uscc": "91350100M000100Y43", "phone": "13800000001", "addr": "贵州省毕节市七星关区某路1号", "date": "2023-01-05",
    "dt": "2023-01-05 08:30:00", "month": "202301", "dec": "12.5", "int": "3", "bool": "是", "share": "1/2",
    "plate": "贵F12345", "vin": "LSVAM4187C2184841", "case_no": "（2023）黔0502刑初1号", "text": "某事",
    "unit_no": "520502001001GB00001F00010001",
}  # fmt: skip


def listed(name: str, header: str, column: Column) -> list[str]:
    """The words that the header of a code column lists, then one surface form of every word of its dictionary."""
    bracket = re.search(r"\((.+)\)", header)
    shown = bracket[1] if bracket else header if name in LISTED_WITHOUT_BRACKETS else ""
    words = [word for word in re.split("[/、]", shown) if word != "…"] if "/" in shown else []
    forms = WORDS[column.codes] if column.codes else {"甲": "甲"}
    return words + sorted({word: form for form, word in forms.items()}.values())


def cell(table: str, name: str, header: str, row: int) -> str:
    column = MAPPINGS[table].columns[name]
    if column.type == "code":
        words = listed(name, header, column)
        return words[row % len(words)]
    if column.type == "id":
        return PERSONS[row % 2]
    if name in SPECIAL and column.type in ("str", "id"):
        return SPECIAL[name]
    if column.type == "account":
        return f"62170502{row:011d}"
    return BY_TYPE.get(column.type, f"{header.split('(')[0]}{row}")


def height(table: str) -> int:
    columns = MAPPINGS[table].columns
    codes = [
        listed(name, header, columns[name])
        for name, header, _ in TABLES[table]["fields"]
        if columns[name].type == "code"
    ]
    return max(2, *(len(words) for words in codes)) if codes else 2


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Records]:
    folder = tmp_path_factory.mktemp("exports")
    for number, (table, facts) in enumerate(TABLES.items()):
        rows = [[cell(table, name, header, row) for name, header, _ in facts["fields"]] for row in range(height(table))]
        for kind, place in (("headers", 1), ("codes", 0)):
            with (folder / f"{kind}{number}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([[field[place] for field in facts["fields"]], *rows])
    records = Records(tmp_path_factory.mktemp("records") / "records.duckdb")
    records.load(folder)
    yield records
    records.con.close()


def test_every_file_is_known_by_its_headers_and_by_its_codes(loaded: Records) -> None:
    found = dict(loaded.rows("SELECT path, table_name FROM file"))
    assert found == {
        f"{kind}{number}.csv": table for number, table in enumerate(TABLES) for kind in ("headers", "codes")
    }


def test_no_row_is_rejected_and_no_cell_is_worth_a_warning(loaded: Records) -> None:
    assert loaded.rows("SELECT table_name, reject.* FROM reject JOIN file USING (file_id) ORDER BY ALL") == []
    assert loaded.rows("SELECT table_name, warning FROM file_warning JOIN file USING (file_id) ORDER BY ALL") == []
    assert loaded.rows("SELECT DISTINCT skipped FROM file") == [(1,)]


@pytest.mark.parametrize("table", TABLES)
def test_headers_and_codes_say_the_same(loaded: Records, table: str) -> None:
    seen = loaded.rows(f"SELECT record_id, count(*) FROM sighting WHERE table_name = '{table}' GROUP BY 1")
    assert sum(n for _, n in seen) == 2 * height(table)
    assert all(n % 2 == 0 for _, n in seen)


@pytest.mark.parametrize("table", TABLES)
def test_every_field_has_a_value(loaded: Records, table: str) -> None:
    names = list(MAPPINGS[table].columns)
    counts = ", ".join(f'count("{value_column(name)}")' for name in names)
    (found,) = loaded.rows(f"SELECT {counts} FROM val_{table}")
    assert [name for name, n in zip(names, found, strict=True) if n == 0] == []


@pytest.mark.parametrize("table", TABLES)
def test_every_mention_node_and_tie_of_the_mapping_is_made(loaded: Records, table: str) -> None:
    mapping = MAPPINGS[table]
    roles = {row[0] for row in loaded.rows(f"SELECT DISTINCT role FROM mention WHERE table_name = '{table}'")}
    assert roles == set(mapping.mentions)
    aliases = {
        row[0] for row in loaded.rows(f"SELECT DISTINCT alias FROM row_node WHERE starts_with(record_id, '{table}:')")
    }
    assert aliases == set(mapping.nodes)
    ties = {
        row[0] for row in loaded.rows(f"SELECT DISTINCT type FROM mention_tie WHERE starts_with(record_id, '{table}:')")
    }
    assert ties == {
        relationship.type
        for relationship in mapping.relationships
        if {relationship.subject, relationship.object} <= set(mapping.mentions)
    }
